import type { SeasonId } from '../../core/ids.ts';
import type { StoredKey, StoredValue } from '../../ports/stores/season-archive.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { DUMP_KEYS } from './scripts.ts';
import { isBallots } from './season-check.ts';
import { namesIn, readKey, storedValue } from './season-keys.ts';

/** After this many attempts in which new keys appeared, a season is dumped as it is. */
const MOST_TRIES = 5;
/** Buckets of some hundred ballots each that are requested together. */
const AT_ONCE = 50;

/**
 * Everything stored of a season. All except ballots is from one moment. Ballots, of which there may be a million, are
 * read in pieces after that, so that Redis is never blocked for long: each is as it was at some time meanwhile. They
 * are put into the buckets that their poll had at that moment, and its live counts are computed from them, so the poll
 * is consistent. After a restore, what a platform says about its poll corrects both.
 */
export async function dumpSeason(redis: RedisClient, season: SeasonId): Promise<readonly StoredKey[]> {
  const { whole, ballots } = await dumpWhole(redis, season);
  const keys: StoredKey[] = [];
  for (const key of whole) {
    // This key belongs to the Redis that the season is in.
    if (key.name === 'restore') continue;
    const poll = /^ballots:(\d+)$/.exec(key.name)?.[1];
    if (poll === undefined) keys.push(key);
    else keys.push(...(await dumpBallots(redis, season, key, ballots.filter(ofPoll(poll)))));
  }
  return keys.sort((one, other) => (one.name < other.name ? -1 : 1));
}

const ofPoll =
  (poll: string) =>
  (name: string): boolean =>
    name.startsWith(`ballots:${poll}:`);

/** Everything except ballots, from one moment; and the names of the keys that contain ballots. */
export async function dumpWhole(
  redis: RedisClient,
  season: SeasonId,
): Promise<{ readonly whole: readonly StoredKey[]; readonly ballots: readonly string[] }> {
  const { seasonPrefix } = keysOf(redis);
  const prefix = seasonPrefix(season);
  for (let attempt = 1; ; attempt += 1) {
    const names = await namesIn(redis, season);
    const asked = names.filter((name) => !isBallots(name));
    if (asked.length === 0) return { whole: [], ballots: [] };
    const keys = asked.map((name) => `${prefix}${name}`);
    // Values may be bytes, not text.
    const reply = await redis.callBuffer('EVAL', DUMP_KEYS.lua, keys.length, ...keys);
    const known = new Set(names);
    const later = await namesIn(redis, season);
    if (attempt < MOST_TRIES && later.some((name) => !isBallots(name) && !known.has(name))) continue;
    const whole = (reply as [Buffer, Buffer, Buffer[]][]).map(([key, type, values]) => ({
      name: key.toString().slice(prefix.length),
      type: type.toString() as StoredKey['type'],
      values: values.map(storedValue),
    }));
    return { whole, ballots: later.filter(isBallots) };
  }
}

/** The poll's own key and its buckets. */
async function dumpBallots(
  redis: RedisClient,
  season: SeasonId,
  poll: StoredKey,
  buckets: readonly string[],
): Promise<readonly StoredKey[]> {
  if (poll.type !== 'hash') return [poll];
  const meta = new Map<string, StoredValue>();
  for (let at = 0; at + 1 < poll.values.length; at += 2)
    meta.set(String(poll.values[at]), poll.values[at + 1] ?? '');
  const placed: StoredKey[] = [];
  const generations = new Set(buckets.map((name) => name.split(':')[2] ?? ''));
  for (const generation of generations) {
    const count = Number(meta.get(`${generation}:buckets`) ?? 1);
    const voters = await readVoters(redis, season, poll.name, generation);
    placed.push(...place(`${poll.name}:${generation}`, count, voters));
    meta.set(`${generation}:buckets`, String(count));
    meta.set(`${generation}:size`, String(voters.size));
    for (const field of [...meta.keys()]) if (isCount(field, generation)) meta.delete(field);
    for (const [answer, votes] of tallyOf(voters)) meta.set(`${generation}:${answer}`, String(votes));
  }
  return [{ ...poll, values: [...meta].flat() }, ...placed];
}

const isCount = (field: string, generation: string): boolean =>
  field.startsWith(`${generation}:`) && /^\d+$/.test(field.slice(generation.length + 1));

interface Voter {
  readonly bytes: Buffer;
  readonly value: string;
}

/**
 * Lowest bucket first, up to the last one that exists by then: a split moves voters to a higher bucket, so none is
 * missed. If a voter is read twice, the later value counts.
 */
async function readVoters(
  redis: RedisClient,
  season: SeasonId,
  poll: string,
  generation: string,
): Promise<ReadonlyMap<string, Voter>> {
  const meta = `${keysOf(redis).seasonPrefix(season)}${poll}`;
  const voters = new Map<string, Voter>();
  let bucket = 0;
  for (;;) {
    const count = Number((await redis.hget(meta, `${generation}:buckets`)) ?? 1);
    if (bucket >= count) return voters;
    const some = Array.from({ length: Math.min(AT_ONCE, count - bucket) }, (_, index) => bucket + index);
    // Requested in this order over one connection, and so answered in it.
    const read = some.map((index) => readKey(redis, season, `${poll}:${generation}:${index}`));
    for (const { values } of (await Promise.all(read)).filter((key) => key !== undefined)) {
      for (let at = 0; at + 1 < values.length; at += 2) {
        const bytes = bytesOf(values[at] ?? '');
        voters.set(bytes.toString('latin1'), { bytes, value: String(values[at + 1]) });
      }
    }
    bucket += some.length;
  }
}

/** Must equal `bucketOf` in lua/ballots.lua. */
function place(base: string, count: number, voters: ReadonlyMap<string, Voter>): readonly StoredKey[] {
  const half = 2 ** Math.floor(Math.log2(count));
  const placed = new Map<number, StoredValue[]>();
  for (const { bytes, value } of voters.values()) {
    const bucket = bytes.readUIntBE(0, 3) % (2 * half);
    const own = bucket < count ? bucket : bucket - half;
    const values = placed.get(own) ?? [];
    values.push(storedValue(bytes), value);
    placed.set(own, values);
  }
  return [...placed].map(([bucket, values]) => ({ name: `${base}:${bucket}`, type: 'hash', values }));
}

/** A value below 128 is an answer, perhaps with 64 added; above that it is a withdrawal. */
function tallyOf(voters: ReadonlyMap<string, Voter>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { value } of voters.values()) {
    if (Number(value) >= 128) continue;
    const answer = Number(value) % 64;
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  return counts;
}

const bytesOf = (value: StoredValue): Buffer =>
  typeof value === 'string' ? Buffer.from(value) : Buffer.from(value.base64, 'base64');
