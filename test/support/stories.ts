import { episodeId, optionId, showId } from '../../src/core/ids.ts';
import type { Choice, Episode, Option, VotingRules, WrittenStory } from '../../src/core/story/story.ts';

/** Parts of a story file as YAML text; each replaces the default of the same name. */
export interface StoryText {
  readonly id?: string;
  readonly title?: string;
  readonly language?: string;
  readonly opening?: string;
  readonly release?: string;
  readonly voting?: string;
  /** Each on one line, in flow style. */
  readonly episodes?: Readonly<Record<string, string>>;
  /** Further keys of the file. */
  readonly also?: Readonly<Record<string, string>>;
}

const URL = 'https://watch.example/1';

const EPISODES = {
  pilot: `{ title: Pilot, url: "${URL}", choice: { question: Who calls?, options: [{ id: a, label: Ann, next: left }, { id: b, label: Ben, next: right }] } }`,
  left: `{ title: Left, url: "${URL}", ending: true }`,
  right: `{ title: Right, url: "${URL}", ending: true }`,
};

/** A sound story file of three episodes, one key per line, the episodes from line 7 on. */
export function aStoryText(parts: StoryText = {}): string {
  const { episodes = EPISODES, also = {}, ...others } = parts;
  const keys = {
    id: 'test-story',
    title: 'Test Story',
    opening: 'pilot',
    release: '{ after: 2s }',
    voting: '{ lasts: 20h }',
    ...others,
    ...also,
  };
  return [
    ...Object.entries(keys).map(([key, value]) => `${key}: ${value}`),
    'episodes:',
    ...Object.entries(episodes).map(([id, text]) => `  ${id}: ${text}`),
    '',
  ].join('\n');
}

export const someRules: VotingRules = {
  opens: 0,
  lasts: 72_000_000,
  tie: 'first-listed',
  runoff: 72_000_000,
  quorum: 0,
  closing: 60_000,
  sealed: false,
};

/** `pilot` is a binding choice between `left` and `right`, which are endings; each part may be replaced. */
export function aStory(parts: Partial<WrittenStory> = {}): WrittenStory {
  return {
    id: showId('test-story'),
    title: 'Test Story',
    language: 'en',
    opening: episodeId('pilot'),
    release: { kind: 'after', after: 2_000 },
    voting: someRules,
    episodes: [
      anEpisode('pilot', aChoice({ left: 'left', right: 'right' })),
      anEpisode('left', 'ending'),
      anEpisode('right', 'ending'),
    ],
    ...parts,
  };
}

/** `then` is a choice, the id of the next episode, or `ending`. */
export function anEpisode(id: string, then: Choice | string, parts: Partial<Episode> = {}): Episode {
  return {
    id: episodeId(id),
    title: `Episode ${id}`,
    url: `${URL}/${id}`,
    synopsis: '',
    revisited: false,
    continuation:
      typeof then !== 'string'
        ? { kind: 'choice', choice: then }
        : then === 'ending'
          ? { kind: 'ending' }
          : { kind: 'next', next: episodeId(then) },
    ...parts,
  };
}

/** A binding choice; `options` maps each option's id to the episode it leads to. */
export function aChoice(options: Readonly<Record<string, string>>, parts: Partial<Choice> = {}): Choice {
  return {
    question: 'What now?',
    kind: 'binding',
    options: Object.entries(options).map(([id, next]) => anOption(id, next)),
    voting: someRules,
    ...parts,
  };
}

/** Without `next` it is an option of a prediction. */
export function anOption(id: string, next?: string, label = `Label ${id}`): Option {
  return { id: optionId(id), label, ...(next !== undefined && { next: episodeId(next) }) };
}

/** Episodes from a drawing: `{ a: ['b', 'c'], b: [], c: [] }`. None is an ending, one a next, several a choice. */
export function drawn(
  graph: Readonly<Record<string, readonly string[]>>,
  revisited: readonly string[] = [],
): Episode[] {
  return Object.entries(graph).map(([id, targets]) => {
    const [only = 'ending'] = targets;
    const choice = aChoice(Object.fromEntries(targets.map((target, index) => [`to-${index}`, target])));
    return anEpisode(id, targets.length > 1 ? choice : only, { revisited: revisited.includes(id) });
  });
}
