import type { z } from 'zod';
import { type ChoiceFile, type EpisodeFile, type StoryFile, storyParts } from '../../config/story-schema.ts';
import { DAY } from '../core/durations.ts';
import { type EpisodeId, episodeId, optionId, showId } from '../core/ids.ts';
import {
  type Choice,
  type Continuation,
  DEFAULT_EXTENDABLE,
  DEFAULT_PATIENCE,
  type Episode,
  type Option,
  type VotingRules,
  type WrittenStory,
} from '../core/story/story.ts';
import { oneEmoji } from '../core/text/emoji.ts';
import { valueAt } from './shape-faults.ts';
import { ownDate, releaseFault, releaseOf } from './story-release.ts';
import type { PathFault } from './yaml-file.ts';

/** A story as far as its file can be understood. It may be played only if nothing at all is wrong. */
export interface PartialStory {
  readonly story: WrittenStory;
  /** What is wrong beyond the shape of single values. */
  readonly faults: readonly PathFault[];
  /** Episodes whose next episodes we don't know. */
  readonly unclear: ReadonlySet<EpisodeId>;
}

/** Used instead of rules that can't be read: it contradicts nothing that a choice may say. */
export const UNKNOWN_VOTING = { lasts: 29 * DAY };

/** `order` is the order of the episodes in the file. */
export function partialStory(data: unknown, order: readonly string[]): PartialStory {
  const file = soundParts(storyParts.story, data);
  const faults: PathFault[] = [];
  const unclear = new Set<EpisodeId>();
  const voting = votingOf(file.voting ?? UNKNOWN_VOTING);
  const release = releaseOf(file.release);
  if (file.release !== undefined && release === undefined) faults.push(releaseFault(file.release));
  const episodes = order.map((name): Episode => {
    const path = ['episodes', name];
    const raw = valueAt(data, path);
    const sound = readEpisode(raw);
    const read = partialEpisode(episodeId(name), sound.episode, voting, file.release?.timezone);
    // If the file itself is garbled, a missing part may only have been misread.
    if (sound.whole)
      faults.push(...read.faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] })));
    if (!sound.whole || read.faults.length > 0) unclear.add(episodeId(name));
    return read.episode;
  });
  const story: WrittenStory = {
    id: showId(file.id ?? ''),
    title: file.title ?? '',
    language: file.language ?? 'en',
    opening: episodeId(file.opening ?? ''),
    release: release ?? { kind: 'after', after: 0 },
    voting,
    episodes,
  };
  return { story, faults, unclear };
}

type Sound<Shape extends z.ZodRawShape> = { [Key in keyof Shape]?: z.output<Shape[Key]> };

/** The values under those keys that satisfy the schema. */
export function soundParts<Shape extends z.ZodRawShape>(shape: Shape, data: unknown): Sound<Shape> {
  const sound: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(shape)) {
    // Read below, one by one.
    if (key === 'episodes') continue;
    const parsed = (schema as z.ZodType).safeParse(valueAt(data, [key]));
    if (parsed.success && parsed.data !== undefined) sound[key] = parsed.data;
  }
  return sound as Sound<Shape>;
}

function readEpisode(raw: unknown): { readonly episode: EpisodeFile; readonly whole: boolean } {
  const parsed = storyParts.episode.safeParse(raw);
  if (parsed.success) return { episode: parsed.data, whole: true };
  const choice = valueAt(raw, ['choice']);
  const sound = soundParts(storyParts.episode.shape, raw);
  const salvaged = choice === undefined ? undefined : (sound.choice ?? salvageChoice(choice));
  const episode = { title: '', ...sound, ...(salvaged !== undefined && { choice: salvaged }) };
  // A title that is too long doesn't hide where the episode leads; an unknown key may be a misspelt "next".
  const leads = parsed.error.issues.some(
    (issue) => issue.path.length === 0 || ['choice', 'next', 'ending'].includes(String(issue.path[0])),
  );
  return { episode, whole: !leads };
}

function salvageChoice(raw: unknown): ChoiceFile {
  const listed = valueAt(raw, ['options']);
  const options = (Array.isArray(listed) ? listed : []).map((option) => ({
    id: '',
    label: '',
    ...soundParts(storyParts.option.shape, option),
  }));
  return { kind: 'binding', question: '', ...soundParts(storyParts.choice.shape, raw), options };
}

function partialEpisode(
  id: EpisodeId,
  file: EpisodeFile,
  voting: VotingRules,
  timezone: string | undefined,
): { readonly episode: Episode; readonly faults: readonly PathFault[] } {
  const choice = file.choice === undefined ? undefined : choiceOf(file.choice, voting);
  const at = file.at === undefined ? undefined : ownDate(file.at, timezone);
  const episode: Episode = {
    id,
    title: file.title,
    ...(file.url !== undefined && { url: file.url }),
    synopsis: file.synopsis ?? '',
    ...(file.image !== undefined && { image: file.image }),
    ...(at?.instant !== undefined && { at: at.instant }),
    ...(file.match !== undefined && { match: file.match }),
    revisited: file.revisited ?? false,
    ...(file.draft === true && { draft: true as const }),
    continuation: continuationOf(file, choice),
  };
  return { episode, faults: [...continuationFaults(file), ...optionFaults(choice), ...(at?.faults ?? [])] };
}

function continuationOf(file: EpisodeFile, choice: Choice | undefined): Continuation {
  if (choice?.kind === 'binding') return { kind: 'choice', choice };
  if (file.next === undefined)
    return { kind: file.draft === true && file.ending !== true ? 'open' : 'ending' };
  return { kind: 'next', next: episodeId(file.next), ...(choice && { prediction: choice }) };
}

/** Exactly one of: a binding choice, a next episode (with or without a prediction), an ending. A draft may have none yet. */
function continuationFaults(file: EpisodeFile): readonly PathFault[] {
  const { choice, next } = file;
  const ending = file.ending === true;
  if (ending && (choice !== undefined || next !== undefined)) {
    const other = choice === undefined ? 'next' : 'choice';
    return [
      {
        path: ['ending'],
        what: `an ending also has a "${other}"`,
        right: `one of the two: remove the other`,
        at: 'key',
      },
    ];
  }
  if (choice?.kind === 'binding' && next !== undefined) {
    return [
      {
        path: ['next'],
        what: 'the episode has both a choice and a "next"',
        right:
          'only the choice, whose options have a "next" each; or "kind: prediction" for a vote that decides nothing',
        at: 'key',
      },
    ];
  }
  if (choice?.kind === 'prediction' && next === undefined) {
    return [
      {
        path: ['choice'],
        what: 'a prediction decides nothing, so where the episode leads is missing',
        right: '"next: …" beside the choice',
        at: 'key',
      },
    ];
  }
  if (choice === undefined && next === undefined && !ending && file.draft !== true) {
    return [
      {
        path: [],
        what: 'the episode leads nowhere',
        right: 'a "choice", a "next", or "ending: true"; or "draft: true" while it is not written yet',
        at: 'key',
      },
    ];
  }
  return [];
}

function optionFaults(choice: Choice | undefined): readonly PathFault[] {
  if (choice === undefined) return [];
  return [...intendedFaults(choice), ...nextFaults(choice)];
}

/** Shares that add up to more than this are no shares of one vote; below, they were rounded. */
const ALL_VOTES = 1.005;

function intendedFaults({ options, intended = {} }: Choice): readonly PathFault[] {
  const ids = options.map(({ id }) => id);
  const unknown = Object.keys(intended)
    .filter((id) => !ids.includes(optionId(id)))
    .map((id): PathFault => {
      const right = `one of ${ids.join(', ')}`;
      return { path: ['choice', 'intended', id], what: `there is no option "${id}"`, right, at: 'key' };
    });
  const sum = Object.values<number>(intended).reduce((all, share) => all + share, 0);
  if (sum <= ALL_VOTES) return unknown;
  const what = `the shares add up to ${Math.round(sum * 100)} %`;
  return [...unknown, { path: ['choice', 'intended'], what, right: 'at most 1 together' }];
}

function nextFaults(choice: Choice): readonly PathFault[] {
  return choice.options.flatMap((option, index): PathFault[] => {
    const path = ['choice', 'options', index, 'next'];
    if (choice.kind === 'binding' && option.next === undefined) {
      return [{ path, what: `option ${index + 1} leads nowhere`, right: '"next" with the id of an episode' }];
    }
    if (choice.kind === 'prediction' && option.next !== undefined) {
      return [
        {
          path,
          what: 'an option of a prediction has a "next"',
          right: 'no "next": a prediction decides nothing',
          at: 'key',
        },
      ];
    }
    return [];
  });
}

const emojiOf = ({ emoji }: ChoiceFile['options'][number]): Pick<Option, 'emoji'> => {
  const one = emoji === undefined ? undefined : oneEmoji(emoji);
  return one === undefined ? {} : { emoji: one };
};

function choiceOf(file: ChoiceFile, story: VotingRules): Choice {
  return {
    question: file.question,
    kind: file.kind,
    options: file.options.map(
      (option): Option => ({
        id: optionId(option.id),
        label: option.label,
        ...emojiOf(option),
        ...(option.next !== undefined && { next: episodeId(option.next) }),
      }),
    ),
    voting: file.voting === undefined ? story : { ...story, ...given(file.voting) },
    ...(file.intended !== undefined && { intended: file.intended }),
  };
}

type Voting = Partial<StoryFile['voting']> & { readonly lasts: number };

export function votingOf(file: Voting): VotingRules {
  const {
    opens = 0,
    lasts,
    tie = 'first-listed',
    quorum = 0,
    closing = 60_000,
    sealed = false,
    missing = 'ask',
    late = 'extend',
    patience = DEFAULT_PATIENCE,
    extendable = DEFAULT_EXTENDABLE,
    reminder,
  } = file;
  return {
    opens,
    lasts,
    tie,
    runoff: file.runoff ?? lasts,
    quorum,
    ...(reminder !== undefined && { reminder }),
    closing,
    sealed,
    missing,
    late,
    patience,
    extendable,
  };
}

/** Only the keys that have a value, so that merging can't replace a rule with nothing. */
function given(voting: NonNullable<ChoiceFile['voting']>): Partial<VotingRules> {
  return Object.fromEntries(Object.entries(voting).filter(([, value]) => value !== undefined));
}
