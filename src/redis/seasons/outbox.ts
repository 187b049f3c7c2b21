import type { Effect } from '../../core/season/effects.ts';
import type { Outbox, OwedEffect } from '../../ports/stores/outbox.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { FINISH_EFFECT, OVERDUE_EFFECTS, OWE_EFFECT, POSTPONE_EFFECT } from './scripts.ts';

/** Stores what is owed beside each season's log, as `SeasonLog.append` wrote it. */
export function createRedisOutbox(redis: RedisClient): Outbox {
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
    async postpone(season, id, effect) {
      const { outbox, due } = seasonKeys(season);
      const values = [id, effect.dueAt, encodeRecord(effect)];
      return (await runScript(redis, POSTPONE_EFFECT, [outbox, due], values)) === 1;
    },
    async done(season, id) {
      const { outbox, due } = seasonKeys(season);
      await runScript(redis, FINISH_EFFECT, [outbox, due], [id]);
    },
  };
}

/**
 * Effects due at the same instant are in the order of their events: a drop is owed before the poll that
 * follows it.
 */
function soonestFirst(a: OwedEffect, b: OwedEffect): number {
  return a.effect.dueAt - b.effect.dueAt || byNumber.compare(a.id, b.id);
}
const byNumber = new Intl.Collator('en', { numeric: true });
