import { createHash, createHmac } from 'node:crypto';
import type { RoundNumber, ShowId } from '../../core/ids.ts';
import type { ReceiptReport } from '../../core/report.ts';
import { findRound, type Round, type Season } from '../../core/season/state.ts';
import { type ReceiptFacts, receiptOf, type UnhashedReceipt } from '../../core/vote/receipt.ts';
import { hashesOf, withSalts } from '../../core/vote/receipt-hash.ts';
import type { RedactedReceipt, UnhashedRedacted } from '../../core/vote/redacted-receipt.ts';
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
  const facts = {
    counts: (await counts.of(id, round.number)) ?? [],
    amendments: await counts.amendments(id, round.number),
  };
  return hashed(saltedReceipt(season, round, facts));
}

/**
 * The hash of a round's receipt as it is when the round is decided. Later corrections don't change it.
 * @param counts those with which the round was settled.
 * @returns SHA-256 in hexadecimal.
 */
export const hashAtDecision = (season: Season, round: Round, counts: readonly OutletCount[]): string =>
  hashesOf(saltedReceipt(season, round, { counts, amendments: [] }), sha256).hashAtDecision;

/** With the season's salts, if it has any. */
export function saltedReceipt(season: Season, round: Round, facts: ReceiptFacts): UnhashedReceipt {
  const receipt = receiptOf(season, round, facts);
  const { salt } = season;
  if (salt === undefined) return receipt;
  const key = Buffer.from(salt, 'hex');
  return withSalts(receipt, (text) => createHmac('sha256', key).update(text).digest('hex'));
}

export function hashed(receipt: UnhashedReceipt): ReceiptReport {
  const hashes = hashesOf(receipt, sha256);
  return receipt.version === 1 ? { ...receipt, hash: hashes.hash } : { ...receipt, ...hashes };
}

export const hashedRedacted = (receipt: UnhashedRedacted): RedactedReceipt => ({
  ...receipt,
  ...hashesOf(receipt, sha256),
});

/** Of a text in UTF-8, in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const lastCounted = (season: Season): Round | undefined =>
  season.rounds.findLast(({ phase }) => 'tally' in phase);
