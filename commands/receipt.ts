import { givenRound, givenShow, ROUND, SHOW } from '../src/core/command-call.ts';
import { platformTitle } from '../src/core/platform-name.ts';
import { type Line, line } from '../src/core/posts/content.ts';
import type { ReceiptReport, ReportedOutletCount } from '../src/core/report.ts';
import { troubleOf } from '../src/core/vote/count-trouble.ts';
import type { PublicCount } from '../src/core/vote/public-receipt.ts';
import { takenBackIn } from '../src/core/vote/receipt-notes.ts';
import {
  at,
  atMost,
  count,
  standingLine,
  title,
  toCaller,
  toEveryone,
} from '../src/core/wording/command-words.ts';
import { english } from '../src/core/wording/en.ts';
import { howDecided, membersIn, whoChanged, withTimes } from '../src/core/wording/report-words.ts';
import type { Command } from '../src/ports/commands/command.ts';

export const receipt: Command = {
  name: 'receipt',
  level: 'everyone',
  description: 'How a vote was counted and decided, outlet by outlet',
  parameters: [SHOW, { ...ROUND, description: 'Number of the vote; the last one counted if left out' }],
  async run({ caller, given, forEveryone }, desk) {
    const show = givenShow(given, desk.shows);
    const receipt = await desk.receipt(show.id, givenRound(given));
    const report = receipt?.report;
    // An open vote is not counted yet: its poll shows its own counts.
    if (
      receipt === undefined ||
      report === undefined ||
      (report.decision === null && report.outlets.length === 0 && takenBackIn(report.notes) === undefined)
    ) {
      return toCaller(
        line('No vote of ', title(show.title), ' has been counted yet. /standings shows the open one.'),
      );
    }
    // Names, links and ids of private communities are only for the show's own team.
    if (forEveryone || !caller.showrunner) {
      const counts = receipt.counts.map((one, at) => publicLine(one, report.options, at > 0));
      const told = toEveryone(...receiptLines(report, counts, show.timezone, false));
      const { redacted } = receipt;
      // In a channel, a file of every /receipt would be in the way.
      if (forEveryone || redacted === undefined) return told;
      return { ...told, file: fileOf(report, redacted) };
    }
    const counts = atMost(
      report.outlets.map((outlet) => outletLine(outlet, report)),
      'outlets',
    );
    return {
      ...toEveryone(...receiptLines(report, counts, show.timezone, true)),
      file: fileOf(report, report),
    };
  },
};

const fileOf = ({ season, round }: ReceiptReport, content: object) => ({
  name: `receipt-${season}-${round}.json`,
  json: JSON.stringify(content, null, 2),
});

function receiptLines(
  report: ReceiptReport,
  counts: readonly Line[],
  timezone: string,
  whole: boolean,
): readonly Line[] {
  const { options, total, rule, interventions, amendments } = report;
  const member = membersIn(interventions);
  return [
    line(title(report.question), ` (round ${report.round})`),
    ...options.map(({ label, count: votes }) => standingLine(label, votes, total)),
    decisionLine(report),
    ...counts,
    line(`Together ${count(total, 'vote')}.`),
    line('Rule as published before the vote: ', ...withTimes(rule.sentence, (time) => at(time, timezone))),
    ...interventions.map((one) =>
      line(`${whole ? whoChanged(one) : whoChanged(one, member)}, `, at(one.at, timezone), ': ', one.reason),
    ),
    ...amendments.map(({ at: when, outlet }) =>
      line(
        at(when, timezone),
        ': ',
        ...(outlet.status === 'final' ? english.counts.confirmedLater : corrected)(
          whole ? outlet.name : `a community on ${platformTitle(outlet.platform)}`,
        ),
      ),
    ),
    ...report.notes.map((note) => line(note)),
    line(`SHA-256 ${report.hash}`),
    ...(report.hashAtDecision === undefined || amendments.length === 0
      ? []
      : [line(`Before the corrections it was ${report.hashAtDecision}`)]),
  ];
}

const corrected = (name: string): Line =>
  line('The count of ', title(name), ' was corrected later. The decision stays.');

function decisionLine({ binding, decision, total }: ReceiptReport): Line {
  if (decision === null) return line('Nothing was decided by this vote.');
  if (!binding && decision.rule !== 'showrunner') return predictionLine(decision, total);
  return line('Decided: ', title(decision.label), ` ${howDecided(decision)}.`);
}

function predictionLine({ label, rule }: NonNullable<ReceiptReport['decision']>, total: number): Line {
  if (total === 0) return line('A prediction that nobody made.');
  return rule === 'plurality'
    ? line('Most expect: ', title(label), '.')
    : line('The prediction is tied; listed first: ', title(label), '.');
}

function outletLine(outlet: ReportedOutletCount, { options, amendments }: ReceiptReport): Line {
  const trouble = troubleOf(outlet);
  const isConfirmed = amendments.some((one) => one.outlet.outlet === outlet.outlet);
  const meaning =
    trouble === undefined || (trouble === 'confirming' && isConfirmed)
      ? remarkLine(outlet)
      : english.counts.of[trouble].fans([outlet.name]);
  if (outlet.status === 'missing') return line(...meaning, ` Details: ${outlet.reason}`);
  const counts = options.map(({ id, label }) => `${label} ${outlet.counts[id] ?? 0}`).join(' · ');
  const name =
    outlet.link === undefined
      ? title(outlet.name)
      : ({ kind: 'link', text: outlet.name, url: outlet.link } as const);
  const note = outlet.note === undefined ? '' : ` (${outlet.note})`;
  return line(name, `: ${counts}${note}.`, ...(meaning.length === 0 ? [] : [' ', ...meaning]));
}

const remarkLine = (outlet: ReportedOutletCount): Line =>
  outlet.status === 'missing' || outlet.remark === undefined
    ? []
    : english.counts.remarks[outlet.remark].fans([outlet.name]);

/** `@fans: Her sister 5 · The doctor 1` */
function publicLine(
  { name, unnamed, platform, communities, counts, status, rest, link, because, remark }: PublicCount,
  options: ReceiptReport['options'],
  isMore: boolean,
): Line {
  const who =
    rest === true || platform === undefined
      ? [
          isMore
            ? count(communities, 'more community', 'more communities')
            : count(communities, 'community', 'communities'),
        ]
      : name === undefined
        ? [unnamed ?? `a community on ${platformTitle(platform)}`]
        : [link === undefined ? title(name) : ({ kind: 'link', text: name, url: link } as const)];
  const called = who
    .map((part) => (typeof part === 'string' ? part : 'text' in part ? part.text : ''))
    .join('');
  const told =
    because !== undefined
      ? english.counts.of[because]
      : remark === undefined
        ? undefined
        : english.counts.remarks[remark];
  const meaning = told?.fans([called]);
  if (status === 'missing') return meaning ?? line(...who, ': not counted');
  const votes = options.map(({ id, label }) => `${label} ${counts[id] ?? 0}`).join(' · ');
  if (meaning !== undefined) return line(...who, `: ${votes}. `, ...meaning);
  return line(...who, `: ${votes}${status === 'final' ? '' : ', not all final'}.`);
}
