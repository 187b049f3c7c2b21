import { randomUUID } from 'node:crypto';
import { type NativePollId, type SeasonId, type ShowId, seasonId } from '../../core/ids.ts';
import type { OpenPoll } from '../../ports/stores/ballot-store.ts';
import type { Doubt } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonVault, StoredKey, StoredSeason, StoredValue } from '../../ports/stores/season-archive.ts';
import type { RedisClient } from '../connection/connection.ts';
import { mayHaveBeenSent } from '../ledger/record.ts';
import { chunks } from '../shared/chunks.ts';
import { keysOf } from '../shared/keys.ts';
import { decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { ERASE_KEYS, RESTORE_SEASON, RETIRE_SEASON } from './scripts.ts';
import { dumpSeason } from './season-dump.ts';
import { patternOf } from './season-keys.ts';

const SINCE_BACKUP = 'It was due between a backup and its restore.';

/** Values in one command. */
const CHUNK = 1_000;

/**
 * Takes whole seasons out of Redis and restores them. The caller owns the connection.
 * @param removeJobs removes what is queued for a season.
 */
export function createRedisSeasonVault(
  redis: RedisClient,
  removeJobs: (season: SeasonId) => Promise<void>,
): SeasonVault {
  const { indexKeys, ledgerKeys, pastKeys, seasonKeys, seasonPollKeys, seasonPrefix, showKeys } =
    keysOf(redis);
  const vault: SeasonVault = {
    async stored(show) {
      const claimed = await redis.hgetall(showKeys.claimed);
      const gone = new Set([
        ...(await redis.hkeys(showKeys.archived)),
        ...(await redis.hkeys(pastKeys.lost)),
      ]);
      return Object.entries(claimed)
        .filter(([one]) => show === undefined || one === show)
        .flatMap(([one, count]) => ordinals(Number(count)).map((ordinal) => stored(one as ShowId, ordinal)))
        .filter(({ season }) => !gone.has(season));
    },
    async retired(show) {
      const archived = new Set(await redis.hkeys(showKeys.archived));
      const claimed = Number((await redis.hget(showKeys.claimed, show)) ?? 0);
      return ordinals(claimed)
        .map((ordinal) => seasonId(show, ordinal))
        .filter((season) => archived.has(season));
    },
    async retire({ show, season }, at) {
      const keys = [showKeys.archived, showKeys.current];
      return (await runScript(redis, RETIRE_SEASON, keys, [show, season, at])) === 1;
    },
    async erase(season) {
      await removeJobs(season);
      const polls = await redis.hkeys(seasonPollKeys(season).numbers);
      for (const some of chunks(polls, CHUNK)) await redis.hdel(indexKeys.polls, ...some);
      const keys = [seasonKeys(season).events];
      while ((await runScript(redis, ERASE_KEYS, keys, [patternOf(seasonPrefix(season))])) === 1);
    },
    backup: (season) => dumpSeason(redis, season),
    async restore({ show, season, takenAt, keys }, replaces, now) {
      await vault.erase(season);
      // Before any event: a process that knows the old log must not continue from there.
      await redis.set(seasonKeys(season).restore, randomUUID());
      const { records, life, senders } = ledgerKeys(season);
      const doubt = { since: takenAt, until: now, why: SINCE_BACKUP };
      for (const { name, type, values } of keys) {
        const key = `${seasonPrefix(season)}${name}`;
        // These keys belong to the Redis that it comes from.
        if (key === life || key === senders) continue;
        const bytes = values.map(bytesOf);
        const entries =
          key === records ? bytes.map((one, at) => (at % 2 === 0 ? one : tried(one, doubt))) : bytes;
        await writeKey(redis, key, type, entries);
      }
      await keepDoubt(redis, season, doubt);
      await indexPolls(redis, season, keys);
      const ordinal = season.slice(show.length + 1);
      const commit = [showKeys.current, showKeys.claimed, showKeys.archived];
      const done = await runScript(redis, RESTORE_SEASON, commit, [show, season, ordinal, replaces ?? '']);
      if (done !== 1) await vault.erase(season);
      return done === 1;
    },
  };
  return vault;
}

const ordinals = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const stored = (show: ShowId, ordinal: number): StoredSeason => ({ show, season: seasonId(show, ordinal) });

const bytesOf = (value: StoredValue): Buffer =>
  typeof value === 'string' ? Buffer.from(value) : Buffer.from(value.base64, 'base64');

/** What becomes owed from now on and was due by `now` may have been sent as well. An earlier doubt stays. */
async function keepDoubt(redis: RedisClient, season: SeasonId, { since, until, why }: Doubt): Promise<void> {
  const { doubt } = keysOf(redis).ledgerKeys(season);
  const [earlier, later] = await redis.hmget(doubt, 'since', 'until');
  await redis.hset(doubt, {
    since: Math.min(since, Number(earlier ?? since)),
    until: Math.max(until, Number(later ?? until)),
    why,
  });
}

const tried = (record: Buffer, doubt: Doubt): Buffer =>
  Buffer.from(mayHaveBeenSent(record.toString(), doubt));

async function writeKey(
  redis: RedisClient,
  key: string,
  type: StoredKey['type'],
  values: readonly Buffer[],
): Promise<void> {
  for (const some of chunks(values, CHUNK)) {
    switch (type) {
      case 'string':
        await redis.set(key, some[0] ?? '');
        break;
      case 'list':
        await redis.rpush(key, ...some);
        break;
      case 'set':
        await redis.sadd(key, ...some);
        break;
      case 'hash':
        await redis.hset(key, ...some);
        break;
      case 'zset':
        await redis.zadd(key, ...scoresFirst(some));
        break;
    }
  }
}

/** Redis returns member and score, and expects score and member. */
function scoresFirst(pairs: readonly Buffer[]): Buffer[] {
  return pairs.map((_, at) => pairs[at % 2 === 0 ? at + 1 : at - 1] ?? Buffer.alloc(0));
}

/** The index of native polls is outside the season, and is derived from what the season knows about them. */
async function indexPolls(redis: RedisClient, season: SeasonId, keys: readonly StoredKey[]): Promise<void> {
  const { indexKeys, seasonPollKeys, seasonPrefix } = keysOf(redis);
  const { numbers, pollsPrefix } = seasonPollKeys(season);
  const numberOf = await redis.hgetall(numbers);
  for (const key of keys.map(({ name }) => `${seasonPrefix(season)}${name}`)) {
    if (!key.startsWith(pollsPrefix)) continue;
    const polls = await redis.hgetall(key);
    for (const [id, record] of Object.entries(polls) as [NativePollId, string][]) {
      const entry = { poll: decodeRecord<OpenPoll>(record), number: Number(numberOf[id]) };
      await redis.hset(indexKeys.polls, id, encodeRecord(entry));
    }
  }
}
