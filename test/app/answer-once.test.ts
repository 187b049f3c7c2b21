import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { answerOnce } from '../../src/app/webhook/answer-once.ts';
import { episodeId, showId } from '../../src/core/ids.ts';
import type { Intake } from '../../src/ports/episode-intake.ts';
import { createRedisPostedRequests } from '../../src/redis/bot/posted-requests.ts';
import { MemoryPostedRequests } from '../support/memory/posted-requests.ts';
import { startRedis } from '../support/redis.ts';
import { startProcess } from '../support/stage/bots.ts';
import { buildBot } from '../support/stage/build.ts';

const REQUEST = { show: showId('backroom'), key: 'upload 7', signature: 'a1', body: 'b1' };
const taken = (action: 'queued' | 'unchanged'): Intake => ({
  ok: true,
  answer: { episode: episodeId('ep-1'), action },
});

it('a request whose process was killed between taking the episode and answering is taken over by the next', async ({
  onTestFinished,
}) => {
  const { folder } = await buildBot();
  const server = await startRedis();
  const redis = new Redis(server.url, { protocol: 2 });
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
  const worker = startProcess(
    join(folder, 'killed-intake-worker.js'),
    [server.url, JSON.stringify(REQUEST)],
    {},
    undefined,
  );
  expect(await worker.ended).toEqual({ code: null, signal: 'SIGKILL' });
  expect(await redis.scard('episodes')).toBe(1);

  const requests = createRedisPostedRequests(redis, { lease: 1_000 });
  const carryOut = async () => taken((await redis.sadd('episodes', 'ep-1')) === 1 ? 'queued' : 'unchanged');
  expect(await answerOnce(requests, REQUEST, carryOut)).toEqual(taken('unchanged'));
  expect(await redis.scard('episodes')).toBe(1);
  expect(await answerOnce(requests, REQUEST, () => Promise.reject(new Error('a second time')))).toEqual(
    taken('unchanged'),
  );
});

it('a request whose twin takes too long is told when to come again', async () => {
  const requests = new MemoryPostedRequests();
  const slow = answerOnce(requests, REQUEST, () => new Promise(() => {}));
  expect(await answerOnce(requests, REQUEST, async () => taken('queued'), 50)).toMatchObject({
    ok: false,
    code: 'in-progress',
    retryAfter: expect.any(Number),
  });
  void slow;
});

it('a request that was refused leaves nothing behind but its signature', async () => {
  const requests = new MemoryPostedRequests();
  const refusal: Intake = { ok: false, code: 'season-over', message: 'Over.' };
  expect(await answerOnce(requests, REQUEST, async () => refusal)).toEqual(refusal);
  expect(
    await answerOnce(requests, { ...REQUEST, key: 'upload 8' }, async () => taken('queued')),
  ).toMatchObject({
    code: 'signature-used',
  });
  expect(await answerOnce(requests, REQUEST, async () => taken('queued'))).toEqual(taken('queued'));
});
