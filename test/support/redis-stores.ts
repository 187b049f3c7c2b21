import type { PlatformName } from '../../src/core/ids.ts';
import type { Processes } from '../../src/ports/processes.ts';
import { createBullmqJobs } from '../../src/queues/jobs.ts';
import { seasonJobRemover } from '../../src/queues/season-jobs.ts';
import { createRedisClosings } from '../../src/redis/ballots/closings.ts';
import { createRedisBallotStore } from '../../src/redis/ballots/store.ts';
import { createRedisCommunityNames } from '../../src/redis/bot/community-names.ts';
import { createRedisPastStore } from '../../src/redis/bot/past.ts';
import { createRedisPeopleNames } from '../../src/redis/bot/people-names.ts';
import { createRedisPlaceStore } from '../../src/redis/bot/places.ts';
import { createRedisPublicAnswers } from '../../src/redis/bot/public-answers.ts';
import { closeRedis, connectRedis } from '../../src/redis/connection/connection.ts';
import { createRedisDeliveryLedger } from '../../src/redis/ledger/ledger.ts';
import { createRedisSeasonStores } from '../../src/redis/seasons/stores.ts';
import { createRedisSeasonVault } from '../../src/redis/seasons/vault.ts';
import { createRedisClock } from '../../src/redis/shared/clock.ts';
import { logLines } from './log-lines.ts';
import type { StageStores } from './stage-stores.ts';
import { storedShapes } from './stored-shapes.ts';

/** What a stage keeps in a Redis, as it is there. */
export function redisStores(
  url: string,
  platforms: readonly PlatformName[],
  processes: Processes,
): StageStores {
  const { log } = logLines();
  const client = connectRedis(url, 'store', { log });
  const clock = createRedisClock(client);
  const connect = (role: 'store' | 'queue' | 'worker') => connectRedis(url, role, { log });
  const jobs = createBullmqJobs({ platforms, connect, clock, log });
  return {
    ports: {
      ...createRedisSeasonStores(client, storedShapes),
      ledger: createRedisDeliveryLedger(client),
      ballots: createRedisBallotStore(client),
      jobs,
      clock,
      closings: createRedisClosings(client, processes),
      places: createRedisPlaceStore(client, storedShapes),
      communityNames: createRedisCommunityNames(client),
      publicAnswers: createRedisPublicAnswers(client),
      peopleNames: createRedisPeopleNames(client),
    },
    past: createRedisPastStore(client),
    vault: createRedisSeasonVault(client, seasonJobRemover(client, platforms)),
    async close() {
      await jobs.stop(1_000);
      await closeRedis(client);
    },
  };
}
