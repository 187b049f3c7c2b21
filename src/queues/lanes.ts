import { setTimeout as delay } from 'node:timers/promises';
import { type Job, type Queue, WaitingError } from 'bullmq';
import type { Log } from '../ports/log.ts';
import type { BallotBatch } from '../ports/stores/ballot-store.ts';
import { unlessAborted } from '../time-limit.ts';
import type { WorkWatch } from './health.ts';
import { type LaneJob, laneOf, pauseBeforeAttempt } from './queues.ts';

/** Limits a job to some 100 kB; more ballots become several jobs. */
const BALLOTS_PER_JOB = 2_000;
const BATCHES_PER_JOB = 500;
/** A lane's job ends only when it is counted, so attempts are not counted. */
const LANE_OPTIONS = { removeOnComplete: true, removeOnFail: true } as const;

export interface BallotLanes {
  /** Resolves once all are durable; rejects only if `close` came first. Keeps the order of its calls. */
  add(batches: readonly BallotBatch[]): Promise<void>;
  /** Resolves when everything that was added before is durable. */
  settled(): Promise<void>;
  /** Nothing is added after this. */
  close(): void;
}

/**
 * Puts batches into lanes. One call adds one job per lane (several if there are many ballots), one after another. If two
 * batches of a poll changed places, ballots would be lost, because the store skips what is older than what it has counted.
 */
export function createBallotLanes(queues: readonly Queue<LaneJob>[], log: Log): BallotLanes {
  const tails = queues.map(() => Promise.resolve());
  const closing = new AbortController();

  const addDurably = async (queue: Queue<LaneJob>, batches: readonly BallotBatch[]) => {
    for (let attempt = 1; ; attempt += 1) {
      closing.signal.throwIfAborted();
      try {
        // If its connection is given up, a command that waits for Redis never ends: ioredis 6 forgets it.
        await unlessAborted(queue.add('count', { batches }, LANE_OPTIONS), closing.signal);
        return;
      } catch (error) {
        if (attempt === 1 && !closing.signal.aborted)
          log.error({ lane: queue.name, why: (error as Error).message }, 'Could not queue ballots; retrying');
        await delay(pauseBeforeAttempt(attempt), undefined, { signal: closing.signal }).catch(
          () => undefined,
        );
      }
    }
  };

  return {
    async add(batches) {
      const byLane = new Map<number, BallotBatch[]>();
      for (const batch of batches) {
        const lane = laneOf(batch.poll, queues.length);
        const own = byLane.get(lane);
        if (own) own.push(batch);
        else byLane.set(lane, [batch]);
      }
      await Promise.all(
        [...byLane].map(([lane, own]) => {
          const queue = queues[lane];
          const before = tails[lane];
          if (queue === undefined || before === undefined) throw new RangeError(`no lane ${lane}`);
          const added = before.then(async () => {
            for (const part of inParts(own)) await addDurably(queue, part);
          });
          tails[lane] = added.catch(() => undefined);
          return added;
        }),
      );
    },
    async settled() {
      await Promise.all(tails);
    },
    close() {
      closing.abort(new Error('The queues are closed because this process is stopping'));
    },
  };
}

function inParts(batches: readonly BallotBatch[]): BallotBatch[][] {
  const parts: BallotBatch[][] = [];
  let part: BallotBatch[] = [];
  let ballots = 0;
  for (const batch of batches) {
    const full = ballots + batch.ballots.length > BALLOTS_PER_JOB || part.length === BATCHES_PER_JOB;
    if (part.length > 0 && full) {
      parts.push(part);
      part = [];
      ballots = 0;
    }
    part.push(batch);
    ballots += batch.ballots.length;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

export interface LaneWork {
  readonly count: (batch: BallotBatch) => Promise<void>;
  readonly log: Log;
  readonly watch: WorkWatch;
  /** Aborted when the process stops. The job then returns to the head of its lane. */
  readonly stopping: AbortSignal;
}

/**
 * Counts a job's batches in order. A batch that fails is retried in place, for as long as it takes, because
 * no later one may overtake it. `lockLost` is aborted when another worker may have taken the job over.
 */
export async function workLane(
  job: Job<LaneJob>,
  token: string | undefined,
  lockLost: AbortSignal | undefined,
  work: LaneWork,
): Promise<void> {
  const { log, watch } = work;
  const given = lockLost ? AbortSignal.any([work.stopping, lockLost]) : work.stopping;
  for (const batch of job.data.batches) {
    const fields = { lane: job.queueName, poll: batch.poll, epoch: batch.epoch, batch: batch.number };
    for (let attempt = 1; ; attempt += 1) {
      try {
        await work.count(batch);
        watch.laneGoesOn(job.queueName);
        break;
      } catch (error) {
        const why = (error as Error).message;
        log.warn({ ...fields, attempt, why }, 'Could not count a batch of ballots; retrying');
        watch.laneFails(job.queueName, why);
      }
      await delay(pauseBeforeAttempt(attempt), undefined, { signal: given }).catch(() => undefined);
      if (given.aborted) return giveBack(job, token, watch);
    }
  }
}

/** Back to the head of the lane. If that fails, the lock expires and the job returns to the head as stalled. */
async function giveBack(job: Job<LaneJob>, token: string | undefined, watch: WorkWatch): Promise<never> {
  watch.laneGoesOn(job.queueName);
  await job.moveToWait(token).catch(() => undefined);
  throw new WaitingError();
}
