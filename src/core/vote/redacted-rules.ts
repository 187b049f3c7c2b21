import type { ReportedOutletCount } from '../report.ts';
import type { UnhashedReceipt } from './receipt.ts';
import { type Digest, linkHash } from './receipt-hash.ts';
import type { HiddenRow, SealedRow, UnhashedRedacted } from './redacted-receipt.ts';

/** What holds between the parts of a redacted receipt. Each fault is a sentence without its full stop. */
export function* redactionFaults(receipt: UnhashedRedacted, digest: Digest): Iterable<string> {
  const { outlets, amendments, folded, options } = receipt;
  const hidden = outlets.filter(isHidden).length;
  if (hidden !== (folded?.rows ?? 0))
    yield `${hidden} outlets are left out, but it says that ${folded?.rows ?? 0} are summed`;
  if (folded !== undefined && folded.provisional > folded.rows)
    yield `${folded.provisional} of ${folded.rows} outlets that are summed are provisional`;
  const ids = new Set(options.map(({ id }) => id));
  const stray = Object.keys(folded?.counts ?? {}).find((id) => !ids.has(id));
  if (stray !== undefined) yield `The sum has votes for ${stray}, which is not an option`;
  for (const [index, row] of [...outlets, ...amendments.map(({ outlet }) => outlet)].entries()) {
    if (isHidden(row) || row.link === undefined) continue;
    if (linkHash(row.link.link, row.link.salt, digest) !== row.sealed.link)
      yield `The link ${row.link.link} is not that of ${nameOf(row, index)}`;
  }
  for (const { of, outlet } of amendments) {
    const row = outlets[of - 1];
    if (row === undefined) yield `An outlet ${of} is amended, but there are ${outlets.length}`;
    else if (isHidden(row) && !isHidden(outlet))
      yield `The amendment of outlet ${of} is shown, but its count is left out`;
  }
}

/**
 * The receipt as if its rows were whole, for the rules that hold for all receipts: the outlets have numbers instead of ids, and
 * the first of those that are left out has the votes of all of them.
 */
export function asWhole(receipt: UnhashedRedacted): UnhashedReceipt {
  const { folded, outlets, amendments, interventions, rule, form: _, ...rest } = receipt;
  let left = 0;
  const whole = (row: SealedRow | HiddenRow, position: number): ReportedOutletCount => {
    const outlet = `outlet-${position}`;
    if (!isHidden(row)) return shownAsWhole(row, outlet, position - 1);
    const isFirst = left === 0;
    const isProvisional = left < (folded?.provisional ?? 0);
    left += 1;
    return {
      ...{ outlet, platform: '', name: `outlet ${position}` },
      status: isProvisional ? 'provisional' : 'final',
      counts: isFirst ? (folded?.counts ?? {}) : {},
      closedAt: rule.opens,
    };
  };
  return {
    ...rest,
    form: 'full',
    rule,
    outlets: outlets.map((row, index) => whole(row, index + 1)),
    interventions: interventions.map(({ what, by, reason, at }) => ({ what, by, reason, at })),
    // What a hidden one says is not known.
    amendments: amendments.flatMap(({ at, of, outlet }) =>
      isHidden(outlet) ? [] : [{ at, outlet: shownAsWhole(outlet, `outlet-${of}`, of - 1) }],
    ),
  };
}

function shownAsWhole(row: SealedRow, outlet: string, index: number): ReportedOutletCount {
  const { platform, because } = row;
  const known = {
    ...{ outlet, platform, name: nameOf(row, index) },
    ...(because !== undefined && { because }),
  };
  if (row.status === 'missing') return { ...known, status: 'missing', reason: 'sealed' };
  const { status, counts, closedAt, remark, link } = row;
  return {
    ...known,
    ...{ status, counts, closedAt },
    ...(link !== undefined && { link: link.link }),
    ...(remark !== undefined && { remark }),
  };
}

const nameOf = ({ called }: SealedRow, index: number): string => called ?? `outlet ${index + 1}`;

const isHidden = (row: SealedRow | HiddenRow): row is HiddenRow => 'row' in row;
