import type { Counts } from '../../core/vote/tally.ts';
import type { NativePoll } from '../../ports/platform.ts';

/** Native counts in the story's options, by the map that the platform's own response gave. */
export function inOptions(poll: NativePoll, counts: Readonly<Record<string, number>>): Counts {
  const sums: Record<string, number> = {};
  for (const [answer, option] of Object.entries(poll.answers)) {
    sums[option] = (sums[option] ?? 0) + (counts[answer] ?? 0);
  }
  return sums;
}
