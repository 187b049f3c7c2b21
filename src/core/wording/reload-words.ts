import type { EpisodeId } from '../ids.ts';
import { type Line, line, strong, text } from '../posts/content.ts';
import { type EpisodeChange, whatFollows } from '../story/episode-changes.ts';
import type { Episode } from '../story/story.ts';
import { cut } from '../text/graphemes.ts';
import { at } from './command-words.ts';

/** What showrunners read before they adopt an edited story file. */

/** Of a title, question or address: the file with all differences holds the whole of it. */
const LONGEST_SHOWN = 120;
/** Of what follows: up to ten options. */
const LONGEST_SEQUEL = 400;

interface Difference {
  readonly episode: Episode;
  readonly isNew: boolean;
  readonly part: 'whole' | 'sequel';
  readonly changes: readonly EpisodeChange[];
}

/** The episode, and below it what changes, one line each. */
export function differenceLines(
  { episode, isNew, part, changes }: Difference,
  timezone: string,
): readonly Line[] {
  const named = [strong(cut(episode.title, LONGEST_SHOWN)), text(` (${episode.id})`)];
  if (isNew) {
    const kind = episode.draft === true ? 'new, as a draft' : 'new';
    return [
      line('+ ', ...named, `: ${kind}`),
      line(`– then: ${cut(whatFollows(episode.continuation), LONGEST_SEQUEL)}`),
    ];
  }
  const head = part === 'sequel' ? ': is out; only what comes after it is added' : '';
  return [line('• ', ...named, head), ...changes.map((change) => changeLine(change, timezone))];
}

function changeLine(change: EpisodeChange, timezone: string): Line {
  switch (change.what) {
    case 'title':
    case 'link':
    case 'picture':
    case 'match':
    case 'question':
      return line(`– ${NAMES[change.what]}: ${fromTo(change.from, change.to)}`);
    case 'synopsis':
      return line('– the synopsis');
    case 'rules':
      return line('– the rules of its vote');
    case 'draft':
      return line(change.to ? '– becomes a draft again' : '– is no draft any more');
    case 'repeats':
      return line(change.to ? '– may play more than once' : '– plays once only');
    case 'date':
      return line(
        '– date: ',
        change.from === undefined ? 'none' : at(change.from, timezone),
        ' → ',
        change.to === undefined ? 'as the release rule says' : at(change.to, timezone),
      );
    case 'follows':
      return line(`– then: ${cut(change.from, LONGEST_SEQUEL)} → now ${cut(change.to, LONGEST_SEQUEL)}`);
  }
}

const NAMES = {
  title: 'title',
  link: 'link',
  picture: 'picture',
  match: 'match',
  question: 'question',
} as const;

const fromTo = (from: string | undefined, to: string | undefined): string =>
  `${from === undefined ? 'none' : cut(from, LONGEST_SHOWN)} → ${to === undefined ? 'none' : cut(to, LONGEST_SHOWN)}`;

/** What differs in the file, and stays in the season all the same. */
export function stayingLines(kept: readonly EpisodeId[], gone: readonly EpisodeId[]): readonly Line[] {
  return [
    ...(kept.length === 0 ? [] : [line(`Already out, so not changed: ${kept.join(', ')}.`)]),
    ...(gone.length === 0
      ? []
      : [line(`No longer in the file, but still in the season: ${gone.join(', ')}.`)]),
  ];
}
