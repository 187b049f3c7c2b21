import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nativeAnswerId, nativePollId, outletId, roundNumber } from '../../../src/core/ids.ts';
import { type PageStage, setPageStage } from '../../support/pages/page-stage.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let redis: TestRedis;
let watch: Redis;
let stage: PageStage;
beforeAll(async () => {
  redis = await startRedis();
  watch = new Redis(redis.port);
});
afterEach(async () => {
  await stage.close();
  await redis.flush();
});
afterAll(async () => {
  watch.disconnect();
  await redis.stop();
});

const ONE = roundNumber(1);

/** Commands that clients have sent while `during` runs; those that a script runs inside the server are not counted. */
async function commandsIn(during: () => Promise<unknown>): Promise<number> {
  const monitor = await watch.monitor();
  let sent = 0;
  monitor.on('monitor', (_time: string, [name]: string[], source: string) => {
    if (source !== 'lua' && name?.toLowerCase() !== 'ping') sent += 1;
  });
  await during();
  await watch.ping();
  monitor.disconnect();
  return sent;
}

async function voting(outlets: number): Promise<void> {
  stage = await setPageStage(redis.url, [oneChoice({ lasts: '2h' })]);
  await stage.say('season start');
  await stage.settle();
  const { id } = await stage.season();
  for (let at = 0; at < outlets; at += 1) {
    const outlet = outletId(`discord:${at}`);
    await stage.context.outlets.put(id, {
      id: outlet,
      outlet: {
        id: outlet,
        address: { platform: 'discord', channel: String(at) },
        community: `guild-${at}`,
        name: `#secret-${at}`,
      } as never,
      joinedAt: 0,
    });
    await stage.context.ballots.register({
      season: id,
      round: ONE,
      outlet,
      poll: {
        id: nativePollId(`discord:poll-${at}`),
        message: { id: String(at), in: String(at) },
        answers: {
          [nativeAnswerId('1')]: 'sister',
          [nativeAnswerId('2')]: 'doctor',
          [nativeAnswerId('3')]: 'nobody',
        } as never,
      },
      namedVotes: true,
      openedAt: 1,
    });
  }
}

/** Redis' commands in one refresh of the page; the first few are of a process that has just begun to look. */
async function ofOneRefresh(): Promise<number> {
  for (let warm = 0; warm < 2; warm += 1) {
    await stage.pages.snapshot(stage.show.story.id);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
  }
  return commandsIn(() => stage.pages.snapshot(stage.show.story.id));
}

describe('Redis', () => {
  it('is asked as often for a thousand outlets as for two, but for the steps that hold many polls', async () => {
    await voting(0);
    const few = await ofOneRefresh();
    await stage.close();
    await redis.flush();
    await voting(1_000);
    const many = await ofOneRefresh();
    expect(few).toBeLessThanOrEqual(8);
    // 1,002 polls are read in five steps in place of one.
    expect(many - few).toBeLessThanOrEqual(4);
  });

  it('is not asked more often when there are more readers', async () => {
    await voting(0);
    const alone = await ofOneRefresh();
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    const address = `${stage.url}/shows/${stage.show.story.id}.json`;
    const sent = await commandsIn(async () => {
      const answers = await Promise.all(Array.from({ length: 200 }, () => fetch(address)));
      expect(answers.every(({ status }) => status === 200)).toBe(true);
    });
    // They may come within two seconds, and once in five more is read.
    expect(sent).toBeLessThanOrEqual(2 * alone + 6);
  });
});
