import { createHash } from 'node:crypto';
import type { RoundNumber, ShowId } from '../../core/ids.ts';
import type { ReceiptReport } from '../../core/report.ts';
import { findRound, type Round, type Season } from '../../core/season/state.ts';
import { canonicalForm, receiptOf } from '../../core/vote/receipt.ts';
import type { OutletCount } from '../../core/vote/tally.ts';
import type { ReportStores } from '../keeping/archived-season.ts';

/**
 * The receipt of a round of the show's current season; without a number, that of the last round with counts.
 * @returns undefined if there is no such round, or none has been counted yet.
 */
export async function reportReceipt(
  { seasons, states, counts }: Pick<ReportStores, 'seasons' | 'states' | 'counts'>,
  show: ShowId,
  number?: RoundNumber,
): Promise<ReceiptReport | undefined> {
  const id = await seasons.current(show);
  if (id === undefined) return undefined;
  const { season } = await states.load(id);
  if (season === undefined) return undefined;
  const round = number === undefined ? lastCounted(season) : findRound(season, number);
  if (round === undefined) return undefined;
  const receipt = receiptOf(season, round, {
    counts: (await counts.of(id, round.number)) ?? [],
    amendments: await counts.amendments(id, round.number),
  });
  return { ...receipt, hash: hashOf(receipt) };
}

const lastCounted = (season: Season): Round | undefined =>
  season.rounds.findLast(({ phase }) => 'tally' in phase);

/** SHA-256 of the canonical form, in hexadecimal. */
export function hashOf(receipt: object): string {
  return createHash('sha256').update(canonicalForm(receipt)).digest('hex');
}

/** The hash of a round's receipt before any amendment: what a result's picture shows. */
export const hashAtDecision = (season: Season, round: Round, counts: readonly OutletCount[]): string =>
  hashOf(receiptOf(season, round, { counts, amendments: [] }));
