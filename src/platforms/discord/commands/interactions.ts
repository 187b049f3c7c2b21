import type { Milliseconds } from '../../../core/ids.ts';
import { FOR_EVERYONE } from '../../../core/posts/button-code.ts';
import { codePoints } from '../../../core/text/graphemes.ts';
import type {
  CommandAnswer,
  CommandDesk,
  CommandRequest,
  FormField,
} from '../../../ports/commands/command.ts';
import type { Log } from '../../../ports/log.ts';
import { within } from '../../../time-limit.ts';
import type { Requests } from '../requests/requests.ts';
import { saying, type View, viewOf } from '../wire/answers.ts';
import { type Act, type Asked, interactionOf } from '../wire/interactions.ts';
import { titleToText } from '../wire/text.ts';
import { type Choice, createResponder, type Manner, type Responder } from './answering.ts';
import { readComponentId } from './component-ids.ts';
import { formFor } from './modals.ts';
import { createPendingRequests } from './pending-requests.ts';

export interface InteractionTimes {
  /** Discord waits three seconds for a first answer. If ours is not ready by then, we defer it. */
  readonly defer: Milliseconds;
  /** Choices can't be deferred. If they take longer, the person gets none. */
  readonly complete: Milliseconds;
  /** Discord accepts a deferred answer for 15 minutes. */
  readonly giveUp: Milliseconds;
}
const defaultTimes: InteractionTimes = { defer: 1_500, complete: 2_000, giveUp: 14 * 60_000 };

export interface Interactions {
  /** Takes a raw gateway payload; ignores everything that is not an interaction. */
  take(packet: unknown): void;
  /** Takes no more, and waits at most this long until the running ones are answered. */
  close(withinMs: Milliseconds): Promise<void>;
}

export interface InteractionParts {
  readonly requests: Requests;
  readonly application: string;
  readonly desk: CommandDesk;
  readonly log: Log;
  readonly times?: Partial<InteractionTimes>;
}

/**
 * Passes what people do with commands, buttons and forms to the desk, and shows them its answers. Everything about an
 * interaction comes from its own payload, so discord.js' cache doesn't matter.
 */
export function createInteractions(parts: InteractionParts): Interactions {
  const { requests, application, desk, log } = parts;
  const times = { ...defaultTimes, ...parts.times };
  const pending = createPendingRequests(() => performance.now());
  const underWay = new Set<Promise<void>>();
  let closed = false;

  async function answer(asked: Asked): Promise<void> {
    const responder = createResponder(requests, application, asked, log);
    const { act, asker } = asked;
    switch (act.kind) {
      case 'command':
        return perform(responder, act.request, 'new', true);
      case 'complete':
        return complete(responder, act);
      case 'press':
        return pressed(responder, asked, act);
      case 'submit': {
        const manner: Manner = act.onEphemeral ? 'replacing' : 'new';
        const id = readComponentId(act.customId);
        const waiting = id?.kind === 'form' ? pending.take(id.token, asker.account) : undefined;
        if (waiting?.form === undefined) return responder.show(saying('expired'), manner);
        const given = filledIn(waiting.request.given, waiting.form, act.fields);
        const request = { ...waiting.request, ...asker, given };
        // Discord can't open a form from a form.
        return perform(responder, request, manner, false);
      }
      case 'unreadable':
        return act.typing ? responder.choices([]) : responder.show(saying('unreadable'), 'new');
    }
  }

  async function pressed(
    responder: Responder,
    { asker }: Asked,
    { customId, onEphemeral }: Extract<Act, { kind: 'press' }>,
  ): Promise<void> {
    // A message that others see as well stays as it is, whoever presses its button.
    const manner: Manner = onEphemeral ? 'replacing' : 'new';
    const id = readComponentId(customId);
    switch (id?.kind) {
      case 'run': {
        const { command, given } = id.press;
        return perform(responder, { ...asker, name: command, given, confirmed: false }, 'new', true);
      }
      case 'confirm': {
        const waiting = pending.take(id.token, asker.account);
        if (waiting === undefined) return responder.show(saying('expired'), manner);
        return perform(responder, { ...waiting.request, ...asker, confirmed: true }, manner, true);
      }
      case 'form': {
        const waiting = pending.look(id.token, asker.account);
        if (waiting?.form === undefined) return responder.show(saying('expired'), manner);
        return responder.form(formFor(id.token, waiting.request.name, waiting.form, asker.language));
      }
      case 'dismiss':
        return responder.show(saying('dismissed'), manner);
      case undefined:
        return responder.show(saying('expired'), manner);
    }
  }

  async function perform(
    responder: Responder,
    request: CommandRequest,
    manner: Manner,
    mayOpenForm: boolean,
  ): Promise<void> {
    const answering = ask(request);
    const quick = await within(times.defer, answering);
    if (quick === undefined) {
      if (!(await responder.defer(manner, visibilityOf(request)))) return;
      const slow = await within(times.giveUp, answering);
      await responder.showDeferred(
        slow === undefined ? saying('late') : view(slow, request),
        visibilityOf(request),
      );
      return slow === undefined ? undefined : follow(responder, slow, request);
    }
    const form = quick === 'failed' || !mayOpenForm ? undefined : formToOpen(quick, request);
    if (form !== undefined) {
      const token = pending.keep({ request, form });
      return responder.form(formFor(token, request.name, form, request.language));
    }
    await responder.show(view(quick, request), manner);
    return follow(responder, quick, request);
  }

  /** If the work was still running, its result replaces that word. */
  async function follow(
    responder: Responder,
    answered: CommandAnswer | 'failed',
    request: CommandRequest,
  ): Promise<void> {
    if (answered === 'failed' || answered.kind !== 'refused' || answered.later === undefined) return;
    const later = await within(times.giveUp, answered.later);
    // A refusal was at first shown to the caller alone.
    if (later !== undefined) await responder.showDeferred(view(later, request), 'caller');
  }

  const view = (answered: CommandAnswer | 'failed', request: CommandRequest): View =>
    answered === 'failed'
      ? saying('failed')
      : viewOf(answered, ({ given = request.given, ...waiting }) =>
          pending.keep({ request: { ...request, given }, ...waiting }),
        );

  async function ask(request: CommandRequest): Promise<CommandAnswer | 'failed'> {
    try {
      return await desk.answer(request);
    } catch (error) {
      log.error({ command: request.name, error }, 'a command failed');
      return 'failed';
    }
  }

  async function complete(
    responder: Responder,
    { request, parameter, typed }: Extract<Act, { kind: 'complete' }>,
  ): Promise<void> {
    const completing = desk.complete(request, parameter, typed).catch((error: unknown) => {
      log.error({ command: request.name, error }, 'could not complete a command option');
      return [];
    });
    return responder.choices(choicesOf((await within(times.complete, completing)) ?? []));
  }

  return {
    take(packet) {
      const asked = closed ? undefined : interactionOf(packet, application);
      if (asked === undefined) return;
      const answering = answer(asked)
        .catch((error: unknown) => log.error({ error }, 'could not answer an interaction'))
        .finally(() => underWay.delete(answering));
      underWay.add(answering);
    },
    async close(withinMs) {
      closed = true;
      await within(withinMs, Promise.allSettled(underWay));
    },
  };
}

/**
 * A deferral has to decide this before there is an answer: only a caller who asked to show it to everybody
 * gets that.
 */
const visibilityOf = ({ given }: CommandRequest): View['visibility'] =>
  given[FOR_EVERYONE] === undefined ? 'caller' : 'everyone';

/** A form can't say what is wrong, so it is opened at once only if nothing is. */
function formToOpen(answer: CommandAnswer, { given }: CommandRequest): readonly FormField[] | undefined {
  return answer.kind === 'usage' && !given[answer.parameter.name] ? answer.form : undefined;
}

/** What was given before, and the fields of the form as they are now. */
function filledIn(
  before: CommandRequest['given'],
  form: readonly FormField[],
  fields: Readonly<Record<string, string>>,
): CommandRequest['given'] {
  const names = form.map(({ parameter }) => parameter.name);
  const kept = Object.entries(before).filter(([name]) => !names.includes(name));
  const typed = names.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return value ? [[name, value]] : [];
  });
  return Object.fromEntries([...kept, ...typed]);
}

const CHOICES = 25;
/** Longest name and longest value of a choice, in characters. */
const CHOICE = 100;

/** A value that Discord could not return whole is not offered. */
function choicesOf(found: Awaited<ReturnType<CommandDesk['complete']>>): readonly Choice[] {
  return found
    .filter(({ value }) => value !== '' && codePoints(value) <= CHOICE)
    .slice(0, CHOICES)
    .map(({ label, value }) => ({ name: titleToText(label, CHOICE) || value, value }));
}
