import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { SeasonStage } from '../../support/seasons/season-stage.ts';
import { startInnerBot } from '../../support/stage/bots.ts';
import { oneChoice } from '../../support/stage/stories.ts';

async function readiness(bot: { readonly address: string }): Promise<unknown> {
  const answer = await fetch(`${bot.address}/readyz`);
  return { status: answer.status, ...((await answer.json()) as object) };
}

it('a process that waits for another to stop is ready, says “standby”, and no longer once it listens', {
  timeout: 60_000,
}, async ({ onTestFinished }) => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const environment = { REDIS_URL: redis.url, CLIFFHANGER_PEPPER: '5'.repeat(64) };
  const stage = await SeasonStage.set(
    { story: oneChoice(), places: { club: 'server', news: 'channel' }, environment },
    onTestFinished,
  );
  await stage.startBot();
  await stage.polled(1);
  const data = join(stage.folder, 'second');
  const second = await startInnerBot({ ...stage.environment, CLIFFHANGER_DATA: data }, stage.book);
  onTestFinished(() => second.stop());

  const standby = { ok: true, state: 'standby' };
  expect(await readiness(second)).toMatchObject({
    status: 200,
    ready: true,
    checks: { discord: standby, telegram: standby },
  });
  const listening = { discord: { ok: true }, telegram: { ok: true } };
  expect(await readiness(stage.bot)).toEqual({
    status: 200,
    ready: true,
    checks: expect.objectContaining(listening),
  });

  await stage.stopBot();
  await stage.book.until({ message: 'Telegram updates are arriving' }, 2);
  await expect
    .poll(() => readiness(second), { timeout: 20_000 })
    .toEqual({
      status: 200,
      ready: true,
      checks: expect.objectContaining(listening),
    });
});
