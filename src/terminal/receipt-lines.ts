import type { ReceiptReport } from '../core/report.ts';
import { bar } from '../core/wording/bars.ts';

/** A receipt as lines for a terminal. */
export function writeReceipt(receipt: ReceiptReport): readonly string[] {
  const { decision, outlets, options, total } = receipt;
  const width = Math.max(...options.map(({ label }) => label.length));
  return [
    `${receipt.show}, round ${receipt.round} (${receipt.episode.title})`,
    receipt.question,
    '',
    ...options.map(({ id, label, count }) => {
      const mark = decision?.option === id ? '▶' : ' ';
      return `${mark} ${label.padEnd(width)}  ${bar(count, total)} ${count}`;
    }),
    `  ${'total'.padEnd(width)}  ${total}${receipt.provisional ? ', provisional' : ''}`,
    '',
    decision === null
      ? 'Not decided.'
      : `Decided by ${decision.rule}${decision.because === null ? '' : ` (${decision.because})`}.`,
    ...outlets.map((outlet) =>
      outlet.status === 'missing'
        ? `  ${outlet.name}: missing, ${outlet.reason}`
        : `  ${outlet.name}: ${options.map(({ id, label }) => `${label} ${outlet.counts[id] ?? 0}`).join(' · ')}, ${outlet.status}, closed ${outlet.closedAt}${outlet.link === undefined ? '' : `, ${outlet.link}`}${outlet.note === undefined ? '' : ` (${outlet.note})`}`,
    ),
    '',
    `Rule: ${receipt.rule.sentence}`,
    ...receipt.interventions.map(({ what, by, reason, at }) => `${at} ${what} by ${by}: ${reason}`),
    ...receipt.amendments.map(({ at, outlet }) => `${at} amended: ${outlet.name}`),
    ...receipt.notes,
    `SHA-256 ${receipt.hash}`,
  ];
}
