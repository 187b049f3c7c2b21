import type { Milliseconds } from '../../core/ids.ts';
import type { PeopleNames } from '../../ports/people-names.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';

/**
 * An alert is rewritten within seconds. A button on an alert that is not rewritten yet may be pressed later.
 */
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
