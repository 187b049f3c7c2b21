import type { RoundNumber, ShowId } from '../../core/ids.ts';
import type { RoundFacts } from '../../core/insights/facts.ts';
import { type SeasonInsights, seasonInsights } from '../../core/insights/season-insights.ts';
import { publicCounts } from '../../core/vote/public-receipt.ts';
import { receiptOf } from '../../core/vote/receipt.ts';
import type { ReportStores } from '../keeping/archived-season.ts';
import { type Communities, knownCommunities } from './receipt-for-fans.ts';

/**
 * What a show's season tells its writers.
 * @returns undefined if there is no season.
 */
export async function reportInsights(
  communities: Communities,
  stores: ReportStores,
  show: ShowId,
): Promise<SeasonInsights | undefined> {
  const id = await stores.seasons.current(show);
  const season = id === undefined ? undefined : (await stores.states.load(id)).season;
  if (season === undefined) return undefined;
  const known = await knownCommunities({ ...communities, outlets: stores.outlets }, season.id);
  const rounds = new Map<RoundNumber, RoundFacts>();
  for (const round of season.rounds) {
    const counts = (await stores.counts.of(season.id, round.number)) ?? [];
    const receipt = receiptOf(season, round, { counts, amendments: [] });
    rounds.set(round.number, {
      counts,
      communities: publicCounts(receipt, (outlet) => known.get(outlet)),
      samples: await stores.counts.samples(season.id, round.number),
    });
  }
  return seasonInsights({ season, rounds });
}
