import { type RoundNumber, roundNumber } from './ids.ts';

type Given = Readonly<Record<string, string>>;

/** Parameters that several commands share. */
export const SHOW = {
  name: 'show',
  kind: 'show',
  description: 'Which show; not needed where only one plays',
  required: false,
} as const;
export const ROUND = {
  name: 'round',
  kind: 'round',
  description: 'Number of the vote; the current one if left out',
  required: false,
} as const;
export const REASON = {
  name: 'reason',
  kind: 'reason',
  description: 'Why; fans can read this on the receipt',
  required: true,
  asked: true,
} as const;

/**
 * A required value of a call.
 * @throws if it is missing: parameters are checked before a command runs.
 */
export function required(values: Given, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`A command ran without its ${name}`);
  return value;
}

/** The show that a call is about. @throws as `required` does. */
export function givenShow<Show extends { readonly id: string }>(values: Given, shows: readonly Show[]): Show {
  const id = required(values, 'show');
  const show = shows.find((one) => one.id === id);
  if (show === undefined) throw new Error(`A command ran for the show ${id}, which does not exist`);
  return show;
}

export const givenRound = (values: Given): RoundNumber | undefined =>
  values.round === undefined ? undefined : roundNumber(Number(values.round));
