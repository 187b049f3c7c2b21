import type { DeliveryId, Instant, Milliseconds, OutletId, SeasonId } from '../../core/ids.ts';
import { problemOf } from '../../core/wording/problems/tell-problem.ts';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { Claim, Delivery, RestorableLedger, Settlement } from '../../ports/stores/delivery-ledger.ts';
import type { RedisClient } from '../connection/connection.ts';
import { chunks } from '../shared/chunks.ts';
import { deliveryField, keysOf, type RedisKeys } from '../shared/keys.ts';
import { runScript } from '../shared/scripts.ts';
import { decodeDelivery, encodeBody, type PlacedDelivery } from './record.ts';
import { createRestarts } from './restarts.ts';
import {
  ANNOUNCED_FOR,
  BEGIN_SENDING,
  CLAIM_DELIVERY,
  LIST_LEASES,
  OWE_DELIVERIES,
  RENEW_LEASE,
  RESOLVE_DELIVERY,
  RESTORE_DELIVERY,
  SETTLE_DELIVERY,
  TAKE_BACK_DELIVERY,
  WITHDRAW_DELIVERY,
} from './scripts.ts';

/** Deliveries in one atomic step. More would block Redis for too long (this many take about 5 ms). */
const CHUNK = 500;
/** Most leases to check at once: far more than one process holds. */
const MOST_LEASES = 1_000;

const TOO_LATE: OutletProblem = problemOf('too-late');

/** A process that sends with a Redis that may lose its last writes. */
export interface RedisSender {
  /** Names this process and no other one, before or after it. */
  readonly sender: string;
  /** How long Redis may take to write to its disk. */
  readonly onDiskAfter: Milliseconds;
}

/**
 * Keeps the deliveries of every season in Redis. The caller owns the connection.
 *
 * - A delivery that is `unknown` leaves its outlet's queue, so that the next one is sent. Resolved to `owed`, it returns to
 * its place.
 * - A delivery that may be on the platform already (`firstTriedAt`) is never refused because it expired or was withdrawn: it
 * becomes `unknown`.
 * - `owe` and `withdraw` take 500 deliveries in one step; calling them again finishes what was interrupted.
 * - `list` reads page by page: each delivery is as it was at some moment during the call.
 * - With a Redis that may lose its last writes, a delivery is handed out only when its record is on disk, and with it the
 * events that it follows from. So no announced decision can be lost and then made differently.
 *
 * @param by absent for a Redis that loses nothing, and for callers that only read
 */
export function createRedisDeliveryLedger(redis: RedisClient, by?: RedisSender): RestorableLedger {
  const onDiskAfter = by?.onDiskAfter ?? 0;
  const names = keysOf(redis);
  const { ledgerKeys, pendingKey, queueKey } = names;
  const renew: RestorableLedger['renew'] = async (season, outlet, delivery, lease, until) => {
    const { records, claimable } = ledgerKeys(season);
    const keys = [records, claimable, queueKey(season, outlet)];
    return (await runScript(redis, RENEW_LEASE, keys, [outlet, delivery, lease, until])) === 1;
  };
  return {
    async owe(season, deliveries, now) {
      const keys = ledgerKeys(season);
      const outlets = new Set<OutletId>();
      for (const chunk of chunks(deliveries, CHUNK)) {
        const added = await runScript(
          redis,
          OWE_DELIVERIES,
          [
            keys.records,
            keys.claimable,
            keys.orders,
            keys.doubt,
            ...chunk.flatMap(({ outlet, id }) => [queueKey(season, outlet), pendingKey(season, id)]),
          ],
          [
            now,
            now + onDiskAfter,
            ...chunk.flatMap((each) => [
              ...[each.outlet, each.id, encodeBody(each), each.expiresAt, each.dueAt],
              each.urgent === true ? 1 : '',
            ]),
          ],
        );
        for (const outlet of added as OutletId[]) outlets.add(outlet);
      }
      return [...outlets];
    },

    async claim(season, outlet, lease, now, leaseFor) {
      const keys = ledgerKeys(season);
      const reply = await runScript(
        redis,
        CLAIM_DELIVERY,
        [keys.records, keys.claimable, queueKey(season, outlet), keys.life, keys.senders],
        [
          ...[outlet, lease, now, leaseFor, JSON.stringify(TOO_LATE), keys.pendingPrefix],
          ...[by?.sender ?? '', onDiskAfter, ANNOUNCED_FOR],
        ],
      );
      return decodeClaim(outlet, reply as ClaimReply);
    },

    async begin(season, outlet, delivery, lease, now, leaseFor) {
      const { records, claimable } = ledgerKeys(season);
      const begun = await runScript(
        redis,
        BEGIN_SENDING,
        [records, claimable, queueKey(season, outlet)],
        [outlet, delivery, lease, now, now + leaseFor],
      );
      return begun === 1;
    },

    renew,

    async endLeases(season, isGone, now) {
      const keys = ledgerKeys(season);
      const found = (await runScript(
        redis,
        LIST_LEASES,
        [keys.records, keys.claimable],
        [now, queueKey(season, '' as OutletId), MOST_LEASES],
      )) as string[];
      let ended = 0;
      for (let at = 0; at < found.length; at += 3) {
        const [outlet = '', delivery = '', lease = ''] = found.slice(at, at + 3);
        if (!(await isGone(lease))) continue;
        if (await renew(season, outlet as OutletId, delivery as DeliveryId, lease, now)) ended += 1;
      }
      return ended;
    },

    async settle(season, outlet, delivery, lease, settlement, now) {
      const { keys, args } = settling(names, season, outlet, delivery, lease, settlement, now);
      return (await runScript(redis, SETTLE_DELIVERY, keys, args)) === 1;
    },
    async resolve(season, outlet, delivery, settlement, now) {
      const safely =
        settlement.kind === 'owed'
          ? { ...settlement, notBefore: Math.max(settlement.notBefore, now + onDiskAfter) }
          : settlement;
      const { keys, args } = settling(names, season, outlet, delivery, '', safely, now);
      return (await runScript(redis, RESOLVE_DELIVERY, keys, args)) === 1;
    },

    async restore(season, delivery, now) {
      const { id, outlet, status } = delivery;
      if (status.kind === 'owed') return false;
      const { records, claimable, orders } = ledgerKeys(season);
      const lease = status.kind === 'sending' ? status : undefined;
      const { detail, why } = status.kind === 'sending' ? { detail: '', why: '' } : settlementParts(status);
      const restored = await runScript(
        redis,
        RESTORE_DELIVERY,
        [records, claimable, orders, queueKey(season, outlet), pendingKey(season, id)],
        [
          ...[outlet, id, encodeBody(delivery), delivery.owedAt, delivery.expiresAt, status.kind, now],
          ...[detail, why, lease?.lease ?? '', lease?.until ?? 0, delivery.firstTriedAt ?? now],
        ],
      );
      return restored === 1;
    },

    ...createRestarts(redis, by?.sender ?? ''),

    async withdraw(season, delivery, problem, now) {
      const { records, claimable, life, senders } = ledgerKeys(season);
      const pending = pendingKey(season, delivery);
      let withdrawn = 0;
      for (const chunk of chunks((await redis.smembers(pending)) as OutletId[], CHUNK)) {
        const queues = chunk.map((outlet) => queueKey(season, outlet));
        const args = [delivery, JSON.stringify(problem), now, ...chunk];
        withdrawn += Number(
          await runScript(
            redis,
            WITHDRAW_DELIVERY,
            [records, claimable, pending, life, senders, ...queues],
            args,
          ),
        );
      }
      return withdrawn;
    },

    async takeBack(season, outlet, delivery, takenBack) {
      const { records } = ledgerKeys(season);
      const args = [outlet, delivery, JSON.stringify(takenBack)];
      return (await runScript(redis, TAKE_BACK_DELIVERY, [records], args)) === 1;
    },

    async find(season, outlet, delivery) {
      const text = await redis.hget(ledgerKeys(season).records, deliveryField(delivery, outlet));
      return text === null ? undefined : decodeDelivery(delivery, outlet, text).delivery;
    },
    async listOf(season, delivery, outlets) {
      const { records } = ledgerKeys(season);
      const found = new Map<OutletId, Delivery>();
      for (const chunk of chunks(outlets, CHUNK)) {
        const texts = await redis.hmget(records, ...chunk.map((outlet) => deliveryField(delivery, outlet)));
        for (const [at, outlet] of chunk.entries()) {
          const text = texts[at];
          if (typeof text === 'string') found.set(outlet, decodeDelivery(delivery, outlet, text).delivery);
        }
      }
      return found;
    },
    list: (season) => listDeliveries(redis, season),
    async claimable(season, now) {
      return (await redis.zrangebyscore(ledgerKeys(season).claimable, '-inf', now)) as OutletId[];
    },
  };
}

/** Stands in the field of an instant. */
const RESTARTED = 'restarted';

/**
 * Claimed delivery and its record, when to check again, delivery and record of each one that was given up.
 */
type ClaimReply = readonly [DeliveryId | '', string, string, readonly string[]];

function decodeClaim(outlet: OutletId, [claimed, record, again, givenUp]: ClaimReply): Claim {
  const expired: Delivery[] = [];
  for (let at = 0; at < givenUp.length; at += 2) {
    expired.push(decodeDelivery(givenUp[at] as DeliveryId, outlet, givenUp[at + 1] ?? '').delivery);
  }
  return {
    ...(claimed !== '' && { claimed: decodeDelivery(claimed, outlet, record).delivery }),
    ...(again === RESTARTED ? { restarted: true } : again !== '' && { again: Number(again) }),
    expired,
  };
}

function settling(
  { ledgerKeys, pendingKey, queueKey }: RedisKeys,
  season: SeasonId,
  outlet: OutletId,
  delivery: DeliveryId,
  lease: string,
  settlement: Settlement,
  now: Instant,
) {
  const { records, claimable } = ledgerKeys(season);
  const { detail, why, notBefore } = settlementParts(settlement);
  return {
    keys: [records, claimable, queueKey(season, outlet), pendingKey(season, delivery)],
    args: [
      ...[outlet, delivery, lease, settlement.kind, now, detail, why, notBefore],
      settlement.kind === 'owed' && settlement.mayBeThere === true ? 1 : '',
    ],
  };
}

function settlementParts(settlement: Settlement): { detail: string; why: string; notBefore: Instant } {
  switch (settlement.kind) {
    case 'sent':
      return { detail: JSON.stringify(settlement.message), why: '', notBefore: 0 };
    case 'refused':
      return { detail: JSON.stringify(settlement.problem), why: '', notBefore: 0 };
    case 'unknown':
      return { detail: '', why: settlement.why, notBefore: 0 };
    case 'owed':
      return { detail: '', why: settlement.why, notBefore: settlement.notBefore };
  }
}

async function listDeliveries(redis: RedisClient, season: SeasonId): Promise<readonly Delivery[]> {
  // HSCAN may return a page twice while the hash grows.
  const found = new Map<string, PlacedDelivery>();
  const { records } = keysOf(redis).ledgerKeys(season);
  let cursor = '0';
  do {
    const [next, page] = await redis.hscan(records, cursor, 'COUNT', CHUNK);
    for (let at = 0; at < page.length; at += 2) {
      const field = page[at] ?? '';
      const split = field.indexOf('|');
      const [delivery, outlet] = [field.slice(0, split), field.slice(split + 1)];
      found.set(field, decodeDelivery(delivery as DeliveryId, outlet as OutletId, page[at + 1] ?? ''));
    }
    cursor = next;
  } while (cursor !== '0');
  return [...found.values()].sort((a, b) => a.place - b.place).map(({ delivery }) => delivery);
}
