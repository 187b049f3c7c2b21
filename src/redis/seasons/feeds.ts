import type { FeedState, FeedStore } from '../../ports/stores/feed-store.ts';
import type { RedisClient } from '../connection/connection.ts';
import { chunks } from '../shared/chunks.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { PUT_FEED } from './scripts.ts';

/** Marks in one command. */
const AT_ONCE = 1_000;

/** Keeps each season's feed among its other keys, so that backup, restore and archive take it along. */
export function createRedisFeedStore(redis: RedisClient): FeedStore {
  const { seasonKeys } = keysOf(redis);
  return {
    async state(season) {
      const text = await redis.get(seasonKeys(season).feed);
      return text === null ? undefined : decodeRecord<FeedState>(text);
    },
    async marks(season, marks) {
      const kept = new Map<string, string>();
      for (const some of chunks(marks, AT_ONCE)) {
        const values = await redis.hmget(seasonKeys(season).feedMarks, ...some);
        for (const [index, mark] of some.entries()) {
          const value = values[index];
          if (value !== null && value !== undefined) kept.set(mark, value);
        }
      }
      return kept;
    },
    size: (season) => redis.hlen(seasonKeys(season).feedMarks),
    async put(season, state, marks = new Map()) {
      const { feed, feedMarks } = seasonKeys(season);
      await runScript(redis, PUT_FEED, [feed, feedMarks], [encodeRecord(state), ...[...marks].flat()]);
    },
  };
}
