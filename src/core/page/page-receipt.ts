import { roundNumber } from '../ids.ts';
import type { ReceiptReport } from '../report.ts';
import { episodeNumber, findRound, isIn, type Round, type Season } from '../season/state.ts';
import { type KnownCommunity, publicCounts } from '../vote/public-receipt.ts';
import { pageCommunities } from './page-communities.ts';
import type { PageReceipt } from './snapshot.ts';

/** Rounds with a receipt on the page, latest first. */
export const receiptsOnPage = ({ rounds }: Season): readonly Round[] =>
  rounds.filter((round) => isIn(round, 'decided') || isIn(round, 'tied')).reverse();

/**
 * A receipt as the page shows it: without outlets' ids and private names.
 * @param communityOf by outlet; absent: no communities are listed.
 */
export function pageReceipt(
  season: Season,
  report: ReceiptReport,
  communityOf?: (outlet: string) => KnownCommunity | undefined,
): PageReceipt {
  const round = findRound(season, roundNumber(report.round));
  const { decision } = report;
  const episode = round && episodeOf(season, round);
  const counts = communityOf && publicCounts(report, communityOf);
  return {
    round: report.round,
    kind: report.kind,
    binding: report.binding,
    ...(episode !== undefined && { episode }),
    question: report.question,
    options: report.options.map(({ id, label, count }) => ({
      label,
      votes: count,
      won: id === decision?.option,
    })),
    total: report.total,
    provisional: report.provisional,
    ...(decision !== null && { decision: { rule: decision.rule, because: decision.because } }),
    decidedAt: new Date(round === undefined ? 0 : settledAt(round)).toISOString(),
    notes: report.notes,
    hash: report.hash,
    hasFile: report.version !== 1,
    ...(counts !== undefined && {
      communities: pageCommunities(
        counts,
        report.options.map(({ id }) => ({ id: id as Round['options'][number]['id'] })),
      ),
    }),
  };
}

function episodeOf(season: Season, { release }: Round): number | undefined {
  const out = season.releases[release - 1];
  return out === undefined || out.retracted !== undefined ? undefined : episodeNumber(season, release);
}

const settledAt = ({ phase, closesAt }: Round): number =>
  phase.kind === 'decided' || phase.kind === 'tied' ? phase.at : closesAt;
