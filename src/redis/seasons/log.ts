import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { botAlerts, type Milliseconds, type SeasonId, type ShowId } from '../../core/ids.ts';
import type { Effect } from '../../core/season/effects.ts';
import { EVENT_VERSION, type SeasonEvent } from '../../core/season/events.ts';
import type { OwedEffect } from '../../ports/stores/outbox.ts';
import type { LogMark, SeasonLog } from '../../ports/stores/season-log.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { APPEND_EVENTS, CLAIM_SEASON, READ_EVENTS } from './scripts.ts';
import { faultInAlerts, faultInSeason } from './season-check.ts';
import { dumpWhole } from './season-dump.ts';
import type { SeasonShapes } from './season-shapes.ts';

/**
 * A key that was created while the keys were listed may be missing from the list, so a fault is checked once more
 * after this time.
 */
const LOOK_AGAIN_AFTER: Milliseconds = 200;

/** Stores the log of every season in Redis. The caller owns the connection and closes it. */
export function createRedisSeasonLog(redis: RedisClient, shapes: SeasonShapes): SeasonLog {
  const { pastKeys, showKeys } = keysOf(redis);
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
      if ((await faultNow(redis, season, shapes)) === undefined) return undefined;
      await sleep(LOOK_AGAIN_AFTER);
      return faultNow(redis, season, shapes);
    },
    ...createEvents(redis),
  };
}

async function faultNow(
  redis: RedisClient,
  season: SeasonId,
  shapes: SeasonShapes,
): Promise<string | undefined> {
  const { whole } = await dumpWhole(redis, season);
  if (season === botAlerts) return faultInAlerts(whole, shapes);
  // Claimed, and not begun yet.
  return whole.some(({ name }) => name === 'events') ? faultInSeason(season, whole, shapes) : undefined;
}

function createEvents(redis: RedisClient): Pick<SeasonLog, 'hasBegun' | 'read' | 'append'> {
  const { seasonKeys } = keysOf(redis);
  return {
    async hasBegun(season) {
      return (await redis.exists(seasonKeys(season).events)) === 1;
    },
    async read(season, known = BEGINNING) {
      const { events: log, restore: token } = seasonKeys(season);
      const { version, digest, restore: of } = known;
      const reply = await runScript(redis, READ_EVENTS, [log, token], [version, digest, of]);
      const [from, restore, texts] = reply as [number, string, string[]];
      const last = texts.at(-1);
      return {
        events: texts.map((text) => decodeRecord<SeasonEvent>(text, EVENT_VERSION)),
        from,
        end: {
          version: from + texts.length,
          digest: last === undefined ? (from === 0 ? '' : digest) : digestOf(last),
          restore,
        },
      };
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

const BEGINNING: LogMark = { version: 0, digest: '', restore: '' };

/** Must equal `redis.sha1hex` in lua/read-events.lua; it protects no secret. */
const digestOf = (text: string): string => createHash('sha1').update(text).digest('hex');

/** Versions only grow, so an effect's id is never used twice. */
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
