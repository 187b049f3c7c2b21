import type { OutletDeliveries, ReportedRound, ReportedUnplayable, StatusReport } from '../core/report.ts';
import { capitalised, count, messageWords } from '../core/wording/command-words.ts';
import { deliverySums, howDecided, isOvertaken } from '../core/wording/report-words.ts';
import { dateOf } from './dates.ts';

/** A show's status as lines for a terminal: the state first, then what each outlet got. */
export function writeStatus(status: StatusReport): readonly string[] {
  return [
    `${status.title} (${status.show}): ${status.state}${status.paused ? ', paused' : ''}`,
    ...(status.question === undefined ? [] : [`Waits for an answer: ${status.question.what}`]),
    ...(status.episode === undefined ? [] : [`Episode ${status.episode.number}: ${status.episode.title}`]),
    ...(status.next === undefined
      ? []
      : [
          `Next: ${status.next.title}, ${status.next.at === undefined ? 'waiting for its link' : dateOf(status.next.at)}`,
        ]),
    ...status.rounds.map((round) => {
      const result =
        round.decision === undefined ? round.phase : `${round.decision.label} ${howDecided(round.decision)}`;
      const total =
        round.tally === undefined ? `until ${dateOf(round.closesAt)}` : count(round.tally.total, 'vote');
      return `Round ${round.number}: ${round.question}\n  → ${result}${waitOf(round)}, ${total}`;
    }),
    ...status.deliveries.map(outletLine),
    ...(status.unplayable ?? []).map(unplayableLine),
  ];
}

function waitOf({ waits }: ReportedRound): string {
  if (waits === undefined) return '';
  const end = waits.until === undefined ? '' : `, decided without an answer on ${dateOf(waits.until)}`;
  return ` (${WAITS_FOR[waits.for]}; waiting for a showrunner${end})`;
}

const WAITS_FOR: Readonly<Record<NonNullable<ReportedRound['waits']>['for'], string>> = {
  tie: 'tied',
  quorum: 'too few votes',
  'nobody-voted': 'nobody voted',
  missing: 'communities without a poll',
  late: 'communities with too little time',
  'nobody-could': 'no poll could be opened in time',
};

const unplayableLine = ({ outlet, name, because, reason, since }: ReportedUnplayable): string =>
  `  ${outlet.endsWith(name) ? outlet : `${name} (${outlet})`}: ${
    because === 'refused' ? 'the bot cannot play here' : 'no answer yet'
  } since ${dateOf(since)}\n    ${reason}`;

function outletLine({ name, deliveries }: OutletDeliveries): string {
  const problems = deliveries.filter(
    (one) => (one.status === 'refused' && !isOvertaken(one)) || one.status === 'unknown',
  );
  return [
    `  ${name}: ${deliverySums(deliveries)}`,
    ...problems.map(
      ({ kind, number, status, reason }) =>
        `    ${capitalised(messageWords(kind, number))} ${status === 'refused' ? 'was refused' : 'is unconfirmed'}: ${reason}`,
    ),
  ].join('\n');
}
