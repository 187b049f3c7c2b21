import { type Counts, saysNothing } from '../../core/vote/tally.ts';
import type { OpenPoll } from '../../ports/stores/ballot-store.ts';
import type { Context } from '../context.ts';

/** For the receipt. */
export const COUNTS_HIDDEN = 'its platform kept the counts hidden and did not report them at the end';

/**
 * The last counts of a poll that its platform no longer reports.
 * @returns undefined if they are not known: while a platform hides results, only its snapshots show anonymous votes,
 * and a zero in them may mean any number.
 */
export async function lastCounts(
  context: Pick<Context, 'ballots'>,
  { poll, namedVotes }: Pick<OpenPoll, 'poll' | 'namedVotes'>,
): Promise<Counts | undefined> {
  if (poll.sealed === true && !namedVotes) {
    const snapshot = await context.ballots.snapshot(poll.id);
    if (snapshot === undefined || saysNothing(poll, snapshot)) return undefined;
  }
  return context.ballots.live(poll.id);
}
