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

/**
 * `Closed early by showrunner-1f2e3d4c`.
 * @param called what a pseudonym is called.
 */
export const whoChanged = (
  { what, by }: Pick<ReportedIntervention, 'what' | 'by'>,
  called: (pseudonym: string) => string = (pseudonym) => pseudonym,
): string => `${CHANGED[what]} by ${by === 'clock' ? 'the bot' : called(by)}`;

/** For fans, to whom a pseudonym says nothing: the people of one receipt are told apart by a number, if they are several. */
export function membersIn(
  interventions: readonly Pick<ReportedIntervention, 'by'>[],
): (pseudonym: string) => string {
  const people = [...new Set(interventions.map(({ by }) => by).filter((by) => by !== 'clock'))];
  return (pseudonym) =>
    people.length > 1
      ? `member ${people.indexOf(pseudonym) + 1} of the show’s team`
      : 'a member of the show’s team';
}

const WRITTEN_TIME = /(\d{4}-\d\d-\d\dT[\d:.]+Z)/;

/** Times as receipts keep them (ISO 8601, UTC), each replaced by what people read. */
export const withTimes = <Part>(sentence: string, show: (time: string) => Part): readonly (string | Part)[] =>
  sentence.split(WRITTEN_TIME).map((part) => (WRITTEN_TIME.test(part) ? show(part) : part));

/** Left out because it would no longer have been true: nobody misses it. */
export const isOvertaken = ({ cause }: Pick<ReportedDelivery, 'cause'>): boolean => cause === 'overtaken';

/** `17 messages sent, none missing`; `2 messages sent, 1 waiting, 1 refused`. */
export function deliverySums(reported: readonly Pick<ReportedDelivery, 'status' | 'cause'>[]): string {
  const deliveries = reported.filter((one) => !isOvertaken(one));
  const many = (...kinds: readonly ReportedDelivery['status'][]): number =>
    deliveries.filter(({ status }) => kinds.includes(status)).length;
  const sent = many('sent');
  const back = deliveries.filter(({ status, cause }) => status === 'sent' && cause !== undefined).length;
  const all = `${sent} ${sent === 1 ? 'message' : 'messages'} sent${back === 0 ? '' : `, ${back} of them taken back`}`;
  if (sent === deliveries.length) return sent === 0 ? 'nothing yet' : `${all}, none missing`;
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
