import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { closePoll } from '../../../src/app/votes/close-poll.ts';
import { settleRound } from '../../../src/app/votes/settle-round.ts';
import { roundNumber } from '../../../src/core/ids.ts';
import { isIn } from '../../../src/core/season/state.ts';
import { type CommandStage, setCommandStage } from '../../support/commands/command-stage.ts';
import type { PaperPlatform } from '../../support/paper-platform.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const story = { ...oneChoice({ lasts: '2h', closing: '60s' }), release: { after: '1h' } };
const one = roundNumber(1);

let redis: TestRedis;
let stage: CommandStage;
/** The same application long after the round closed, as in a process that was stopped meanwhile. */
let later: Context;
beforeAll(async () => {
  redis = await startRedis();
});
beforeEach(async () => {
  await redis.flush();
  stage = await setCommandStage(redis.url, [story]);
  await stage.say('season start');
  await stage.settle();
  for (const platform of [stage.discord, stage.telegram])
    for (const { poll } of platform.posted) if (poll !== undefined) platform.votes.set(poll.id, [1, 4]);
  await stage.say('vote close', { reason: 'because' });
  const { clock } = stage.context;
  later = { ...stage.context, clock: { now: async () => (await clock.now()) + 3_600_000 } };
});
afterEach(() => stage.close());
afterAll(() => redis.stop());

const season = async () => (await stage.season()).id;
const settle = async (context: Context) => settleRound(context, await season(), one);
const pollOf = ({ posted }: PaperPlatform) => {
  const [poll] = posted.flatMap((post) => post.poll ?? []);
  if (poll === undefined) throw new Error('No poll was posted');
  return poll.id;
};
const close = async (context: Context, platform: PaperPlatform) =>
  closePoll(context, await season(), one, pollOf(platform));
const isClosing = async () => {
  const [round] = (await stage.season()).rounds;
  return round !== undefined && isIn(round, 'closing');
};
const standings = async () => {
  const counts = (await stage.context.counts.of(await season(), one)) ?? [];
  return Object.fromEntries(counts.map(({ platform, status }) => [platform, status]));
};
const silence = (platform: PaperPlatform): void => {
  platform.closePoll = async () => ({ status: 'retry', after: 1_000, why: 'no answer in time' });
};

describe('a round whose wait for the platforms is over', () => {
  it('is not settled before every open poll was asked', async () => {
    expect(await settle(later)).toBeGreaterThan(await later.clock.now());
    await close(later, stage.discord);
    expect(await settle(later)).toBeDefined();
    expect(await isClosing()).toBe(true);
    await close(later, stage.telegram);
    expect(await standings()).toEqual({ discord: 'final', telegram: 'final' });
    expect(await isClosing()).toBe(false);
  });

  it('asks once more a poll that was asked in vain before, and then counts what there is', async () => {
    silence(stage.telegram);
    await close(stage.context, stage.discord);
    await close(stage.context, stage.telegram);
    expect(await settle(later)).toBeDefined();
    expect(await isClosing()).toBe(true);
    await close(later, stage.telegram);
    expect(await settle(later)).toBeUndefined();
    expect(await standings()).toEqual({ discord: 'final', telegram: 'provisional' });
  });

  it('counts an attempt that broke as an attempt', async () => {
    stage.telegram.closePoll = async () => {
      throw new Error('a fault of ours');
    };
    await close(later, stage.discord);
    await expect(close(later, stage.telegram)).rejects.toThrow('a fault of ours');
    expect(await settle(later)).toBeUndefined();
    expect(await standings()).toEqual({ discord: 'final', telegram: 'provisional' });
  });

  it('is finally settled even if nothing ever asks', async () => {
    let looks = 0;
    while ((await settle(later)) !== undefined) looks += 1;
    expect(looks).toBeGreaterThan(1);
    expect(await standings()).toEqual({ discord: 'provisional', telegram: 'provisional' });
  });
});
