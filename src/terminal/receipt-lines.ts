import type { ReceiptReport, ReportedOutletCount } from '../core/report.ts';
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
    outcomeOf(receipt),
    ...outlets.flatMap((outlet) => outletLines(outlet, options)),
    '',
    `Rule: ${receipt.rule.sentence}`,
    ...receipt.interventions.map(({ what, by, reason, at }) => `${at} ${what} by ${by}: ${reason}`),
    ...receipt.amendments.map(({ at, outlet }) => `${at} amended: ${outlet.name}`),
    ...receipt.notes,
    `SHA-256 ${receipt.hash}`,
  ];
}

function outcomeOf({ binding, decision }: ReceiptReport): string {
  if (decision === null) return 'Not decided.';
  const because = decision.because === null ? '' : ` (${decision.because})`;
  if (!binding && decision.rule !== 'showrunner')
    return because === '' ? `Most expect ${decision.label}.` : `A prediction without a favourite${because}.`;
  return `Decided by ${decision.rule}${because}.`;
}

function outletLines(outlet: ReportedOutletCount, options: ReceiptReport['options']): readonly string[] {
  if (outlet.status === 'missing') return [`  ${outlet.name}: missing, ${outlet.reason}`];
  const { name, counts, status, closedAt, link, note } = outlet;
  return [
    `  ${name}, ${status}, closed ${closedAt}`,
    `    ${options.map(({ id, label }) => `${label} ${counts[id] ?? 0}`).join(' · ')}`,
    ...(note === undefined ? [] : [`    ${note}`]),
    ...(link === undefined ? [] : [`    ${link}`]),
  ];
}
