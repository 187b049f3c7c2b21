import type { Parameter, ParameterKind } from '../ports/command.ts';
import { textFrom, wordsOf } from './command-text.ts';

export interface Choice {
  readonly label: string;
  readonly value: string;
}

/** What a parameter may be, by what was typed; the desk's `complete`. */
export type Suggest = (parameter: string, typed: string) => Promise<readonly Choice[]>;

export interface Arguments {
  readonly given: Readonly<Record<string, string>>;
  /** What is left when every parameter has its word. */
  readonly surplus?: string;
}

/** Roles and channels of a server are Discord's. */
const ELSEWHERE: ReadonlySet<ParameterKind> = new Set<ParameterKind>(['role', 'channel']);
/** Values that are chosen from a list that the desk knows. */
const LISTED: ReadonlySet<ParameterKind> = new Set<ParameterKind>([
  'show',
  'episode',
  'option',
  'outlet',
  'delivery',
  'round',
]);

export const isListed = (parameter: Parameter): boolean => LISTED.has(parameter.kind);

/** Parameters in the order in which they are written: the show first, the reason (which takes the rest) last. */
export function writtenOrder(parameters: readonly Parameter[]): readonly Parameter[] {
  const offered = parameters.filter(({ kind }) => !ELSEWHERE.has(kind));
  const rank = ({ kind }: Parameter) => (kind === 'show' ? 0 : kind === 'reason' ? 2 : 1);
  return offered.toSorted((one, other) => rank(one) - rank(other));
}

/**
 * Gives each word to a parameter by position. A parameter that may be left out and is followed by others is skipped
 * when the word is no value of it: no known show, no number for a round, no length of time. What is wrong with a
 * value otherwise the desk says.
 */
export async function placeArguments(
  parameters: readonly Parameter[],
  rest: string,
  suggest: Suggest,
): Promise<Arguments> {
  const order = writtenOrder(parameters);
  const words = wordsOf(rest);
  const given: Record<string, string> = {};
  let next = 0;
  for (const [index, parameter] of order.entries()) {
    const word = words[next];
    if (word === undefined) return { given };
    if (parameter.kind === 'reason') {
      given[parameter.name] = textFrom(rest, word.start);
      return { given };
    }
    const value = await valueOf(parameter, word.value, suggest);
    const skippable = !parameter.required && index < order.length - 1;
    if (value === undefined && skippable) continue;
    next += 1;
    if (value !== OFF) given[parameter.name] = value ?? word.value;
  }
  const left = words[next];
  return left === undefined ? { given } : { given, surplus: rest.slice(left.start) };
}

/** A value that was written by itself, as an answer to a question. */
export async function placeAnswer(
  parameter: Parameter,
  text: string,
  suggest: Suggest,
): Promise<string | undefined> {
  const value = (await valueOf(parameter, text.trim(), suggest)) ?? text.trim();
  return value === OFF ? undefined : value;
}

/** A flag that is written out as not set. */
const OFF = '';

/** @returns undefined where the word is no value of the parameter. */
async function valueOf(parameter: Parameter, word: string, suggest: Suggest): Promise<string | undefined> {
  switch (parameter.kind) {
    case 'round':
      return /^#?(\d{1,9})$/.exec(word)?.[1];
    case 'duration':
      return /^(?:\d+[a-z]+)+$/i.test(word) ? word.toLowerCase() : undefined;
    case 'url':
      return /^[a-z][a-z0-9+.-]*:\/\//i.test(word) ? word : undefined;
    case 'flag':
      return flagOf(parameter.name, word.toLowerCase());
    case 'show':
    case 'episode':
    case 'option':
    case 'outlet':
    case 'delivery':
      return chosen(await suggest(parameter.name, word), word);
    case 'reason':
    case 'role':
    case 'channel':
      return undefined;
  }
}

function flagOf(name: string, word: string): string | undefined {
  if (word === name || /^(?:true|yes|on|1)$/.test(word)) return 'true';
  return /^(?:false|no|off|0)$/.test(word) ? OFF : undefined;
}

/** By its id, or by its label as people see it. */
function chosen(choices: readonly Choice[], word: string): string | undefined {
  const same = (text: string) => text.normalize('NFC').toLowerCase() === word.normalize('NFC').toLowerCase();
  const byValue = choices.find(({ value }) => value === word) ?? choices.find(({ value }) => same(value));
  return (byValue ?? choices.find(({ label }) => same(label)))?.value;
}
