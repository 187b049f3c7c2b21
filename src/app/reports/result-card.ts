import { composeCard } from '../../core/posts/compose-card.ts';
import type { ResultCard } from '../../core/posts/result-card.ts';
import type { Round, Season } from '../../core/season/state.ts';
import type { Context } from '../context.ts';
import type { ReportStores } from '../keeping/archived-season.ts';
import { hashAtDecision } from './report-receipt.ts';

/**
 * The picture of a round's result as it was decided: later corrections change the receipt, not the card.
 * @returns undefined unless the round is decided.
 */
export async function resultCard(
  { counts, appearances }: Pick<Context, 'appearances'> & Pick<ReportStores, 'counts'>,
  season: Season,
  round: Round,
): Promise<ResultCard | undefined> {
  if (round.phase.kind !== 'decided') return undefined;
  const settled = (await counts.of(season.id, round.number)) ?? [];
  return composeCard(season, round, {
    counts: settled,
    hash: hashAtDecision(season, round, settled),
    appearance: appearances.get(season.story.id) ?? {},
  });
}
