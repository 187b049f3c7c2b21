import type { Instant } from '../../core/ids.ts';
import { findRound, isIn, type Round } from '../../core/season/state.ts';
import type { BallotBatch } from '../../ports/ballot-store.ts';
import type { Context } from '../context.ts';

/** Whether a round's deadline is still to come. One that passed while the bot was away has passed all the same. */
export const takesVotes = (round: Round, now: Instant): boolean =>
  isIn(round, 'voting') && now < round.closesAt;

/**
 * Whether a batch is of a poll that goes on counting after its deadline. Every other poll is stopped by the bot, and
 * counts until then; one whose message is not known cannot be stopped, so that its last count before the deadline stands.
 * Only snapshots matter: such a poll was recognised by one, and they go before its ballots at the close.
 */
export async function comesTooLate(
  context: Pick<Context, 'states' | 'ballots'>,
  { poll: id, snapshot }: BallotBatch,
  now: Instant,
): Promise<boolean> {
  if (snapshot === undefined) return false;
  const poll = await context.ballots.find(id);
  if (poll === undefined || poll.poll.message.id !== undefined) return false;
  const { season } = await context.states.load(poll.season);
  const round = season === undefined ? undefined : findRound(season, poll.round);
  return round === undefined || !takesVotes(round, now);
}
