import { deliveryFrom, deliveryName, readDelivery } from '../../core/delivery-name.ts';
import { parseDuration } from '../../core/durations.ts';
import type { ShowId } from '../../core/ids.ts';
import { exampleTime, timeTyped } from '../../core/instants.ts';
import { isNamed } from '../../core/posts/button-code.ts';
import { nearest } from '../../core/text/nearest.ts';
import { asSeen } from '../../core/text/unseen.ts';
import { communityName } from '../../core/vote/community-name.ts';
import { reasonMissing } from '../../core/wording/reason-words.ts';
import type { Caller, Place } from '../../ports/commands/caller.ts';
import type { Command, CommandRequest, FormField, Parameter } from '../../ports/commands/command.ts';
import type { Desk } from '../../ports/commands/desk.ts';
import { isSamePlace } from '../shows/address.ts';
import type { Asking, Choice, Choices } from './parameter-choices.ts';
import {
  clean,
  cleanLines,
  cleanWords,
  newId,
  oneSpace,
  type Read,
  reason,
  shown,
  webAddress,
} from './typed-text.ts';

type Given = Readonly<Record<string, string>>;

export type Reading =
  | { readonly ok: true; readonly given: Given }
  | {
      readonly ok: false;
      /** The parameters that were understood before this one. */
      readonly given: Given;
      readonly parameter: Parameter;
      readonly problem: string;
      readonly expected: readonly string[];
      /** Nothing is wrong: it is asked for, and may be left out. */
      readonly optional?: true;
    };

/** How the person uses commands. */
type Speaking = Pick<CommandRequest, 'language' | 'guided'>;

/** People would not read more in an answer. */
const MOST_EXPECTED = 10;

export interface ParameterDesk {
  readonly desk: Desk;
  readonly choices: Choices;
}

/**
 * Checks the parameters of a command one by one, and completes them: the show if the place implies it, and, for
 * steering, the round that is meant, so that a confirmation can't hit another one.
 */
export async function readParameters(
  { desk, choices }: ParameterDesk,
  command: Command,
  given: Given,
  place: Place,
  caller: Pick<Caller, 'showrunner'>,
  speaking: Speaking = {},
): Promise<Reading> {
  const read: Record<string, string> = {};
  for (const parameter of command.parameters) {
    const asking = askingFor(read, place, caller);
    const raw = Object.hasOwn(given, parameter.name) ? (given[parameter.name] ?? '') : '';
    const text = cleaned(parameter, raw);
    const isOffered =
      speaking.guided === true && isOptional(parameter) && !Object.hasOwn(given, parameter.name);
    const value =
      text !== ''
        ? await meaning(desk, choices, parameter, text, asking)
        : isOffered
          ? ({ problem: `${parameter.description}.`, expected: [], optional: true } as const)
          : ((await otherwise(command, parameter, read, desk)) ??
            (await unsaid(desk, choices, command, parameter, place, asking, speaking.language)));
    if (value === undefined) continue;
    if ('problem' in value) {
      const expected = value.expected ?? (await choices.of(parameter, asking)).map((one) => one.value);
      return {
        ok: false,
        given: read,
        parameter,
        problem: value.problem,
        expected: expected.slice(0, MOST_EXPECTED),
        ...(value.optional === true && { optional: true }),
      };
    }
    read[parameter.name] = value.value;
  }
  return { ok: true, given: read };
}

function cleaned({ kind }: Parameter, text: string): string {
  if (kind === 'lines') return cleanLines(text);
  return kind === 'url' ? clean(text) : cleanWords(text);
}

const isOptional = ({ asked, required }: Parameter): boolean => asked === true && !required;

async function otherwise(
  { fallback }: Command,
  { name }: Parameter,
  read: Given,
  desk: Desk,
): Promise<Read | undefined> {
  const value = await fallback?.(name, read, desk);
  return value === undefined ? undefined : { value };
}

/** Everything that is asked for, with what was typed, or would be taken if nothing is typed. */
export async function formOf(
  { parameters, fallback }: Pick<Command, 'parameters' | 'fallback'>,
  typed: Given,
  read: Given,
  desk: Desk,
): Promise<readonly FormField[]> {
  const asked = parameters.filter((one) => one.asked === true);
  return Promise.all(
    asked.map(async (parameter): Promise<FormField> => {
      const value = typed[parameter.name] || (await fallback?.(parameter.name, read, desk));
      return { parameter, ...(value !== undefined && { value }) };
    }),
  );
}

/** A moderator can only name outlets of their own community; others are treated as if they did not exist. */
export function askingFor(read: Given, place: Place, caller: Pick<Caller, 'showrunner'>): Asking {
  return {
    community: caller.showrunner ? undefined : (place.community ?? ''),
    ...(read.show !== undefined && { show: read.show as ShowId }),
    ...(read.round !== undefined && { round: read.round }),
  };
}

async function unsaid(
  desk: Desk,
  choices: Choices,
  command: Command,
  parameter: Parameter,
  place: Place,
  asking: Asking,
  language: string | undefined,
): Promise<Read | undefined> {
  if (parameter.kind === 'show') {
    const show = await showFor(desk, parameter, place);
    return show === undefined ? { problem: 'Which show? Name it.' } : { value: show };
  }
  if (parameter.kind === 'round' && command.level === 'showrunner') {
    const round = await choices.round(asking);
    return round === undefined ? undefined : { value: String(round.number) };
  }
  if (!parameter.required) return undefined;
  if (parameter.kind === 'reason') return { problem: reasonMissing(language) };
  if (parameter.asked === true)
    return {
      problem: `The ${parameter.name} ${parameter.kind === 'lines' ? 'are' : 'is'} missing: ${parameter.description}.`,
      expected: [],
    };
  return { problem: `The ${parameter.name} is missing.` };
}

/**
 * The only show, or the only one that plays in this outlet, or otherwise in this community.
 * @returns undefined if that is not exactly one. A show that has to be named is not taken from the place.
 */
export async function showFor(
  desk: Desk,
  parameter: Pick<Parameter, 'required'>,
  place: Place,
): Promise<ShowId | undefined> {
  const [only, another] = desk.shows;
  if (only !== undefined && another === undefined) return only.id;
  if (parameter.required || place.community === undefined) return undefined;
  const { community, outlet } = place;
  const here = await Promise.all(
    desk.shows.map(async ({ id }) => ({
      id,
      outlets: (await desk.outlets.list(id, community)).filter(({ state }) => state === 'playing'),
    })),
  );
  const inOutlet = here.filter(({ outlets }) =>
    outlets.some((one) => outlet !== undefined && isSamePlace(one, { address: outlet })),
  );
  const inCommunity = here.filter(({ outlets }) => outlets.length > 0);
  const [first, second] = inOutlet.length > 0 ? inOutlet : inCommunity;
  return second === undefined ? first?.id : undefined;
}

/** In the zone of the show, as its own times are written where a platform cannot show the reader's. */
async function timeNamed(desk: Desk, text: string, { show }: Asking): Promise<Read> {
  const timezone = desk.shows.find(({ id }) => id === show)?.timezone ?? 'UTC';
  const now = await desk.now();
  const at = timeTyped(text, timezone, now);
  if (at !== undefined) return { value: new Date(at).toISOString() };
  return {
    problem: `"${shown(text)}" is no date and time.`,
    expected: [exampleTime(timezone, now), '20:00'],
  };
}

async function meaning(
  desk: Desk,
  choices: Choices,
  parameter: Parameter,
  text: string,
  asking: Asking,
): Promise<Read | undefined> {
  switch (parameter.kind) {
    case 'show':
    case 'episode':
    case 'draft':
    case 'open-episode':
    case 'outlet':
    case 'answer':
      return chosen(await choices.of(parameter, asking), parameter, text);
    case 'option':
      if ((await choices.round(asking)) === undefined) {
        return { problem: 'No vote is open, and none waits for a decision.', expected: [] };
      }
      return chosen(await choices.of(parameter, asking), parameter, text);
    case 'round':
      return roundNamed(choices, text, asking);
    case 'question':
      return /^\d{1,6}$/.test(text)
        ? { value: String(Number(text)) }
        : { problem: `"${shown(text)}" is no number of a question.` };
    case 'delivery':
      return deliveryNamed(choices, text, asking);
    case 'duration':
      return (parseDuration(text) ?? 0) > 0
        ? { value: text }
        : { problem: `"${shown(text)}" is no length of time.`, expected: ['30m', '2h', '1d', '1h30m'] };
    case 'time':
      return timeNamed(desk, text, asking);
    case 'url':
      return webAddress(text);
    case 'reason':
      return reason(text);
    case 'id':
      return newId(text);
    case 'text':
      return { value: oneSpace(text) };
    case 'lines':
      return { value: text };
    case 'name': {
      const read = communityName(text);
      return 'name' in read ? { value: read.name } : { ...read, expected: [] };
    }
    case 'role':
    case 'channel': {
      const id = /^(?:<[@#]&?)?(\d{15,20})>?$/.exec(text)?.[1];
      return id === undefined
        ? { problem: `"${shown(text)}" is no ${parameter.kind} of this server.`, expected: [] }
        : { value: id };
    }
    case 'flag':
      return /^(true|yes|1|on)$/i.test(text) ? { value: 'true' } : undefined;
  }
}

/** By id, by the short code of a button, or by the whole label that people see. */
function chosen(choices: readonly Choice[], parameter: Parameter, text: string): Read {
  const wanted = asSeen(text);
  const found =
    choices.find(({ value }) => isNamed(value, text) || value.toLowerCase() === wanted) ??
    only(choices.filter(({ label }) => asSeen(label) === wanted));
  if (found !== undefined) return { value: found.value };
  const close = nearest(text, [...choices.map(({ value }) => value), ...choices.map(({ label }) => label)]);
  const problem = `There is no ${parameter.name} "${shown(text)}" here.`;
  if (close === undefined) return { problem };
  // The first one becomes the example to copy.
  const meant = choices.filter(({ value, label }) => value === close || label === close);
  const expected = [...new Set([...meant, ...choices].map(({ value }) => value))];
  return { problem: `${problem} Did you mean ${close}?`, expected };
}

const only = <One>(some: readonly One[]): One | undefined => (some.length === 1 ? some[0] : undefined);

async function roundNamed(choices: Choices, text: string, asking: Asking): Promise<Read> {
  const rounds = (await choices.rounds(asking)).length;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= rounds) return { value: String(number) };
  if (rounds === 0) return { problem: 'No vote has been held yet.', expected: [] };
  return { problem: `There is no round "${shown(text)}": the last one is ${rounds}.` };
}

/** Includes one that was settled meanwhile: the command explains that better than a usage message. */
async function deliveryNamed(choices: Choices, text: string, asking: Asking): Promise<Read> {
  const { delivery, outlet } = deliveryFrom(text);
  const known = await choices.outlets(asking);
  const found = known.find((id) => isNamed(id, outlet));
  if (found === undefined || readDelivery(delivery) === undefined) {
    return { problem: `There is no message "${shown(text)}" whose fate is unknown.` };
  }
  return { value: deliveryName(delivery, found) };
}
