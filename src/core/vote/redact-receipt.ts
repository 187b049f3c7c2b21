import type { ReportedOutletCount } from '../report.ts';
import type { UnhashedReceipt } from './receipt.ts';
import { allSealed, type Digest, rowHash } from './receipt-hash.ts';
import type { Folded, HiddenRow, SealedRow, UnhashedRedacted } from './redacted-receipt.ts';
import { FEWEST_VOTERS, partSmall } from './small-groups.ts';

/** What may be shown of an outlet's community. */
export interface Disclosure {
  /** Its public name, if it has one. */
  readonly name?: string;
  /** Whether the address of its poll is public. */
  readonly showsLink: boolean;
}

/**
 * The redacted form of a receipt of version 2.
 * @param disclosed by a row of the receipt.
 */
export function redact(
  receipt: UnhashedReceipt,
  disclosed: (row: ReportedOutletCount) => Disclosure,
  digest: Digest,
): UnhashedRedacted {
  const whole = allSealed(receipt, digest);
  const hidden = foldedRows(receipt.outlets);
  const hide = (row: SealedRow): HiddenRow => ({ row: rowHash(row, digest) });
  const show = (row: SealedRow, full: ReportedOutletCount | undefined): SealedRow => ({
    ...row,
    ...(full !== undefined && beside(full, disclosed(full))),
  });
  return {
    ...whole,
    outlets: whole.outlets.map((row, index) =>
      hidden.has(index) ? hide(row) : show(row, receipt.outlets[index]),
    ),
    ...(hidden.size > 0 && { folded: foldedOf(receipt, hidden) }),
    amendments: whole.amendments.map((one, index) => {
      const isHidden = hidden.has(one.of - 1) || votesIn(one.outlet) < FEWEST_VOTERS;
      const full = receipt.amendments[index]?.outlet;
      return { ...one, outlet: isHidden ? hide(one.outlet) : show(one.outlet, full) };
    }),
  };
}

function beside(
  full: ReportedOutletCount,
  { name, showsLink }: Disclosure,
): Pick<SealedRow, 'link' | 'called'> {
  const link = showsLink && full.status !== 'missing' ? full.link : undefined;
  return {
    ...(link !== undefined && { link: { salt: full.salts?.link ?? '', link } }),
    ...(name !== undefined && { called: name }),
  };
}

/** Positions of the rows that are summed. */
function foldedRows(outlets: readonly ReportedOutletCount[]): ReadonlySet<number> {
  const counted = [...outlets.entries()].filter(([, { status }]) => status !== 'missing');
  return new Set(partSmall(counted, ([, row]) => votesIn(row)).summed.map(([index]) => index));
}

function foldedOf({ options, outlets }: UnhashedReceipt, hidden: ReadonlySet<number>): Folded {
  const rows = outlets.filter((_, index) => hidden.has(index));
  return {
    rows: rows.length,
    counts: Object.fromEntries(
      options.map(({ id }) => [id, rows.reduce((sum, row) => sum + votesFor(row, id), 0)]),
    ),
    provisional: rows.filter(({ status }) => status === 'provisional').length,
  };
}

const votesFor = (row: ReportedOutletCount, option: string): number =>
  row.status !== 'missing' && Object.hasOwn(row.counts, option) ? (row.counts[option] ?? 0) : 0;

const votesIn = (row: ReportedOutletCount | SealedRow): number =>
  row.status === 'missing' ? 0 : Object.values(row.counts).reduce((sum, votes) => sum + votes, 0);
