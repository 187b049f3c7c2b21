import type { PlatformName } from '../ids.ts';
import type { ReportedDecision, ShowState } from '../report.ts';
import type { RoundKind, Undecided } from '../vote/decision.ts';

/**
 * What anybody may know of a show: its page, as data; config/schema has the same as JSON Schema. Other programs read it, so a
 * change that removes something raises `version`. It has no ids of outlets, accounts, episodes or options: an episode's id, or
 * that of the option that leads to it, may tell what comes next. Every time is ISO 8601 in UTC.
 */
export const PAGE_VERSION = 1;

export interface PageSnapshot {
  readonly version: typeof PAGE_VERSION;
  readonly show: string;
  readonly title: string;
  /** BCP 47, of everything that the bot says. */
  readonly language: string;
  /** IANA name of the show's time zone. */
  readonly timezone: string;
  /** `#rrggbb` */
  readonly colour?: string;
  readonly hasLogo: boolean;
  readonly state: ShowState;
  readonly paused: boolean;
  /** The episode released last. */
  readonly episode?: PageEpisode;
  /** Open, being counted, or waiting for a person. The vote that moves the story comes first; predictions may run beside it. */
  readonly votes: readonly PageVote[];
  readonly next?: PageNext;
  /** Every episode that is out, in order, and what was decided after it. */
  readonly path: readonly PageStep[];
  /** Of decided and tied votes, latest first. */
  readonly receipts: readonly PageReceipt[];
  /** When anything of this last changed. */
  readonly changedAt: string;
}

export interface PageEpisode {
  /** As people count: from 1, without episodes that were taken back. */
  readonly number: number;
  readonly title: string;
  readonly url?: string;
  readonly synopsis: string;
  readonly at: string;
  readonly ending: boolean;
}

export interface PageVote {
  readonly round: number;
  readonly kind: RoundKind;
  /** False for a prediction. */
  readonly binding: boolean;
  readonly phase: 'waiting' | 'voting' | 'closing' | 'undecided';
  readonly question: string;
  /** In the poll's order, 2-10. `votes` is absent while the counts are hidden. */
  readonly options: readonly { readonly label: string; readonly emoji?: string; readonly votes?: number }[];
  readonly sealed: boolean;
  readonly opensAt: string;
  readonly closesAt: string;
  /** Absent while the counts are hidden. */
  readonly tally?: {
    readonly total: number;
    readonly platforms: readonly PagePlatform[];
    readonly communities: readonly PageCommunity[];
  };
  /** Where there are polls to vote in. */
  readonly platforms: readonly PlatformName[];
  /** Of these, polls in chats with a public address. */
  readonly places: readonly { readonly name: string; readonly link: string }[];
  readonly waits?: { readonly for: Undecided['cause']; readonly until?: string };
}

export interface PagePlatform {
  readonly platform: PlatformName;
  readonly votes: number;
}

/** One community's votes, or those of several together: no group of fewer than five voters is shown apart. */
export interface PageCommunity {
  /** Its public name; absent if it has none, and for several together. */
  readonly name?: string;
  /** What its platform calls it without a name, in English. */
  readonly unnamed?: string;
  /** Absent if several platforms are mixed. */
  readonly platform?: PlatformName;
  /** For a poll in a chat with a public address. */
  readonly link?: string;
  readonly communities: number;
  readonly votes: number;
  /** In the order of the vote's options. */
  readonly counts: readonly number[];
  /** What is left when all others are told. */
  readonly rest: boolean;
}

/** What is known of the next episode. */
export type PageNext =
  /** `title`: only if no vote decides which episode it is. */
  | { readonly kind: 'dated'; readonly at: string; readonly title?: string }
  /** It has no link yet. `late`: the promised date has passed. */
  | { readonly kind: 'undated'; readonly late: boolean }
  /** A vote decides which episode it is; `at`: if its date does not depend on the vote. */
  | { readonly kind: 'vote'; readonly at?: string }
  | { readonly kind: 'ended' | 'cancelled' };

export interface PageStep extends Omit<PageEpisode, 'synopsis'> {
  /** Absent while nothing is decided, and where the story simply goes on. */
  readonly choice?: {
    readonly round: number;
    readonly question: string;
    /** In the poll's order. What was not taken is a closed door: nothing says where it led. */
    readonly options: readonly { readonly label: string; readonly taken: boolean }[];
    /** Votes of the option that was taken, in the vote that decided. */
    readonly votes: number;
    readonly total: number;
    readonly decision: PageDecision;
  };
}

export type PageDecision = Pick<ReportedDecision, 'rule' | 'because'>;

export interface PageReceipt {
  readonly round: number;
  readonly kind: RoundKind;
  readonly binding: boolean;
  /** Number of its episode; absent if that was taken back. */
  readonly episode?: number;
  readonly question: string;
  /** In the poll's order. */
  readonly options: readonly { readonly label: string; readonly votes: number; readonly won: boolean }[];
  readonly total: number;
  readonly provisional: boolean;
  /** Absent for a tie that went to a runoff. */
  readonly decision?: PageDecision;
  readonly decidedAt: string;
  /** Sentences about how to read the counts, in English as in the receipt itself. */
  readonly notes: readonly string[];
  /** SHA-256 of the receipt, in hexadecimal. */
  readonly hash: string;
  /** Whether `/shows/<id>/receipts/<round>.json` exists: not in seasons that began with an older version. */
  readonly hasFile: boolean;
  /** Only of the latest receipts. */
  readonly communities?: readonly PageCommunity[];
}
