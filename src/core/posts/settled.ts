import type { RoundNumber } from '../ids.ts';
import type { Alert } from '../season/effects.ts';
import { retractionOf } from '../season/retraction.ts';
import { findRound, type Intervention, isIn, isOver, type Round, type Season } from '../season/state.ts';
import { settledWords } from '../wording/settled-words.ts';
import type { Line } from './content.ts';
import { time } from './occasion.ts';

/** What the stores know in addition to the season. */
export interface AlertFacts {
  /** Of the delivery that the alert is about. */
  readonly delivery?: 'owed' | 'sending' | 'sent' | 'refused' | 'unknown';
  /** The outlet that it is about has left the show. */
  readonly outletLeft?: boolean;
  /** The person who has just done something by command. */
  readonly by?: string;
}

/** Alerts with buttons that ask people to do something. */
export function isQuestionAlert(alert: Alert): boolean {
  switch (alert.code) {
    case 'round-undecided':
    case 'delivery-unknown':
    case 'stopped-poll-seen':
    case 'outlet-refused':
    case 'community-left':
    case 'items-asked':
      return true;
    case 'round-late':
      return alert.outcome === 'asked';
    default:
      return false;
  }
}

/**
 * Who settled what an alert asked, and how.
 * @param nameOf a person's name by pseudonym, if it is known.
 * @returns undefined while it is open.
 */
export function settledLine(
  season: Season,
  alert: Alert,
  facts: AlertFacts,
  nameOf: (pseudonym: string) => string | undefined,
): Line | undefined {
  if (!isQuestionAlert(alert)) return undefined;
  const words = settledWords(season.story.language);
  const who = facts.by === undefined ? undefined : nameOf(facts.by);
  switch (alert.code) {
    case 'items-asked':
      return answered(season, alert.question, nameOf) ?? (isOver(season) ? words.seasonOver : undefined);
    case 'round-undecided':
    case 'round-late': {
      const round = settledRound(season, alert, nameOf);
      return round ?? (isOver(season) ? words.seasonOver : undefined);
    }
    case 'delivery-unknown':
    case 'stopped-poll-seen':
      if (facts.delivery === 'sent') return words.found(who);
      if (facts.delivery === 'owed' || facts.delivery === 'sending') return words.sentAgain(who);
      if (facts.delivery === 'refused') return words.noLonger;
      return isOver(season) ? words.seasonOver : undefined;
    default:
      if (facts.outletLeft === true) return words.disconnected(who);
      if (facts.delivery === 'sent') return words.noLonger;
      return isOver(season) ? words.seasonOver : undefined;
  }
}

function answered(
  { questions, story }: Season,
  question: number,
  nameOf: (pseudonym: string) => string | undefined,
): Line | undefined {
  const answer = questions[question - 1]?.answer;
  if (answer === undefined) return undefined;
  const words = settledWords(story.language);
  const isTaken = answer.taken.length > 0;
  if (answer.by.kind === 'clock') return isTaken ? words.itemsTakenUnasked : words.itemsLeftUnasked;
  const name = nameOf(answer.by.pseudonym);
  return isTaken ? words.itemsTaken(name) : words.itemsLeft(name);
}

function settledRound(
  season: Season,
  alert: { readonly code: 'round-undecided' | 'round-late'; readonly round: RoundNumber },
  nameOf: (pseudonym: string) => string | undefined,
): Line | undefined {
  const round = findRound(season, alert.round);
  if (round === undefined) return undefined;
  const asked = alert.code === 'round-undecided' ? isIn(round, 'undecided') : isLateOpen(round);
  if (asked && round.letStand !== true) return undefined;
  return howSettled(season, round, nameOf);
}

/** It is still being voted on or counted, and nobody has decided what happens with it. */
const isLateOpen = (round: Round): boolean =>
  (isIn(round, 'voting') || isIn(round, 'closing') || isIn(round, 'undecided')) &&
  !round.interventions.some(({ what }) => what === 'extended' || what === 'let-stand');

/** How a round that waited for a person ended. */
export function howSettled(
  season: Season,
  round: Round,
  nameOf: (pseudonym: string) => string | undefined,
): Line {
  const words = settledWords(season.story.language);
  const did = (...what: readonly Intervention['what'][]) =>
    round.interventions.findLast((one) => what.includes(one.what) && one.by.kind === 'person');
  const whoDid = (one: Intervention | undefined) =>
    one?.by.kind === 'person' ? nameOf(one.by.pseudonym) : undefined;
  if (isIn(round, 'voided')) return words.runAgain(whoDid(did('voided')));
  if (isIn(round, 'abandoned'))
    return retractionOf(season, round) === undefined ? words.seasonOver : words.takenBack;
  if (isIn(round, 'decided')) {
    const { option } = round.phase.decision;
    const label = round.options.find(({ id }) => id === option)?.label ?? option;
    const person = did('decided');
    if (person !== undefined) return words.decided(whoDid(person), label);
    const stood = did('let-stand');
    return stood === undefined ? words.byItself(label) : words.letStand(whoDid(stood));
  }
  const stood = did('let-stand');
  if (stood !== undefined) return words.letStand(whoDid(stood));
  const extended = did('extended');
  if (extended !== undefined) return words.extended(whoDid(extended), time(season, round.closesAt, 'full'));
  return words.overtaken;
}
