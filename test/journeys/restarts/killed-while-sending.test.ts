import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

/** More than are sent in a second, and more than one process works on at a time. */
const CHANNELS = 34;
const keys = Array.from({ length: CHANNELS }, (_, number) => `n${number}`);
/** Without the fifth that is reserved for urgent ones. */
const IN_A_SECOND = 24;
/**
 * The one that is held there, and what happened to be under way in the moment of the kill: a few on a slow machine, and not
 * the ten that wait for their place.
 */
const MOST_ON_THE_WIRE = 7;

const setUp = (onFinished: Finished, environment: Readonly<Record<string, string>> = {}) =>
  SeasonStage.set(
    {
      story: oneChoice(),
      places: Object.fromEntries(keys.map((key) => [key, 'channel' as const])),
      environment: { DISCORD_TOKEN: '', ...environment },
    },
    onFinished,
  );

/**
 * What is uncertain when everything is settled, after every place has got each message at most once, and what is
 * certain once.
 */
async function doubtedOf(stage: SeasonStage<string>): Promise<readonly string[]> {
  const { deliveries } = await stage.settled();
  const doubted = deliveries.flatMap(({ outlet, deliveries: own }) =>
    own.filter(({ status }) => status === 'unknown').map(({ kind, number }) => `${kind}.${number}@${outlet}`),
  );
  for (const place of stage.all) {
    const inDoubt = (delivery: string): boolean => doubted.includes(`${delivery}@${place.outlet}`);
    expect(place.posts().length, place.key).toBeGreaterThanOrEqual(inDoubt('drop.1') ? 0 : 1);
    expect(place.posts().length, place.key).toBeLessThanOrEqual(1);
    expect(place.polls().length, place.key).toBeLessThanOrEqual(1);
    expect(place.polls().length, place.key).toBeGreaterThanOrEqual(inDoubt('poll.1') ? 0 : 1);
  }
  return doubted;
}

it('killed while sends wait for their place in the rate limits, only what was on the wire is uncertain', {
  timeout: 120_000,
}, async ({ onTestFinished }) => {
  const stage = await setUp(onTestFinished);
  const [held] = stage.all;
  if (held === undefined) throw new Error('no channels');
  // Posted, and not answered before the kill.
  stage.telegram.fault({
    method: 'sendMessage',
    when: ({ chat_id: chat }) => String(chat) === held.id,
    fault: { kind: 'delay', ms: 12_000, before: 'answering' },
  });
  const killed = stage.startProcess(build);
  // Which outlets get the second's places is not known beforehand.
  await expect.poll(() => held.posts().length).toBe(1);
  await stage.book.until({ message: 'delivered' }, IN_A_SECOND - 1);
  // The second's places are taken, and what was sent in them is answered.
  await sleep(300);
  killed.kill('SIGKILL');
  await killed.ended;
  expect(stage.all.filter((place) => place.posts().length > 0).length).toBeLessThan(CHANNELS);

  await stage.startBot();
  await stage.book.until({
    message: 'delivery unknown',
    fields: { delivery: 'drop.1', outlet: held.outlet },
  });
  const doubted = await doubtedOf(stage);
  expect(doubted).toContain(`drop.1@${held.outlet}`);
  expect(doubted.length).toBeLessThanOrEqual(MOST_ON_THE_WIRE);
});

it('killed beside another that continues, it leaves nothing more uncertain: what waited is sent from there', {
  timeout: 120_000,
}, async ({ onTestFinished }) => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const stage = await setUp(onTestFinished, { REDIS_URL: redis.url });
  const processes = [stage.startProcess(build), stage.startProcess(build)];
  await stage.book.until({ message: 'delivered' }, IN_A_SECOND - 1);
  processes[0]?.kill('SIGKILL');
  await processes[0]?.ended;
  expect(stage.all.filter((place) => place.posts().length > 0).length).toBeLessThan(CHANNELS);
  await stage.startBot();
  expect((await doubtedOf(stage)).length).toBeLessThanOrEqual(MOST_ON_THE_WIRE);
  const both = stage.book.found({ message: 'the bot is up' }).length;
  expect(both).toBe(3);
});
