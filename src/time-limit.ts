import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from './core/ids.ts';

/**
 * The result of the work if it ends within a time; otherwise undefined. The work then continues, and its outcome is
 * ignored. Rejects as the work does, if in time. Keeps no process alive.
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

/** The result of the work, or a rejection with the signal's reason if that comes first. The work then continues. */
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
