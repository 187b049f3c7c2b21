import type { SeasonId } from '../../core/ids.ts';
import type { StoredKey, StoredValue } from '../../ports/stores/season-archive.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { luaScript, runScript } from '../shared/scripts.ts';

const SCAN_NAMES = luaScript(import.meta.url, './lua/scan-names.lua');

/** Names checked, or values read, in one command: some milliseconds of Redis' time. */
const AT_ONCE = 2_000;

/** Names, inside the season, of everything stored of it. Does not block Redis, however much else it contains. */
export async function namesIn(redis: RedisClient, season: SeasonId): Promise<readonly string[]> {
  const { seasonKeys, seasonPrefix } = keysOf(redis);
  const prefix = seasonPrefix(season);
  const names = new Set<string>();
  let cursor = '0';
  do {
    const args = [cursor, patternOf(prefix), AT_ONCE];
    const reply = await runScript(redis, SCAN_NAMES, [seasonKeys(season).events], args);
    const [next, found] = reply as [string, string[]];
    for (const name of found) names.add(name.slice(prefix.length));
    cursor = next;
  } while (cursor !== '0');
  return [...names].sort();
}

/**
 * Escapes Redis' glob characters. A season's id has none of them, but we don't rely on that when deleting.
 */
export const patternOf = (prefix: string): string => `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;

/**
 * A key with everything it contains, read in pieces. What is written meanwhile may or may not be included; what was
 * there before and after is. Undefined if the key no longer exists.
 */
export async function readKey(
  redis: RedisClient,
  season: SeasonId,
  name: string,
): Promise<StoredKey | undefined> {
  const key = `${keysOf(redis).seasonPrefix(season)}${name}`;
  const type = await redis.type(key);
  const values = await valuesOf(redis, key, type);
  if (values === undefined || values.length === 0) return undefined;
  return { name, type: type as StoredKey['type'], values: values.map(storedValue) };
}

async function valuesOf(
  redis: RedisClient,
  key: string,
  type: string,
): Promise<readonly Buffer[] | undefined> {
  switch (type) {
    case 'string': {
      const value = await redis.getBuffer(key);
      return value === null ? [] : [value];
    }
    case 'list': {
      const values: Buffer[] = [];
      for (;;) {
        const some = await redis.lrangeBuffer(key, values.length, values.length + AT_ONCE - 1);
        values.push(...some);
        if (some.length < AT_ONCE) return values;
      }
    }
    case 'hash':
      return pairsOf((cursor) => redis.hscanBuffer(key, cursor, 'COUNT', AT_ONCE));
    case 'zset':
      return pairsOf((cursor) => redis.zscanBuffer(key, cursor, 'COUNT', AT_ONCE));
    case 'set': {
      const members = new Map<string, Buffer>();
      let cursor = '0';
      do {
        const [next, some]: [Buffer, Buffer[]] = await redis.sscanBuffer(key, cursor, 'COUNT', AT_ONCE);
        for (const member of some) members.set(member.toString('latin1'), member);
        cursor = next.toString();
      } while (cursor !== '0');
      return [...members.values()];
    }
    default:
      // A type that is not used here, or a key that is gone.
      return type === 'none' ? undefined : [Buffer.from(type)];
  }
}

/** A scan may return the same field twice; the later value counts. */
async function pairsOf(
  step: (cursor: string) => Promise<[cursor: Buffer, elements: Buffer[]]>,
): Promise<readonly Buffer[]> {
  const pairs = new Map<string, readonly [Buffer, Buffer]>();
  let cursor = '0';
  do {
    const [next, some] = await step(cursor);
    for (let at = 0; at + 1 < some.length; at += 2) {
      const [field, value] = [some[at], some[at + 1]];
      if (field !== undefined && value !== undefined) pairs.set(field.toString('latin1'), [field, value]);
    }
    cursor = next.toString();
  } while (cursor !== '0');
  return [...pairs.values()].flat();
}

/** Bytes that are not text are stored as bytes. */
export function storedValue(bytes: Buffer): StoredValue {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : { base64: bytes.toString('base64') };
}
