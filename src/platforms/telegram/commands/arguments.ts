import type {
  CommandDesk,
  CommandRequest,
  Parameter,
  ParameterKind,
} from '../../../ports/commands/command.ts';
import { phraseFrom, textFrom, wordsOf } from './text.ts';

export interface Choice {
  readonly label: string;
  readonly value: string;
}

/** Suggests values for a parameter, by what was typed for it and given before it. */
export type Suggest = (
  parameter: Parameter,
  typed: string,
  given: Readonly<Record<string, string>>,
) => Promise<readonly Choice[]>;

/** Shows are known at once; the desk looks up everything else. */
export function suggestions(desk: CommandDesk, request: CommandRequest): Suggest {
  return async (parameter, typed, given) =>
    parameter.kind === 'show'
      ? desk.shows.map(({ id, title }) => ({ value: id, label: title }))
      : desk.complete({ ...request, given: { ...request.given, ...given } }, parameter.name, typed);
}

export interface Arguments {
  readonly given: Readonly<Record<string, string>>;
  /** Text that is left when every parameter has its word. */
  readonly surplus?: string;
}

/** Roles and channels of a server exist only on Discord. */
const ELSEWHERE: ReadonlySet<ParameterKind> = new Set<ParameterKind>(['role', 'channel']);
/** Values that are chosen from a list that the desk provides. */
const LISTED: ReadonlySet<ParameterKind> = new Set<ParameterKind>([
  'show',
  'episode',
  'option',
  'outlet',
  'delivery',
  'answer',
  'draft',
]);

/** Whether a few values may be offered as buttons. */
export const isListed = ({ kind }: Parameter): boolean =>
  LISTED.has(kind) || kind === 'round' || kind === 'question';

/** Words with blanks between them. */
const takesTheRest = (kind: ParameterKind): boolean =>
  kind === 'reason' || kind === 'name' || kind === 'time' || kind === 'lines';

/**
 * Written as `lasts:20h`: it stands before free text and may be left out, so that nothing else tells it from that text.
 */
export const isMarked = ({ kind, required, asked }: Parameter): boolean =>
  !required && (kind === 'id' || (asked === true && !takesTheRest(kind)));

/** Parameters in the order in which they are written: the show first, the reason (which takes the rest) last. */
export function writtenOrder(parameters: readonly Parameter[]): readonly Parameter[] {
  const offered = parameters.filter(({ kind }) => !ELSEWHERE.has(kind));
  const rank = ({ kind }: Parameter) => (kind === 'show' ? 0 : takesTheRest(kind) ? 2 : 1);
  return offered.toSorted((one, other) => rank(one) - rank(other));
}

/**
 * Assigns each word to a parameter by position. An optional parameter is skipped if the word is not a value of it: not a
 * known show, a round's number or a duration. If no parameter takes a single word, it was meant as the show. The desk reports
 * all other faults of a value.
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
    if (takesTheRest(parameter.kind)) {
      given[parameter.name] = textFrom(rest, word.start);
      return { given };
    }
    if (parameter.kind === 'text') {
      const phrase = phraseFrom(rest, word);
      given[parameter.name] = phrase.value;
      next = words.findIndex(({ start }) => start >= phrase.end);
      if (next < 0) return { given };
      continue;
    }
    if (isMarked(parameter)) {
      const mark = `${parameter.name}:`;
      if (!word.value.toLowerCase().startsWith(mark)) continue;
      given[parameter.name] = word.value.slice(mark.length);
      next += 1;
      continue;
    }
    const value = await readValue(parameter, word.value, (what, typed) => suggest(what, typed, given));
    const last = index === order.length - 1;
    if (value === undefined && !parameter.required && !(last && LISTED.has(parameter.kind))) continue;
    next += 1;
    if (value !== OFF) given[parameter.name] = value ?? word.value;
  }
  const left = words[next];
  if (left === undefined) return { given };
  const show = order.find(({ kind, name }) => kind === 'show' && given[name] === undefined);
  if (show !== undefined && words.length === next + 1)
    return { given: { ...given, [show.name]: left.value } };
  return { given, surplus: rest.slice(left.start) };
}

/** A value that was written alone, as the answer to a question. */
export async function placeAnswer(
  parameter: Parameter,
  text: string,
  suggest: Suggest,
): Promise<string | undefined> {
  const lookUp = (what: Parameter, typed: string) => suggest(what, typed, {});
  const value = (await readValue(parameter, text.trim(), lookUp)) ?? text.trim();
  return value === OFF ? undefined : value;
}

/** A flag that is explicitly off. */
const OFF = '';

/** @returns undefined if the word is not a value of the parameter. */
async function readValue(
  parameter: Parameter,
  word: string,
  suggest: (parameter: Parameter, typed: string) => Promise<readonly Choice[]>,
): Promise<string | undefined> {
  switch (parameter.kind) {
    case 'round':
      return /^#?(\d{1,4})$/.exec(word)?.[1];
    case 'question':
      return /^\d{1,6}$/.test(word) ? word : undefined;
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
    case 'answer':
    case 'draft':
      return chosen(await suggest(parameter, word), word);
    case 'open-episode': {
      // A question may begin with the title of an episode.
      const ids = (await suggest(parameter, word)).map(({ value }) => value);
      return ids.includes(word) || isShortCode(word) ? word : undefined;
    }
    case 'time':
    case 'reason':
    case 'name':
    case 'id':
    case 'text':
    case 'lines':
    case 'role':
    case 'channel':
      return undefined;
  }
}

function flagOf(name: string, word: string): string | undefined {
  if (word === name || /^(?:true|yes|on|1)$/.test(word)) return 'true';
  return /^(?:false|no|off|0)$/.test(word) ? OFF : undefined;
}

/** A button's short name for something; also appears in questions that a press led to. */
export const isShortCode = (word: string): boolean => /^#[0-9a-f]{8}$/.test(word);

/** By its id, by its label as people see it, or by its short code, which the desk looks up. */
function chosen(choices: readonly Choice[], word: string): string | undefined {
  if (isShortCode(word)) return word;
  const same = (text: string) => text.normalize('NFC').toLowerCase() === word.normalize('NFC').toLowerCase();
  const byValue = choices.find(({ value }) => value === word) ?? choices.find(({ value }) => same(value));
  return (byValue ?? choices.find(({ label }) => same(label)))?.value;
}
