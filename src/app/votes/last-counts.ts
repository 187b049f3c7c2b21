import { type Counts, saysNothing } from '../../core/vote/tally.ts';
import type { OpenPoll } from '../../ports/ballot-store.ts';
import type { Context } from '../context.ts';

/** For the receipt. */
export const COUNTS_HIDDEN = 'its platform kept the counts hidden, and did not tell them at the end';

/**
 * The last counts of a poll that its platform does not tell any more.
 * @returns undefined where they are not known: while a platform hides results nothing but its snapshots tells of anonymous
 * votes, and a zero in them may stand for any number.
 */
export async function lastCounts(
  context: Context,
  { poll, namedVotes }: Pick<OpenPoll, 'poll' | 'namedVotes'>,
): Promise<Counts | undefined> {
  if (poll.sealed === true && !namedVotes) {
    const snapshot = await context.ballots.snapshot(poll.id);
    if (snapshot === undefined || saysNothing(poll, snapshot)) return undefined;
  }
  return context.ballots.live(poll.id);
}
