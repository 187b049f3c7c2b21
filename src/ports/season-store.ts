import type { Instant, OutletId, RoundNumber, SeasonId, ShowId } from '../core/ids.ts';
import type { Effect } from '../core/season/effects.ts';
import type { SeasonEvent } from '../core/season/events.ts';
import type { OutletCount } from '../core/vote/tally.ts';
import type { ResolvedOutlet } from './outlet.ts';

/** Names an owed effect inside its season: `<version of the event>.<index>`. */
export type EffectId = string;

export interface OwedEffect {
  readonly id: EffectId;
  readonly effect: Effect;
}

/** A season's outlet with what the operator's file says of it. */
export interface SeasonOutlet {
  readonly id: OutletId;
  readonly outlet: ResolvedOutlet;
  readonly mention?: string;
  /** Only told what showrunners are told; no episode plays there. */
  readonly alertsOnly?: true;
  readonly joinedAt: Instant;
  /** Set when the outlet was removed; it gets nothing any more but stays on its receipts. */
  readonly leftAt?: Instant;
}

/** A community that came by command: it plays in every season of the show until it is disconnected. */
export interface Connection {
  readonly id: OutletId;
  readonly outlet: ResolvedOutlet;
  readonly mention?: string;
  /** `waiting` for a showrunner's approval. */
  readonly state: 'waiting' | 'connected';
  readonly askedAt: Instant;
  /** Pseudonym of who asked. */
  readonly by: string;
  /** Of the community when it asked, where the platform told how many. */
  readonly members?: number;
}

/** A community whose record is damaged, or of a newer version. It is left as it is until it is asked for anew. */
export interface UnreadableConnection {
  /** Undefined where this is true of all communities of the show. */
  readonly outlet?: OutletId;
  /** A clause for people. */
  readonly why: string;
}

export type Asked =
  | { readonly kind: 'asked' }
  | { readonly kind: 'waiting'; readonly connection: Connection }
  /** `of`: which limit. */
  | { readonly kind: 'too-many'; readonly of: string };

/**
 * The log of every season with its outbox. All methods reject when Redis cannot be reached; nothing is then half done.
 */
export interface SeasonStore {
  /** Season that the show plays or played last. */
  current(show: ShowId): Promise<SeasonId | undefined>;
  /** Every show that was ever started, with its current season. */
  all(): Promise<ReadonlyMap<ShowId, SeasonId>>;
  /** Ordinal of the show's next season, from 1: one more than have been claimed so far. */
  nextOrdinal(show: ShowId): Promise<number>;
  /**
   * Makes `season` the show's current one if its current one is `after` (undefined: none yet), atomically.
   * @returns false when somebody else was first.
   */
  claim(show: ShowId, season: SeasonId, after: SeasonId | undefined): Promise<boolean>;
  /**
   * Reads all that is stored of a season but its ballots. @returns what of it cannot be read by this program, as a clause;
   * undefined where all can.
   */
  fault(season: SeasonId): Promise<string | undefined>;
  /** All events in order; empty when there is no such season. `version` is their number. */
  read(
    season: SeasonId,
    from?: number,
  ): Promise<{ readonly events: readonly SeasonEvent[]; readonly version: number }>;
  /**
   * Appends events with the effects they owe and the counts they rest on, all or nothing.
   * @returns the effects' ids, or undefined when the log is not at `expectedVersion` any more.
   */
  append(
    season: SeasonId,
    expectedVersion: number,
    events: readonly SeasonEvent[],
    owed: readonly Effect[],
    counts?: { readonly round: RoundNumber; readonly outlets: readonly OutletCount[] },
  ): Promise<readonly OwedEffect[] | undefined>;
  /** An effect that is still owed, or undefined when it is done. */
  owed(season: SeasonId, id: EffectId): Promise<Effect | undefined>;
  /** All effects due at `until` or before, soonest first, at most `limit`. */
  overdue(season: SeasonId, until: Instant, limit: number): Promise<readonly OwedEffect[]>;
  /** Adds effects outside any event (a later look at provisional counts). */
  owe(season: SeasonId, id: EffectId, effect: Effect): Promise<void>;
  done(season: SeasonId, id: EffectId): Promise<void>;

  /** Counts by outlet that a round was settled with. */
  counts(season: SeasonId, round: RoundNumber): Promise<readonly OutletCount[] | undefined>;
  /** Notes what differs from those counts later; the winner never changes. */
  amend(season: SeasonId, round: RoundNumber, amendment: Amendment): Promise<void>;
  amendments(season: SeasonId, round: RoundNumber): Promise<readonly Amendment[]>;

  outlets(season: SeasonId): Promise<readonly SeasonOutlet[]>;
  outlet(season: SeasonId, id: OutletId): Promise<SeasonOutlet | undefined>;
  putOutlet(season: SeasonId, outlet: SeasonOutlet): Promise<void>;

  /** Oldest first, without those that cannot be read. */
  connections(show: ShowId): Promise<readonly Connection[]>;
  unreadableConnections(show: ShowId): Promise<readonly UnreadableConnection[]>;
  putConnection(show: ShowId, connection: Connection): Promise<void>;
  /**
   * Puts down a request that waits for approval, unless its community has one open already, or one of the limits is
   * reached. One atomic step: of two at once one is told that the other waits.
   * @param limits how many requests of each name there may be on the day of `askedAt` (UTC).
   */
  ask(
    show: ShowId,
    connection: Connection,
    limits: readonly { readonly of: string; readonly most: number }[],
  ): Promise<Asked>;
  /** @returns false where there was none. */
  dropConnection(show: ShowId, outlet: OutletId): Promise<boolean>;
}

export interface Amendment {
  readonly at: Instant;
  readonly count: OutletCount;
}
