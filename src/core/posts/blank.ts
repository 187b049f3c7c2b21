import type { Season } from '../season/state.ts';
import { catalogueOf } from '../wording/catalogues.ts';
import { line, type Notice } from './content.ts';

/** What a message says after its episode was taken back, where it could not be deleted. */
export function blankOf({ story }: Season, mark: string): Notice {
  const { language, notices } = catalogueOf(story.language);
  return { kind: 'notice', mark, language, title: '', lines: [line(notices.blank)] };
}
