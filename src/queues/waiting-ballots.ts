import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Queue } from 'bullmq';
import type { Milliseconds, NativePollId, VoterHash } from '../core/ids.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { BallotBatch } from '../ports/stores/ballot-store.ts';
import type { WaitingBallots } from '../ports/stores/waiting-ballots.ts';
import type { RedisClient } from '../redis/connection/connection.ts';
import { keysOf } from '../redis/shared/keys.ts';
import { decodeRecord, encodeRecord } from '../redis/shared/records.ts';
import { luaScript, runScript } from '../redis/shared/scripts.ts';
import { DEFAULT_LANES, type LaneJob, laneQueue, queueOptions } from './queues.ts';

const PAGE = 100;
/**
 * A worker counts a batch within milliseconds. It takes longer while counting fails and is retried. The lock of a killed
 * worker expires before this is over.
 */
const COUNTED_WITHIN: Milliseconds = 20_000;
const LOOK_EVERY: Milliseconds = 50;

const REPLACE_HELD = luaScript(import.meta.url, './lua/replace-held.lua');

/**
 * Ballots that are not counted yet: queued, or held for an unknown poll. The caller owns the connection.
 *
 * @param within how long `forget` waits for a worker that is just counting.
 */
export function createWaitingBallots(redis: RedisClient, within = COUNTED_WITHIN): WaitingBallots {
  return {
    async forget(voter) {
      const found = new Set<NativePollId>();
      const locks: string[] = [];
      await inLanes(redis, async (queue) => {
        await forgetInQueue(queue, voter, found);
        // All of them: an earlier call may have rewritten one that its worker still has as it was.
        for (const { id } of await queue.getActive())
          if (id !== undefined) locks.push(`${queue.toKey(id)}:lock`);
      });
      await forgetHeld(redis, voter, found);
      await untilReleased(redis, locks, within);
      return found;
    },
  };
}

async function inLanes(redis: RedisClient, act: (queue: Queue<LaneJob>) => Promise<void>): Promise<void> {
  for (let lane = 0; lane < DEFAULT_LANES; lane += 1) {
    const queue = new Queue<LaneJob>(laneQueue(lane), queueOptions(redis));
    // Without a listener BullMQ prints a stack to the terminal. What matters fails the call that needs
    // it.
    queue.on('error', () => undefined);
    try {
      await act(queue);
    } finally {
      await queue.close();
    }
  }
}

/** Rewrites jobs without the voter; also one that a worker has taken, since it comes back if that worker was killed. */
async function forgetInQueue(
  queue: Queue<LaneJob>,
  voter: VoterHash,
  found: Set<NativePollId>,
): Promise<void> {
  for (const job of await jobsWith(queue, voter)) {
    for (const { poll, ballots } of job.data.batches)
      if (ballots.some((one) => one.voter === voter)) found.add(poll);
    // A job that was finished since can't be rewritten any more.
    await job
      .updateData({ batches: job.data.batches.map((batch) => without(batch, voter)) })
      .catch(() => undefined);
  }
}

/**
 * Waits until no worker has the jobs that were taken: what it counts is deleted after this. A worker renews the lock of its
 * job; when the lock of a killed one has expired, the job comes back as it was rewritten.
 * @throws StartupError if a worker still has one when the time is over.
 */
async function untilReleased(
  redis: RedisClient,
  locks: readonly string[],
  within: Milliseconds,
): Promise<void> {
  for (const until = performance.now() + within; ; await sleep(LOOK_EVERY)) {
    const held = await Promise.all(locks.map((lock) => redis.exists(lock)));
    if (!held.includes(1)) return;
    if (performance.now() > until)
      throw new StartupError(
        'Ballots are just being counted, and that takes unusually long: one of this account may be among them',
        'Run the command again in a minute. If this persists, the bot’s log says why ballots cannot be counted.',
      );
  }
}

async function jobsWith(queue: Queue<LaneJob>, voter: VoterHash): Promise<readonly Job<LaneJob>[]> {
  const found: Job<LaneJob>[] = [];
  for (let start = 0; ; start += PAGE) {
    const page = await queue.getJobs(['active', 'wait', 'delayed', 'prioritized'], start, start + PAGE - 1);
    found.push(...page.filter((job) => job?.data?.batches.some((batch) => holds(batch, voter))));
    if (page.length === 0) return found;
  }
}

async function forgetHeld(redis: RedisClient, voter: VoterHash, found: Set<NativePollId>): Promise<void> {
  const { heldKey, indexKeys } = keysOf(redis);
  for (const poll of (await redis.zrange(indexKeys.heldPolls, 0, '-1')) as NativePollId[]) {
    const key = heldKey(poll);
    for (const [field, value] of Object.entries(await redis.hgetall(key))) {
      const at = value.indexOf('{');
      const batch = decodeRecord<BallotBatch>(value.slice(at));
      if (!holds(batch, voter)) continue;
      found.add(poll);
      // The number of ballots before the record stays: the totals of held ballots are built on it.
      const after = `${value.slice(0, at)}${encodeRecord(without(batch, voter))}`;
      await runScript(redis, REPLACE_HELD, [key], [field, value, after]);
    }
  }
}

const holds = ({ ballots }: BallotBatch, voter: VoterHash): boolean =>
  ballots.some((one) => one.voter === voter);

const without = (batch: BallotBatch, voter: VoterHash): BallotBatch => ({
  ...batch,
  ballots: batch.ballots.filter((one) => one.voter !== voter),
});
