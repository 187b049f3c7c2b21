import type { BotAlert } from '../../core/bot-alert.ts';
import type { DeliveryId, DeliveryKind, Instant, OutletId, SeasonId } from '../../core/ids.ts';
import type { Alert } from '../../core/season/effects.ts';
import type { OutletProblem } from '../platform/outlet.ts';
import type { MessageRef } from '../platform/sending.ts';

/** One message owed to one outlet. `owed -> sending (lease) -> sent | refused | unknown`. */
export interface Delivery {
  readonly id: DeliveryId;
  readonly outlet: OutletId;
  readonly kind: DeliveryKind;
  /** Number of the release (drop), the round (poll, reminder, result), the extension or the alert. */
  readonly number: number;
  /** Position in the outlet's own order: a poll follows its drop. */
  readonly order: number;
  readonly owedAt: Instant;
  /** Not worth sending after this: refused as too late. */
  readonly expiresAt: Instant;
  readonly alert?: Alert;
  /** Instead of `alert`, if it belongs to no season. */
  readonly botAlert?: BotAlert;
  readonly attempts: number;
  /** When the first attempt may have reached the platform. */
  readonly firstTriedAt?: Instant;
  /** Why it is unknown whether there was such an attempt; for people. */
  readonly doubt?: string;
  readonly status: DeliveryStatus;
}

export type DeliveryStatus =
  | { readonly kind: 'owed'; readonly notBefore: Instant; readonly why?: string }
  | { readonly kind: 'sending'; readonly lease: string; readonly until: Instant }
  | {
      readonly kind: 'sent';
      readonly at: Instant;
      readonly message: MessageRef;
      /** Its episode was taken back, and the message with it: nothing may point to it any more. */
      readonly takenBack?: TakenBack;
    }
  | { readonly kind: 'refused'; readonly at: Instant; readonly problem: OutletProblem }
  | { readonly kind: 'unknown'; readonly at: Instant; readonly why: string };

/** What became of a message whose episode was taken back. */
export interface TakenBack {
  readonly at: Instant;
  /** `left`: the bot could neither delete nor blank it, and showrunners were alerted. */
  readonly how: 'deleted' | 'blanked' | 'left';
  /** What can still be seen, and why; for people. */
  readonly why?: string;
}

export interface NewDelivery
  extends Pick<Delivery, 'id' | 'outlet' | 'kind' | 'number' | 'expiresAt' | 'alert' | 'botAlert'> {
  /** When it should have been owed: what was due in an uncertain window may be there already. */
  readonly dueAt: Instant;
  /** Goes before everything that waits in its outlet, except what is being sent and what is also urgent. */
  readonly urgent?: true;
}

/** What may follow `sending`. */
export type Settlement =
  | { readonly kind: 'sent'; readonly message: MessageRef }
  | { readonly kind: 'refused'; readonly problem: OutletProblem }
  | { readonly kind: 'unknown'; readonly why: string }
  /**
   * Owed again. `mayBeThere`: this attempt may have posted it, so we search for it before sending it again.
   */
  | { readonly kind: 'owed'; readonly notBefore: Instant; readonly why: string; readonly mayBeThere?: true };

/** At most one message per delivery, whatever crashes. Each method is one atomic step. */
export interface DeliveryLedger {
  /**
   * Owes deliveries, each at the end of its outlet's order, urgent ones further ahead. Idempotent: an existing one
   * stays as it is, except that an unsettled one takes a later expiry.
   * @returns the outlets that now have something new to send.
   */
  owe(season: SeasonId, deliveries: readonly NewDelivery[], now: Instant): Promise<readonly OutletId[]>;
  /**
   * Leases the outlet's first unsettled delivery. One outlet sends one message at a time, in order. An expired lease
   * is taken over; `firstTriedAt` then says that the message may be there, unless its holder never began. Deliveries
   * past their expiry are refused as `too-late` on the way and returned in `expired`. One that may be on the platform
   * already can still be claimed for an hour, to search for it and not to send it.
   */
  claim(season: SeasonId, outlet: OutletId, lease: string, now: Instant, leaseFor: number): Promise<Claim>;
  /**
   * Records that the message goes out now: from here on it may be on the platform. Also renews the lease.
   * @returns false if the lease is no longer held; then nothing may be sent.
   */
  begin(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    lease: string,
    now: Instant,
    leaseFor: number,
  ): Promise<boolean>;
  /**
   * Renews a lease that is still held.
   * @returns false if it is no longer held.
   */
  renew(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    lease: string,
    until: Instant,
  ): Promise<boolean>;
  /**
   * Ends the leases of processes for which `isGone`, without waiting until they expire: what they had begun is
   * uncertain. Checks a thousand outlets at most.
   * @returns how many leases.
   */
  endLeases(season: SeasonId, isGone: (lease: string) => Promise<boolean>, now: Instant): Promise<number>;
  /**
   * Only the holder of the lease may settle. But that a message was `sent` is accepted from any process while its fate
   * is not known for good. Idempotent: a repetition changes nothing and returns the same.
   * @returns false if the lease is no longer held.
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
   * A person or a late answer settles an `unknown` delivery, or turns it back into `owed`. A refused one, which is
   * certainly not there, may be turned back, too.
   * @returns false if it is neither.
   */
  resolve(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    settlement: Exclude<Settlement, { kind: 'unknown' }>,
    now: Instant,
  ): Promise<boolean>;
  /**
   * Refuses what is still owed of this delivery in every outlet, even if it is claimed but not begun. Used when a
   * round closes or is voided.
   */
  withdraw(season: SeasonId, delivery: DeliveryId, problem: OutletProblem, now: Instant): Promise<number>;
  /**
   * Records what became of a message that was sent and is taken back. The first record stays.
   * @returns false if it is not sent.
   */
  takeBack(season: SeasonId, outlet: OutletId, delivery: DeliveryId, takenBack: TakenBack): Promise<boolean>;
  find(season: SeasonId, outlet: OutletId, delivery: DeliveryId): Promise<Delivery | undefined>;
  /** One delivery's entries for these outlets, by outlet. Reads nothing else, however long the ledger is. */
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
   * Rewrites that a delivery is being sent under its lease, or was settled, whatever the store has forgotten about it.
   * What is settled already stays.
   * @returns whether anything was missing.
   */
  restore(season: SeasonId, delivery: Delivery, now: Instant): Promise<boolean>;
  /** Undefined while the store is in the life in which the season's deliveries are handed out. */
  restart(season: SeasonId, now: Instant): Promise<Restart | undefined>;
  /**
   * Everything that this process has sent is in the ledger, and it is sending nothing: it stops, or has
   * rewritten what it remembers into the life `life` of the store.
   */
  leave(season: SeasonId, life?: string): Promise<void>;
  /**
   * Starts handing out deliveries in the new life, after marking as uncertain what may have been sent in the
   * old one.
   * @returns how many deliveries are uncertain.
   */
  resume(season: SeasonId, restart: Restart, doubt: Doubt | undefined): Promise<number>;
}

/**
 * The store was restarted, or another server took over (failover), since the season's deliveries were last handed out.
 */
export interface Restart {
  /** Names of the two lives of the store. */
  readonly from: string;
  readonly to: string;
  /** When a process first asked in the new life. */
  readonly seenAt: Instant;
  /** When the current server was started; at most a second late. */
  readonly startedAt: Instant;
  /**
   * Processes that may have sent in the old life, and neither stopped in order nor rewrote what they
   * remember.
   */
  readonly senders: readonly Sender[];
}

export interface Sender {
  /** The last announcement. The old life was still whole then. */
  readonly announcedAt: Instant;
  /** It was given nothing to send after this. */
  readonly ends: Instant;
}

/** An uncertain window: a time whose sends are not known. */
export interface Doubt {
  readonly since: Instant;
  readonly until: Instant;
  /** For people: a sentence. */
  readonly why: string;
}

export interface Claim {
  readonly claimed?: Delivery;
  /** Nothing to claim yet: check again then (another process' lease, or a backoff). */
  readonly again?: Instant;
  /** Nothing is handed out: the store is in a new life, and what it has lost is not known yet. */
  readonly restarted?: true;
  readonly expired: readonly Delivery[];
}
