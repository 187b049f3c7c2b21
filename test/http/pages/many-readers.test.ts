import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nativeAnswerId, nativePollId, outletId, roundNumber, voterHash } from '../../../src/core/ids.ts';
import { type PageStage, setPageStage } from '../../support/pages/page-stage.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const READERS = fileURLToPath(new URL('../../support/pages/readers.mjs', import.meta.url));
const POLL = nativePollId('discord:counted');
const BATCH = 500;
const COUNT_FOR_MS = 4_000;

let redis: TestRedis;
let stage: PageStage;
let batch = 0;
beforeAll(async () => {
  redis = await startRedis();
  stage = await setPageStage(redis.url, [oneChoice({ lasts: '2h' })]);
  await stage.say('season start');
  await stage.settle();
  const { id } = await stage.season();
  const outlet = (await stage.context.outlets.all(id))[0]?.id ?? outletId('none');
  await stage.context.ballots.register({
    season: id,
    round: roundNumber(1),
    outlet,
    poll: {
      id: POLL,
      message: { id: '1', in: '1' },
      answers: { [nativeAnswerId('1')]: 'sister', [nativeAnswerId('2')]: 'doctor' } as never,
    },
    namedVotes: true,
    openedAt: 1,
  });
});
afterAll(async () => {
  await stage.close();
  await redis.stop();
});

/** Ballots a second, one batch after the other as a lane counts them. */
async function countAtFullSpeed(): Promise<number> {
  const began = performance.now();
  let ballots = 0;
  while (performance.now() - began < COUNT_FOR_MS) {
    batch += 1;
    await stage.context.ballots.count(
      {
        poll: POLL,
        epoch: 1,
        number: batch,
        ballots: Array.from({ length: BATCH }, (_, at) => ({
          voter: voterHash((batch * BATCH + at).toString(16).padStart(16, '0')),
          answer: nativeAnswerId(at % 3 === 0 ? '1' : '2'),
        })),
      },
      0,
    );
    ballots += BATCH;
  }
  return Math.round((ballots * 1_000) / (performance.now() - began));
}

async function openReaders(number: number) {
  const child = spawn(process.execPath, [
    READERS,
    `${stage.url}/shows/${stage.show.story.id}/events`,
    String(number),
  ]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (what: string) => {
    child.stdin.write(what);
    return JSON.parse(String((await lines.next()).value));
  };
  await lines.next();
  return ask;
}

describe('readers of the streams', () => {
  it('a thousand are told within seconds while votes are counted at full speed', {
    timeout: 60_000,
  }, async () => {
    const alone = await countAtFullSpeed();
    const ask = await openReaders(1_000);
    await expect.poll(async () => (await ask('how many\n')).open, { timeout: 20_000 }).toBe(1_000);
    const watched = await countAtFullSpeed();
    const told = await ask('end\n');
    expect(told.messages).toBeGreaterThan(1_000);
    expect(told.p99).toBeLessThan(3_000);
    expect(watched).toBeGreaterThan(alone / 3);
  });

  it('beyond the limit are refused, and probes and pages get in', { timeout: 60_000 }, async () => {
    const ask = await openReaders(2_200);
    await expect
      .poll(
        async () => Object.values(await ask('how many\n')).reduce((sum: number, one) => sum + Number(one), 0),
        { timeout: 30_000 },
      )
      .toBe(2_200);
    for (const path of ['/healthz', `/shows/${stage.show.story.id}`])
      expect((await fetch(`${stage.url}${path}`)).status).toBe(200);
    const { open, refused } = await ask('end\n');
    expect([open, refused]).toEqual([2_048, 152]);
  });
});
