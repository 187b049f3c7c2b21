import type { EpisodeId, Instant, Milliseconds, ReleaseNumber, RoundNumber, SeasonId } from '../ids.ts';
import type { Option, Story, VotingRules } from '../story/story.ts';
import type { Decision, RoundKind, Undecided } from '../vote/decision.ts';
import type { Tally } from '../vote/tally.ts';

/** Who caused something: the clock, or a person under a pseudonym (a keyed hash, never an account id). */
export type Actor = { readonly kind: 'clock' } | { readonly kind: 'person'; readonly pseudonym: string };

/** One run of a story. Everything here follows from the season's events alone. */
export interface Season {
  readonly id: SeasonId;
  /** As adopted at the start, with links given and episodes reloaded since. */
  readonly story: Story;
  /** SHA-256 of the story file, in hexadecimal. */
  readonly storyHash: string;
  readonly startedAt: Instant;
  readonly position: Position;
  /** What follows the voting is held while this is set; native polls and their deadlines run on. */
  readonly paused: boolean;
  readonly releases: readonly Release[];
  /** Round N is at index N - 1. Predictions run beside the story, so several rounds may be open. */
  readonly rounds: readonly Round[];
  /** Extension N is of the round at index N - 1. */
  readonly extensions: readonly Extension[];
  /** Notice N is about what stands at index N - 1. */
  readonly notices: readonly NoticeAbout[];
}

/** What outlets are told beside drops, polls, reminders and results: each once. */
export type NoticeAbout =
  /** A vote waits for a person. */
  | { readonly kind: 'waiting'; readonly round: RoundNumber }
  | { readonly kind: 'voided'; readonly round: RoundNumber }
  | { readonly kind: 'paused' | 'resumed' | 'cancelled' }
  /** A promised time has passed without this episode. */
  | { readonly kind: 'overdue'; readonly episode: EpisodeId };

/** Where the story stands. */
export type Position =
  | {
      readonly kind: 'scheduled';
      readonly episode: EpisodeId;
      readonly at: Instant;
      readonly via?: RoundNumber;
    }
  | {
      readonly kind: 'awaiting-link';
      readonly episode: EpisodeId;
      readonly since: Instant;
      readonly via?: RoundNumber;
    }
  /** The binding choice of this release is being put to the audience. */
  | { readonly kind: 'choosing'; readonly release: ReleaseNumber }
  /** The ending is out; predictions that are still open end first. */
  | { readonly kind: 'concluding'; readonly release: ReleaseNumber }
  | { readonly kind: 'ended'; readonly at: Instant; readonly episode: EpisodeId }
  | { readonly kind: 'cancelled'; readonly at: Instant; readonly reason: string };

/** A deadline that was moved. */
export interface Extension {
  readonly round: RoundNumber;
  readonly at: Instant;
  /** Its polls were not owed yet: only the drops named the end. */
  readonly beforeOpening: boolean;
}

export interface Release {
  readonly number: ReleaseNumber;
  readonly episode: EpisodeId;
  readonly at: Instant;
  /** The round that led here. */
  readonly via?: RoundNumber;
}

export interface Round {
  readonly number: RoundNumber;
  readonly release: ReleaseNumber;
  readonly episode: EpisodeId;
  readonly kind: RoundKind;
  /** The round that this one follows as runoff or re-run. */
  readonly of?: RoundNumber;
  readonly binding: boolean;
  readonly question: string;
  /** In a runoff only the tied options. */
  readonly options: readonly Option[];
  /** Frozen when the round is planned. */
  readonly rules: VotingRules;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** Where the platform can tell no counts once a poll closed by itself, none closes before this. */
  readonly backstopAt: Instant;
  readonly reminderAt?: Instant;
  readonly phase: Phase;
  /** It is decided with what there is, although outlets were missing or had too little time. */
  readonly letStand?: true;
  readonly late?: Late;
  readonly interventions: readonly Intervention[];
}

/** So many outlets got less than half of the promised window because the bot was away. */
export interface Late {
  /** Absent: all of them. */
  readonly outlets?: { readonly late: number; readonly of: number };
  readonly lost: Milliseconds;
  readonly outcome: 'extended' | 'asked' | 'went-on';
  /** A showrunner is asked, and waited for until then at the latest. */
  readonly until?: Instant;
}

export type Phase =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'voting'; readonly reminded: boolean }
  | { readonly kind: 'closing'; readonly since: Instant }
  /** Waits for a showrunner. */
  | {
      readonly kind: 'undecided';
      readonly since: Instant;
      /** When the round was closed. */
      readonly closedAt: Instant;
      readonly why: Undecided;
      readonly tally: Tally;
      /** It is decided without an answer then; absent where the story leaves it to a person. */
      readonly until?: Instant;
    }
  | {
      readonly kind: 'decided';
      readonly at: Instant;
      readonly decision: Decision;
      readonly tally: Tally;
    }
  /** A tie: the round numbered `runoff` decides. */
  | { readonly kind: 'tied'; readonly at: Instant; readonly tally: Tally; readonly runoff: RoundNumber }
  | { readonly kind: 'voided'; readonly at: Instant; readonly rerun: RoundNumber }
  /** Left open when the season was cancelled. */
  | { readonly kind: 'abandoned'; readonly at: Instant };

/** What a person, or the clock in a person's stead, changed about a round; part of its receipt. */
export interface Intervention {
  /** `let-stand`: decided with what there was, although outlets were missing or late. */
  readonly what: 'closed' | 'extended' | 'voided' | 'decided' | 'let-stand';
  readonly by: Actor;
  readonly reason: string;
  readonly at: Instant;
}

export type RoundIn<Kind extends Phase['kind']> = Round & { readonly phase: Extract<Phase, { kind: Kind }> };

/** Narrows a round to one phase. */
export function isIn<Kind extends Phase['kind']>(round: Round, kind: Kind): round is RoundIn<Kind> {
  return round.phase.kind === kind;
}

/**
 * Whether a round waits for an answer because outlets were missing or late. It is counted again whenever one of their polls is
 * found, unlike a round that a person decides by the story's own rules.
 */
export function isQuestion(round: Round): round is RoundIn<'undecided'> {
  return isIn(round, 'undecided') && ['missing', 'nobody-could', 'late'].includes(round.phase.why.cause);
}

export const isOver = (season: Season): boolean =>
  season.position.kind === 'ended' || season.position.kind === 'cancelled';

export const findRound = (season: Season, number: RoundNumber): Round | undefined =>
  season.rounds[number - 1];

/**
 * Whether a community votes in a round. One that joins after the vote on an episode has opened has not seen that vote, and begins
 * with the next episode, also where this one goes to a runoff or is run again.
 */
export const votesIn = (season: Season, round: Round, joinedAt: Instant): boolean =>
  joinedAt <= firstOf(season, round).opensAt;

function firstOf(season: Season, round: Round): Round {
  const before = round.of === undefined ? undefined : findRound(season, round.of);
  return before === undefined ? round : firstOf(season, before);
}

/** Rounds whose native polls may be open or whose counts are awaited. */
export const unsettledRounds = (season: Season): readonly Round[] =>
  season.rounds.filter((round) => ['waiting', 'voting', 'closing', 'undecided'].includes(round.phase.kind));
