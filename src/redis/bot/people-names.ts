import type { Milliseconds } from '../../core/ids.ts';
import type { PeopleNames } from '../../ports/stores/people-names.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';

/**
 * As long as the longest vote, and a little: an alert may wait that long for its platform before it is written anew, and a
 * press on one that could not be may come as late.
 */
const KEPT: Milliseconds = 30 * 86_400_000;

export function createRedisPeopleNames(redis: RedisClient): PeopleNames {
  const { personKey } = keysOf(redis);
  return {
    async note(pseudonym, name) {
      await redis.set(personKey(pseudonym), name, 'PX', KEPT);
    },
    async forget(pseudonyms) {
      await Promise.all(pseudonyms.map((one) => redis.del(personKey(one))));
    },
    async of(pseudonyms) {
      const found = await Promise.all(
        pseudonyms.map(async (one) => [one, await redis.get(personKey(one))] as const),
      );
      return new Map(found.flatMap(([one, name]) => (name === null ? [] : [[one, name] as const])));
    },
  };
}
