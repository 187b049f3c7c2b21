import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nativePollId, outletId, roundNumber } from '../../src/core/ids.ts';
import { type BullmqJobs, type BullmqJobsOptions, createBullmqJobs } from '../../src/queues/jobs.ts';
import { laneOf, laneQueue, queueOptions } from '../../src/queues/queues.ts';
import { closeRedis, connectRedis, type RedisClient } from '../../src/redis/connection/connection.ts';
import { createRedisClock } from '../../src/redis/shared/clock.ts';
import { logLines } from '../support/log-lines.ts';
import { startCluster, startRedis, type TestCluster, type TestRedis } from '../support/redis.ts';
import { type Build, buildBot } from '../support/stage/build.ts';
import { batch, gate, idleHandlers, jobsContract, POLL, recorder, SEASON } from './jobs.contract.ts';

const { log, lines } = logLines();

function over(address: () => string, clients: RedisClient[]) {
  const connect = (role: 'store' | 'queue' | 'worker') => {
    const client = connectRedis(address(), role, { log });
    clients.push(client);
    return client;
  };
  let clock: ReturnType<typeof createRedisClock> | undefined;
  const now = () => {
    clock ??= createRedisClock(connect('store'));
    return clock.now();
  };
  const create = (options: Partial<BullmqJobsOptions> = {}): BullmqJobs =>
    createBullmqJobs({ platforms: ['discord', 'telegram'], connect, clock: { now }, log, ...options });
  return { connect, now, create };
}

const SHORT_LOCK_MS = 600;

/** A process that starts every job and ends none. */
function workerProcess(build: Build, url: string) {
  const script = [join(build.folder, 'endless-worker.js'), url, String(SHORT_LOCK_MS)];
  const child: ChildProcess = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  return {
    begun: (lines: readonly string[]) =>
      new Promise<void>((resolve, reject) => {
        child.once('exit', () => reject(new Error(`the worker ended: ${output}`)));
        child.stdout?.on('data', (chunk) => {
          output += chunk;
          if (lines.every((line) => output.includes(line))) resolve();
        });
      }),
    kill: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

const closeAll = (clients: RedisClient[]) => Promise.all(clients.splice(0).map(closeRedis));

describe('jobs over one Redis', () => {
  let redis: TestRedis;
  const clients: RedisClient[] = [];
  const { create, now, connect } = over(() => redis.url, clients);
  beforeAll(async () => {
    redis = await startRedis();
  });
  beforeEach(() => redis.flush());
  afterAll(async () => {
    await closeAll(clients);
    await redis.stop();
  });

  jobsContract('BullMQ', create, now);

  describe('BullMQ in particular', () => {
    const started: BullmqJobs[] = [];
    const start = (options?: Partial<BullmqJobsOptions>) => {
      const jobs = create(options);
      started.push(jobs);
      return jobs;
    };
    afterEach(async () => {
      await Promise.all(started.splice(0).map((jobs) => jobs.stop(1_000)));
    });

    it('names its queues under one hash tag and reports their depth', async () => {
      const jobs = start({ lanes: 2 });
      await jobs.ballots([batch(0)]);
      expect(await jobs.depth()).toEqual({
        season: 0,
        'discord-deliveries': 0,
        'telegram-deliveries': 0,
        'ballots-0': laneOf(POLL, 2) === 0 ? 1 : 0,
        'ballots-1': laneOf(POLL, 2) === 1 ? 1 : 0,
      });
      const keys = await connect('store').keys('*');
      expect(keys.filter((key) => !key.startsWith('{cliffhanger}:'))).toEqual([]);
    });

    it('spreads polls over its lanes and always gives a poll the same one', () => {
      const lanes = new Set(Array.from({ length: 100 }, (_, poll) => laneOf(nativePollId(`p${poll}`), 4)));
      expect([...lanes].sort()).toEqual([0, 1, 2, 3]);
      expect(laneOf(nativePollId('p7'), 4)).toBe(laneOf(nativePollId('p7'), 4));
    });

    it('leaves nothing behind of finished jobs', async () => {
      const jobs = start();
      const seen = recorder<string>();
      await jobs.work({ ...idleHandlers, effect: async (_, effect) => seen.note(effect) });
      await jobs.effect(SEASON, '4.0', 0);
      await seen.until((all) => all.length === 1);
      await jobs.stop(2_000);
      const keys = await connect('store').keys('{cliffhanger}:season:*');
      expect(keys.filter((key) => !/:(meta|events|id|marker|stalled-check)$/.test(key))).toEqual([]);
    });

    it('runs a sweep again for an effect whose job has used up its attempts', async () => {
      const jobs = start();
      await jobs.effect(SEASON, '4.0', 0);
      const client = connect('store');
      // As BullMQ leaves a job that it gives up: gone, with its name. Here we only remove the job.
      const [key] = await client.keys('{cliffhanger}:season:1');
      expect(key).toBeDefined();
      await client.del('{cliffhanger}:season:1', '{cliffhanger}:season:wait');
      await jobs.effect(SEASON, '4.0', 0);
      expect((await jobs.depth()).season).toBe(1);
    });

    it('counts large calls completely and in order', async () => {
      const jobs = start();
      await jobs.ballots(Array.from({ length: 1_200 }, (_, number) => batch(number)));
      await jobs.ballots([batch(1_200, POLL, 2_500), batch(1_201)]);
      const seen = recorder<number>();
      await jobs.work({ ...idleHandlers, ballots: async ({ number }) => seen.note(number) });
      await seen.until((all) => all.length === 1_202);
      expect(seen.calls).toEqual(Array.from({ length: 1_202 }, (_, number) => number));
    });

    it('logs a failed attempt once, with its season and outlet', async () => {
      lines.length = 0;
      const jobs = start();
      const seen = recorder<string>();
      await jobs.work({
        ...idleHandlers,
        delivery: async (_, outlet) => {
          seen.note(outlet);
          if (seen.calls.length === 1) throw new Error('the ledger is away');
        },
      });
      await jobs.delivery('discord', SEASON, outletId('discord:7'), {});
      await seen.until((all) => all.length === 2);
      const warnings = lines.filter(({ level }) => level === 'warn');
      expect(warnings).toEqual([
        {
          level: 'warn',
          message: 'A job failed and will be retried',
          fields: {
            job: 'delivery',
            season: SEASON,
            outlet: 'discord:7',
            attempt: 1,
            why: 'the ledger is away',
          },
        },
      ]);
    });

    it('delays a job again that this machine’s clock started too early', async () => {
      const ahead = 400;
      const late = { now: async () => (await now()) - ahead };
      const slow = start({ clock: late });
      const seen = recorder<number>();
      await slow.work({ ...idleHandlers, effect: async () => seen.note(await late.now()) });
      const jobs = start();
      const due = (await late.now()) + 100;
      await jobs.effect(SEASON, '4.0', due);
      await seen.until((all) => all.length === 1);
      expect(seen.calls[0]).toBeGreaterThanOrEqual(due);
    });

    it('takes over a killed worker’s job, each time, before those behind it', async () => {
      const build = await buildBot();
      const jobs = start();
      await jobs.ballots([batch(0)]);
      await jobs.ballots([batch(1)]);
      await jobs.effect(SEASON, '4.0', 0);
      for (let kills = 0; kills < 2; kills += 1) {
        const worker = workerProcess(build, redis.url);
        await worker.begun(['effect 4.0', 'batch 0']);
        await worker.kill();
      }
      const heir = start({ lockDuration: SHORT_LOCK_MS });
      const seen = recorder<string>();
      await heir.work({
        ...idleHandlers,
        effect: async (_, effect) => seen.note(`effect ${effect}`),
        ballots: async ({ number }) => seen.note(`batch ${number}`),
      });
      await seen.until((all) => all.length === 3);
      expect(seen.calls.filter((call) => call !== 'effect 4.0')).toEqual(['batch 0', 'batch 1']);
      expect(seen.calls).toContain('effect 4.0');
    });

    it('says what is stuck', async () => {
      const jobs = start({ limits: { longestRun: 50, longestIdle: 50 } });
      expect(jobs.health()).toEqual({ ok: true });
      const begun = recorder<string>();
      const rest = gate();
      await jobs.work({
        ...idleHandlers,
        closing: async () => {
          begun.note('closing');
          await rest.opened;
        },
        ballots: async () => {
          begun.note('batch');
          throw new Error('out of memory');
        },
      });
      await jobs.closing('discord', SEASON, roundNumber(3), POLL, {});
      await begun.until((all) => all.length === 1);
      await new Promise((resolve) => setTimeout(resolve, 60));
      const since = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      const stuck = jobs.health();
      expect(stuck).toEqual({
        ok: false,
        why: 'a worker is stuck: closing',
        inside: { job: `discord-deliveries: closing ${SEASON} 3 ${POLL}`, since },
      });
      // The same at every look, so that it is reported once.
      expect(jobs.health()).toEqual(stuck);
      rest.open();
      await jobs.ballots([batch(0)]);
      await begun.until((all) => all.filter((each) => each === 'batch').length === 3);
      expect(jobs.health()).toEqual({
        ok: false,
        why: 'a worker is stuck: ballots cannot be counted',
        inside: { lane: expect.stringMatching(/^ballots-\d$/), cause: 'out of memory', since },
      });
    });
  });
});

describe('jobs while Redis is away', () => {
  it('holds ballots back until Redis is there, and keeps their order', async () => {
    const clients: RedisClient[] = [];
    const first = await startRedis();
    const { create } = over(() => first.url, clients);
    const jobs = create();
    await jobs.ballots([batch(0)]);
    await first.stop();
    const events: string[] = [];
    const pending = [batch(1), batch(2)].map((each) =>
      jobs.ballots([each]).then(() => events.push(`durable ${each.number}`)),
    );
    events.push('Redis is back');
    const second = await startRedis([`--port`, String(first.port)]);
    await Promise.all(pending);
    expect(events).toEqual(['Redis is back', 'durable 1', 'durable 2']);
    const seen = recorder<number>();
    await jobs.work({ ...idleHandlers, ballots: async ({ number }) => seen.note(number) });
    await seen.until((all) => all.includes(2));
    expect(seen.calls).toEqual([1, 2]);
    await jobs.stop(2_000);
    await closeAll(clients);
    await second.stop();
  });

  it('counts one batch of a lane at a time also after its Redis was emptied under it', async () => {
    const clients: RedisClient[] = [];
    const redis = await startRedis();
    const { create, connect } = over(() => redis.url, clients);
    const jobs = create();
    await jobs.work(idleHandlers);
    const lane = new Queue(laneQueue(0), queueOptions(connect('queue')));
    expect(await lane.getGlobalConcurrency()).toBe(1);
    await redis.flush();
    expect(await lane.getGlobalConcurrency()).toBeNull();
    await expect.poll(() => lane.getGlobalConcurrency(), { timeout: 20_000 }).toBe(1);
    await jobs.stop(1_000);
    await lane.close();
    await closeAll(clients);
    await redis.stop();
  }, 30_000);

  it('stops in time even if Redis is away, and says that ballots were not stored', async () => {
    const clients: RedisClient[] = [];
    const redis = await startRedis();
    const { create } = over(() => redis.url, clients);
    const jobs = create();
    await jobs.work(idleHandlers);
    await redis.stop();
    const lost = expect(jobs.ballots([batch(0)])).rejects.toThrow(/stopping/);
    await jobs.stop(200);
    await lost;
    await closeAll(clients);
  });
});

describe('jobs over a Cluster', () => {
  let cluster: TestCluster;
  const clients: RedisClient[] = [];
  const { create, now } = over(() => cluster.url, clients);
  beforeAll(async () => {
    cluster = await startCluster();
  });
  beforeEach(() => cluster.flush());
  afterAll(async () => {
    await closeAll(clients);
    await cluster.stop();
  });

  jobsContract('BullMQ', create, now);
});
