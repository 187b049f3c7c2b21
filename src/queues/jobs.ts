import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import type { Milliseconds, PlatformName } from '../core/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Health } from '../ports/health.ts';
import type { JobHandlers, JobOptions, Jobs } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { closeRedis, type RedisClient } from '../redis/connection/connection.ts';
import { within } from '../time-limit.ts';
import { type HealthLimits, WorkWatch } from './health.ts';
import { createBallotLanes, workLane } from './lanes.ts';
import {
  DEFAULT_LANES,
  deliveryQueue,
  type LaneJob,
  laneQueue,
  queueOptions,
  SEASON_QUEUE,
  WAKE_OPTIONS,
  workerOptions,
} from './queues.ts';
import { attempt, describe, nameOf, perform, untilDue, type WakeJob } from './wake-jobs.ts';
import { reportWorkerErrors } from './worker-errors.ts';

export interface BullmqJobsOptions {
  /** Called at once for one `queue` connection, and in `work` for one `worker` connection. `stop` closes both. */
  readonly connect: (role: 'queue' | 'worker') => RedisClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Each has its own queue, so that a slow platform does not hold up the others. */
  readonly platforms: readonly PlatformName[];
  /** Ballot lanes; the same number in every process that shares a Redis. Default 4. */
  readonly lanes?: number;
  /** Jobs at a time in this process. Defaults: 8 effects, 32 deliveries for each platform. */
  readonly concurrency?: { readonly effects?: number; readonly deliveries?: number };
  /** A dead worker's job is taken over after this long, or up to half as long again. Default 10 s. */
  readonly lockDuration?: Milliseconds;
  readonly limits?: Partial<HealthLimits>;
}

export interface BullmqJobs extends Jobs {
  /** Whether this process's work makes progress; always `ok` if `work` was not called. */
  health(): Health;
}

const DEFAULT_CONCURRENCY = { effects: 8, deliveries: 32 };
const DEFAULT_LOCK_MS = 10_000;
/** The order of the lanes stands in Redis, which may lose it under living processes. */
const ORDER_EVERY_MS = 5_000;
const DEFAULT_LIMITS: HealthLimits = { longestRun: 300_000, longestIdle: 30_000 };

/** BullMQ takes jobs without a priority first, then those with the lowest number. */
const ORDINARY_PRIORITY = 10;

/**
 * Background work over BullMQ. A wake-up that is still waiting is not added twice. One that arrives while an equal one is
 * being worked on is kept and runs after it, so none is lost. While Redis is away, `effect`, `delivery`, `closing` and
 * `ballots` wait; they do not resolve.
 */
export function createBullmqJobs(options: BullmqJobsOptions): BullmqJobs {
  const { clock, log } = options;
  const lockDuration = options.lockDuration ?? DEFAULT_LOCK_MS;
  const concurrency = { ...DEFAULT_CONCURRENCY, ...options.concurrency };
  const connection = options.connect('queue');
  const open = <Data>(name: string) => {
    const queue = new Queue<Data>(name, queueOptions(connection));
    reportWorkerErrors(queue, log);
    return queue;
  };
  const season = open<WakeJob>(SEASON_QUEUE);
  const deliveries = new Map(
    options.platforms.map((platform) => [platform, open<WakeJob>(deliveryQueue(platform))] as const),
  );
  const deliveriesTo = (platform: PlatformName): Queue<WakeJob> => {
    const queue = deliveries.get(platform);
    if (queue === undefined)
      throw new Error(`There is no queue for ${platform}: it is not a platform of this bot`);
    return queue;
  };
  const laneQueues = Array.from({ length: options.lanes ?? DEFAULT_LANES }, (_, lane) =>
    open<LaneJob>(laneQueue(lane)),
  );
  const queues: readonly Queue[] = [season, ...deliveries.values(), ...laneQueues];
  const lanes = createBallotLanes(laneQueues, log);
  const watch = new WorkWatch({ ...DEFAULT_LIMITS, ...options.limits });
  const instance = randomUUID();
  const stopping = new AbortController();
  const workers: Worker[] = [];
  let workConnection: RedisClient | undefined;
  let ordering: NodeJS.Timeout | undefined;

  const wake = async (queue: Queue<WakeJob>, job: WakeJob, urgent: boolean) => {
    const delay =
      job.notBefore === undefined ? 0 : Math.max(0, Math.ceil(job.notBefore - (await clock.now())));
    await queue.add(job.kind, job, {
      ...WAKE_OPTIONS,
      delay,
      ...(!urgent && { priority: ORDINARY_PRIORITY }),
      // The id includes this process: otherwise a job under the lock of a killed worker would swallow its
      // successor.
      deduplication: { id: `${instance}|${nameOf(job, urgent)}`, keepLastIfActive: true },
    });
  };

  const startWakeWorker = (name: string, atOnce: number, handle: (job: WakeJob) => Promise<void>) => {
    if (workConnection === undefined) return;
    const worker = new Worker<WakeJob>(
      name,
      async (job, token) => {
        await untilDue(job, token, clock);
        await watch.during(job.data.kind, `${name}: ${describe(job.data)}`, () => attempt(job, handle, log));
      },
      workerOptions(workConnection, atOnce, lockDuration),
    );
    reportWorkerErrors(worker, log);
    workers.push(worker);
  };

  const startLaneWorker = async (queue: Queue<LaneJob>, count: JobHandlers['ballots']) => {
    if (workConnection === undefined) return;
    await oneAtATime(queue);
    if (stopping.signal.aborted) return;
    const work = { count, log, watch, stopping: stopping.signal };
    const worker = new Worker<LaneJob>(
      queue.name,
      (job, token, signal) => watch.during('ballots', queue.name, () => workLane(job, token, signal, work)),
      workerOptions(workConnection, 1, lockDuration),
    );
    worker.on('lockRenewalFailed', (ids) => {
      for (const id of ids) worker.cancelJob(id, 'its lock is lost');
    });
    reportWorkerErrors(worker, log);
    workers.push(worker);
  };

  return {
    effect: (of, effect, dueAt) =>
      wake(season, { kind: 'effect', season: of, effect, notBefore: dueAt }, true),
    delivery: (platform, of, outlet, how) =>
      wake(
        deliveriesTo(platform),
        { kind: 'delivery', season: of, outlet, ...due(how) },
        how.urgent ?? false,
      ),
    closing: (platform, of, round, poll, how) =>
      wake(
        deliveriesTo(platform),
        { kind: 'closing', season: of, round, poll, ...due(how) },
        how.urgent ?? false,
      ),
    ballots: (batches) => lanes.add(batches),

    async work(handlers) {
      if (workConnection !== undefined || stopping.signal.aborted)
        throw new Error('work() may be called once, before stop()');
      workConnection = options.connect('worker');
      startWakeWorker(SEASON_QUEUE, concurrency.effects, (job) => perform(job, handlers));
      for (const { name } of deliveries.values())
        startWakeWorker(name, concurrency.deliveries, (job) => perform(job, handlers));
      for (const queue of laneQueues) await startLaneWorker(queue, handlers.ballots);
      watch.watch(queues);
      ordering = setInterval(() => {
        for (const queue of laneQueues) oneAtATime(queue).catch(() => undefined);
      }, ORDER_EVERY_MS);
      ordering.unref();
    },

    async stop(withinMs) {
      if (stopping.signal.aborted) return;
      stopping.abort();
      watch.stop();
      clearInterval(ordering);
      const graceful = Promise.allSettled([lanes.settled(), ...workers.map((worker) => worker.close())]);
      if ((await within(withinMs, graceful)) === undefined) {
        log.warn(
          { withinMs },
          'Running jobs did not end in time; they run again in another process or at the next start',
        );
        for (const worker of workers)
          worker
            .getBackend()
            .close(true)
            .catch(() => undefined);
      }
      lanes.close();
      for (const queue of queues) queue.close().catch(() => undefined);
      await Promise.all([connection, ...(workConnection ? [workConnection] : [])].map(closeRedis));
    },

    async depth() {
      const counts = await Promise.all(
        queues.map(async (queue) => {
          const {
            wait = 0,
            prioritized = 0,
            delayed = 0,
          } = await queue.getJobCounts('wait', 'prioritized', 'delayed');
          return [queue.name, wait + prioritized + delayed] as const;
        }),
      );
      return Object.fromEntries(counts);
    },

    health: () => watch.health(),
  };
}

/** Over all processes: with two at a time, the later batch of a poll could overtake the earlier one. */
const oneAtATime = (queue: Queue<LaneJob>): Promise<unknown> => queue.setGlobalConcurrency(1);

function due(options: JobOptions): { notBefore?: number } {
  return options.notBefore === undefined ? {} : { notBefore: options.notBefore };
}
