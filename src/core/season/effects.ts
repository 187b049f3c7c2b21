import type { BotAlert } from '../bot-alert.ts';
import type {
  DeliveryId,
  DeliveryKind,
  EpisodeId,
  Instant,
  Milliseconds,
  OutletId,
  ReleaseNumber,
  RoundNumber,
} from '../ids.ts';
import type { ToldProblem } from '../outlet-cause.ts';
import type { Absence } from '../vote/absence.ts';
import type { Undecided } from '../vote/decision.ts';
import type { LeftOff } from '../vote/shortfall.ts';
import type { Late } from './state.ts';

/**
 * What has to be done because of an event. It stays in the outbox from the step that appends the event until
 * it is done. Every effect is idempotent: it may be performed more than once.
 */
export type Effect =
  /** Let the season look at the clock. */
  | { readonly kind: 'wake'; readonly dueAt: Instant }
  /** Owe one message to every outlet that takes part. After `expiresAt` it is not worth sending. */
  | {
      readonly kind: 'deliver';
      readonly dueAt: Instant;
      readonly delivery: Exclude<DeliveryKind, 'alert'>;
      /**
       * The number of the release for a drop, of the extension or notice for those, otherwise of the round.
       */
      readonly number: number;
      readonly expiresAt: Instant;
    }
  /** Show the episode's title and link as they are now in every drop of it that is out. */
  | { readonly kind: 'update-drops'; readonly dueAt: Instant; readonly episode: EpisodeId }
  /**
   * Show the results of the round as they are now: corrected counts, and a link to the next episode once that is out.
   * `outlets`: only there.
   */
  | {
      readonly kind: 'update-results';
      readonly dueAt: Instant;
      readonly round: RoundNumber;
      readonly outlets?: readonly OutletId[];
    }
  /** Delete or blank what was posted of the release. */
  | { readonly kind: 'retract'; readonly dueAt: Instant; readonly release: ReleaseNumber }
  /** Close every native poll of the round, also if it was voided or abandoned. */
  | {
      readonly kind: 'close-polls';
      readonly dueAt: Instant;
      readonly round: RoundNumber;
    }
  /** The wait for final counts is over: settle the round with the counts that we have. */
  | { readonly kind: 'settle'; readonly dueAt: Instant; readonly round: RoundNumber }
  | { readonly kind: 'alert'; readonly dueAt: Instant; readonly alert: Alert }
  /** Ask showrunners what happens with a round that lacks so many outlets, and follow up whether the question arrives. */
  | { readonly kind: 'ask'; readonly dueAt: Instant; readonly round: RoundNumber }
  /**
   * At half of the promised window: check whether so many outlets have no poll yet because the bot was away.
   */
  | { readonly kind: 'check-window'; readonly dueAt: Instant; readonly round: RoundNumber }
  /**
   * Alert showrunners if a delivery failed. Queued before the delivery is marked failed, and not by an event.
   */
  | {
      readonly kind: 'check-delivery';
      readonly dueAt: Instant;
      readonly outlet: OutletId;
      readonly delivery: DeliveryId;
    }
  /** A question to showrunners: once it is answered, its messages say by whom and lose their buttons. */
  | {
      readonly kind: 'follow-alert';
      readonly dueAt: Instant;
      readonly number: number;
      readonly alert: Alert;
      /** Pseudonym of the person whose action may have just answered it. */
      readonly by?: string;
    }
  /**
   * Alert showrunners about something that belongs to no season. `number` names the alert: it is sent once.
   */
  | {
      readonly kind: 'bot-alert';
      readonly dueAt: Instant;
      readonly raisedAt: Instant;
      /** Only update an alert that was already sent. */
      readonly onlyAgain?: true;
      readonly number: number;
      readonly alert: BotAlert;
    };

/**
 * Alerts that must not wait behind others in a showrunners' channel: a vote waits for a person, or goes on without an outlet
 * until somebody has checked.
 */
const URGENT: Readonly<Record<Alert['code'], boolean>> = {
  'link-awaited': true,
  'draft-awaited': true,
  'sequel-awaited': true,
  'items-asked': true,
  'vote-unreadable': false,
  'not-retracted': false,
  'round-undecided': true,
  'round-late': true,
  provisional: false,
  'delivery-unknown': true,
  'outlet-refused': false,
  'sent-with-less': false,
  'poll-deleted': true,
  'stopped-poll-seen': true,
  'community-left': false,
  'outlet-waiting': false,
};

export const isUrgentAlert = ({ code }: Alert): boolean => URGENT[code];

/** What showrunners are alerted about. */
export type Alert =
  | { readonly code: 'link-awaited'; readonly episode: EpisodeId }
  /** The episode is due, and is still a draft. */
  | { readonly code: 'draft-awaited'; readonly episode: EpisodeId }
  /** The episode is out, and the story does not say yet what comes after it. */
  | { readonly code: 'sequel-awaited'; readonly episode: EpisodeId }
  /** A question about items of the show's source. */
  | { readonly code: 'items-asked'; readonly question: number }
  /** The episode is posted without the vote that its description announces. `why`: a clause. */
  | { readonly code: 'vote-unreadable'; readonly episode: EpisodeId; readonly why: string }
  /** What was posted of a release could not be taken back there. */
  | {
      readonly code: 'not-retracted';
      readonly outlet: OutletId;
      readonly name: string;
      readonly delivery: DeliveryId;
      readonly why: string;
    }
  | {
      readonly code: 'round-undecided';
      readonly round: RoundNumber;
      readonly why: Undecided;
      /** What was missing, if it was that much. */
      readonly absent?: Absence;
      /** When it is decided without an answer. */
      readonly until?: Instant;
    }
  | {
      readonly code: 'round-late';
      readonly round: RoundNumber;
      readonly lost: Milliseconds;
      readonly outlets?: Late['outlets'];
      readonly outcome: Late['outcome'];
      readonly until?: Instant;
    }
  | { readonly code: 'provisional'; readonly round: RoundNumber }
  /** `name` of the outlet that people see. */
  | {
      readonly code: 'delivery-unknown';
      readonly outlet: OutletId;
      readonly name: string;
      readonly delivery: DeliveryId;
      readonly why: string;
    }
  | ({
      readonly code: 'outlet-refused';
      readonly outlet: OutletId;
      readonly name: string;
      readonly delivery: DeliveryId;
      /** Absent in older alerts. */
      readonly cause?: string;
    } & Omit<ToldProblem, 'code'>)
  /** The message was posted, but without something that its platform refused there. */
  | {
      readonly code: 'sent-with-less';
      readonly outlet: OutletId;
      readonly name: string;
      readonly delivery: DeliveryId;
      readonly left: readonly LeftOff[];
      /** The platform's own words. */
      readonly why: string;
      /** A `ProblemCode`, where the cause is known. */
      readonly cause?: string;
    }
  /** Somebody stopped a poll with the words of one whose sending got no answer. It may be a stranger's. */
  | {
      readonly code: 'stopped-poll-seen';
      readonly round: RoundNumber;
      readonly outlet: OutletId;
      readonly name: string;
      readonly delivery: DeliveryId;
      readonly votes: number;
    }
  /** The last tally before the poll was deleted counts. */
  | { readonly code: 'poll-deleted'; readonly round: RoundNumber; readonly name: string }
  /** `others`: how many more outlets of the same community; absent: none. */
  | {
      readonly code: 'community-left';
      readonly outlet: OutletId;
      readonly name: string;
      readonly others?: number;
    }
  /** A person wants to bring the show to their community. `by`: pseudonym. */
  | {
      readonly code: 'outlet-waiting';
      readonly outlet: OutletId;
      readonly name: string;
      readonly by: string;
    };
