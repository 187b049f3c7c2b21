import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { watchPolls } from '../../src/app/votes/watch-polls.ts';
import type { MessageRef } from '../../src/ports/platform/sending.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage/stories.ts';

let redis: TestRedis;
let stage: CommandStage;
const stopping = new AbortController();
beforeAll(async () => {
  redis = await startRedis();
});
beforeEach(async () => {
  await redis.flush();
  stage = await setCommandStage(redis.url, [oneChoice({ lasts: '20d' })]);
  await stage.say('season start');
  await stage.settle();
});
afterEach(() => stage.close());
afterAll(() => redis.stop());

it('what stands around an open poll is looked at soon after it opened, though nobody votes and it is open for weeks', async () => {
  const looked: MessageRef[] = [];
  const platform = Object.assign(Object.create(stage.discord), {
    readVoters: async () => ({ status: 'voters', voters: [] }),
    readPoll: async () => ({ status: 'retry', after: 1, why: 'not asked' }),
  });
  let now = await stage.context.clock.now();
  const context = { ...stage.context, clock: { now: async () => now } };
  const lookAround = async (message: MessageRef): Promise<void> => {
    looked.push(message);
  };
  void watchPolls(context, platform, { accessLost: async () => undefined, lookAround }, stopping.signal, 10);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(looked).toEqual([]);
  now += 31_000;
  await expect.poll(() => looked.length).toBe(1);
  // And again with every later look.
  now += 601_000;
  await expect.poll(() => looked.length).toBe(2);
  stopping.abort();
});
