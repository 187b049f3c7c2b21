import type { Instant, Milliseconds, RoundNumber, SeasonId } from '../../core/ids.ts';
import type { Context } from '../context.ts';

/**
 * Between our closing of a poll and its platform's own, because the counts of a poll that closed by itself may not be
 * readable.
 */
const BEFORE_NATIVE_END: Milliseconds = 60_000;

/**
 * The latest time to which a round's vote can be extended: a minute before the first of its open native polls closes
 * by itself.
 * @returns undefined if no open poll's end is known
 */
export async function latestEndOf(
  { ballots }: Pick<Context, 'ballots'>,
  season: SeasonId,
  round: RoundNumber,
): Promise<Instant | undefined> {
  const ends = (await ballots.polls(season, round)).flatMap(({ poll, state }) =>
    state.kind === 'open' && poll.endsAt !== undefined ? [poll.endsAt] : [],
  );
  return ends.length === 0 ? undefined : Math.min(...ends) - BEFORE_NATIVE_END;
}
