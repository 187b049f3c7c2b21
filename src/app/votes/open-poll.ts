import type { OutletId, RoundNumber, SeasonId } from '../../core/ids.ts';
import { findRound, isIn } from '../../core/season/state.ts';
import type { NativePoll } from '../../ports/platform/sending.ts';
import type { StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Context } from '../context.ts';

/**
 * Makes a native poll known, counts what was voted before its send was answered, and closes it at once if its round
 * closed while it was being sent.
 */
export async function openPoll(
  context: Pick<Context, 'states' | 'ballots' | 'jobs' | 'clock'>,
  season: SeasonId,
  round: RoundNumber,
  { id: outlet, outlet: { namedVotes, address } }: SeasonOutlet,
  poll: NativePoll,
): Promise<void> {
  const openedAt = await context.clock.now();
  const held = await context.ballots.register({ season, round, outlet, poll, namedVotes, openedAt });
  if (held.length > 0) await context.jobs.ballots(held);
  const { season: state } = await context.states.load(season);
  const current = state === undefined ? undefined : findRound(state, round);
  if (current === undefined || !isIn(current, 'voting')) {
    await context.jobs.closing(address.platform, season, round, poll.id, { urgent: true });
  }
}

/** The outlet's native poll of a round, if it is known. */
export async function pollOf(
  context: Pick<Context, 'ballots'>,
  season: SeasonId,
  round: RoundNumber,
  outlet: OutletId,
): Promise<StoredPoll | undefined> {
  return (await context.ballots.polls(season, round)).find((poll) => poll.outlet === outlet);
}
