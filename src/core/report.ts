import type { DeliveryKind, PlatformName } from './ids.ts';
import type { Intervention, Phase } from './season/state.ts';
import type { TieRule } from './story/story.ts';
import type { Absence } from './vote/absence.ts';
import type { CountRemark, CountTrouble } from './vote/count-trouble.ts';
import type { DecisionRule, RoundKind, Undecided } from './vote/decision.ts';

/**
 * What `cliffhanger status --json` and `cliffhanger receipt --json` print; config/schema has the same as JSON Schema. Other
 * programs read these, so a change that removes something raises `version`. Every time is ISO 8601 in UTC, every duration a
 * text such as `1h30m`.
 */
export const STATUS_VERSION = 1;
/**
 * Version 2 hashes what is private of an outlet with a salt, so that a receipt can be shown without it (`redacted-receipt.ts`).
 * Seasons that began before have no salt, and their receipts keep version 1.
 */
export const RECEIPT_VERSION = 2;

/** The state of a show: its season's position, or its round's phase while the audience is choosing. */
export type ShowState =
  | 'not-started'
  | 'scheduled'
  | 'awaiting-link'
  | 'awaiting-episode'
  | 'waiting'
  | 'voting'
  | 'closing'
  | 'undecided'
  | 'decided'
  | 'concluding'
  | 'ended'
  | 'cancelled';

export interface StatusReport {
  readonly version: typeof STATUS_VERSION;
  readonly show: string;
  readonly title: string;
  /** Null before the first start. */
  readonly season: string | null;
  readonly state: ShowState;
  readonly paused: boolean;
  readonly startedAt?: string;
  /** The episode released last. */
  readonly episode?: ReportedEpisode;
  /** What comes next; `at` is absent if it waits for a link. */
  readonly next?: { readonly id: string; readonly title: string; readonly at?: string };
  readonly rounds: readonly ReportedRound[];
  readonly deliveries: readonly OutletDeliveries[];
  /** The data of the show's last season is missing: nothing is posted for it until a person decides how to continue. */
  readonly question?: ReportedQuestion;
  /** Outlets of the operator's file that the bot can't play in, and those for alerts; absent if there are none. */
  readonly unplayable?: readonly ReportedUnplayable[];
  /** Every release so far, in order. */
  readonly path: readonly PathStep[];
}

export interface ReportedQuestion {
  /** `folder`: the data folder says that the season was started; `platform`: a platform has traces of this bot. */
  readonly found: 'folder' | 'platform';
  /** The missing season, if we know which one. */
  readonly season?: string;
  readonly askedAt: string;
  /** The question, and how to answer it. */
  readonly what: string;
}

export interface ReportedUnplayable {
  /** As written in the operator's file. */
  readonly outlet: string;
  readonly platform: PlatformName;
  /** The name that people see, if the platform has told us. */
  readonly name: string;
  /** `no-answer`: nothing is known yet. */
  readonly because: 'refused' | 'no-answer';
  readonly reason: string;
  readonly since: string;
}

export interface ReportedEpisode {
  readonly id: string;
  readonly title: string;
  /** Position of the release in the season, from 1. */
  readonly number: number;
  readonly url?: string;
}

export interface ReportedRound {
  readonly number: number;
  readonly episode: string;
  readonly kind: RoundKind;
  readonly binding: boolean;
  readonly question: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly phase: Phase['kind'];
  readonly opensAt: string;
  readonly closesAt: string;
  readonly decision?: ReportedDecision;
  readonly tally?: ReportedTally;
  /** Of a round that waits for a showrunner; `until`: it is decided without an answer then. */
  readonly waits?: { readonly for: Undecided['cause']; readonly until?: string };
}

export interface ReportedDecision {
  /** Id of the option that won. */
  readonly option: string;
  readonly label: string;
  readonly rule: DecisionRule['kind'];
  /** Why the rule was needed; null for a plurality. */
  readonly because: Extract<DecisionRule, { because: unknown }>['because'] | null;
}

export interface ReportedTally {
  /** Ballots by option id; every option of the round. */
  readonly counts: Readonly<Record<string, number>>;
  readonly total: number;
  readonly provisional: boolean;
  /** Outlets whose counts could not be read. */
  readonly missing: readonly string[];
  /** Present if so many outlets never had an open poll that a showrunner is asked. */
  readonly absent?: Absence;
}

export interface OutletDeliveries {
  readonly outlet: string;
  readonly platform: PlatformName;
  readonly name: string;
  readonly deliveries: readonly ReportedDelivery[];
}

export interface ReportedDelivery {
  readonly kind: DeliveryKind;
  /** Of the release (drop), the round (poll, reminder, result), the extension, the notice or the alert. */
  readonly number: number;
  readonly status: 'owed' | 'sending' | 'sent' | 'refused' | 'unknown';
  readonly at?: string;
  /** Why it is refused, unknown or still owed; of one that was sent, that its episode was taken back, and what became of it. */
  readonly reason?: string;
  /**
   * Of one that is refused: the cause by its stable name, such as `topic-closed`. Of one that was sent and whose episode was
   * taken back: `deleted`, `blanked` or `left`.
   */
  readonly cause?: string;
  readonly link?: string;
}

export interface PathStep {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly url?: string;
  readonly at: string;
  /** The vote that led here. */
  readonly via?: { readonly round: number; readonly option: string; readonly label: string };
}

export interface ReceiptReport {
  readonly version: 1 | typeof RECEIPT_VERSION;
  /** From version 2 on. */
  readonly form?: 'full';
  readonly show: string;
  readonly season: string;
  readonly round: number;
  readonly kind: RoundKind;
  readonly binding: boolean;
  readonly episode: { readonly id: string; readonly title: string };
  readonly question: string;
  /** In the poll's order; `count` is the sum over the outlets. */
  readonly options: readonly { readonly id: string; readonly label: string; readonly count: number }[];
  readonly total: number;
  /** Null while nothing is decided, and for a round that was tied or voided. */
  readonly decision: ReportedDecision | null;
  readonly decidedAt: string | null;
  readonly provisional: boolean;
  readonly rule: ReportedRule;
  readonly outlets: readonly ReportedOutletCount[];
  /** Present if so many outlets never had an open poll that a showrunner is asked, or that the story wants it announced. */
  readonly absent?: Absence;
  /** Present if so many outlets had less than half of the promised time because the bot was away. */
  readonly late?: ReportedLateness;
  /** Sentences about how to read the counts. */
  readonly notes: readonly string[];
  readonly interventions: readonly ReportedIntervention[];
  /** Changes found after the decision; the winner never changes. */
  readonly amendments: readonly { readonly at: string; readonly outlet: ReportedOutletCount }[];
  /**
   * From version 2 on: the hash of the same receipt without its amendments. It never changes after the decision, so cards and
   * results can show it.
   */
  readonly hashAtDecision?: string;
  /**
   * SHA-256 in hexadecimal. Version 1: over the receipt's canonical form without this field. Version 2: see `hashedForm` in
   * `receipt-hash.ts`.
   */
  readonly hash: string;
}

/**
 * Hide two hashed parts of an outlet's row: without the salt, nobody can try out what was hashed. Hexadecimal, 32 bytes each.
 */
export interface RowSalts {
  readonly link: string;
  /** Of id, name, note and reason together. */
  readonly private: string;
}

export interface ReportedLateness {
  /** How much of the promised time the bot was away. */
  readonly lost: string;
  /** Absent: all of them. */
  readonly outlets?: { readonly late: number; readonly of: number };
  readonly outcome: 'extended' | 'asked' | 'went-on';
}

/** As published before the first vote. */
export interface ReportedRule {
  readonly sentence: string;
  readonly opens: string;
  readonly closes: string;
  readonly tie: TieRule;
  readonly quorum: number;
  readonly sealed: boolean;
}

export type ReportedOutletCount =
  | {
      readonly outlet: string;
      readonly platform: PlatformName;
      readonly name: string;
      readonly status: 'final' | 'provisional';
      readonly counts: Readonly<Record<string, number>>;
      readonly closedAt: string;
      readonly link?: string;
      readonly note?: string;
      readonly because?: CountTrouble;
      readonly remark?: CountRemark;
      /** From version 2 on. */
      readonly salts?: RowSalts;
    }
  | {
      readonly outlet: string;
      readonly platform: PlatformName;
      readonly name: string;
      readonly status: 'missing';
      readonly reason: string;
      readonly because?: CountTrouble;
      readonly salts?: RowSalts;
    };

export interface ReportedIntervention {
  readonly what: Intervention['what'];
  /** `clock`, or a person's pseudonym; never an account id. */
  readonly by: string;
  readonly reason: string;
  readonly at: string;
  /** From version 2 on, where a person did it: hides the pseudonym in the redacted form. */
  readonly salt?: string;
}
