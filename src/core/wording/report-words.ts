import type { ReportedDecision, ReportedDelivery, ReportedIntervention } from '../report.ts';

/** Words of reports, for commands and for the terminal. English, as the commands are. */

const BY: Readonly<Record<ReportedDecision['rule'], string>> = {
  plurality: 'by most votes',
  'first-listed': 'as the option listed first',
  showrunner: 'by the show’s team',
};
/** Why the votes alone did not decide. */
export const BECAUSE: Readonly<Record<NonNullable<ReportedDecision['because']>, string>> = {
  tie: 'a tie',
  'runoff-tie': 'another tie in the runoff',
  quorum: 'too few votes',
  'nobody-voted': 'nobody voted',
  'nobody-could': 'no poll could be opened in time',
};

/** `by most votes`, `by the show’s team (too few votes)`. */
export const howDecided = ({ rule, because }: Pick<ReportedDecision, 'rule' | 'because'>): string =>
  because === null ? BY[rule] : `${BY[rule]} (${BECAUSE[because]})`;

const CHANGED: Readonly<Record<ReportedIntervention['what'], string>> = {
  closed: 'Closed early',
  extended: 'Extended',
  voided: 'Voided',
  decided: 'Decided',
  'let-stand': 'Decided with the votes that were there',
};

/** `Closed early by showrunner-1f2e3d4c`. */
export const whoChanged = ({ what, by }: Pick<ReportedIntervention, 'what' | 'by'>): string =>
  `${CHANGED[what]} by ${by === 'clock' ? 'the bot' : by}`;

const WRITTEN_TIME = /(\d{4}-\d\d-\d\dT[\d:.]+Z)/;

/** Times as receipts keep them (ISO 8601, UTC), each replaced by what people read. */
export const withTimes = <Part>(sentence: string, show: (time: string) => Part): readonly (string | Part)[] =>
  sentence.split(WRITTEN_TIME).map((part) => (WRITTEN_TIME.test(part) ? show(part) : part));

/** `17 messages sent, none missing`; `2 messages sent, 1 waiting, 1 refused`. */
export function deliverySums(deliveries: readonly Pick<ReportedDelivery, 'status'>[]): string {
  if (deliveries.length === 0) return 'nothing yet';
  const many = (...kinds: readonly ReportedDelivery['status'][]): number =>
    deliveries.filter(({ status }) => kinds.includes(status)).length;
  const sent = many('sent');
  const all = `${sent} ${sent === 1 ? 'message' : 'messages'} sent`;
  if (sent === deliveries.length) return `${all}, none missing`;
  const others = [
    [many('owed', 'sending'), 'waiting'],
    [many('refused'), 'refused'],
    [many('unknown'), 'unconfirmed'],
  ] as const;
  return [
    ...(sent === 0 ? [] : [all]),
    ...others.flatMap(([count, how]) => (count === 0 ? [] : [`${count} ${how}`])),
  ].join(', ');
}
