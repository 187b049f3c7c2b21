import type { ReceiptReport, ReportedOutletCount, RowSalts } from '../report.ts';
import { canonicalForm, type UnhashedReceipt } from './receipt.ts';
import type {
  HiddenRow,
  RedactedReceipt,
  SealedIntervention,
  SealedRow,
  UnhashedRedacted,
} from './redacted-receipt.ts';

/**
 * How a receipt of version 2 is hashed. Each outlet's row has an open part, which everybody may see, and two parts that are
 * hashed by themselves with a salt: its link, and what is private. A row's hash is over the open part and those two hashes, and
 * the receipt's hash is over the rows' hashes. So whole rows or single parts can be left out, and the receipt's hash stays the
 * same. `docs/receipts.md` has an example to follow by hand.
 */

/** SHA-256 of a text in UTF-8, in hexadecimal. */
export type Digest = (text: string) => string;

/**
 * Adds the salts. Each is made from all that its row says, so that the same salt never hides two different rows: if somebody
 * knew one of them, they could try out the other.
 * @param saltOf a keyed hash under the season's salt, in hexadecimal.
 */
export function withSalts(receipt: UnhashedReceipt, saltOf: (text: string) => string): UnhashedReceipt {
  const { round, outlets, amendments, interventions } = receipt;
  const salt = (part: string, of: object): string => saltOf(canonicalForm([round, part, of]));
  const salted = (row: ReportedOutletCount, place: string): ReportedOutletCount => ({
    ...row,
    salts: { link: salt(`${place}, link`, row), private: salt(`${place}, private`, row) },
  });
  return {
    ...receipt,
    outlets: outlets.map((row) => salted(row, 'outlet')),
    amendments: amendments.map(({ at, outlet }, index) => ({
      at,
      outlet: salted(outlet, `amendment ${index + 1}`),
    })),
    interventions: interventions.map((one, index) =>
      one.by === 'clock' ? one : { ...one, salt: salt(`intervention ${index + 1}`, one) },
    ),
  };
}

/** What of a row is hashed with a salt, and the hashes of it. */
function sealedRow(row: ReportedOutletCount, salts: RowSalts, digest: Digest): SealedRow {
  const { outlet, name } = row;
  const sealed = (link: string | null, hidden: object) => ({
    link: linkHash(link, salts.link, digest),
    private: digest(canonicalForm({ salt: salts.private, ...hidden })),
  });
  if (row.status === 'missing') {
    const { platform, status, because, reason } = row;
    return {
      ...{ platform, status, ...(because !== undefined && { because }) },
      sealed: sealed(null, { outlet, name, reason }),
    };
  }
  const { platform, status, counts, closedAt, because, remark, link, note } = row;
  return {
    ...{ platform, status, counts, closedAt },
    ...(because !== undefined && { because }),
    ...(remark !== undefined && { remark }),
    sealed: sealed(link ?? null, { outlet, name, note }),
  };
}

/** @param link null if the row has none. */
export const linkHash = (link: string | null, salt: string, digest: Digest): string =>
  digest(canonicalForm({ salt, link }));

function sealedIntervention(
  { what, by, reason, at, salt }: ReceiptReport['interventions'][number],
  digest: Digest,
): SealedIntervention {
  if (by === 'clock') return { what, by, reason, at };
  return { what, by: 'team', reason, at, sealed: digest(canonicalForm({ salt, by })) };
}

/** The hash of a row: of one that is shown computed, of one that is hidden as it says. */
export function rowHash(row: SealedRow | HiddenRow, digest: Digest): string {
  if ('row' in row) return row.row;
  // What is shown beside is no part of it.
  const { link: _, called: _called, ...hashed } = row;
  return digest(canonicalForm(hashed));
}

/** Both hashes of a receipt, full or redacted. */
export function hashesOf(
  receipt: UnhashedReceipt | UnhashedRedacted,
  digest: Digest,
): { readonly hash: string; readonly hashAtDecision: string } {
  const hashOf = (one: UnhashedReceipt | UnhashedRedacted): string =>
    digest(canonicalForm(hashedForm(one, digest)));
  return { hash: hashOf(receipt), hashAtDecision: hashOf({ ...receipt, amendments: [] }) };
}

/** What the hash of a receipt is over, in its canonical form. */
function hashedForm(receipt: UnhashedReceipt | UnhashedRedacted, digest: Digest): object {
  if (receipt.version === 1) return receipt;
  const whole = receipt.form === 'redacted' ? receipt : allSealed(receipt, digest);
  const { form: _, folded: _folded, outlets, amendments, ...rest } = whole;
  return {
    ...rest,
    outlets: outlets.map((row) => rowHash(row, digest)),
    amendments: amendments.map(({ at, of, outlet }) => ({ at, of, row: rowHash(outlet, digest) })),
  };
}

/** A receipt of which nothing is left out, and all that is private is hashed. */
export interface SealedReceipt extends UnhashedRedacted {
  readonly outlets: readonly SealedRow[];
  readonly amendments: readonly (RedactedReceipt['amendments'][number] & { readonly outlet: SealedRow })[];
}

export function allSealed(receipt: UnhashedReceipt, digest: Digest): SealedReceipt {
  const { outlets, amendments, interventions } = receipt;
  const seal = (row: ReportedOutletCount): SealedRow => sealedRow(row, row.salts ?? NO_SALTS, digest);
  return {
    ...receipt,
    version: 2,
    form: 'redacted',
    outlets: outlets.map(seal),
    interventions: interventions.map((one) => sealedIntervention(one, digest)),
    amendments: amendments.map(({ at, outlet }) => ({
      at,
      of: outlets.findIndex((one) => one.outlet === outlet.outlet) + 1,
      outlet: seal(outlet),
    })),
  };
}

/** Of a file that somebody made: its hash will not be right. */
const NO_SALTS: RowSalts = { link: '', private: '' };
