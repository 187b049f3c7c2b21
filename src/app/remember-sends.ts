import type { Instant, Milliseconds, SeasonId } from '../core/ids.ts';
import type { BallotStore, OpenPoll } from '../ports/ballot-store.ts';
import type { Clock } from '../ports/clock.ts';
import type {
  Claim,
  Delivery,
  DeliveryLedger,
  RestorableLedger,
  Settlement,
} from '../ports/delivery-ledger.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';

/** What a store that writes to disk once a second may lose, twice over, and the time until its end is noticed. */
const REMEMBERED: Milliseconds = 40_000;
/** A store that has just come back is given to every living process to write its last seconds again. */
const OTHERS_RESTORE_WITHIN: Milliseconds = 5_000;

export interface RememberedSends {
  readonly ledger: DeliveryLedger;
  readonly ballots: BallotStore;
  /** The connection broke: what is older than this by `REMEMBERED` cannot be lost. */
  connectionLost(): void;
  /** The connection is back, perhaps to a store that has lost its last second. */
  connectionBack(): Promise<void>;
}

interface Remembered {
  readonly season: SeasonId;
  readonly delivery: Delivery;
  readonly at: number;
}

/**
 * A message must not be sent twice because the store forgot that it was sent. So this process remembers what it sends and has
 * just sent, and writes it again into a store that came back from another start; until every living process had the time
 * to do so, nothing is sent.
 * @param boot of the store: a new start has a new run id.
 */
export function rememberSends(parts: {
  readonly ledger: RestorableLedger;
  readonly ballots: BallotStore;
  readonly jobs: Pick<Jobs, 'ballots'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly boot: () => Promise<{ readonly runId: string; readonly upForMs: Milliseconds }>;
}): RememberedSends {
  const { ledger, ballots, clock, log } = parts;
  const deliveries = new Map<string, Remembered>();
  const polls = new Map<string, { readonly poll: OpenPoll; readonly at: number }>();
  let known: string | undefined;
  let lostAt: number | undefined;
  let restoring: Promise<void> | undefined;

  function remember(season: SeasonId, delivery: Delivery): void {
    const at = performance.now();
    const key = keyOf(season, delivery);
    // Oldest first, so that forgetting looks at little.
    deliveries.delete(key);
    deliveries.set(key, { season, delivery, at });
    for (const [old, entry] of deliveries) {
      if (entry.at >= at - REMEMBERED) break;
      if (entry.delivery.status.kind !== 'sending') deliveries.delete(old);
    }
  }

  /** @returns how long the store has been up. Rejects where what it has forgotten could not be written. */
  async function look(): Promise<Milliseconds> {
    const { runId, upForMs } = await parts.boot();
    known ??= runId;
    if (runId !== known) {
      restoring ??= restore().finally(() => {
        restoring = undefined;
      });
      await restoring;
      known = runId;
    }
    return upForMs;
  }

  async function restore(): Promise<void> {
    const since = (lostAt ?? performance.now()) - REMEMBERED;
    let restored = 0;
    for (const { poll, at } of polls.values()) {
      if (at < since) continue;
      const held = await ballots.register(poll);
      if (held.length > 0) await parts.jobs.ballots(held);
    }
    for (const { season, delivery, at } of deliveries.values()) {
      if (at < since && delivery.status.kind !== 'sending') continue;
      if (await ledger.restore(season, delivery, await clock.now())) restored += 1;
    }
    log.warn(
      { deliveries: restored },
      'Redis came back from another start: what it had forgotten is written again',
    );
  }

  function settled(
    season: SeasonId,
    before: Delivery | undefined,
    settlement: Settlement,
    now: Instant,
  ): void {
    if (before === undefined) return;
    if (settlement.kind === 'owed') deliveries.delete(keyOf(season, before));
    else remember(season, { ...before, status: { ...settlement, at: now } });
  }

  return {
    ledger: {
      ...ledger,
      async claim(season, outlet, lease, now, leaseFor): Promise<Claim> {
        const claim = await ledger.claim(season, outlet, lease, now, leaseFor);
        const { claimed } = claim;
        if (claimed === undefined) return claim;
        // Only now: a claim that waited for the store was made in its new life.
        const upFor = await look().catch((error: unknown) => {
          log.warn({ season, outlet, error }, 'nothing is sent before Redis has what it may have forgotten');
          return 0;
        });
        if (upFor >= OTHERS_RESTORE_WITHIN) {
          remember(season, claimed);
          return claim;
        }
        const again = now + OTHERS_RESTORE_WITHIN - upFor;
        const why = 'Redis has just started: what it may have forgotten is written again first';
        await ledger.settle(season, outlet, claimed.id, lease, { kind: 'owed', notBefore: again, why }, now);
        return { again, expired: claim.expired };
      },

      async settle(season, outlet, delivery, lease, settlement, now) {
        const before = deliveries.get(keyOf(season, { id: delivery, outlet }))?.delivery;
        const settle = () => ledger.settle(season, outlet, delivery, lease, settlement, now);
        let done = await settle();
        if (!done) {
          await look();
          done = await settle();
        }
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
        // To a store that has forgotten the poll it is as good as closed.
        await look();
        return ballots.count(batch, now);
      },
    },

    connectionLost() {
      lostAt ??= performance.now();
    },
    async connectionBack() {
      await look();
      lostAt = undefined;
    },
  };
}

const keyOf = (season: SeasonId, { id, outlet }: Pick<Delivery, 'id' | 'outlet'>): string =>
  `${season}\n${id}\n${outlet}`;
