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
