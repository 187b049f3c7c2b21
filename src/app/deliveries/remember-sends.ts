import type { Instant, Milliseconds, SeasonId } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { Log } from '../../ports/log.ts';
import type { BallotStore, OpenPoll } from '../../ports/stores/ballot-store.ts';
import type {
  Claim,
  Delivery,
  DeliveryLedger,
  RestorableLedger,
  Settlement,
} from '../../ports/stores/delivery-ledger.ts';
import { within } from '../../time-limit.ts';
import { judgeRestart, remembersAll, type StoreLoss } from '../after-restart.ts';

/** Twice what a store that writes to disk once a second may lose, and the time until its end is noticed. */
const REMEMBERED: Milliseconds = 40_000;
/** Well within the time that surviving processes have to rewrite what they remember. */
const LOOK_EVERY: Milliseconds = 2_000;
/** Part of the ten seconds that a SIGTERM leaves. */
const LEAVES_WITHIN: Milliseconds = 1_000;

export interface RememberedSends {
  readonly ledger: DeliveryLedger;
  readonly ballots: BallotStore;
  /** The connection broke: entries older than this by `REMEMBERED` can't be lost. */
  connectionLost(): void;
  /** The connection is back, perhaps to a store that lost its last seconds. */
  connectionBack(): Promise<void>;
  /** This process sends nothing any more, so a later one need not wonder what it may have sent. */
  stop(): Promise<void>;
}

interface Remembered {
  readonly season: SeasonId;
  readonly delivery: Delivery;
  readonly at: number;
}

/**
 * A message must not be sent twice because the store forgot that it was sent. So this process remembers what it sends
 * and has just sent, and rewrites it into a store that came back in a new life. In a new life nothing is sent until
 * every process of the old one had time to do so. What processes that did not survive may have sent is uncertain.
 * @param runIds of all servers of the store: a restarted one has a new one.
 */
export async function rememberSends(parts: {
  readonly ledger: RestorableLedger;
  readonly ballots: BallotStore;
  readonly jobs: Pick<Jobs, 'ballots'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly loss: StoreLoss;
  readonly runIds: () => Promise<string>;
}): Promise<RememberedSends> {
  const { ledger, ballots, clock, log } = parts;
  const deliveries = new Map<string, Remembered>();
  /** Claimed by this process, which has not begun to send it: nothing to remember yet. */
  const claims = new Map<string, Delivery>();
  const polls = new Map<string, { readonly poll: OpenPoll; readonly at: number }>();
  /** Where this process may send, and since when. */
  const active = new Map<SeasonId, number>();
  const takingUp = new Map<SeasonId, Promise<Instant | undefined>>();
  let known = await parts.runIds();
  let lostAt: number | undefined;
  let restoring: Promise<void> | undefined;

  function remember(season: SeasonId, delivery: Delivery): void {
    const at = performance.now();
    const key = keyOf(season, delivery);
    // Oldest first, so that forgetting stops early.
    deliveries.delete(key);
    deliveries.set(key, { season, delivery, at });
    for (const [old, entry] of deliveries) {
      if (entry.at >= at - REMEMBERED) break;
      if (entry.delivery.status.kind !== 'sending') deliveries.delete(old);
    }
  }

  /** What was written before this is not lost. */
  const safeUntil = (): number => (lostAt ?? performance.now()) - REMEMBERED;

  /** Rejects if what the store has forgotten could not be rewritten. */
  async function look(): Promise<void> {
    const runIds = await parts.runIds();
    if (runIds === known) return;
    restoring ??= restore().finally(() => {
      restoring = undefined;
    });
    await restoring;
    known = runIds;
  }

  async function restore(): Promise<void> {
    for (const { poll } of recent(polls.values())) await restorePoll(poll);
    const restored = await restoreDeliveries(recent(deliveries.values()));
    log.warn({ deliveries: restored }, 'Redis came back after a restart; rewriting what it had forgotten');
  }

  async function restoreSeason(season: SeasonId): Promise<void> {
    for (const { poll } of recent(polls.values())) if (poll.season === season) await restorePoll(poll);
    const own = recent(deliveries.values()).filter((one) => one.season === season);
    const restored = await restoreDeliveries(own);
    if (restored > 0)
      log.info({ season, deliveries: restored }, 'rewrote what Redis had forgotten of a season');
  }

  /** Everything that the end of the store's last life may have lost. */
  function recent<Entry extends { readonly at: number; readonly delivery?: Delivery }>(
    entries: Iterable<Entry>,
  ): readonly Entry[] {
    const since = safeUntil();
    return [...entries].filter(({ at, delivery }) => at >= since || delivery?.status.kind === 'sending');
  }

  async function restorePoll(poll: OpenPoll): Promise<void> {
    // It has just been written, so it may be lost once more.
    polls.set(poll.poll.id, { poll, at: performance.now() });
    const held = await ballots.register(poll);
    if (held.length > 0) await parts.jobs.ballots(held);
  }

  /** @returns how many were missing. */
  async function restoreDeliveries(own: readonly Remembered[]): Promise<number> {
    let restored = 0;
    for (const { season, delivery } of own) {
      if (!(await ledger.restore(season, delivery, await clock.now()))) continue;
      restored += 1;
      // Again, unless it was settled meanwhile.
      if (deliveries.get(keyOf(season, delivery))?.delivery === delivery) remember(season, delivery);
    }
    return restored;
  }

  /** @returns when to check again; undefined if the season's messages may be sent. */
  function takeUp(season: SeasonId): Promise<Instant | undefined> {
    const running = takingUp.get(season);
    if (running !== undefined) return running;
    const begun = takeUpNow(season).finally(() => takingUp.delete(season));
    takingUp.set(season, begun);
    return begun;
  }

  async function takeUpNow(season: SeasonId): Promise<Instant | undefined> {
    const found = await ledger.restart(season, await clock.now());
    if (found === undefined) return undefined;
    await restoreSeason(season);
    if (remembersAll(found, parts.loss)) await ledger.leave(season, found.to);
    const now = await clock.now();
    const restart = await ledger.restart(season, now);
    if (restart === undefined) return undefined;
    const verdict = judgeRestart(restart, parts.loss, now);
    if (verdict.kind === 'wait') return verdict.until;
    const doubted = await ledger.resume(season, restart, verdict.doubt);
    if (verdict.doubt !== undefined) {
      log.warn(
        { season, deliveries: doubted, ...verdict.doubt },
        'it is uncertain what was sent before Redis came back',
      );
    }
    return undefined;
  }

  async function takeUpAll(): Promise<void> {
    for (const [season, at] of active) if (at >= safeUntil()) await takeUp(season);
  }

  function settled(
    season: SeasonId,
    before: Delivery | undefined,
    settlement: Settlement,
    now: Instant,
  ): void {
    if (before === undefined) return;
    if (settlement.kind !== 'owed') remember(season, { ...before, status: { ...settlement, at: now } });
    else if (settlement.mayBeThere !== true) deliveries.delete(keyOf(season, before));
    else if (before.status.kind === 'sending') {
      // Stored as if its sender were gone: the next process searches for it.
      remember(season, { ...before, status: { ...before.status, until: settlement.notBefore } });
    }
  }

  // A process with nothing to send must answer, too: others wait for it.
  const timer = setInterval(() => {
    takeUpAll().catch((error: unknown) =>
      log.debug({ error }, 'could not ask Redis whether it has been away'),
    );
  }, LOOK_EVERY);

  return {
    ledger: {
      ...ledger,
      async claim(season, outlet, lease, now, leaseFor): Promise<Claim> {
        const claim = await ledger.claim(season, outlet, lease, now, leaseFor);
        if (claim.claimed !== undefined || claim.again !== undefined) active.set(season, performance.now());
        if (claim.claimed !== undefined) claims.set(keyOf(season, claim.claimed), claim.claimed);
        if (claim.restarted === undefined) return claim;
        return { again: (await takeUp(season)) ?? now, expired: claim.expired };
      },

      async begin(season, outlet, delivery, lease, now, leaseFor) {
        const claim = claims.get(keyOf(season, { id: delivery, outlet }));
        // A store that has forgotten the claim says no. Then nothing is sent, and the delivery is claimed again.
        if (!(await ledger.begin(season, outlet, delivery, lease, now, leaseFor))) return false;
        const status = { kind: 'sending', lease, until: now + leaseFor } as const;
        if (claim !== undefined) remember(season, { firstTriedAt: now, ...claim, status });
        return true;
      },

      async settle(season, outlet, delivery, lease, settlement, now) {
        const key = keyOf(season, { id: delivery, outlet });
        const before = deliveries.get(key)?.delivery ?? claims.get(key);
        const settle = () => ledger.settle(season, outlet, delivery, lease, settlement, now);
        let done = await settle();
        if (!done) {
          await look();
          done = await settle();
        }
        claims.delete(key);
        if (done) settled(season, before, settlement, now);
        return done;
      },

      async resolve(season, outlet, delivery, settlement, now) {
        const done = await ledger.resolve(season, outlet, delivery, settlement, now);
        if (done) settled(season, await ledger.find(season, outlet, delivery), settlement, now);
        return done;
      },
    },

    ballots: {
      ...ballots,
      async register(poll) {
        const at = performance.now();
        for (const [id, old] of polls) if (old.at < at - REMEMBERED) polls.delete(id);
        polls.set(poll.poll.id, { poll, at });
        return ballots.register(poll);
      },
      async count(batch, now) {
        const counted = await ballots.count(batch, now);
        if (counted.kind !== 'skipped' || counted.why !== 'closed') return counted;
        // For a store that has forgotten the poll, it is as good as closed.
        await look();
        return ballots.count(batch, now);
      },
    },

    connectionLost() {
      lostAt ??= performance.now();
    },
    async connectionBack() {
      await look();
      await takeUpAll();
      lostAt = undefined;
    },
    async stop() {
      clearInterval(timer);
      const left = Promise.all([...active.keys()].map((season) => ledger.leave(season)));
      await within(LEAVES_WITHIN, left);
    },
  };
}

const keyOf = (season: SeasonId, { id, outlet }: Pick<Delivery, 'id' | 'outlet'>): string =>
  `${season}\n${id}\n${outlet}`;
