import { type Line, line, strong } from '../../posts/content.ts';
import { phrasesOf } from '../phrases.ts';

/** One sentence for fans: what it means for the result. One for showrunners: what to do. */
export interface Told {
  /** @param others how many more communities it is about, that are not named. */
  readonly fans: (outlets: readonly string[], others?: number) => Line;
  readonly showrunners: (outlet: string) => Line;
}

/** `{}` stands for the outlets. */
const tellIn =
  (language: string, community: string, communities: string, more: (count: number) => string) =>
  (fans: string, showrunners: string): Told => ({
    fans: (outlets, others = 0) => {
      if (outlets.length === 0)
        return filled(fans, [], phrasesOf(language).plural(others, community, communities));
      return filled(fans, outlets, ...(others > 0 ? [`, ${more(others)}`] : []));
    },
    showrunners: (outlet) => filled(showrunners, [outlet]),
  });

/** Each name stands alone in its span. */
export function filled(sentence: string, names: readonly string[], ...more: readonly string[]): Line {
  const [before = '', after = ''] = sentence.split('{}');
  const listed = names.flatMap((name, at) => [...(at === 0 ? [] : [', ']), strong(name)]);
  return line(...(before === '' ? [] : [before]), ...listed, ...more, after);
}

export const inEnglish = tellIn('en', 'community', 'communities', (count) => `${count} more`);
export const inGerman = tellIn('de', 'Community', 'Communitys', (count) => `${count} weitere`);
export const inSpanish = tellIn('es', 'comunidad', 'comunidades', (count) => `${count} más`);
export const inFrench = tellIn('fr', 'communauté', 'communautés', (count) => `${count} autres`);
export const inPortuguese = tellIn('pt', 'comunidade', 'comunidades', (count) => `mais ${count}`);
