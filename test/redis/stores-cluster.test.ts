import { Cluster } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { seasonJobRemover } from '../../src/queues/season-jobs.ts';
import { createRedisBallotStore } from '../../src/redis/ballots/store.ts';
import { createRedisPostedRequests } from '../../src/redis/bot/posted-requests.ts';
import { createRedisDeliveryLedger } from '../../src/redis/ledger/ledger.ts';
import { createRedisSeasonStores } from '../../src/redis/seasons/stores.ts';
import { createRedisSeasonVault } from '../../src/redis/seasons/vault.ts';
import { redisKeys } from '../../src/redis/shared/keys.ts';
import { startCluster, type TestCluster } from '../support/redis.ts';
import { storedShapes } from '../support/stored-shapes.ts';
import { ballotStoreContract } from './ballots/ballot-store.contract.ts';
import { roundCountsContract } from './ballots/round-counts.contract.ts';
import { deliveryLedgerContract } from './ledger/delivery-ledger.contract.ts';
import { ledgerRestartsContract } from './ledger/ledger-restarts.contract.ts';
import { postedRequestsContract } from './posted-requests.contract.ts';
import { connectionsContract } from './seasons/connections.contract.ts';
import { feedStoreContract } from './seasons/feed-store.contract.ts';
import { outboxContract } from './seasons/outbox.contract.ts';
import { seasonLogContract } from './seasons/season-log.contract.ts';
import { seasonOutletsContract } from './seasons/season-outlets.contract.ts';
import { seasonVaultContract } from './seasons/season-vault.contract.ts';

describe('stores on a Redis Cluster of three nodes', () => {
  let servers: TestCluster;
  let cluster: Cluster;
  beforeAll(async () => {
    servers = await startCluster();
    cluster = new Cluster(servers.nodes, { redisOptions: { protocol: 2 } });
  });
  beforeEach(() => servers.flush());
  afterAll(async () => {
    cluster.disconnect();
    await servers.stop();
  });

  const seasonStores = () => createRedisSeasonStores(cluster, storedShapes);
  seasonLogContract('Redis Cluster', seasonStores);
  outboxContract('Redis Cluster', seasonStores);
  roundCountsContract('Redis Cluster', seasonStores);
  seasonOutletsContract('Redis Cluster', () => seasonStores().outlets);
  connectionsContract('Redis Cluster', () => seasonStores().connections);
  feedStoreContract('Redis Cluster', () => seasonStores().feeds);
  deliveryLedgerContract('Redis Cluster', () => createRedisDeliveryLedger(cluster));
  ledgerRestartsContract(
    'Redis Cluster',
    (by) => createRedisDeliveryLedger(cluster, by),
    async (season) =>
      void (await cluster.hset(redisKeys('cliffhanger').ledgerKeys(season).life, 'run', 'the life before')),
  );
  postedRequestsContract('Redis Cluster', (limits) => createRedisPostedRequests(cluster, limits));
  ballotStoreContract('Redis Cluster', (options) => createRedisBallotStore(cluster, options));
  seasonVaultContract(
    'Redis Cluster',
    () => ({
      ...createRedisSeasonStores(cluster, storedShapes),
      ledger: createRedisDeliveryLedger(cluster),
      ballots: createRedisBallotStore(cluster),
      vault: createRedisSeasonVault(cluster, seasonJobRemover(cluster, ['discord', 'telegram'])),
    }),
    () => servers.flush(),
  );
});
