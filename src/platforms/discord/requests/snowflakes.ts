import type { Milliseconds } from '../../../core/ids.ts';

/** How much our clock and Discord's may differ when we check a message's age. */
export const CLOCK_MARGIN: Milliseconds = 300_000;

/** The greatest, that is newest, of some ids; 0 for none. Ids have up to 64 bits, too many for a number. */
export function youngest(ids: readonly string[]): bigint {
  let found = 0n;
  for (const id of ids) {
    const value = BigInt(id);
    if (value > found) found = value;
  }
  return found;
}
