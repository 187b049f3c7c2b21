import type { SeasonOutlet, SeasonOutlets } from '../../ports/stores/season-outlets.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { LIST_OUTLETS, PUT_OUTLET } from './scripts.ts';

/** Keeps the outlets of each season. */
export function createRedisSeasonOutlets(redis: RedisClient): SeasonOutlets {
  const { seasonKeys } = keysOf(redis);
  return {
    async all(season) {
      const keys = seasonKeys(season);
      const found = (await runScript(redis, LIST_OUTLETS, [keys.outlets, keys.outletOrder], [])) as string[];
      return found.map((text) => decodeRecord<SeasonOutlet>(text));
    },
    async find(season, id) {
      const text = await redis.hget(seasonKeys(season).outlets, id);
      return text === null ? undefined : decodeRecord<SeasonOutlet>(text);
    },
    async put(season, outlet) {
      const keys = seasonKeys(season);
      await runScript(redis, PUT_OUTLET, [keys.outlets, keys.outletOrder], [outlet.id, encodeRecord(outlet)]);
    },
  };
}
