import type { Instant, Milliseconds, NativeAnswerId, NativePollId } from '../../core/ids.ts';
import type { LostCount } from '../../core/vote/count-trouble.ts';
import type { ResolvedOutlet } from './outlet.ts';
import type { MessageRef } from './sending.ts';

export type PollReading =
  /** `final`: the platform will not change these any more. */
  | {
      readonly status: 'final' | 'open';
      readonly counts: Readonly<Record<NativeAnswerId, number>>;
      readonly closedAt?: Instant;
      /** How it was read, if not the usual way; for the receipt. */
      readonly note?: string;
    }
  /** Closed, and the platform is still counting: ask again. Counts, if any, are approximate. */
  | {
      readonly status: 'counting';
      readonly counts?: Readonly<Record<NativeAnswerId, number>>;
      readonly after: Milliseconds;
      readonly closedAt?: Instant;
    }
  /** No answer now: ask again. */
  | { readonly status: 'retry'; readonly after: Milliseconds; readonly why: string }
  /** The poll or the bot's access to it is gone. */
  | { readonly status: 'lost'; readonly why: string; readonly because: LostCount };

export interface ListedVote {
  /** The platform's account id; goes no further than to the keyed hash. */
  readonly account: string;
  readonly answer: NativeAnswerId;
}

/** What a platform reports to the bot. A resolved promise means: durable, the platform may forget it. */
export interface PlatformSink {
  /** In the order in which the platform sent them. */
  votes(facts: readonly VoteFact[]): Promise<void>;
  /**
   * Events were lost (a session that could not be resumed): every open poll is read again, while later events are
   * handled. A process that ends before that is done reads them at its next start.
   */
  eventsLost(why: string): Promise<void>;
  /** The bot was removed from a place where it plays, or a poll was deleted there. */
  accessLost(loss: AccessLoss): Promise<void>;
  /** The platform refuses to let the bot listen until a person acts. Called at each attempt that fails so. */
  shutOut(refusal: ShutOut): Promise<void>;
  /** A vote arrived in a poll of this message. May be called for any poll, at every vote, and waits for nothing. */
  pollSeen?(poll: NativePollId, message: MessageRef): void;
  /**
   * Another process has been receiving this bot's updates for longer than a restart takes. Called as long as it does.
   */
  rival(): Promise<void>;
  /** A community got another id. */
  moved(move: PlaceMove): Promise<void>;
}

export interface PlaceMove {
  /** Ids of the community, as in `ResolvedOutlet`. */
  readonly from: string;
  readonly to: string;
  /** An outlet of it as it is now, and undefined for any other outlet. */
  follow(outlet: ResolvedOutlet): ResolvedOutlet | undefined;
}

/** Sentences without their full stops. */
export interface ShutOut {
  readonly what: string;
  readonly fix: string;
}

export type AccessLoss =
  | { readonly kind: 'poll-deleted'; readonly poll: NativePollId }
  | { readonly kind: 'community-left'; readonly community: string };

export type VoteFact =
  /** The account's vote is now this answer (any earlier one is replaced). */
  | {
      readonly kind: 'cast';
      readonly poll: NativePollId;
      readonly account: string;
      readonly answer: NativeAnswerId;
    }
  /** The account took its vote for this answer back; if `answer` is absent, any vote. */
  | {
      readonly kind: 'withdrawn';
      readonly poll: NativePollId;
      readonly account: string;
      readonly answer?: NativeAnswerId;
    }
  /** All counts of a poll at once. A higher `sequence` is newer. */
  | {
      readonly kind: 'snapshot';
      readonly poll: NativePollId;
      readonly sequence: number;
      readonly closed: boolean;
      readonly counts: Readonly<Record<NativeAnswerId, number>>;
      /** Words of the poll, by which it can be recognised if its send got no answer. */
      readonly question: string;
      readonly labels: readonly string[];
    };
