import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../core/ids.ts';
import type { EditOutcome } from '../../ports/platform/platform.ts';

interface Patience {
  /** At least 1. */
  readonly attempts: number;
  /** A longer pause is not waited out. */
  readonly longestPause: Milliseconds;
}

/** Edits a posted message, again after each pause that its platform asks for. @returns the last outcome */
export async function editPatiently(
  { attempts, longestPause }: Patience,
  edit: () => Promise<EditOutcome>,
): Promise<EditOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await edit();
    if (outcome.status !== 'retry' || attempt === attempts || outcome.after > longestPause) return outcome;
    await sleep(outcome.after);
  }
}
