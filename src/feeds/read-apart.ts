import { Worker } from 'node:worker_threads';
import { MINUTE, SECOND } from '../core/durations.ts';
import type { Milliseconds } from '../core/ids.ts';
import type { FeedReading, FetchedFeed } from './read-feed.ts';

export interface ReadingLimits {
  readonly time: Milliseconds;
  /** Of the thread's heap. */
  readonly megabytes: number;
}

/**
 * Feeds of five megabytes that people publish take two seconds [measured]; a hostile one of the same size takes twenty, and
 * half a gigabyte.
 */
export const READING_LIMITS: ReadingLimits = { time: MINUTE / 4, megabytes: 256 };

/** Built, it lies beside this file. */
export const READ_WORKER = new URL('./read-worker.js', import.meta.url);

/**
 * Reads a feed in a thread of its own, so that a hostile one holds up no vote and no message, and ends it when it takes too
 * much time or memory. The thread sees nothing of the environment.
 * @param worker the built `read-worker`
 */
export async function readApart(
  feed: FetchedFeed,
  worker: URL,
  limits: ReadingLimits,
  signal: AbortSignal,
): Promise<FeedReading> {
  signal.throwIfAborted();
  const host = new URL(feed.url).hostname;
  const thread = new Worker(worker, {
    workerData: feed,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
  });
  try {
    return await outcomeOf(thread, host, limits, signal);
  } finally {
    await thread.terminate();
  }
}

function outcomeOf(
  thread: Worker,
  host: string,
  limits: ReadingLimits,
  signal: AbortSignal,
): Promise<FeedReading> {
  return new Promise((done, fail) => {
    const failure = (what: string): void => done({ ok: false, what, lasting: true });
    const seconds = limits.time / SECOND;
    const timer = setTimeout(
      () => failure(`The feed of ${host} takes longer than ${seconds} seconds to read.`),
      limits.time,
    );
    const stop = (): void => fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    thread.once('message', done);
    thread.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        failure(`The feed of ${host} takes more than ${limits.megabytes} MB of memory to read.`);
      else fail(error);
    });
    thread.once('exit', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      failure(`The feed of ${host} could not be read.`);
    });
  });
}
