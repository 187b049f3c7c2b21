import type { TallySample } from '../../core/insights/facts.ts';
import type { OutletCount } from '../../core/vote/tally.ts';
import type { Amendment, RoundCounts } from '../../ports/stores/round-counts.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { bare, decodeRecord, encodeRecord } from '../shared/records.ts';

/** Stores the counts of each round beside the season's log, as `SeasonLog.append` wrote them, and their amendments. */
export function createRedisRoundCounts(redis: RedisClient): RoundCounts {
  const { amendmentsKey, samplesKey, seasonKeys } = keysOf(redis);
  return {
    async of(season, round) {
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
    async addSample(season, round, slot, sample) {
      await redis.hsetnx(samplesKey(season, round), String(slot), encodeRecord(sample));
    },
    hasSample: async (season, round, slot) =>
      (await redis.hexists(samplesKey(season, round), String(slot))) === 1,
    async samples(season, round) {
      const texts = await redis.hvals(samplesKey(season, round));
      return texts
        .map((text) => decodeRecord<TallySample>(text))
        .map(({ at, counts }) => ({ at, counts: bare(counts) }))
        .sort((one, other) => one.at - other.at);
    },
  };
}

function withBareCounts(count: OutletCount): OutletCount {
  return count.status === 'missing' ? count : { ...count, counts: bare(count.counts) };
}
