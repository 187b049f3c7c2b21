import type { BotAlert } from '../core/bot-alert.ts';
import type { DeliveryId, DeliveryKind, Instant, OutletId, SeasonId } from '../core/ids.ts';
import type { Alert } from '../core/season/effects.ts';
import type { OutletProblem } from './outlet.ts';
import type { MessageRef } from './platform.ts';

/** One message owed to one outlet. `owed -> sending (lease) -> sent | refused | unknown`. */
export interface Delivery {
  readonly id: DeliveryId;
  readonly outlet: OutletId;
  readonly kind: DeliveryKind;
  /** Of the release (drop), the round (poll, reminder, result), the extension or the alert. */
  readonly number: number;
  /** Position in the outlet's own order: a poll follows its drop. */
  readonly order: number;
  readonly owedAt: Instant;
  /** Not worth sending after this: refused as too late. */
  readonly expiresAt: Instant;
  readonly alert?: Alert;
  /** In place of `alert`, where it belongs to no season. */
  readonly botAlert?: BotAlert;
  readonly attempts: number;
  /** When an attempt first may have reached the platform. */
  readonly firstTriedAt?: Instant;
  /** Why nobody remembers whether there was such an attempt; for people. */
  readonly doubt?: string;
  readonly status: DeliveryStatus;
}

export type DeliveryStatus =
  | { readonly kind: 'owed'; readonly notBefore: Instant; readonly why?: string }
  | { readonly kind: 'sending'; readonly lease: string; readonly until: Instant }
  | { readonly kind: 'sent'; readonly at: Instant; readonly message: MessageRef }
  | { readonly kind: 'refused'; readonly at: Instant; readonly problem: OutletProblem }
  | { readonly kind: 'unknown'; readonly at: Instant; readonly why: string };

export interface NewDelivery
  extends Pick<Delivery, 'id' | 'outlet' | 'kind' | 'number' | 'expiresAt' | 'alert' | 'botAlert'> {
  /** When it should have been owed: what was due in a time that nobody remembers may be there already. */
  readonly dueAt: Instant;
  /** Goes before all that waits in its outlet, but for what is being sent and what is urgent as well. */
  readonly urgent?: true;
}

/** What may follow `sending`. */
export type Settlement =
  | { readonly kind: 'sent'; readonly message: MessageRef }
  | { readonly kind: 'refused'; readonly problem: OutletProblem }
  | { readonly kind: 'unknown'; readonly why: string }
  /** Owed again. `mayBeThere`: this attempt may have posted it, so it is looked for before it is sent again. */
  | { readonly kind: 'owed'; readonly notBefore: Instant; readonly why: string; readonly mayBeThere?: true };

/** At most one message a delivery, whatever crashes. Each method is one atomic step. */
export interface DeliveryLedger {
  /**
   * Owes deliveries, each at the end of its outlet's order, urgent ones further ahead. One that exists already is left as it is,
   * but takes a later expiry while it is not settled.
   * @returns the outlets that now have something new to send.
   */
  owe(season: SeasonId, deliveries: readonly NewDelivery[], now: Instant): Promise<readonly OutletId[]>;
  /**
   * Leases the outlet's first delivery that is not settled. One outlet sends one message at a time, in order.
   * A lease that ran out is taken over; `firstTriedAt` then tells that the message may be there, unless its holder never
   * began.
   * Deliveries past their expiry are refused as `too-late` on the way and returned in `expired`; one that may be on the
   * platform already is still claimed for an hour, to be looked for and not to be sent.
   */
  claim(season: SeasonId, outlet: OutletId, lease: string, now: Instant, leaseFor: number): Promise<Claim>;
  /**
   * Notes that the message goes out now: from here on it may be on the platform. Also prolongs the lease.
   * @returns false when the lease is not held any more; then nothing may be sent.
   */
  begin(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    lease: string,
    now: Instant,
    leaseFor: number,
  ): Promise<boolean>;
  /** Prolongs a lease that is still held. @returns false when it is not held any more. */
  renew(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    lease: string,
    until: Instant,
  ): Promise<boolean>;
  /**
   * Ends the leases of whoever `isGone` now, and not after their time: what they had begun is in doubt. Looks at a
   * thousand outlets at most. @returns how many leases.
   */
  endLeases(season: SeasonId, isGone: (lease: string) => Promise<boolean>, now: Instant): Promise<number>;
  /**
   * Only the holder of the lease may settle; but that a message was `sent` is taken from anybody while nothing is
   * known for good. A repetition changes nothing and returns the same. @returns false when the lease is not held any
   * more.
   */
  settle(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    lease: string,
    settlement: Settlement,
    now: Instant,
  ): Promise<boolean>;
  /**
   * A person or a late answer settles what was `unknown`, or turns it back into `owed`; so may be what was refused, which
   * is certainly not there.
   * @returns false when it is neither.
   */
  resolve(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    settlement: Exclude<Settlement, { kind: 'unknown' }>,
    now: Instant,
  ): Promise<boolean>;
  /**
   * Refuses what is still owed of this delivery, in every outlet: also what is claimed and not begun. Used when a round closes or is
   * voided.
   */
  withdraw(season: SeasonId, delivery: DeliveryId, problem: OutletProblem, now: Instant): Promise<number>;
  find(season: SeasonId, outlet: OutletId, delivery: DeliveryId): Promise<Delivery | undefined>;
  /** What was owed of one delivery to these outlets, by outlet. Reads nothing else, however long the ledger is. */
  listOf(
    season: SeasonId,
    delivery: DeliveryId,
    outlets: readonly OutletId[],
  ): Promise<ReadonlyMap<OutletId, Delivery>>;
  /** The whole ledger, in the order of owing. */
  list(season: SeasonId): Promise<readonly Delivery[]>;
  /** Outlets with an unsettled first delivery that could be claimed at `now`. */
  claimable(season: SeasonId, now: Instant): Promise<readonly OutletId[]>;
}

/** A ledger whose store may come back without its last seconds. */
export interface RestorableLedger extends DeliveryLedger {
  /**
   * Writes again that a delivery is being sent under its lease, or was settled, whatever the store has forgotten of
   * it. What is settled already stays. @returns whether anything was missing.
   */
  restore(season: SeasonId, delivery: Delivery, now: Instant): Promise<boolean>;
  /** Undefined while the store lives on in the life in which the season's deliveries are given out. */
  restart(season: SeasonId, now: Instant): Promise<Restart | undefined>;
  /**
   * Nothing that this process has sent is missing in the ledger, and it has nothing under way: it stops, or has
   * restored what it remembers into the life `life` of the store.
   */
  leave(season: SeasonId, life?: string): Promise<void>;
  /**
   * Has deliveries given out in the new life, after putting in doubt what may have been sent in the old one.
   * @returns how many deliveries are in doubt.
   */
  resume(season: SeasonId, restart: Restart, doubt: Doubt | undefined): Promise<number>;
}

/** The store was started again, or another server took over, since the season's deliveries were last given out. */
export interface Restart {
  /** Names of the two lives of the store. */
  readonly from: string;
  readonly to: string;
  /** When somebody first asked in the new life. */
  readonly seenAt: Instant;
  /** When the server that answers now was started; at most a second late. */
  readonly startedAt: Instant;
  /** Those that may have sent in the old life, and neither stopped in order nor restored what they remember. */
  readonly senders: readonly Sender[];
}

export interface Sender {
  /** Last. The old life was still whole then. */
  readonly announcedAt: Instant;
  /** It was given nothing to send after this. */
  readonly ends: Instant;
}

/** A time of which nobody remembers what was sent in it. */
export interface Doubt {
  readonly since: Instant;
  readonly until: Instant;
  /** For people: a sentence. */
  readonly why: string;
}

export interface Claim {
  readonly claimed?: Delivery;
  /** Nothing to claim yet: look again then (the lease of another, or a backoff). */
  readonly again?: Instant;
  /** Nothing is given out: the store runs in another life than before, and what it has lost is not known yet. */
  readonly restarted?: true;
  readonly expired: readonly Delivery[];
}
