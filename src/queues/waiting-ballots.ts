import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Queue } from 'bullmq';
import type { Milliseconds, NativePollId, VoterHash } from '../core/ids.ts';
import type { BallotBatch } from '../ports/ballot-store.ts';
import type { WaitingBallots } from '../ports/waiting-ballots.ts';
import type { RedisClient } from '../redis/connection/connection.ts';
import { keysOf } from '../redis/shared/keys.ts';
import { decodeRecord, encodeRecord } from '../redis/shared/records.ts';
import { luaScript, runScript } from '../redis/shared/scripts.ts';
import { DEFAULT_LANES, type LaneJob, laneQueue, queueOptions } from './queues.ts';

const PAGE = 100;
/** A worker counts a batch within milliseconds. The batch of a killed worker stays for longer. */
const COUNTED_WITHIN: Milliseconds = 3_000;
const LOOK_EVERY: Milliseconds = 50;

const REPLACE_HELD = luaScript(import.meta.url, './lua/replace-held.lua');

/** Ballots that are not counted yet: queued, or held for an unknown poll. The caller owns the connection. */
export function createWaitingBallots(redis: RedisClient): WaitingBallots {
  return {
    async forget(voter) {
      const found = new Set<NativePollId>();
      for (let lane = 0; lane < DEFAULT_LANES; lane += 1) {
        const queue = new Queue<LaneJob>(laneQueue(lane), queueOptions(redis));
        // Without a listener BullMQ prints a stack to the terminal. What matters fails the call that needs
        // it.
        queue.on('error', () => undefined);
        try {
          await forgetInQueue(queue, voter, found);
        } finally {
          await queue.close();
        }
      }
      await forgetHeld(redis, voter, found);
      return found;
    },
  };
}

/**
 * Rewrites waiting jobs without the voter. Waits for a job that a worker has taken, because what it counts is deleted after
 * this. Rewrites that job, too, since it comes back if its worker was killed.
 */
async function forgetInQueue(
  queue: Queue<LaneJob>,
  voter: VoterHash,
  found: Set<NativePollId>,
): Promise<void> {
  const taken: string[] = [];
  for (const job of await jobsWith(queue, voter)) {
    for (const { poll, ballots } of job.data.batches)
      if (ballots.some((one) => one.voter === voter)) found.add(poll);
    // A job that was finished since can't be rewritten any more.
    await job
      .updateData({ batches: job.data.batches.map((batch) => without(batch, voter)) })
      .catch(() => undefined);
    if (job.id !== undefined && (await job.getState().catch(() => 'unknown')) === 'active')
      taken.push(job.id);
  }
  for (const until = performance.now() + COUNTED_WITHIN; performance.now() < until; await sleep(LOOK_EVERY)) {
    const states = await Promise.all(taken.map((id) => queue.getJobState(id)));
    if (!states.includes('active')) return;
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
