import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { health, untilNotReady, untilReady } from '../../support/stage/health.ts';
import { embeddedPid, leased, ownRedis, pauseEmbedded } from '../../support/stage/redis.ts';
import { LIVELY } from '../../support/stage/tempo.ts';
import { UpdateWatch } from '../../support/stage/updates.ts';
import { allCounted, ended, setTroubleStage, type TroubleStage } from '../../support/trouble-stage.ts';

/** Longer than any lease, and than a silent server is waited for. */
const OUTAGE_MS = LIVELY.storeSilence + 3_000;
const LOOK_EVERY_MS = 500;
/** Longer than a lease, and than a store retries Redis (seven seconds). */
const PAUSE_MS = 2 * LIVELY.listeningLease + 1_000;

const NOT_REACHED = /cannot reach Redis/;
const FORGOTTEN = /rewriting what it had forgotten/;

/** The votes go on for ten minutes. */
describe.concurrent('a vote continues through a long time in which Redis', { timeout: 120_000 }, () => {
  it('is gone and cannot be restarted', async ({ onTestFinished }) => {
    const stage = await setTroubleStage(onTestFinished);
    const updates = await voting(stage);

    const folder = join(stage.folder, 'data', 'redis');
    const pid = await embeddedPid(stage.book);
    await rename(folder, `${folder}.away`);
    process.kill(pid, 'SIGKILL');
    await outage(stage, updates, NOT_REACHED);
    await rename(`${folder}.away`, folder);
    await recovered(stage);
  });

  it('is paused: the leases that it took are requested again', async ({ onTestFinished }) => {
    const stage = await setTroubleStage(onTestFinished);
    const updates = await voting(stage);

    await pauseEmbedded(stage.book, async () => {
      await outage(stage, updates, /no answer|cannot reach Redis/);
      expect(stage.book.found({ message: 'lost the lease; requesting it again' })).toHaveLength(2);
    });
    await leased(stage.book, 'discord', 'telegram');
    await recovered(stage);
  });

  it('of somebody else is stopped, and restarted without its last second', async ({ onTestFinished }) => {
    const redis = await ownRedis(onTestFinished, 'everysec');
    const stage = await setTroubleStage(onTestFinished, { REDIS_URL: redis.url });
    const updates = await voting(stage, () => redis.keepCopy());

    await redis.stop();
    await outage(stage, updates, NOT_REACHED);
    await redis.startFromCopy();
    await stage.book.until({ message: FORGOTTEN });
    await recovered(stage);
  });
});

describe.concurrent('a season while Redis', { timeout: 120_000 }, () => {
  it('is killed again and again during a vote continues, and nothing is posted twice', async ({
    onTestFinished,
  }) => {
    const stage = await setTroubleStage(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    for (const times of [1, 2, 3]) {
      stage.cast(1, { club: Array(4 * times).fill(2), news: Array(2 * times).fill(times % 3) });
      process.kill(await embeddedPid(stage.book), 'SIGKILL');
      await stage.book.until({ message: 'embedded Redis ended; restarting it' }, times);
      await untilReady(stage.bot);
    }
    await allCounted(stage);
    await stage.closeEarly(1);
    await ended(stage, 18, 'Nobody & "all"', 'dark');
  });

  it('is paused between a message and its record does not send it again', async ({ onTestFinished }) => {
    const stage = await setTroubleStage(onTestFinished);
    let pausing: Promise<void> | undefined;
    stage.telegram.onPollOpened(() => {
      pausing ??= pauseEmbedded(stage.book, () => sleep(PAUSE_MS));
    });
    await stage.startBot();
    await stage.book.untilTrue('Redis was paused', () => pausing !== undefined);
    stage.cast(1, { news: [2, 2] });
    await pausing;
    await stage.polled(1);
    stage.cast(1, { club: [2], news: [2, 0] });
    await allCounted(stage);
    await stage.closeEarly(1);
    await ended(stage, 3, 'Nobody & "all"', 'dark');
  });

  it('of somebody else is stopped over the deadline and restarted decides by what the platforms have', async ({
    onTestFinished,
  }) => {
    const redis = await ownRedis(onTestFinished, 'always');
    const stage = await setTroubleStage(onTestFinished, { REDIS_URL: redis.url }, { lasts: '8s' });
    await stage.startBot();
    await stage.polled(1);
    const deadline = Date.parse((await stage.status()).rounds[0]?.closesAt ?? '');
    stage.cast(1, { club: [0, 0], news: [0] });
    await allCounted(stage);
    await redis.stop();
    stage.cast(1, { club: [1, 0, 1], news: [1, 1] });
    await sleep(deadline + 1_000 - Date.now());
    expect(await health(stage.bot)).toMatchObject({
      status: 503,
      alive: 200,
      redis: expect.stringMatching(NOT_REACHED),
    });
    await redis.start();
    await ended(stage, 5, 'The doctor', 'ward');
    await untilReady(stage.bot);
  });
});

/** Votes from before, counted and confirmed; `between` comes when half of them are counted and the rest not cast. */
async function voting(
  stage: TroubleStage,
  between: () => Promise<void> = async () => undefined,
): Promise<UpdateWatch> {
  const updates = new UpdateWatch(stage.telegram);
  await stage.startBot();
  await stage.polled(1);
  stage.cast(1, { club: [0, 0], news: [0] });
  await allCounted(stage);
  await between();
  stage.cast(1, { club: [0, 0, 2], news: [0, 2] });
  await allCounted(stage);
  while (stage.telegram.pendingUpdates() > 0) await sleep(LOOK_EVERY_MS);
  updates.restart();
  return updates;
}

/** A long time of voting without Redis: the bot runs, reports why it is not ready, and confirms nothing. */
async function outage(stage: TroubleStage, updates: UpdateWatch, why: RegExp): Promise<void> {
  const until = Date.now() + OUTAGE_MS;
  stage.cast(1, { club: [1, 0, 2], news: [1, 2] });
  await untilNotReady(stage.bot);
  for (let look = 0; Date.now() < until; look += 1) {
    // One more fan on each platform every two seconds, up to three.
    const more = Array(Math.min(Math.floor(look / 4), 3)).fill(1);
    stage.cast(1, { club: [1, 1, 2, ...more], news: [1, 2, ...more] });
    expect(await health(stage.bot)).toEqual({ status: 503, alive: 200, redis: expect.stringMatching(why) });
    expect(updates.confirmed).toEqual([]);
    expect(stage.telegram.pendingUpdates()).toBeGreaterThanOrEqual(updates.handedOut.length);
    await sleep(LOOK_EVERY_MS);
  }
  expect(updates.handedOut).not.toEqual([]);
}

/** Ready again, every vote counted and confirmed, and those that come now; then the end. */
async function recovered(stage: TroubleStage): Promise<void> {
  await untilReady(stage.bot);
  await allCounted(stage);
  stage.cast(1, { club: [1, 1, 2, 1, 1, 1, 1], news: [1, 2, 1, 1, 1, 1] });
  await allCounted(stage);
  while (stage.telegram.pendingUpdates() > 0) await sleep(LOOK_EVERY_MS);
  await stage.closeEarly(1);
  await ended(stage, 13, 'The doctor', 'ward');
}
