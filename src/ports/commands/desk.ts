import type {
  DeliveryId,
  EpisodeId,
  Instant,
  Milliseconds,
  OptionId,
  OutletId,
  PlatformName,
  RoundNumber,
  SeasonId,
  ShowId,
} from '../../core/ids.ts';
import type { Line } from '../../core/posts/content.ts';
import type { PathStep, ReceiptReport, StatusReport } from '../../core/report.ts';
import type { Refusal, SteeringCommand } from '../../core/season/commands.ts';
import type { NextEpisode } from '../../core/season/next-episode.ts';
import type { ItemDoubt } from '../../core/season/state.ts';
import type { EpisodeChange } from '../../core/story/episode-changes.ts';
import type { Item } from '../../core/story/item.ts';
import type { Episode } from '../../core/story/story.ts';
import type { Undecided } from '../../core/vote/decision.ts';
import type { PublicCount } from '../../core/vote/public-receipt.ts';
import type { OutletAddress, OutletProblem } from '../platform/outlet.ts';
import type { CommunityRef } from '../stores/community-names.ts';

/** What commands work with. Everything is read from the stores at the time of the call. */
export interface Desk {
  readonly shows: readonly DeskShow[];
  /** @param giveUp a season whose data is missing and that is given up for a new run. */
  start(
    show: ShowId,
    by: Caller,
    giveUp: boolean,
  ): Promise<
    /** `leftOut`: lines about outlets where the bot can't play yet. */
    | { readonly ok: true; readonly season: SeasonId; readonly leftOut: readonly string[] }
    | { readonly ok: false; readonly refusal: Refusal }
    /** Faults of the story file, or outlets where the bot can't play: lines for the caller. */
    | { readonly ok: false; readonly refusal?: never; readonly faults: readonly string[] }
  >;
  /** Whether the data of the show's last season is missing, so that a start gives it up. */
  isLost(show: ShowId): Promise<boolean>;
  steer(
    show: ShowId,
    command: SteeringCommand,
    by: Caller,
  ): Promise<
    | { readonly ok: true }
    /** `settled`: who settled the round, or answered the question, before, and how. */
    | { readonly ok: false; readonly refusal: Refusal; readonly settled?: Line }
  >;
  /** Whether `steer` would be refused now; changes nothing. The reason may be anything. */
  trySteering(show: ShowId, command: SteeringCommand, by: Caller): ReturnType<Desk['steer']>;
  /**
   * Reads the story file again.
   * @param confirmed version of the differences that the caller was shown: exactly these are adopted, or they are shown anew.
   */
  reload(show: ShowId, by: Caller, confirmed?: string): Promise<ReloadAnswer>;
  /**
   * Of the last season, archived or not.
   * @param community only what its outlets got; undefined: every outlet's.
   */
  status(show: ShowId, community?: string): Promise<StatusReport>;
  /** Of the vote that is open or being counted; undefined if there is none. */
  standings(show: ShowId, place: Place): Promise<Standings | undefined>;
  /** Of the last season, archived or not. `counts`: what fans may see of the communities in it. */
  receipt(
    show: ShowId,
    round?: RoundNumber,
  ): Promise<{ readonly report: ReceiptReport; readonly counts: readonly PublicCount[] } | undefined>;
  /** When the next episode is out; undefined where no season has begun. */
  next(show: ShowId): Promise<{ readonly next: NextEpisode; readonly paused: boolean } | undefined>;
  /** Of the last season, archived or not. */
  path(show: ShowId): Promise<readonly ToldStep[]>;
  /** What would be posted next in every outlet, and what prevents it, asked from the platforms. */
  preview(show: ShowId, episode?: EpisodeId): Promise<Preview | undefined>;
  /**
   * Edits the link in drops already posted.
   * @returns for each outlet whether it worked.
   */
  updateDrops(
    show: ShowId,
    episode: EpisodeId,
  ): Promise<readonly { readonly outlet: string; readonly problem?: OutletProblem }[]>;
  /** A showrunner settles an unconfirmed delivery: it is there, or it is sent again. */
  resolve(
    show: ShowId,
    outlet: OutletId,
    delivery: DeliveryId,
    how: { readonly kind: 'found'; readonly link: string } | { readonly kind: 'resend' },
    by: Caller,
  ): Promise<
    /** `outlet`: its name. */
    | { readonly status: 'settled'; readonly outlet: string }
    | { readonly status: 'not-unknown' }
    | { readonly status: 'problem'; readonly problem: OutletProblem }
  >;
  /** What is posted of an episode, and would be taken back with it; undefined where no season has begun. */
  posted(show: ShowId, episode: EpisodeId): Promise<PostedEpisode | undefined>;
  /** The round that a showrunner means if none is named: open, closing or undecided; the latest of these. */
  currentRound(show: ShowId): Promise<CurrentRound | undefined>;
  /** What has arrived and is not out yet; undefined where no season plays. */
  growth(show: ShowId): Promise<Growth | undefined>;
  /** What stops the platforms from posting an item as a person wrote it, or from holding a vote. Changes nothing. */
  checkItem(show: ShowId, item: Item): Promise<WrittenMisfit | undefined>;
  checkVote(show: ShowId, vote: VoteDraft): Promise<WrittenMisfit | undefined>;
  /** What a question about new items asked, and what became of each; undefined if there is none with this number. */
  askedItems(show: ShowId, question: number): Promise<AskedItems | undefined>;
  readonly outlets: OutletDesk;
  now(): Promise<Instant>;
}

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

export interface DeskShow {
  readonly id: ShowId;
  readonly title: string;
  readonly language: string;
  readonly communities: 'approved' | 'open';
  /** IANA name, for times that the platform can't show in the reader's own zone. */
  readonly timezone: string;
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

/** Communities that join and leave by themselves. */
export interface OutletDesk {
  connect(
    show: ShowId,
    /** Where the command was used. */
    address: OutletAddress,
    options: {
      readonly mention?: string;
      /** Only an outlet of this server or chat is described; undefined: any. */
      readonly community: string | undefined;
      /** Id of another channel of that place; absent: the outlet is `address`, and so it is in `community`. */
      readonly channel?: string;
    },
    by: Caller,
  ): Promise<
    | { readonly status: 'joined' | 'waits-for-approval' | 'already-connected'; readonly name: string }
    /** The community has an open request, for this outlet or another one, which `name` names. */
    | {
        readonly status: 'still-waits';
        readonly name: string;
        readonly since: Instant;
        readonly here: boolean;
      }
    /** Showrunners can't be asked again today: by this community, by this person, or at all. */
    | { readonly status: 'too-many'; readonly of: 'community' | 'person' | 'show' }
    /** The outlet is in another server or chat than `community`, or does not exist; we don't say which. */
    | { readonly status: 'elsewhere' }
    | { readonly status: 'problems'; readonly problems: readonly OutletProblem[] }
  >;
  /** @returns false if it does not wait for approval. */
  approve(show: ShowId, outlet: OutletId, approved: boolean, by: Caller): Promise<boolean>;
  /** @returns false if it does not play. */
  disconnect(show: ShowId, outlet: OutletId, by: Caller): Promise<boolean>;
  /**
   * @param name how fans read of the community; undefined takes the name back.
   * @returns how they read of it without one: by its public name, if it may have one, else as `unnamed`.
   */
  name(
    community: CommunityRef,
    name: string | undefined,
    by: Caller,
  ): Promise<{ readonly unnamed: string; readonly hasPublicNames: boolean }>;
  /** @param community of who asks, for whom this is limited; undefined for a showrunner. */
  check(
    address: OutletAddress,
    community: string | undefined,
  ): Promise<{
    readonly name?: string;
    /** Server or chat of the outlet. */
    readonly community?: string;
    readonly problems: readonly OutletProblem[];
    readonly warnings: readonly OutletProblem[];
  }>;
  list(
    show: ShowId,
    community?: string,
  ): Promise<
    readonly {
      readonly id: OutletId;
      readonly name: string;
      /** The community's name for fans, given by a moderator. */
      readonly givenName?: string;
      readonly community: string;
      readonly address: OutletAddress;
      readonly state: 'playing' | 'waits-for-approval' | 'left';
      /** The operator's file names it: it is disconnected there, or comes back at the next start. */
      readonly listed: boolean;
    }[]
  >;
}

export interface Caller {
  readonly platform: PlatformName;
  /** Keyed hash for the season's log: one can check who it was, but not read it from the log. */
  readonly pseudonym: string;
  readonly showrunner: boolean;
  /** Whether the platform says that this person moderates the community of `place`, or acts as it. */
  readonly moderator: boolean;
}

/** Where the command was used. */
export interface Place {
  readonly platform: PlatformName;
  /** Server or chat; absent in private. */
  readonly community?: string;
  readonly outlet?: OutletAddress;
}
