import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetPerson } from '../../src/app/keeping/forget-person.ts';
import {
  nativeAnswerId,
  nativePollId,
  optionId,
  outletId,
  roundNumber,
  seasonId,
  showId,
  voterHash,
} from '../../src/core/ids.ts';
import type { BallotBatch, OpenPoll } from '../../src/ports/stores/ballot-store.ts';
import { createBullmqJobs } from '../../src/queues/jobs.ts';
import { DEFAULT_LANES, laneOf, laneQueue, queueOptions } from '../../src/queues/queues.ts';
import { seasonJobRemover } from '../../src/queues/season-jobs.ts';
import { createWaitingBallots } from '../../src/queues/waiting-ballots.ts';
import { createRedisBallotStore } from '../../src/redis/ballots/store.ts';
import { createRedisPeopleNames } from '../../src/redis/bot/people-names.ts';
import { connectRedis } from '../../src/redis/connection/connection.ts';
import { createRedisSeasonLog } from '../../src/redis/seasons/log.ts';
import { createRedisSeasonVault } from '../../src/redis/seasons/vault.ts';
import { createRedisClock } from '../../src/redis/shared/clock.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { storedShapes } from '../support/stored-shapes.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const season = seasonId(showId('show'), 1);
const [mara, ines] = [voterHash('aa'.repeat(8)), voterHash('bb'.repeat(8))];
const yes = nativeAnswerId('1');
const known = nativePollId('discord:1');
const unknown = nativePollId('telegram:2');

const batch = (poll: typeof known, number: number, ...voters: readonly (typeof mara)[]): BallotBatch => ({
  poll,
  epoch: 1,
  number,
  ballots: voters.map((voter) => ({ voter, answer: yes })),
});
const open: OpenPoll = {
  season,
  round: roundNumber(1),
  outlet: outletId('discord:1'),
  poll: { id: known, message: { id: '9', in: '1' }, answers: { [yes]: optionId('yes') } },
  namedVotes: true,
  openedAt: 5,
};

let redis: TestRedis;
let raw: Redis;
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  redis = await startRedis();
  raw = new Redis(redis.url);
});
beforeEach(() => redis.flush());
// Workers of one test would take the ballots of the next.
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(async () => {
  raw.disconnect();
  await redis.stop();
});

function stores() {
  const client = connectRedis(redis.url, 'store', { log });
  const clock = createRedisClock(client);
  const jobs = createBullmqJobs({
    platforms: ['discord', 'telegram'],
    connect: (role) => connectRedis(redis.url, role, { log }),
    clock,
    log,
  });
  closing.push(
    () => client.disconnect(),
    () => jobs.stop(500),
  );
  const ballots = createRedisBallotStore(client);
  const vault = createRedisSeasonVault(client, seasonJobRemover(client, ['discord', 'telegram']));
  const seasons = createRedisSeasonLog(client, storedShapes);
  const waiting = createWaitingBallots(client);
  return { client, jobs, ballots, vault, seasons, waiting, hashVoter: () => mara };
}

/** Every text in Redis, in whichever type of key. */
async function everything(): Promise<string> {
  const keys = await raw.keys('*');
  const all = await Promise.all(
    keys.map(async (key) => {
      const type = await raw.type(key);
      if (type === 'hash') return JSON.stringify(await raw.hgetall(key));
      return type === 'string' ? await raw.get(key) : '';
    }),
  );
  return all.join('\n');
}

describe('ballots of a person who wants to be forgotten', () => {
  it('are also deleted from queued batches, and from those held for an unknown poll', async () => {
    const { jobs, ballots, vault, seasons, waiting, hashVoter } = stores();
    await seasons.claim(showId('show'), season, undefined);
    await ballots.register(open);
    await ballots.count(batch(known, 1, mara, ines), 1);
    await jobs.ballots([batch(known, 2, mara), batch(nativePollId('discord:7'), 3, mara, ines)]);
    expect(await ballots.count(batch(unknown, 1, mara, ines), 1)).toEqual({ kind: 'held' });
    expect(await everything()).toContain(mara);

    const peopleNames = createRedisPeopleNames(raw);
    const pseudonym = `moderator-${mara.slice(0, 8)}`;
    await peopleNames.note(pseudonym, 'Mara');
    const parts = { ballots, vault, waiting, hashVoter, peopleNames };
    expect(await forgetPerson(parts, 'discord', '1')).toBe(3);
    expect(await everything()).not.toContain(mara);
    expect(await everything()).toContain(ines);
    expect(await forgetPerson(parts, 'discord', '1')).toBe(0);
    expect(await peopleNames.of([pseudonym])).toEqual(new Map());

    // The rest is counted as usual.
    const held = await ballots.register({
      ...open,
      outlet: outletId('x'),
      poll: { ...open.poll, id: unknown },
    });
    for (const one of held) await ballots.count(one, 2);
    expect(await ballots.live(unknown)).toEqual({ yes: 1 });
    expect(await ballots.live(known)).toEqual({ yes: 1 });
  });

  it('are also deleted from hundreds of batches while workers take them, and from delayed ones', async () => {
    const { jobs, ballots, vault, seasons, waiting, hashVoter } = stores();
    await seasons.claim(showId('show'), season, undefined);
    await ballots.register(open);
    for (let number = 1; number <= 350; number += 1)
      await jobs.ballots([batch(known, number, number % 7 === 0 ? mara : ines)]);
    const lane = new Queue(laneQueue(laneOf(known, DEFAULT_LANES)), queueOptions(raw));
    await lane.add('count', { batches: [batch(known, 351, mara)] }, { delay: 3_600_000 });
    await lane.close();
    await jobs.work({
      effect: async () => {},
      delivery: async () => {},
      closing: async () => {},
      ballots: async (one) => {
        await ballots.count(one, 1);
      },
    });
    const peopleNames = createRedisPeopleNames(raw);
    await forgetPerson({ ballots, vault, waiting, hashVoter, peopleNames }, 'discord', '1');
    await expect.poll(() => ballots.live(known)).toEqual({ yes: 1 });
    await expect.poll(everything).not.toMatch(new RegExp(`"voter[^}]*${ines}`));
    expect(await everything()).not.toContain(mara);
  });

  it('are also deleted from a batch that a worker can count only after a while', async () => {
    const { jobs, ballots, vault, seasons, waiting, hashVoter, client } = stores();
    await seasons.claim(showId('show'), season, undefined);
    await ballots.register(open);
    let failures = 0;
    let works = false;
    await jobs.work({
      effect: async () => {},
      delivery: async () => {},
      closing: async () => {},
      ballots: async (one) => {
        if (!works) {
          failures += 1;
          throw new Error('not now');
        }
        await ballots.count(one, 1);
      },
    });
    const peopleNames = createRedisPeopleNames(raw);
    const parts = { ballots, vault, hashVoter, peopleNames };
    await jobs.ballots([batch(known, 1, mara, ines)]);
    await expect.poll(() => failures).toBeGreaterThan(0);
    // Never says that it is done while a worker still has the ballot.
    const impatient = createWaitingBallots(client, 200);
    await expect(forgetPerson({ ...parts, waiting: impatient }, 'discord', '1')).rejects.toThrow(
      'just being counted',
    );
    // The next call waits as well, though the job in the queue no longer has it.
    const forgotten = forgetPerson({ ...parts, waiting }, 'discord', '1');
    await sleep(4_000);
    works = true;
    await forgotten;
    expect(await ballots.live(known)).toEqual({ yes: 1 });
    expect(await everything()).not.toContain(mara);
  });

  it('are also deleted from a batch that a worker is just counting', async () => {
    const { jobs, ballots, vault, seasons, waiting, hashVoter } = stores();
    await seasons.claim(showId('show'), season, undefined);
    await ballots.register(open);
    let counting = false;
    await jobs.work({
      effect: async () => {},
      delivery: async () => {},
      closing: async () => {},
      ballots: async (one) => {
        counting = true;
        await sleep(200);
        await ballots.count(one, 1);
      },
    });
    const peopleNames = createRedisPeopleNames(raw);
    await jobs.ballots([batch(known, 1, mara, ines)]);
    await expect.poll(() => counting).toBe(true);
    expect(await forgetPerson({ ballots, vault, waiting, hashVoter, peopleNames }, 'discord', '1')).toBe(1);
    expect(await ballots.live(known)).toEqual({ yes: 1 });
    expect(await everything()).not.toContain(mara);
  });
});
