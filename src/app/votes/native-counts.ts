import type { Counts } from '../../core/vote/tally.ts';
import type { NativePoll } from '../../ports/platform/sending.ts';

/** Native counts by the story's options, mapped as in the platform's own response. */
export function inOptions(poll: NativePoll, counts: Readonly<Record<string, number>>): Counts {
  const sums: Record<string, number> = {};
  for (const [answer, option] of Object.entries(poll.answers)) {
    sums[option] = (sums[option] ?? 0) + (counts[answer] ?? 0);
  }
  return sums;
}
