import type { Instant } from '../../core/ids.ts';
import { findRound, isIn, type Round } from '../../core/season/state.ts';
import type { BallotBatch } from '../../ports/stores/ballot-store.ts';
import type { Context } from '../context.ts';

/** Whether a round's deadline is still to come. A deadline that passed while the bot was away counts as passed. */
export const takesVotes = (round: Round, now: Instant): boolean =>
  isIn(round, 'voting') && now < round.closesAt;

/**
 * Whether a batch belongs to a poll that keeps counting after its deadline. The bot stops every other poll, which
 * counts until then. A poll whose message is not known can't be stopped, so its last count before the deadline is
 * used. Only snapshots matter: such a poll was recognised by one, and at the close they count before its ballots.
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
