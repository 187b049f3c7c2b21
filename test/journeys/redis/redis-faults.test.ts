import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { health, saidWhy, untilNotReady, untilReady } from '../../support/stage/health.ts';
import { ownRedis } from '../../support/stage/redis.ts';
import { allCounted, ended, setTroubleStage } from '../../support/trouble-stage.ts';

const ENDING = { event: 'season-ended' };
const FORGOTTEN = /rewriting what it had forgotten/;

describe.concurrent('a season while Redis', { timeout: 120_000 }, () => {
  it('has no memory left, or another value at a key of ours, says so and continues when that is fixed', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setTroubleStage(onTestFinished, { REDIS_URL: redis.url });
    await stage.startBot();
    await stage.polled(1);
    const operator = new Redis(redis.url);
    onTestFinished(async () => operator.disconnect());

    await operator.config('SET', 'maxmemory', '1mb');
    stage.cast(1, { club: [1, 1, 1], news: [1, 1] });
    await stage.book.untilTrue('lack of memory is told', () => saidWhy(stage.book, /^OOM/));
    expect(await health(stage.bot)).toMatchObject({
      status: 503,
      alive: 200,
      redis: expect.stringMatching(/memory/),
    });
    await operator.config('SET', 'maxmemory', '0');
    await untilReady(stage.bot);
    await allCounted(stage);

    const events = `cliffhanger:{${stage.season}}:events`;
    await operator.rename(events, `${events}:aside`);
    await operator.set(events, 'not a list');
    await stage.book.untilTrue('the wrong type is told', () => saidWhy(stage.book, /WRONGTYPE.*:events/));
    await untilNotReady(stage.bot);
    expect(await health(stage.bot)).toMatchObject({ status: 503, alive: 200 });
    await operator.rename(`${events}:aside`, events);
    await untilReady(stage.bot);
    await stage.closeEarly(1);
    await ended(stage, 5, 'The doctor', 'ward');
  });

  it('has become a read-only replica says so, and continues when it is a master again', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setTroubleStage(onTestFinished, { REDIS_URL: redis.url });
    await stage.startBot();
    await stage.polled(1);
    const operator = new Redis(redis.url);
    onTestFinished(async () => operator.disconnect());

    // Its master does not exist: it keeps its data and refuses writes.
    await operator.replicaof('127.0.0.1', '1');
    stage.cast(1, { club: [1, 1, 1], news: [1, 1] });
    await stage.book.untilTrue('a replica is told', () => saidWhy(stage.book, /READONLY/));
    await untilNotReady(stage.bot);
    await sleep(3_000);
    expect(await health(stage.bot)).toMatchObject({
      status: 503,
      alive: 200,
      redis: expect.stringMatching(/replica/),
    });
    // Workers ask many times a second: an operator is told each thing once.
    expect(stage.book.lines.filter(({ level }) => level !== 'debug').length).toBeLessThan(70);
    await operator.replicaof('NO', 'ONE');
    await untilReady(stage.bot);
    await allCounted(stage);
    await stage.closeEarly(1);
    await ended(stage, 5, 'The doctor', 'ward');
  });
});

describe.concurrent('a Redis that came back without its last seconds', { timeout: 120_000 }, () => {
  it('is told again what was posted meanwhile, so that nothing is posted twice', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'everysec');
    const stage = await setTroubleStage(onTestFinished, { REDIS_URL: redis.url });
    const starting = stage.startBot();
    await stage.happened('round-opened');
    await redis.keepCopy();
    await starting;
    await stage.polled(1);
    await redis.stop();
    stage.cast(1, { club: [0, 0], news: [0] });
    await redis.startFromCopy();
    await stage.book.until({ message: FORGOTTEN });
    await allCounted(stage);

    stage.cast(1, { club: [1, 1, 1], news: [1, 1] });
    await allCounted(stage);
    await redis.keepCopy();
    await stage.closeEarly(1);
    for (const { outlet } of stage.all) await stage.delivered('result.1', outlet);
    await redis.stop();
    await redis.startFromCopy();
    await stage.book.until({ message: FORGOTTEN }, 2);
    expect(await stage.status()).toMatchObject({ state: 'voting' });
    const endings = stage.book.found({ fields: ENDING }).length;
    await stage.closeEarly(1);
    await stage.book.until({ fields: ENDING }, endings + 1);
    await ended(stage, 5, 'The doctor', 'ward');
  });
});
