import { deliveryId, type Instant, type RoundNumber, type SeasonId } from '../core/ids.ts';
import { findRound, isIn, type Round } from '../core/season/state.ts';
import type { OutletCount } from '../core/tally.ts';
import type { StoredPoll } from '../ports/ballot-store.ts';
import type { Delivery } from '../ports/delivery-ledger.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import { advanceSeason, loadSeason } from './advance-season.ts';
import type { Context } from './context.ts';
import { countVoters } from './count-voters.ts';

/**
 * Settles a closing round as soon as every outlet's count is in, or with what there is when the wait (`closing`) is
 * over. The wait counts from the deadline, or from when this process began to work: after an absence every platform
 * is asked before anything is called provisional. Harmless at any other time.
 * @returns when to look again, where the round goes on closing.
 */
export async function settleRound(
  context: Context,
  id: SeasonId,
  number: RoundNumber,
): Promise<Instant | undefined> {
  const { season } = await loadSeason(context.seasons, id);
  const round = season === undefined ? undefined : findRound(season, number);
  if (season === undefined || round === undefined || !isIn(round, 'closing') || season.paused)
    return undefined;
  const waitEnds = Math.max(round.phase.since, context.presence.since) + round.rules.closing;
  const waitIsOver = (await context.clock.now()) >= waitEnds;
  if (waitIsOver) await countVoters(context, id, number);
  const { counts, awaited } = await countOutlets(context, id, round, round.phase.since);
  if (awaited > 0 && !waitIsOver) return waitEnds;
  await advanceSeason(context, id, (at) => ({ type: 'settle', at, round: number, outlets: counts }));
  return undefined;
}

/**
 * Counts of every outlet that was owed the round's poll, or played when it opened, and how many of them may still come
 * in or improve.
 */
async function countOutlets(context: Context, season: SeasonId, round: Round, closedAt: Instant) {
  const id = deliveryId('poll', round.number);
  const owed = new Map(
    (await context.ledger.list(season)).filter((one) => one.id === id).map((one) => [one.outlet, one]),
  );
  const polls = new Map(
    (await context.ballots.polls(season, round.number)).map((poll) => [poll.outlet, poll]),
  );
  const counts: OutletCount[] = [];
  let awaited = 0;
  for (const outlet of await context.seasons.outlets(season)) {
    const delivery = owed.get(outlet.id);
    if (delivery === undefined && !playedAt(outlet, round.opensAt)) continue;
    const poll = polls.get(outlet.id);
    if (poll === undefined) {
      if (delivery?.status.kind === 'sending' || delivery?.status.kind === 'owed') awaited += 1;
      counts.push({ ...identity(outlet), status: 'missing', reason: whyMissing(delivery) });
    } else {
      if (poll.state.kind === 'open') awaited += 1;
      counts.push(await countOf(context, outlet, poll, closedAt));
    }
  }
  return { counts, awaited };
}

const playedAt = ({ alertsOnly, joinedAt, leftAt }: SeasonOutlet, opensAt: Instant): boolean =>
  alertsOnly !== true && leftAt === undefined && joinedAt <= opensAt;

const identity = ({ id, outlet }: SeasonOutlet) => ({
  outlet: id,
  platform: outlet.address.platform,
  name: outlet.name,
});

async function countOf(
  context: Context,
  outlet: SeasonOutlet,
  { poll, state }: StoredPoll,
  closedAt: Instant,
): Promise<OutletCount> {
  const link = poll.message.link === undefined ? {} : { link: poll.message.link };
  switch (state.kind) {
    case 'open':
      return {
        ...identity(outlet),
        status: 'provisional',
        counts: await context.ballots.live(poll.id),
        closedAt,
        ...link,
        note: 'the platform had not confirmed its count in time',
      };
    case 'final':
    case 'provisional':
      return {
        ...identity(outlet),
        status: state.kind,
        counts: state.counts,
        closedAt: state.closedAt,
        ...link,
        ...(state.note !== undefined && { note: state.note }),
      };
    case 'lost':
      return { ...identity(outlet), status: 'missing', reason: state.why };
  }
}

function whyMissing(delivery: Delivery | undefined): string {
  if (delivery === undefined) return 'its poll was not sent in time';
  const { status } = delivery;
  switch (status.kind) {
    case 'owed':
    case 'sending':
      return 'its poll was not sent in time';
    case 'sent':
      return 'its poll is not known any more';
    case 'refused':
      return status.problem.what;
    case 'unknown':
      return `it is not known whether its poll was posted: ${status.why}`;
  }
}
