import { Cluster } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { createRedisClosings } from '../../../src/redis/ballots/closings.ts';
import { closeRedis, connectRedis, type RedisClient } from '../../../src/redis/connection/connection.ts';
import { logLines } from '../../support/log-lines.ts';
import { startCluster, startRedis } from '../../support/redis.ts';
import { closingsContract } from './closings.contract.ts';

describe.each(['one Redis', 'a Cluster'])('who closes a poll, in %s', (kind) => {
  let stop: () => Promise<void>;
  let flush: () => Promise<void>;
  let client: RedisClient;
  beforeAll(async () => {
    const servers = kind === 'one Redis' ? await startRedis() : await startCluster();
    ({ stop, flush } = servers);
    client = connectRedis(servers.url, 'store', logLines());
    if (client instanceof Cluster) await client.ping();
  });
  beforeEach(() => flush());
  afterAll(async () => {
    await closeRedis(client);
    await stop();
  });

  closingsContract(kind, (processes) => createRedisClosings(client, processes));
});
