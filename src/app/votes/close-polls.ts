import { deliveryId, type Instant, type RoundNumber, type SeasonId } from '../../core/ids.ts';
import { problemOf } from '../../core/wording/problems/tell-problem.ts';
import type { Advancing, Alerting, Context } from '../context.ts';
import { settleRound } from './settle-round.ts';

/** Withdraws what was not sent in time, and gets every native poll of the round closed. */
export async function closePolls(
  context: Advancing & Alerting & Pick<Context, 'ballots' | 'platforms' | 'presence' | 'looks'>,
  season: SeasonId,
  round: RoundNumber,
  now: Instant,
): Promise<void> {
  const tooLate = { ...problemOf('too-late'), what: 'The vote closed before it could be sent.' };
  const outlets = new Map((await context.outlets.all(season)).map((one) => [one.id, one]));
  for (const kind of ['poll', 'reminder'] as const) {
    const id = deliveryId(kind, round);
    if ((await context.ledger.withdraw(season, id, tooLate, now)) === 0) continue;
    for (const [outlet, { status }] of await context.ledger.listOf(season, id, [...outlets.keys()])) {
      const platform = outlets.get(outlet)?.outlet.address.platform;
      if (platform !== undefined && status.kind === 'refused' && status.at === now)
        context.metrics.delivery(platform, kind, 'refused');
    }
  }
  for (const { poll, outlet, state } of await context.ballots.polls(season, round)) {
    const platform = outlets.get(outlet)?.outlet.address.platform;
    if (platform === undefined || state.kind === 'final') continue;
    await context.jobs.closing(platform, season, round, poll.id, { urgent: true });
  }
  await settleRound(context, season, round);
}
