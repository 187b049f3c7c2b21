import type { Chance } from '../../src/sandbox/random.ts';

/** Shows that one bot plays at the same time. */
export const SHOWS = 8;
/**
 * The shortest vote that the contract allows, in milliseconds. On a busy machine its polls do not all get out in
 * time.
 */
export const SHORTEST_VOTE_MS = 5_000;
/**
 * How long a closed round waits for its platforms' own counts, in milliseconds. Longer than the 10 s after which an
 * answer counts as lost, so that a poll whose close got no answer can be asked once more.
 */
export const CLOSING_MS = 12_000;

/** A choice as the story file has it. */
export interface ScriptedChoice {
  readonly round: 1 | 2;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly label: string; readonly next: string }[];
}

export interface ScriptedEpisode {
  readonly id: string;
  readonly url: string;
  /** Position of its release, from 1. */
  readonly release: 1 | 2 | 3;
  readonly choice: ScriptedChoice | undefined;
}

/** What a message of the bot is, by its number in the season: `drop 1`, `poll 2`, `result 2`. */
export type Item = `${'drop' | 'poll' | 'result'} ${number}` | Extension;

/** How the bot announces a later deadline. */
const MORE_TIME = 'More time.';

/** An extension of a round: owed if the bot was away for a part of it. */
export type Extension = `extension ${number}`;

/** Every message that a season of two rounds owes to each of its outlets. */
export const OWED: readonly Item[] = [
  'drop 1',
  'poll 1',
  'result 1',
  'drop 2',
  'poll 2',
  'result 2',
  'drop 3',
];

/** One show's story: two choices on every path, and no words that another show or choice uses too. */
export interface Script {
  readonly show: string;
  readonly opening: string;
  readonly episodes: ReadonlyMap<string, ScriptedEpisode>;
  /** The story file. */
  readonly text: string;
  /**
   * What a message is, by its words; undefined for one that no season owes.
   * @param round of the last drop or poll before it in its outlet: a later deadline is announced without the words of the
   * question, even if the poll never came.
   */
  itemOf(message: {
    readonly isPoll: boolean;
    readonly words: string;
    readonly round: number | undefined;
  }): Item | undefined;
}

/** @param place of the show in its batch, from 0. */
export function writeScript(chance: Chance, place: number, voteMs: number): Script {
  const show = `show-${place + 1}`;
  const episodes = new Map<string, ScriptedEpisode>();
  const add = (id: string, release: 1 | 2 | 3, choice?: ScriptedChoice): void => {
    episodes.set(id, { id, url: `https://watch.example/${show}/${id}`, release, choice });
  };
  const mids = Array.from({ length: 2 + chance.below(3) }, (_, index) => `mid-${index + 1}`);
  add('pilot', 1, {
    round: 1,
    question: `Where does ${show} go first?`,
    options: mids.map((id, index) => ({
      id: `o${index}`,
      label: `First door ${index + 1} of ${show}`,
      next: id,
    })),
  });
  for (const [index, id] of mids.entries()) {
    const ends = Array.from({ length: 2 + chance.below(3) }, (_, end) => `end-${end + 1}`);
    add(id, 2, {
      round: 2,
      question: `How does ${show} leave place ${index + 1}?`,
      options: ends.map((next, end) => ({
        id: `o${end}`,
        label: `Way out ${index + 1}.${end + 1} of ${show}`,
        next,
      })),
    });
    for (const end of ends) if (!episodes.has(end)) add(end, 3);
  }
  const choices = [...episodes.values()].flatMap(({ choice }) => choice ?? []);
  return {
    show,
    opening: 'pilot',
    episodes,
    text: storyFile(show, episodes, voteMs),
    itemOf({ isPoll, words, round }) {
      const asked = choices.find(({ question }) => words.includes(question));
      if (isPoll) return asked && `poll ${asked.round}`;
      // A result that is sent late leads to the next episode, which is out by then.
      if (asked?.options.some(({ label }) => words.includes(label))) return `result ${asked.round}`;
      const dropped = [...episodes.values()].find(({ url }) => holdsUrl(words, url));
      if (dropped) return `drop ${dropped.release}`;
      const won = choices.find(({ options }) => options.some(({ label }) => words.includes(label)));
      if (won) return `result ${won.round}`;
      return words.includes(MORE_TIME) && round !== undefined ? `extension ${round}` : undefined;
    },
  };
}

/** `…/end-1` must not match a text with `…/end-12`. */
const holdsUrl = (words: string, url: string): boolean =>
  words.split(url).some((rest, part) => part > 0 && !/^[\w-]/.test(rest));

function storyFile(show: string, episodes: ReadonlyMap<string, ScriptedEpisode>, voteMs: number): string {
  // JSON is YAML, and needs no care with quotes.
  return JSON.stringify({
    id: show,
    title: `The ${show}`,
    opening: 'pilot',
    release: { after: '1s' },
    voting: { lasts: `${voteMs / 1_000}s`, closing: `${CLOSING_MS / 1_000}s` },
    episodes: Object.fromEntries(
      [...episodes].map(([id, { url, choice }]) => [
        id,
        {
          title: `Episode ${id} of ${show}`,
          url,
          synopsis: 'One line.',
          ...(choice === undefined
            ? { ending: true }
            : { choice: { question: choice.question, options: choice.options } }),
        },
      ]),
    ),
  });
}
