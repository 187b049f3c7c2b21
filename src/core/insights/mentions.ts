import type { Season } from '../season/state.ts';
import { choiceOf, findEpisode } from '../story/story.ts';
import type { VoteInsight } from './vote-insight.ts';

/** Where the story came back to what the audience chose, as far as its words show it. */
export interface Mention {
  /** Words of the winning option that were looked for; empty if none of them is distinctive. */
  readonly words: readonly string[];
  /** How many episodes later one of them occurs first; 1 is the next. Absent: not so far. */
  readonly after?: number;
  readonly word?: string;
  /** Title of the episode in which it does. */
  readonly title?: string;
  /** Episodes that were out since. */
  readonly looked: number;
}

/** Words that are shorter say nothing by themselves, except in scripts without spaces. */
const SHORTEST = 4;
const UNSPACED = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u;
/** From so many letters on, a longer form of a word counts as the word: `stranger`, `strangers`. */
const STEM = 5;
const COMMON = new Set(
  'about after again also back been before both does down each even ever every from have here into just keep like make many more most much must next none nobody only other over same some stay such take tell than that their them then there they this those time very want well what when where which while will with without would your'.split(
    ' ',
  ),
);

/**
 * Looks for the winning option's distinctive words in the titles, synopses and questions of the episodes that came later. It is a
 * guess: the story may take a choice up in other words, or use a word for something else.
 */
export function mentionOf(season: Season, { release, options }: VoteInsight): Mention | undefined {
  const winner = options.find(({ won }) => won);
  if (winner === undefined) return undefined;
  const others = new Set(
    options.filter(({ won }) => !won).flatMap(({ id, label }) => wordsOf(`${id} ${label}`)),
  );
  const words = [...new Set(wordsOf(`${winner.id} ${winner.label}`))].filter(
    (word) => !others.has(word) && !COMMON.has(word) && (word.length >= SHORTEST || UNSPACED.test(word)),
  );
  const later = season.releases.slice(release).filter(({ retracted }) => retracted === undefined);
  for (const [index, { episode: id }] of later.entries()) {
    const episode = findEpisode(season.story, id);
    if (episode === undefined) continue;
    const choice = choiceOf(episode);
    const text = [episode.title, episode.synopsis, choice?.question ?? ''].join(' \n ');
    const word = words.find((one) => occursIn(one, text));
    if (word !== undefined)
      return { words, after: index + 1, word, title: episode.title, looked: later.length };
  }
  return { words, looked: later.length };
}

const plainly = (text: string): string => text.normalize('NFKC').toLowerCase();
const wordsOf = (text: string): readonly string[] => plainly(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

function occursIn(word: string, text: string): boolean {
  if (UNSPACED.test(word)) return plainly(text).includes(word);
  return wordsOf(text).some((one) => one === word || (word.length >= STEM && one.startsWith(word)));
}
