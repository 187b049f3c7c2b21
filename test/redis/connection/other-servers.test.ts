import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { checkRedis } from '../../../src/redis/connection/health.ts';
import { startRedis } from '../../support/redis.ts';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice } from '../../support/stage/stories.ts';

/** Where test/servers/fetch.sh puts them. */
const SERVERS = ['valkey', 'redis'].map((name) => ({
  name,
  program: join(homedir(), '.cache/cliffhanger-test-servers', name, 'server'),
}));

describe.each(SERVERS)('the newer $name of Debian', ({ program }) => {
  const whereFetched = it.skipIf(!existsSync(program));

  whereFetched(
    'is known for what it is: one server that keeps every write, or a node of a Cluster, which is refused',
    async ({ onTestFinished }) => {
      const check = async (...args: readonly string[]) => {
        const server = await startRedis(args, program);
        onTestFinished(() => server.stop());
        const client = new Redis(server.url);
        onTestFinished(() => client.disconnect());
        return checkRedis(client, { foreign: true });
      };
      expect(await check('--appendonly', 'yes', '--appendfsync', 'always')).toMatchObject({
        mode: 'standalone',
        durability: 'every-write',
        warnings: [],
      });
      await expect(check('--cluster-enabled', 'yes')).rejects.toMatchObject({
        message: expect.stringContaining('is a node of a Redis Cluster'),
      });
    },
  );

  whereFetched('carries a whole season', { timeout: 60_000 }, async ({ onTestFinished }) => {
    const redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always'], program);
    onTestFinished(() => redis.stop());
    const environment = { REDIS_URL: redis.url };
    const places = { club: 'server', talk: 'group' } as const;
    const stage = await SeasonStage.set({ story: oneChoice(), places, environment }, onTestFinished);
    await stage.startBot();
    await stage.playRound(1, { club: [1, 1, 0], talk: [1, 2] });
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 5, provisional: false });
    const wanted = ['drop storm', 'result 5 The doctor', 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });
});
