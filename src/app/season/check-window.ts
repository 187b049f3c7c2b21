import type { Instant, Milliseconds, RoundNumber, SeasonId } from '../../core/ids.ts';
import { findRound, isIn, type Round } from '../../core/season/state.ts';
import type { Advancing, Alerting, Context } from '../context.ts';
import { type OutletInRound, playsIn, readOutlets } from '../votes/settle-round.ts';
import { advanceSeason } from './advance-season.ts';
import { latestEndOf } from './latest-end.ts';

/** Jobs may be this late without an absence: the sweep's own interval. */
const LATE_AFTER: Milliseconds = 3_000;
/** Fraction of the promised window, if that is short. */
const LATE_PART = 1 / 8;

/**
 * Checks a round at half of its promised window. If this check is on time, an outlet without a poll waits for its turn
 * or its platform. If it is late, the bot was away, and an outlet that has no poll by now, or got it only since, had
 * less than half because of that.
 */
export async function checkWindow(
  context: Advancing & Alerting & Pick<Context, 'ballots'>,
  id: SeasonId,
  number: RoundNumber,
  halfTime: Instant,
  now: Instant,
): Promise<void> {
  const { season } = await context.states.load(id);
  const round = season === undefined ? undefined : findRound(season, number);
  if (
    season === undefined ||
    round === undefined ||
    !isIn(round, 'voting') ||
    now - halfTime <= slackOf(round, halfTime)
  )
    return;
  const inRound = await readOutlets(context, season, round);
  const expected = inRound.filter((one) => playsIn(one.outlet, season, round) && couldBeThere(one));
  const late = expected.filter(({ poll }) => poll === undefined || poll.openedAt > halfTime).length;
  if (late * 3 <= expected.length) return;
  const outlets = { late, of: expected.length };
  const latest = await latestEndOf(context, id, number);
  await advanceSeason(context, id, (at) => ({
    type: 'late',
    at,
    round: number,
    outlets,
    ...(latest !== undefined && { latest }),
  }));
}

const slackOf = ({ opensAt }: Round, halfTime: Instant): Milliseconds =>
  Math.min(LATE_AFTER, (halfTime - opensAt) * 2 * LATE_PART);

/** A refusal by its platform, or a missing answer, is a different trouble from the bot's absence. */
const couldBeThere = ({ poll, delivery }: OutletInRound): boolean =>
  poll !== undefined || (delivery?.status.kind !== 'refused' && delivery?.status.kind !== 'unknown');
