import { deliveryId, type Instant, type RoundNumber, type SeasonId } from '../core/ids.ts';
import { findRound, isIn } from '../core/season/state.ts';
import type { OutletCount } from '../core/tally.ts';
import type { StoredPoll } from '../ports/ballot-store.ts';
import type { Delivery } from '../ports/delivery-ledger.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import { advanceSeason, loadSeason } from './advance-season.ts';
import type { Context } from './context.ts';
import { countVoters } from './count-voters.ts';

/**
 * Settles a closing round as soon as every outlet's count is in, or with what there is when the wait (`closing`) is
 * over. Harmless at any other time.
 */
export async function settleRound(context: Context, id: SeasonId, number: RoundNumber): Promise<void> {
  const { season } = await loadSeason(context.seasons, id);
  const round = season === undefined ? undefined : findRound(season, number);
  if (season === undefined || round === undefined || !isIn(round, 'closing') || season.paused) return;
  const waitIsOver = (await context.clock.now()) >= round.phase.since + round.rules.closing;
  if (waitIsOver) await countVoters(context, id, number);
  const { counts, awaited } = await countOutlets(context, id, number, round.phase.since);
  if (awaited > 0 && !waitIsOver) return;
  await advanceSeason(context, id, (at) => ({ type: 'settle', at, round: number, outlets: counts }));
}

/** Counts of every outlet that was owed the round's poll, and how many of them may still come in or improve. */
async function countOutlets(context: Context, season: SeasonId, round: RoundNumber, closedAt: Instant) {
  const owed = (await context.ledger.list(season)).filter((one) => one.id === deliveryId('poll', round));
  const polls = new Map((await context.ballots.polls(season, round)).map((poll) => [poll.outlet, poll]));
  const outlets = new Map((await context.seasons.outlets(season)).map((outlet) => [outlet.id, outlet]));
  const counts: OutletCount[] = [];
  let awaited = 0;
  for (const delivery of owed) {
    const outlet = outlets.get(delivery.outlet);
    if (outlet === undefined) continue;
    const poll = polls.get(delivery.outlet);
    if (poll === undefined) {
      if (delivery.status.kind === 'sending' || delivery.status.kind === 'owed') awaited += 1;
      counts.push({ ...identity(outlet), status: 'missing', reason: whyMissing(delivery) });
    } else {
      if (poll.state.kind === 'open') awaited += 1;
      counts.push(await countOf(context, outlet, poll, closedAt));
    }
  }
  return { counts, awaited };
}

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

function whyMissing({ status }: Delivery): string {
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
