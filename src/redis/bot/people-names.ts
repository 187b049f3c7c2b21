import type { Milliseconds } from '../../core/ids.ts';
import type { PeopleNames } from '../../ports/people-names.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';

/** An alert is written anew within seconds; a press on one that was not yet may come later. */
const KEPT: Milliseconds = 3_600_000;

export function createRedisPeopleNames(redis: RedisClient): PeopleNames {
  const { personKey } = keysOf(redis);
  return {
    async note(pseudonym, name) {
      await redis.set(personKey(pseudonym), name, 'PX', KEPT);
    },
    async of(pseudonyms) {
      const found = await Promise.all(
        pseudonyms.map(async (one) => [one, await redis.get(personKey(one))] as const),
      );
      return new Map(found.flatMap(([one, name]) => (name === null ? [] : [[one, name] as const])));
    },
  };
}
