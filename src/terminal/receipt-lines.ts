import type { ReceiptReport, ReportedOutletCount } from '../core/report.ts';
import { bar } from '../core/wording/bars.ts';
import { BECAUSE, howDecided, whoChanged } from '../core/wording/report-words.ts';
import { dateOf, datesIn } from './dates.ts';

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
    `Rule: ${datesIn(receipt.rule.sentence)}`,
    ...receipt.interventions.map((one) => `${whoChanged(one)}, ${dateOf(one.at)}: ${one.reason}`),
    ...receipt.amendments.map(
      ({ at, outlet }) => `The count of ${outlet.name} changed later, ${dateOf(at)}. The decision stays.`,
    ),
    ...receipt.notes,
    `SHA-256 ${receipt.hash}`,
    ...(receipt.hashAtDecision === undefined || receipt.amendments.length === 0
      ? []
      : [`At the decision, before the counts were corrected, it was ${receipt.hashAtDecision}`]),
  ];
}

function outcomeOf({ binding, decision }: ReceiptReport): string {
  if (decision === null) return 'Not decided.';
  if (!binding && decision.rule !== 'showrunner')
    return decision.because === null
      ? `Most expect ${decision.label}.`
      : `A prediction without a favourite (${BECAUSE[decision.because]}).`;
  return `Decided: ${decision.label} ${howDecided(decision)}.`;
}

function outletLines(outlet: ReportedOutletCount, options: ReceiptReport['options']): readonly string[] {
  if (outlet.status === 'missing') return [`  ${outlet.name}: missing, ${outlet.reason}`];
  const { name, counts, status, closedAt, link, note } = outlet;
  return [
    `  ${name}, ${status}, closed ${dateOf(closedAt)}`,
    `    ${options.map(({ id, label }) => `${label} ${counts[id] ?? 0}`).join(' · ')}`,
    ...(note === undefined ? [] : [`    ${note}`]),
    ...(link === undefined ? [] : [`    ${link}`]),
  ];
}
