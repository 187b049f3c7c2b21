import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from './core/ids.ts';

/**
 * What comes of the work within a time, or undefined where the time is over first. The work goes on then, and what
 * becomes of it is nobody's concern here. Rejects as the work does, if in time. Keeps no process alive.
 */
export async function within<Result>(
  limit: Milliseconds,
  work: Promise<Result> | undefined,
): Promise<Result | undefined> {
  const enough = new AbortController();
  const over = sleep(limit, undefined, { signal: enough.signal, ref: false }).catch(() => undefined);
  try {
    return await Promise.race([work, over]);
  } finally {
    enough.abort();
  }
}

/** What comes of the work, or a rejection with the signal's reason where that comes first. The work goes on then. */
export async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
