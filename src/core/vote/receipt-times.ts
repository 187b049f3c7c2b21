import { DAY, MINUTE } from '../durations.ts';
import type { Instant } from '../ids.ts';
import type { ReportedOutletCount } from '../report.ts';
import type { UnhashedReceipt } from './receipt.ts';

/** What holds between the times of every receipt that `receiptOf` writes. Each fault is a sentence without its full stop. */

/** No platform's poll is open for longer. */
const LONGEST_VOTE = 32 * DAY;
/** Two clocks that are both taken for right. */
const CLOCKS_DIFFER = 10 * MINUTE;
export function* windowFaults(receipt: UnhashedReceipt): Iterable<string> {
  const { rule } = receipt;
  const opens = Date.parse(rule.opens);
  const closes = Date.parse(rule.closes);
  if (closes <= opens) yield 'The vote closes before it opens';
  if (closes - opens > LONGEST_VOTE) yield 'The vote is open for longer than any poll can be';
  for (const time of timesOf(receipt))
    if (new Date(time).toISOString() !== time) yield `${time} is not written in the bot’s format for times`;
}

/**
 * Times that are still to come: nothing is put down before it happens.
 * @param now of the clock of this machine, which may differ from the bot's.
 */
export function futureIn(receipt: UnhashedReceipt, now: Instant): readonly string[] {
  const { decidedAt, outlets, amendments, interventions } = receipt;
  const told: readonly (readonly [what: string, at: string | null])[] = [
    ['The decision', decidedAt],
    ...outlets.filter(isCounted).map(({ name, closedAt }) => [`The close of ${name}`, closedAt] as const),
    ...amendments.map(({ outlet, at }) => [`The amendment of ${outlet.name}`, at] as const),
    ...interventions.map(({ what, at }) => [`When the vote was ${what}`, at] as const),
  ];
  return told.flatMap(([what, at]) =>
    at !== null && Date.parse(at) > now + CLOCKS_DIFFER
      ? [`${what}, ${at}, is still to come by the clock of this machine`]
      : [],
  );
}

export function* timeFaults(receipt: UnhashedReceipt): Iterable<string> {
  const { rule, outlets, interventions, amendments, decidedAt } = receipt;
  const opens = Date.parse(rule.opens);
  const decided = decidedAt === null ? undefined : Date.parse(decidedAt);
  if (decided !== undefined) {
    const early = interventions.find(({ what }) => what === 'closed');
    if (decided < Date.parse(early?.at ?? rule.closes)) yield 'It was decided before the vote closed';
  }
  for (const { name, closedAt } of outlets.filter(isCounted)) {
    if (Date.parse(closedAt) < opens) yield `${name} closed before the vote opened`;
    if (decided !== undefined && Date.parse(closedAt) > decided) yield `${name} closed after the decision`;
  }
  for (const { at, outlet } of amendments) {
    if (Date.parse(at) < opens) yield `${outlet.name} was amended before the vote opened`;
    if (isCounted(outlet) && Date.parse(outlet.closedAt) < opens)
      yield `${outlet.name} closed before the vote opened`;
    if (isCounted(outlet) && Date.parse(outlet.closedAt) > Date.parse(at))
      yield `${outlet.name} was amended before it closed`;
  }
  for (const [what, times] of [
    ['interventions', interventions.map(({ at }) => at)],
    ['amendments', amendments.map(({ at }) => at)],
  ] as const) {
    const disordered = times.some((at, index) => Date.parse(at) < Date.parse(times[index - 1] ?? at));
    if (disordered) yield `Its ${what} are not in the order of their times`;
  }
}

function timesOf({
  rule,
  decidedAt,
  outlets,
  amendments,
  interventions,
}: UnhashedReceipt): readonly string[] {
  const counted = [...outlets, ...amendments.map(({ outlet }) => outlet)].filter(isCounted);
  return [
    rule.opens,
    rule.closes,
    ...(decidedAt === null ? [] : [decidedAt]),
    ...counted.map(({ closedAt }) => closedAt),
    ...[...amendments, ...interventions].map(({ at }) => at),
  ];
}

type Counted = Exclude<ReportedOutletCount, { status: 'missing' }>;
export const isCounted = (outlet: ReportedOutletCount): outlet is Counted => outlet.status !== 'missing';
