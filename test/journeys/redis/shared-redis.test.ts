import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import { oneChoice } from '../../support/stage/stories.ts';

it('two bots share one Redis with two prefixes, and neither has a key of the other', {
  timeout: 60_000,
}, async ({ onTestFinished }) => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const stageOf = (REDIS_PREFIX: string) =>
    SeasonStage.set(
      {
        story: oneChoice(),
        places: { club: 'server', news: 'channel' },
        environment: { REDIS_URL: redis.url, REDIS_PREFIX },
      },
      onTestFinished,
    );
  const stages = [await stageOf('staging'), await stageOf('production:1')] as const;
  for (const stage of stages) await stage.startBot();
  for (const [index, stage] of stages.entries()) {
    await stage.playRound(1, { club: [index, index], news: [index] });
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 3, provisional: false });
  }

  const client = new Redis(redis.url);
  onTestFinished(async () => client.disconnect());
  const strays = (await client.keys('*')).filter(
    (key) => !/^(staging:|\{staging\}:|production:1:|\{production:1\}:)/.test(key),
  );
  expect(strays).toEqual([]);
  // The command line finds the season with the prefix as well.
  expect((await stages[0].status()).state).toBe('ended');
});
