import type {
  EpisodeId,
  Instant,
  Milliseconds,
  OptionId,
  PlatformName,
  RoundNumber,
} from '../../core/ids.ts';
import type { PathStep } from '../../core/report.ts';
import type { Refusal } from '../../core/season/commands.ts';
import type { ItemDoubt } from '../../core/season/state.ts';
import type { EpisodeChange } from '../../core/story/episode-changes.ts';
import type { Episode } from '../../core/story/story.ts';
import type { Undecided } from '../../core/vote/decision.ts';
import type { OutletProblem } from '../platform/outlet.ts';

export type ReloadAnswer =
  | {
      readonly kind: 'differences';
      /** What would be adopted. */
      readonly episodes: readonly ReloadedEpisode[];
      /** Also changed in the file, but the audience has seen them already: they stay as they were. */
      readonly kept: readonly EpisodeId[];
      /** No longer in the file, and not out: they stay in the season, which may never come to them. */
      readonly gone: readonly EpisodeId[];
      /** Names these differences; hexadecimal digits. */
      readonly version: string;
      /** The caller had confirmed others: the file was edited since, or the season has moved on. */
      readonly others: boolean;
    }
  | { readonly kind: 'applied'; readonly episodes: readonly EpisodeId[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** A serial show has none. */
  | { readonly kind: 'no-file' }
  /** Faults of the story file: lines for the caller. */
  | { readonly kind: 'faulty'; readonly faults: readonly string[] };

export interface ReloadedEpisode {
  /** As it would be. */
  readonly episode: Episode;
  readonly isNew: boolean;
  /** `sequel`: it is out, and only what comes after it is adopted. */
  readonly part: 'whole' | 'sequel';
  /** Empty for a new one. */
  readonly changes: readonly EpisodeChange[];
}

export interface PostedEpisode {
  readonly serial: boolean;
  /** Drop, polls and what belongs to them, over all outlets; also what may be there. */
  readonly messages: number;
  readonly outlets: number;
  /** In its vote that is not decided yet; absent if there is none. */
  readonly votes?: number;
}

export interface CurrentRound {
  readonly number: RoundNumber;
  readonly phase: string;
  readonly question: string;
  readonly closesAt: Instant;
  readonly options: readonly { readonly id: OptionId; readonly label: string }[];
}

export interface Standings {
  readonly question: string;
  readonly round: RoundNumber;
  readonly closesAt: Instant;
  /** The poll is no longer open: its counts are being read. */
  readonly closing: boolean;
  /** It waits for a showrunner; at `until` it is decided without an answer. */
  readonly waits?: { readonly for: Undecided['cause']; readonly until?: Instant };
  /** Hidden until the end: then there are no counts. */
  readonly sealed: boolean;
  readonly options: readonly { readonly id: OptionId; readonly label: string; readonly votes: number }[];
  readonly total: number;
  readonly byPlatform: readonly { readonly platform: PlatformName; readonly votes: number }[];
  /** This community's own favourite, if it differs from the overall one. */
  readonly here?: { readonly label: string; readonly votes: number; readonly total: number };
  /**
   * This community joined after the vote on this episode had opened: it has no poll, and votes from the next one on.
   */
  readonly joinedLater?: true;
}

/** A step of the path, with how the audience voted on the way to it. */
export interface ToldStep extends Omit<PathStep, 'via'> {
  readonly via?: NonNullable<PathStep['via']> & {
    readonly votes: number;
    readonly total: number;
    /** Votes ahead of the next option. */
    readonly margin: number;
  };
  readonly ending: boolean;
}

export interface Preview {
  readonly episode: EpisodeId;
  readonly title: string;
  readonly url?: string;
  readonly releaseAt?: Instant;
  readonly question?: string;
  /** It is not written yet. */
  readonly draft?: true;
  readonly outlets: readonly {
    readonly name: string;
    readonly problems: readonly OutletProblem[];
    readonly warnings: readonly OutletProblem[];
  }[];
}

/** `problem`: sentences that name the limit. */
export interface WrittenMisfit {
  readonly part: 'title' | 'url' | 'image' | 'synopsis' | 'question' | 'options' | 'lasts';
  readonly problem: string;
}

export interface VoteDraft {
  readonly question: string;
  readonly options: readonly string[];
  /** Absent: as long as the show's rules say. */
  readonly lasts?: Milliseconds;
}

/** How a show grows while it plays. */
export interface Growth {
  readonly serial: boolean;
  /** Episodes of a serial show that are not out, in the order in which they will be. */
  readonly queued: readonly {
    readonly id: EpisodeId;
    readonly title: string;
    readonly url?: string;
    /** Absent if it waits for a vote, or for the ones before it. */
    readonly at?: Instant;
    /** Of its vote. */
    readonly question?: string;
  }[];
  /** Episodes of a story that are not written yet. */
  readonly drafts: readonly Pick<Episode, 'id' | 'title' | 'synopsis' | 'image'>[];
  /** What showrunners are asked about new items. */
  readonly questions: readonly {
    readonly number: number;
    readonly why: ItemDoubt;
    readonly titles: readonly string[];
    /** When the default is taken; absent: it waits. */
    readonly until?: Instant;
  }[];
  /** That are open, or open soon. */
  readonly openVotes: number;
  /** Usual length of a vote. */
  readonly lasts: Milliseconds;
}

export interface AskedItems {
  readonly serial: boolean;
  readonly items: readonly {
    readonly title: string;
    readonly taken: boolean;
    /** What it is, if it was taken. `isLinked`: the episode has its link, and not another one. */
    readonly episode?: { readonly id: EpisodeId; readonly title: string; readonly isLinked: boolean };
  }[];
}
