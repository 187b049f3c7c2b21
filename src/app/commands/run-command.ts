import type { Milliseconds, ShowId } from '../../core/ids.ts';
import { FOR_EVERYONE, shortCode, VERSION } from '../../core/posts/button-code.ts';
import { type CommandButton, cutTitle, type Line } from '../../core/posts/content.ts';
import { cut } from '../../core/text/graphemes.ts';
import { withoutUnseen } from '../../core/text/unseen.ts';
import { deskWords } from '../../core/wording/desk-words.ts';
import { joiningWords } from '../../core/wording/joining-words.ts';
import type { Caller } from '../../ports/commands/caller.ts';
import type {
  Call,
  Command,
  CommandAnswer,
  CommandDesk,
  CommandRequest,
  Reply,
} from '../../ports/commands/command.ts';
import { isUnreadable } from '../../ports/stores/unreadable.ts';
import { within } from '../../time-limit.ts';
import type { Context } from '../context.ts';
import { addressKey } from '../shows/address.ts';
import { callerOf, type LevelRules, mayUse } from './check-level.ts';
import { createDesk, type DeskParts } from './desk.ts';
import { createChoices, matching } from './parameter-choices.ts';
import { askingFor, formOf, type Reading, readParameters, showFor } from './read-parameters.ts';

/**
 * Part of the three seconds within which people should get an answer. The network takes some of them. If Redis is
 * away, an adapter may also wait another 0.7 s for a place in the rate limits before it answers without one.
 */
const ANSWER_WITHIN: Milliseconds = 1_900;
/** How long to wait for the outcome after the answer was late. */
const LATE_WITHIN: Milliseconds = 60_000;
/** More would not fit a small screen. */
const MOST_WELCOME_BUTTONS = 5;
const LONGEST_BUTTON = 40;
/** Two words of 32 letters and a space. */
const LONGEST_NAME = 65;

export interface CommandDeskParts extends DeskParts {
  readonly commands: readonly Command[];
  /** Account ids from the operator's file. */
  readonly showrunners: LevelRules['showrunners'];
  /** For tests: how long an answer may take. */
  readonly answerWithin?: Milliseconds;
}

/** How far a command is, for the answer that is given when its time is up. */
interface Progress {
  /** The platform has said what the caller may do. */
  levelKnown: boolean;
  running: boolean;
  expired: boolean;
}

/**
 * The one entrance for commands of every platform: is the caller allowed, what is meant, is it confirmed; then the
 * command runs. Before it runs it reads the shared clock, so that nothing is begun while Redis is away.
 */
export function createCommandDesk(parts: CommandDeskParts): CommandDesk {
  const { context, commands } = parts;
  const desk = createDesk(parts);
  const choices = createChoices(parts, desk);
  const levels: LevelRules = { showrunners: parts.showrunners, hashVoter: context.hashVoter };
  const answerWithin = parts.answerWithin ?? ANSWER_WITHIN;

  async function prepare(
    command: Command,
    request: CommandRequest,
    progress: Progress,
  ): Promise<{ readonly call: Call } | { readonly answer: CommandAnswer }> {
    const may = await mayUse(levels, command.level, request);
    if ('refusal' in may) return { answer: refused(may.refusal) };
    progress.levelKnown = true;
    await desk.now();
    await noteName(context, command, request, may.caller);
    const { caller } = may;
    const reading = await readParameters(
      { desk, choices },
      command,
      request.given,
      request.place,
      caller,
      request,
    );
    const { place, confirmed } = request;
    const forEveryone = isForEveryone(request);
    const version = request.given[VERSION];
    const call: Call = {
      caller,
      place,
      given: reading.given,
      confirmed,
      forEveryone,
      ...(version !== undefined && { version }),
    };
    const isReadable = call.given.show === undefined || !context.aside.stops(call.given.show as ShowId);
    const isToBeAsked = reading.ok ? !confirmed : reading.parameter.asked === true;
    const vain = isReadable && isToBeAsked ? await command.inVain?.(call, desk) : undefined;
    if (vain !== undefined) return { answer: { kind: 'reply', reply: vain } };
    if (!reading.ok) {
      return { answer: await usage(command, request, reading) };
    }
    if (!isReadable) return { answer: refused(deskWords.unreadable) };
    const misfit = await command.check?.(call, desk);
    if (misfit !== undefined) {
      const parameter = command.parameters.find(({ name }) => name === misfit.parameter);
      if (parameter === undefined) throw new Error(`/${command.name} has no ${misfit.parameter}`);
      const { problem } = misfit;
      return { answer: await usage(command, request, { ...reading, parameter, problem, expected: [] }) };
    }
    const question = confirmed ? undefined : await command.confirm?.(call, desk);
    if (question === undefined) return { call };
    const { given } = call;
    return { answer: { kind: 'confirm', question, button: deskWords.confirmButton, given } };
  }

  async function usage(
    command: Command,
    { given: typed }: CommandRequest,
    { parameter, problem, expected, given, optional }: Omit<Extract<Reading, { ok: false }>, 'ok'>,
  ): Promise<CommandAnswer> {
    const answer = { kind: 'usage', parameter, problem, expected, ...(optional && { optional }) } as const;
    if (parameter.asked !== true) return answer;
    return { ...answer, form: await formOf(command, typed, given, desk) };
  }

  async function attempt(
    command: Command,
    request: CommandRequest,
    progress: Progress,
  ): Promise<CommandAnswer> {
    try {
      const prepared = await prepare(command, request, progress);
      if ('answer' in prepared) return prepared.answer;
      // The caller was told that nothing was changed.
      if (progress.expired) return refused(deskWords.notNow);
      progress.running = true;
      const reply = await command.run(prepared.call, desk);
      logUse(context, command, prepared.call, progress);
      return await shown(context, command, prepared.call, reply);
    } catch (error) {
      context.log.error({ command: command.name, platform: request.platform, error }, 'a command failed');
      if (isUnreadable(error)) return refused(deskWords.unreadable);
      return refused(progress.running ? deskWords.broke(steers(command)) : deskWords.notNow);
    }
  }

  return {
    commands,
    shows: desk.shows,

    async answer(request) {
      const command = commands.find(({ name }) => name === request.name);
      if (command === undefined) return refused(deskWords.unknownCommand(cut(request.name, LONGEST_NAME)));
      const progress: Progress = { levelKnown: false, running: false, expired: false };
      const work = attempt(command, request, progress);
      const answer = await within(answerWithin, work);
      if (answer !== undefined) return answer;
      progress.expired = true;
      context.log.warn({ command: command.name, running: progress.running }, 'a command takes too long');
      if (!progress.levelKnown) return refused(deskWords.levelUnknown(request.platform));
      if (!progress.running) return refused(deskWords.notNow);
      const late = within(LATE_WITHIN, work).then((one) => one ?? refused(deskWords.broke(steers(command))));
      return { ...refused(deskWords.stillWorking(steers(command))), later: late };
    },

    async complete(request, name, typed) {
      const command = commands.find((one) => one.name === request.name);
      const parameter = command?.parameters.find((one) => one.name === name);
      if (command === undefined || parameter === undefined) return [];
      const caller = callerOf(levels, request, false);
      if (command.level === 'showrunner' && !caller.showrunner) return [];
      const search = async () => {
        const show =
          desk.shows.find(({ id }) => id === request.given.show)?.id ??
          (await showFor(desk, { required: false }, request.place));
        const { round } = request.given;
        const read = { ...(show !== undefined && { show }), ...(round !== undefined && { round }) };
        const asking = askingFor(read, request.place, caller);
        return matching(await choices.of(parameter, asking), typed.slice(0, LONGEST_TYPED));
      };
      return (
        (await within(
          answerWithin,
          search().catch(() => []),
        )) ?? []
      );
    },

    async welcome() {
      const [language = 'en', ...others] = new Set(desk.shows.map((show) => show.language));
      const words = joiningWords(others.length === 0 ? language : 'en');
      const buttons = desk.shows.slice(0, MOST_WELCOME_BUTTONS).map(
        ({ id, title }): CommandButton => ({
          label: cutTitle(words.connectButton(title), LONGEST_BUTTON),
          danger: false,
          command: 'outlet connect',
          given: { show: `#${shortCode(id)}` },
        }),
      );
      const open = desk.shows.every(({ communities }) => communities === 'open');
      const how = desk.shows.length === 0 ? words.noShows : words.connectHow(open);
      return { lines: [words.welcome, how, words.checkHow], visibility: 'caller', buttons };
    },
  };
}

/** A caller without a visible account can't be answered privately. */
const isForEveryone = ({ given, account, place }: CommandRequest): boolean =>
  place.outlet !== undefined && (given[FOR_EVERYONE] !== undefined || account === undefined);

/**
 * An answer that may be shown to everybody goes to the caller, who may then show it: to everybody, once a minute per
 * channel.
 */
async function shown(
  { publicAnswers }: Pick<Context, 'publicAnswers'>,
  { name }: Command,
  { place, given, forEveryone }: Call,
  reply: Reply,
): Promise<CommandAnswer> {
  const { outlet } = place;
  if (reply.visibility === 'caller' || outlet === undefined)
    return { kind: 'reply', reply: { ...reply, visibility: 'caller' } };
  if (forEveryone) {
    return (await publicAnswers.take(addressKey(outlet)))
      ? { kind: 'reply', reply }
      : refused(deskWords.shownJustNow);
  }
  const share = {
    label: deskWords.showEverybody,
    danger: false,
    command: name,
    given: {
      ...(given.show !== undefined && { show: `#${shortCode(given.show)}` }),
      ...(given.round !== undefined && { round: given.round }),
      [FOR_EVERYONE]: '1',
    },
  };
  return { kind: 'reply', reply: { ...reply, visibility: 'caller', share } };
}

/** Of a name, in code points: it is part of a sentence. */
const LONGEST_PERSON = 40;

/** Their action may settle an alert, which then names them. */
async function noteName(
  { peopleNames }: Pick<Context, 'peopleNames'>,
  command: Command,
  { displayName = '', account }: CommandRequest,
  { pseudonym }: Caller,
): Promise<void> {
  const name = cut(
    withoutUnseen(displayName.replace(/\p{Cs}/gu, ''))
      .replace(/\s+/gu, ' ')
      .trim(),
    LONGEST_PERSON,
  );
  if (steers(command) && account !== undefined && name !== '') await peopleNames.note(pseudonym, name);
}

/** Autocomplete sends everything typed so far, however long. */
const LONGEST_TYPED = 100;

const steers = ({ level }: Command): boolean => level !== 'everyone';
const refused = (line: Line): Extract<CommandAnswer, { kind: 'refused' }> => ({ kind: 'refused', line });

function logUse(
  { log }: Pick<Context, 'log'>,
  command: Command,
  { caller, given }: { readonly caller: Caller; readonly given: Call['given'] },
  { expired }: Progress,
): void {
  const fields = {
    command: command.name,
    by: caller.pseudonym,
    ...(given.show !== undefined && { show: given.show }),
  };
  if (expired) log.warn(fields, 'a command finished after its answer');
  else if (steers(command)) log.info(fields, 'command');
  else log.debug(fields, 'command');
}
