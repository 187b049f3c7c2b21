import type { DeliveryId, Instant, Milliseconds, OutletId, SeasonId } from '../../../src/core/ids.ts';
import type { OutletProblem } from '../../../src/ports/platform/outlet.ts';
import type {
  Claim,
  Delivery,
  DeliveryStatus,
  NewDelivery,
  RestorableLedger,
  Settlement,
  TakenBack,
} from '../../../src/ports/stores/delivery-ledger.ts';
import {
  enter,
  giveUp,
  isSending,
  isUnsettled,
  type Kept,
  mayBeThere,
  nextLook,
  prolong,
  statusOf,
} from './kept-delivery.ts';

/** What may be on the platform already is worth a look for this long after its expiry. */
const LOOK_FOR: Milliseconds = 3_600_000;

const TOO_LATE: OutletProblem = { code: 'too-late', what: 'Its time was over.', fix: 'Nothing can be done.' };

interface Place {
  /** What is not settled, in the order of sending. */
  readonly queue: Kept[];
  readonly all: Map<DeliveryId, Kept>;
}

/** The deliveries of every season in this process alone, by the rules of the port. It loses nothing, so nothing is ever in doubt. */
export class MemoryLedger implements RestorableLedger {
  readonly #seasons = new Map<SeasonId, { places: Map<OutletId, Place>; order: Kept[] }>();

  async owe(
    season: SeasonId,
    deliveries: readonly NewDelivery[],
    now: Instant,
  ): Promise<readonly OutletId[]> {
    const outlets = new Set<OutletId>();
    for (const { dueAt: _, urgent, ...owed } of deliveries) {
      const known = this.#find(season, owed.outlet, owed.id);
      if (known === undefined) {
        const kept = this.#add(season, { ...owed, owedAt: now, attempts: 0 }, urgent === true, {
          kind: 'owed',
          notBefore: now,
        });
        const { queue } = this.#place(season, owed.outlet);
        const overtaken = kept.urgent ? queue.findIndex((one) => !isSending(one) && !one.urgent) : -1;
        queue.splice(overtaken < 0 ? queue.length : overtaken, 0, kept);
        outlets.add(owed.outlet);
      } else if (isUnsettled(known) && owed.expiresAt > known.told.expiresAt) {
        known.told = { ...known.told, expiresAt: owed.expiresAt };
      }
    }
    return [...outlets];
  }

  async claim(
    season: SeasonId,
    outlet: OutletId,
    lease: string,
    now: Instant,
    leaseFor: Milliseconds,
  ): Promise<Claim> {
    const { queue } = this.#place(season, outlet);
    const expired: Delivery[] = [];
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      const { status } = first.told;
      const isOurs = status.kind === 'sending' && status.lease === lease;
      if (!isOurs && nextLook(first) > now) return { again: nextLook(first), expired };
      if (!isOurs) {
        if (status.kind === 'sending' && !first.waiting) mayBeThere(first);
        if (now > first.told.expiresAt + (first.told.firstTriedAt === undefined ? 0 : LOOK_FOR)) {
          queue.shift();
          expired.push(giveUp(first, TOO_LATE, now));
          continue;
        }
        first.waiting = true;
        first.claimedAt = now;
        first.settledBy = undefined;
      }
      first.told = {
        ...first.told,
        attempts: first.told.attempts + (isOurs ? 0 : 1),
        status: { kind: 'sending', lease, until: now + leaseFor },
      };
      return { claimed: first.told, expired };
    }
    return { expired };
  }

  async begin(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    lease: string,
    now: Instant,
    leaseFor: Milliseconds,
  ): Promise<boolean> {
    const kept = this.#find(season, outlet, delivery);
    if (kept === undefined || !prolong(kept, lease, now + leaseFor)) return false;
    if (kept.waiting) kept.claimedAt = now;
    kept.waiting = false;
    return true;
  }

  async renew(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    lease: string,
    until: Instant,
  ): Promise<boolean> {
    const kept = this.#find(season, outlet, delivery);
    return kept !== undefined && prolong(kept, lease, until);
  }

  async endLeases(
    season: SeasonId,
    isGone: (lease: string) => Promise<boolean>,
    now: Instant,
  ): Promise<number> {
    let ended = 0;
    for (const { queue } of this.#season(season).places.values()) {
      const [first] = queue;
      const status = first?.told.status;
      if (first === undefined || status?.kind !== 'sending' || status.until <= now) continue;
      if ((await isGone(status.lease)) && prolong(first, status.lease, now)) ended += 1;
    }
    return ended;
  }

  async settle(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    lease: string,
    settlement: Settlement,
    now: Instant,
  ): Promise<boolean> {
    const kept = this.#find(season, outlet, delivery);
    if (kept === undefined) return false;
    const { status } = kept.told;
    if (kept.settledBy === lease && status.kind === settlement.kind) return true;
    const isHeld = status.kind === 'sending' && status.lease === lease;
    const isOpen = kept.claimedAt !== undefined && status.kind !== 'sent' && status.kind !== 'refused';
    if (!isHeld && !(settlement.kind === 'sent' && isOpen)) return false;
    kept.settledBy = lease;
    enter(kept, statusOf(settlement, now));
    if (settlement.kind !== 'owed') this.#leaveQueue(season, kept);
    else if (settlement.mayBeThere === true) mayBeThere(kept);
    return true;
  }

  async resolve(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    settlement: Exclude<Settlement, { kind: 'unknown' }>,
    now: Instant,
  ): Promise<boolean> {
    const kept = this.#find(season, outlet, delivery);
    const status = kept?.told.status.kind;
    if (kept === undefined) return false;
    if (status !== 'unknown' && !(status === 'refused' && settlement.kind === 'owed')) return false;
    enter(kept, statusOf(settlement, now));
    if (settlement.kind !== 'owed') return true;
    const { firstTriedAt: _, doubt: __, ...rest } = kept.told;
    kept.told = rest;
    const { queue } = this.#place(season, outlet);
    const follower = queue.findIndex((one) => !isSending(one) && one.told.order > kept.told.order);
    queue.splice(follower < 0 ? queue.length : follower, 0, kept);
    return true;
  }

  async withdraw(
    season: SeasonId,
    delivery: DeliveryId,
    problem: OutletProblem,
    now: Instant,
  ): Promise<number> {
    let withdrawn = 0;
    for (const { all } of this.#season(season).places.values()) {
      const kept = all.get(delivery);
      if (kept === undefined || kept.told.firstTriedAt !== undefined) continue;
      if (kept.told.status.kind !== 'owed' && !(isSending(kept) && kept.waiting)) continue;
      giveUp(kept, problem, now);
      this.#leaveQueue(season, kept);
      withdrawn += 1;
    }
    return withdrawn;
  }

  async takeBack(
    season: SeasonId,
    outlet: OutletId,
    delivery: DeliveryId,
    takenBack: TakenBack,
  ): Promise<boolean> {
    const kept = this.#find(season, outlet, delivery);
    if (kept?.told.status.kind !== 'sent') return false;
    const { status } = kept.told;
    if (status.takenBack === undefined) kept.told = { ...kept.told, status: { ...status, takenBack } };
    return true;
  }

  async restore(season: SeasonId, delivery: Delivery, now: Instant): Promise<boolean> {
    const { status, firstTriedAt } = delivery;
    if (status.kind === 'owed') return false;
    let kept = this.#find(season, delivery.outlet, delivery.id);
    const before = kept?.told.status.kind;
    const isCertain = status.kind === 'sent' || status.kind === 'refused';
    if (before === 'sent' || before === 'refused' || (before === 'unknown' && !isCertain)) return false;
    if (kept === undefined) {
      const { order: _, firstTriedAt: __, status: ___, ...rest } = delivery;
      kept = this.#add(season, { ...rest, attempts: 1 }, false, status);
      this.#place(season, delivery.outlet).queue.push(kept);
    }
    kept.claimedAt ??= firstTriedAt ?? now;
    enter(kept, status.kind === 'sending' ? status : { ...status, at: now });
    if (status.kind !== 'sending') this.#leaveQueue(season, kept);
    return true;
  }

  async restart(): Promise<undefined> {}
  async leave(): Promise<void> {}
  async resume(): Promise<number> {
    return 0;
  }

  async find(season: SeasonId, outlet: OutletId, delivery: DeliveryId): Promise<Delivery | undefined> {
    return this.#find(season, outlet, delivery)?.told;
  }

  async listOf(
    season: SeasonId,
    delivery: DeliveryId,
    outlets: readonly OutletId[],
  ): Promise<ReadonlyMap<OutletId, Delivery>> {
    return new Map(
      outlets.flatMap((outlet) => {
        const kept = this.#find(season, outlet, delivery);
        return kept === undefined ? [] : [[outlet, kept.told] as const];
      }),
    );
  }

  async list(season: SeasonId): Promise<readonly Delivery[]> {
    return this.#season(season).order.map(({ told }) => told);
  }

  async claimable(season: SeasonId, now: Instant): Promise<readonly OutletId[]> {
    return [...this.#season(season).places].flatMap(
      ([
        outlet,
        {
          queue: [first],
        },
      ]) => (first !== undefined && nextLook(first) <= now ? [outlet] : []),
    );
  }

  erase(season: SeasonId): void {
    this.#seasons.delete(season);
  }

  #season(season: SeasonId): { places: Map<OutletId, Place>; order: Kept[] } {
    const found = this.#seasons.get(season) ?? { places: new Map(), order: [] };
    this.#seasons.set(season, found);
    return found;
  }

  #place(season: SeasonId, outlet: OutletId): Place {
    const { places } = this.#season(season);
    const found = places.get(outlet) ?? { queue: [], all: new Map() };
    places.set(outlet, found);
    return found;
  }

  #find(season: SeasonId, outlet: OutletId, delivery: DeliveryId): Kept | undefined {
    return this.#seasons.get(season)?.places.get(outlet)?.all.get(delivery);
  }

  #add(
    season: SeasonId,
    delivery: Omit<Delivery, 'order' | 'status'>,
    urgent: boolean,
    status: DeliveryStatus,
  ): Kept {
    const { all } = this.#place(season, delivery.outlet);
    const kept: Kept = { told: { ...delivery, order: all.size + 1, status }, urgent, waiting: false };
    all.set(delivery.id, kept);
    this.#season(season).order.push(kept);
    return kept;
  }

  /** Sent, refused or unknown: nothing of it is to be sent any more. */
  #leaveQueue(season: SeasonId, kept: Kept): void {
    const { queue } = this.#place(season, kept.told.outlet);
    const at = queue.indexOf(kept);
    if (at >= 0) queue.splice(at, 1);
    if (kept.told.status.kind === 'unknown') mayBeThere(kept);
  }
}
