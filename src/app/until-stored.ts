import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../core/ids.ts';
import type { Log } from '../ports/log.ts';

/** Before this pause, each attempt has already retried for some seconds. */
const PAUSE: Milliseconds = 500;
/** A store that is away for longer is found as it was left: what was sent meanwhile counts as unanswered. */
const LONGEST: Milliseconds = 600_000;

/**
 * Stores something that can't be found out again, retrying as often as necessary: while the store is away, this
 * process must not forget what it is sending, or what a platform has told it. `write` may run any number of times.
 * @param stopped the stores are about to be closed.
 * @throws what the last attempt threw, when stopped or after ten minutes.
 */
export async function untilStored<Result>(
  { log, stopped }: { readonly log: Log; readonly stopped: AbortSignal },
  fields: Readonly<Record<string, unknown>>,
  write: () => Promise<Result>,
): Promise<Result> {
  const since = performance.now();
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (stopped.aborted || performance.now() - since > LONGEST) throw error;
      log.warn({ ...fields, error }, 'could not record what is being sent; retrying');
      await sleep(PAUSE);
    }
  }
}
