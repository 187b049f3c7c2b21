import type { EpisodeId, Instant, Milliseconds, ReleaseNumber, RoundNumber, SeasonId } from '../ids.ts';
import type { Item } from '../story/item.ts';
import type { Option, Story, VotingRules } from '../story/story.ts';
import type { Decision, RoundKind, Undecided } from '../vote/decision.ts';
import type { Tally } from '../vote/tally.ts';

/** Who caused something: the clock, or a person under a pseudonym (a keyed hash, never an account id). */
export type Actor = { readonly kind: 'clock' } | { readonly kind: 'person'; readonly pseudonym: string };

/** One run of a story. Everything here is derived from the season's events alone. */
export interface Season {
  readonly id: SeasonId;
  /** The story as adopted at the start, with links added and episodes reloaded since. */
  readonly story: Story;
  /** SHA-256 of the story file, in hexadecimal. */
  readonly storyHash: string;
  /**
   * 32 random bytes in hexadecimal, never shown: the receipts' salts are made from it. Absent in seasons that began before there
   * were any.
   */
  readonly salt?: string;
  readonly startedAt: Instant;
  readonly position: Position;
  /** While set, releases are held. Native polls and their deadlines continue. */
  readonly paused: boolean;
  readonly releases: readonly Release[];
  /** Round N is at index N - 1. Predictions run in parallel to the story, so several rounds may be open. */
  readonly rounds: readonly Round[];
  /** The extension at index N - 1 is extension N. */
  readonly extensions: readonly Extension[];
  /** The notice at index N - 1 is notice N. */
  readonly notices: readonly NoticeAbout[];
  /** What its source has brought so far, in order. */
  readonly items: readonly KnownItem[];
  /** Question N about items is at index N - 1. */
  readonly questions: readonly ItemQuestion[];
}

/** An item that a season has taken, asked about or left out: it is never taken again. */
export interface KnownItem extends Pick<Item, 'key' | 'url'> {
  /** What it is. Absent: a showrunner is asked, or it is no episode. */
  readonly episode?: EpisodeId;
}

/**
 * Why showrunners are asked about items: the operator wants to see each first, it is dated long ago, many came at once, it
 * is no episode of the story as far as its title says, or it could be several.
 */
export type ItemDoubt = 'confirm' | 'old' | 'many' | 'unmatched' | 'ambiguous';

/** A question to showrunners about items of a feed or the webhook. */
export interface ItemQuestion {
  /** Counts a season's questions from 1. */
  readonly number: number;
  readonly why: ItemDoubt;
  /** Earliest first. */
  readonly items: readonly Item[];
  /** Episodes of the story that the only item may be, likeliest first. Absent in a serial show. */
  readonly among?: readonly EpisodeId[];
  /** When the default is taken: all of `many`, and nothing `old`. Absent: it waits. */
  readonly until?: Instant;
  readonly answer?: { readonly at: Instant; readonly taken: readonly Item['key'][]; readonly by: Actor };
}

/** What outlets are told beside drops, polls, reminders and results, each once. */
export type NoticeAbout =
  /** A vote waits for a person. */
  | { readonly kind: 'waiting'; readonly round: RoundNumber }
  | { readonly kind: 'voided'; readonly round: RoundNumber }
  | { readonly kind: 'paused' | 'resumed' | 'cancelled' }
  /** The episode that is next has another date than the one that was promised. */
  | { readonly kind: 'moved'; readonly episode: EpisodeId; readonly to: Instant }
  /** A promised time has passed without this episode. */
  | { readonly kind: 'overdue'; readonly episode: EpisodeId }
  /** What was posted of this release was taken back. */
  | { readonly kind: 'retracted'; readonly release: ReleaseNumber }
  /** A serial show is over. */
  | { readonly kind: 'ended' };

/** How far the story is. */
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
  /** What comes after the last episode is not there yet. */
  | { readonly kind: 'awaiting-episode'; readonly since: Instant; readonly via?: RoundNumber }
  /** The audience is voting on the binding choice of this release. */
  | { readonly kind: 'choosing'; readonly release: ReleaseNumber }
  /** The ending is out; open predictions end first. */
  | { readonly kind: 'concluding'; readonly release: ReleaseNumber }
  | { readonly kind: 'ended'; readonly at: Instant; readonly episode: EpisodeId }
  | { readonly kind: 'cancelled'; readonly at: Instant; readonly reason: string };

/** A deadline that was moved. */
export interface Extension {
  readonly round: RoundNumber;
  readonly at: Instant;
  /** Its polls were not owed yet: only the drops had named the end. */
  readonly beforeOpening: boolean;
}

export interface Release {
  readonly number: ReleaseNumber;
  readonly episode: EpisodeId;
  readonly at: Instant;
  /** The round that led here. */
  readonly via?: RoundNumber;
  /** What was posted of it was taken back. `url`: the link that it had. */
  readonly retracted?: { readonly at: Instant; readonly reason: string; readonly url?: string };
}

export interface Round {
  readonly number: RoundNumber;
  readonly release: ReleaseNumber;
  readonly episode: EpisodeId;
  /** The episode's title when the vote was planned. Absent in what older versions wrote. */
  readonly title?: string;
  readonly kind: RoundKind;
  /** The round that this one repeats, as runoff or re-run. */
  readonly of?: RoundNumber;
  readonly binding: boolean;
  readonly question: string;
  /** In a runoff only the tied options. */
  readonly options: readonly Option[];
  /** Frozen when the round is planned. */
  readonly rules: VotingRules;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** On platforms that report no counts after a poll closed by itself, no poll closes before this. */
  readonly backstopAt: Instant;
  readonly reminderAt?: Instant;
  readonly phase: Phase;
  /** Decided with the votes that exist, although outlets were missing or had too little time. */
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
  /** A showrunner is asked, and the wait ends at this time at the latest. */
  readonly until?: Instant;
}

export type Phase =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'voting';
      readonly reminded: boolean;
      /** The deadline that the reminder was about: a later one makes it untrue. */
      readonly remindedOf?: Instant;
    }
  | { readonly kind: 'closing'; readonly since: Instant }
  /** Waits for a showrunner. */
  | {
      readonly kind: 'undecided';
      readonly since: Instant;
      /** When the round was closed. */
      readonly closedAt: Instant;
      readonly why: Undecided;
      readonly tally: Tally;
      /** Decided without an answer at this time; absent if the story leaves it to a person. */
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
  /** Left open when the season was cancelled, or its episode was taken back. */
  | { readonly kind: 'abandoned'; readonly at: Instant };

/** What a person, or the clock instead of a person, changed about a round; part of its receipt. */
export interface Intervention {
  /** `let-stand`: decided with the votes that existed, although outlets were missing or late. */
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
 * Whether a round waits for an answer because outlets were missing or late. It is counted again whenever one of their polls
 * is found, unlike a round that the story's own rules leave to a person.
 */
export function isQuestion(round: Round): round is RoundIn<'undecided'> {
  return isIn(round, 'undecided') && ['missing', 'nobody-could', 'late'].includes(round.phase.why.cause);
}

/** An episode is known to be next: it waits for its time, or for its link. */
export const isAhead = (
  position: Position,
): position is Extract<Position, { kind: 'scheduled' | 'awaiting-link' }> =>
  position.kind === 'scheduled' || position.kind === 'awaiting-link';

export const isNext = ({ position }: Season, id: EpisodeId): boolean =>
  isAhead(position) && position.episode === id;

/** What people call it: its place among the releases that were not taken back. */
export const episodeNumber = ({ releases }: Season, number: ReleaseNumber): number =>
  releases.slice(0, number).filter(({ retracted }) => retracted === undefined).length;

/** The audience has seen it, and it was not taken back. */
export const isOut = ({ releases }: Season, id: EpisodeId): boolean =>
  releases.some(({ episode, retracted }) => episode === id && retracted === undefined);

export const isOver = (season: Season): boolean =>
  season.position.kind === 'ended' || season.position.kind === 'cancelled';

export const findRound = (season: Season, number: RoundNumber): Round | undefined =>
  season.rounds[number - 1];

/**
 * Whether a community votes in a round. A community that joins after an episode's vote has opened has not seen that vote. It
 * begins with the next episode, even if this vote goes to a runoff or is run again.
 */
export const votesIn = (season: Season, round: Round, joinedAt: Instant): boolean =>
  joinedAt <= firstOf(season, round).opensAt;

function firstOf(season: Season, round: Round): Round {
  const before = round.of === undefined ? undefined : findRound(season, round.of);
  return before === undefined ? round : firstOf(season, before);
}

/** Rounds whose native polls may be open or whose counts are still expected. */
export const unsettledRounds = (season: Season): readonly Round[] => season.rounds.filter(isUnsettled);

export const isUnsettled = ({ phase }: Round): boolean =>
  ['waiting', 'voting', 'closing', 'undecided'].includes(phase.kind);

/** The release that an episode's continuation belongs to: its last one, if no other followed and it still counts. */
export const lastRelease = ({ releases }: Season, id: EpisodeId): Release | undefined => {
  const last = releases.at(-1);
  return last?.episode === id && last.retracted === undefined ? last : undefined;
};
