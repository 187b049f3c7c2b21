import type { RoundNumber, SeasonId } from '../../core/ids.ts';
import { findRound, isQuestion } from '../../core/season/state.ts';
import type { OutletCount } from '../../core/vote/tally.ts';
import type { PollState, StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { Context } from '../context.ts';
import { oweCorrection } from '../deliveries/update-results.ts';

/**
 * A count that came after the decision, and differs from the one that was used, is added to the receipt, and the posted results
 * are corrected.
 */
export async function amendIfSettled(
  context: Pick<Context, 'states' | 'counts' | 'clock' | 'log' | 'outbox' | 'jobs'>,
  season: SeasonId,
  round: RoundNumber,
  { outlet, poll }: StoredPoll,
  state: Exclude<PollState, { kind: 'open' }>,
): Promise<void> {
  if (state.kind === 'lost') return;
  // A round that waits because outlets were missing is counted once more when it is decided.
  const { season: current } = await context.states.load(season);
  const waiting = current === undefined ? undefined : findRound(current, round);
  if (waiting !== undefined && isQuestion(waiting)) return;
  const used = (await context.counts.of(season, round))?.find((count) => count.outlet === outlet);
  if (used === undefined) return;
  const same =
    used.status === state.kind &&
    Object.values(poll.answers).every((option) => (used.counts[option] ?? 0) === (state.counts[option] ?? 0));
  if (same) return;
  const count: OutletCount = {
    outlet,
    platform: used.platform,
    name: used.name,
    status: state.kind,
    counts: state.counts,
    closedAt: state.closedAt,
    ...(poll.message.link !== undefined && { link: poll.message.link }),
    ...(state.note !== undefined && { note: state.note }),
    ...(state.because !== undefined && { because: state.because }),
  };
  const now = await context.clock.now();
  await context.counts.amend(season, round, { at: now, count });
  const corrections = await context.counts.amendments(season, round);
  // A crash before this: the count is compared, amended and owed again.
  await oweCorrection(context, season, round, corrections.length, now);
  context.log.warn(
    { season, round, outlet, used, count },
    'final count came after the decision; receipt amended',
  );
}
