import { createHash } from 'node:crypto';
import type { QueueOptions, WorkerOptions } from 'bullmq';
import { backoff } from '../core/backoff.ts';
import type { Milliseconds, NativePollId, PlatformName } from '../core/ids.ts';
import type { BallotBatch } from '../ports/stores/ballot-store.ts';
import type { RedisClient } from '../redis/connection/connection.ts';
import { keysOf } from '../redis/shared/keys.ts';

export interface LaneJob {
  readonly batches: readonly BallotBatch[];
}

export const SEASON_QUEUE = 'season';
export const deliveryQueue = (platform: PlatformName): string => `${platform}-deliveries`;
/** The same in every process that shares a Redis. */
export const DEFAULT_LANES = 4;
export const laneQueue = (lane: number): string => `ballots-${lane}`;

/** Stable over processes and versions: batches of one poll must meet in one lane. */
export function laneOf(poll: NativePollId, lanes: number): number {
  return createHash('sha256').update(poll).digest().readUInt32BE() % lanes;
}

const AGAIN_AFTER = { first: 250, most: 15_000 } as const;

/** 250 ms, doubling to 15 s, each up to half shorter, so that jobs that failed together do not retry together. */
export function pauseBeforeAttempt(attempt: number): Milliseconds {
  return Math.round(backoff(AGAIN_AFTER, attempt) * (1 - Math.random() / 2));
}

/** A job that has used up its attempts is deleted, so that its id never blocks the sweep, which queues what is still owed. */
export const WAKE_OPTIONS = {
  attempts: 20,
  backoff: { type: 'custom' },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 1,
} as const;

export function queueOptions(connection: RedisClient): QueueOptions {
  const { queuePrefix: prefix } = keysOf(connection);
  return { connection, prefix, skipVersionCheck: true, streams: { events: { maxLen: EVENTS_KEPT } } };
}

/** We don't read BullMQ's event streams. By default each would grow to 10,000 entries. */
const EVENTS_KEPT = 100;

/**
 * With BullMQ's defaults a killed worker's job came back after 60 s, and a second kill made it fail
 * permanently [measured]. With these options it comes back when its lock has expired, plus half of that until
 * the next check, however often it happens.
 */
export function workerOptions(
  connection: RedisClient,
  concurrency: number,
  lockDuration: Milliseconds,
): WorkerOptions {
  return {
    connection,
    prefix: keysOf(connection).queuePrefix,
    skipVersionCheck: true,
    concurrency,
    lockDuration,
    stalledInterval: lockDuration / 2,
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    runRetryDelay: 1_000,
    settings: { backoffStrategy: (attemptsMade) => pauseBeforeAttempt(attemptsMade) },
  };
}
