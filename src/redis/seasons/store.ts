import { setTimeout as sleep } from 'node:timers/promises';
import { botAlerts, type Milliseconds, type SeasonId, type ShowId } from '../../core/ids.ts';
import type { Effect } from '../../core/season/effects.ts';
import { EVENT_VERSION, type SeasonEvent } from '../../core/season/events.ts';
import type { OutletCount } from '../../core/vote/tally.ts';
import type { Amendment, OwedEffect, SeasonOutlet, SeasonStore } from '../../ports/season-store.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { bare, decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { createConnections } from './connections.ts';
import {
  APPEND_EVENTS,
  CLAIM_SEASON,
  FINISH_EFFECT,
  LIST_OUTLETS,
  OVERDUE_EFFECTS,
  OWE_EFFECT,
  PUT_OUTLET,
  READ_EVENTS,
} from './scripts.ts';
import { faultInAlerts, faultInSeason } from './season-check.ts';
import { dumpWhole } from './season-dump.ts';

/** A key that was made while others were listed is missing among them: what is wrong is looked at once more after this. */
const LOOK_AGAIN_AFTER: Milliseconds = 200;

/** Keeps the log of every season with its outbox in Redis. The connection stays the caller's, to close as well. */
export function createRedisSeasonStore(redis: RedisClient): SeasonStore {
  const { pastKeys, seasonKeys, showKeys } = keysOf(redis);
  return {
    async current(show) {
      return ((await redis.hget(showKeys.current, show)) as SeasonId | null) ?? undefined;
    },
    async all() {
      const seasons = await redis.hgetall(showKeys.current);
      return new Map(Object.entries(seasons) as [ShowId, SeasonId][]);
    },
    async nextOrdinal(show) {
      return Number((await redis.hget(showKeys.claimed, show)) ?? 0) + 1;
    },
    async claim(show, season, after) {
      const keys = [showKeys.current, showKeys.claimed, pastKeys.fresh];
      return (await runScript(redis, CLAIM_SEASON, keys, [show, season, after ?? ''])) === 1;
    },

    async fault(season) {
      if ((await faultNow(redis, season)) === undefined) return undefined;
      await sleep(LOOK_AGAIN_AFTER);
      return faultNow(redis, season);
    },
    ...createLog(redis),
    ...createOutbox(redis),
    ...createCounts(redis),
    ...createConnections(redis),

    async outlets(season) {
      const keys = seasonKeys(season);
      const found = (await runScript(redis, LIST_OUTLETS, [keys.outlets, keys.outletOrder], [])) as string[];
      return found.map((text) => decodeRecord<SeasonOutlet>(text));
    },
    async outlet(season, id) {
      const text = await redis.hget(seasonKeys(season).outlets, id);
      return text === null ? undefined : decodeRecord<SeasonOutlet>(text);
    },
    async putOutlet(season, outlet) {
      const keys = seasonKeys(season);
      await runScript(redis, PUT_OUTLET, [keys.outlets, keys.outletOrder], [outlet.id, encodeRecord(outlet)]);
    },
  };
}

async function faultNow(redis: RedisClient, season: SeasonId): Promise<string | undefined> {
  const { whole } = await dumpWhole(redis, season);
  if (season === botAlerts) return faultInAlerts(whole);
  // Claimed, and not begun yet.
  return whole.some(({ name }) => name === 'events') ? faultInSeason(season, whole) : undefined;
}

function createLog(redis: RedisClient): Pick<SeasonStore, 'read' | 'append'> {
  const { seasonKeys } = keysOf(redis);
  return {
    async read(season, from = 0) {
      const reply = await runScript(redis, READ_EVENTS, [seasonKeys(season).events], [from]);
      const [version, events] = reply as [number, string[]];
      return { events: events.map((text) => decodeRecord<SeasonEvent>(text, EVENT_VERSION)), version };
    },
    async append(season, expectedVersion, events, owed, counts) {
      const effects = nameEffects(expectedVersion, events, owed);
      const { events: log, outbox, due, counts: countsOfRounds } = seasonKeys(season);
      const appended = await runScript(
        redis,
        APPEND_EVENTS,
        [log, outbox, due, countsOfRounds],
        [
          expectedVersion,
          events.length,
          ...events.map((event) => encodeRecord(event, EVENT_VERSION)),
          effects.length,
          ...effects.flatMap(({ id, effect }) => [id, effect.dueAt, encodeRecord(effect)]),
          ...(counts === undefined ? [] : [counts.round, encodeRecord(counts.outlets)]),
        ],
      );
      return appended === 1 ? effects : undefined;
    },
  };
}

/** Versions only grow, so an effect's id is never given twice. */
function nameEffects(
  expectedVersion: number,
  events: readonly SeasonEvent[],
  owed: readonly Effect[],
): OwedEffect[] {
  if (events.length === 0 && owed.length > 0)
    throw new RangeError('Effects are owed by events, but there is none');
  const version = expectedVersion + events.length;
  return owed.map((effect, index) => ({ id: `${version}.${index}`, effect }));
}

function createOutbox(redis: RedisClient): Pick<SeasonStore, 'owed' | 'overdue' | 'owe' | 'done'> {
  const { seasonKeys } = keysOf(redis);
  return {
    async owed(season, id) {
      const text = await redis.hget(seasonKeys(season).outbox, id);
      return text === null ? undefined : decodeRecord<Effect>(text);
    },
    async overdue(season, until, limit) {
      const { due, outbox } = seasonKeys(season);
      const found = (await runScript(redis, OVERDUE_EFFECTS, [due, outbox], [until, limit])) as string[];
      const effects: OwedEffect[] = [];
      for (let at = 0; at < found.length; at += 2) {
        effects.push({ id: found[at] ?? '', effect: decodeRecord<Effect>(found[at + 1] ?? '') });
      }
      return effects.sort(soonestFirst);
    },
    async owe(season, id, effect) {
      const { outbox, due } = seasonKeys(season);
      await runScript(redis, OWE_EFFECT, [outbox, due], [id, effect.dueAt, encodeRecord(effect)]);
    },
    async done(season, id) {
      const { outbox, due } = seasonKeys(season);
      await runScript(redis, FINISH_EFFECT, [outbox, due], [id]);
    },
  };
}

/** Effects due at one instant in the order of their events: a drop is owed before the poll that follows it. */
function soonestFirst(a: OwedEffect, b: OwedEffect): number {
  return a.effect.dueAt - b.effect.dueAt || byNumber.compare(a.id, b.id);
}
const byNumber = new Intl.Collator('en', { numeric: true });

function createCounts(redis: RedisClient): Pick<SeasonStore, 'counts' | 'amend' | 'amendments'> {
  const { amendmentsKey, seasonKeys } = keysOf(redis);
  return {
    async counts(season, round) {
      const text = await redis.hget(seasonKeys(season).counts, String(round));
      return text === null ? undefined : decodeRecord<readonly OutletCount[]>(text).map(withBareCounts);
    },
    async amend(season, round, amendment) {
      await redis.rpush(amendmentsKey(season, round), encodeRecord(amendment));
    },
    async amendments(season, round) {
      const texts = await redis.lrange(amendmentsKey(season, round), 0, -1);
      return texts
        .map((text) => decodeRecord<Amendment>(text))
        .map(({ at, count }) => ({ at, count: withBareCounts(count) }));
    },
  };
}

function withBareCounts(count: OutletCount): OutletCount {
  return count.status === 'missing' ? count : { ...count, counts: bare(count.counts) };
}
