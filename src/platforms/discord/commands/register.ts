import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Routes } from 'discord.js';
import { z } from 'zod';
import { backoff } from '../../../core/backoff.ts';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Command } from '../../../ports/commands/command.ts';
import type { Log } from '../../../ports/log.ts';
import { classify, wordsOf } from '../requests/errors.ts';
import type { Requests } from '../requests/requests.ts';
import { anyShape } from '../wire/objects.ts';
import { type CommandBody, commandBodies, type Translate } from './wire.ts';

export interface Registration {
  readonly application: string;
  /** Only in this server, for testing. The list for all servers stays as it is. */
  readonly guild?: string;
  readonly translate: Translate;
}

/**
 * Brings Discord's list of our commands up to date. Writes only if the list differs, and then the whole list at once: Discord
 * allows 200 new commands a day.
 * @returns whether it had to write. Rejects as requests do.
 */
async function registerCommands(
  requests: Requests,
  commands: readonly Command[],
  { application, guild, translate }: Registration,
): Promise<boolean> {
  const route =
    guild === undefined
      ? Routes.applicationCommands(application)
      : Routes.applicationGuildCommands(application, guild);
  const wanted = commandBodies(commands, { scope: guild === undefined ? 'global' : 'guild', translate });
  const registered = await requests.get(route, registeredShape, { query: { with_localizations: 'true' } });
  if (isSame(wanted, registered)) return false;
  await requests.put(route, anyShape, { body: wanted });
  return true;
}

const LONGEST_PAUSE: Milliseconds = 300_000;

/**
 * Registers, and if Discord does not answer, retries in the background until `signal`: the commands
 * registered before still work, and votes do not wait for this. Resolves after the first attempt.
 */
export async function keepRegistered(
  requests: Requests,
  commands: readonly Command[],
  registration: Registration & {
    readonly log: Log;
    readonly signal: AbortSignal;
    /** First pause between two attempts; doubled each time. */
    readonly againAfter: Milliseconds;
  },
): Promise<void> {
  const { log, signal } = registration;

  async function attempt(): Promise<boolean> {
    try {
      const written = await registerCommands(requests, commands, registration);
      log.info({ commands: commands.length, guild: registration.guild, written }, 'commands are registered');
      return true;
    } catch (error) {
      const failure = classify(error);
      if (failure.kind === 'refused') {
        log.error({ guild: registration.guild, why: failure.problem.what }, hintOf(registration));
        return true;
      }
      log.warn({ why: wordsOf(failure) }, 'could not register commands; retrying');
      return false;
    }
  }

  async function tryAgain(failures: number): Promise<void> {
    const pause = backoff({ first: registration.againAfter, most: LONGEST_PAUSE }, failures);
    await wait(pause, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || (await attempt())) return;
    await tryAgain(failures + 1);
  }

  if (!(await attempt())) void tryAgain(1);
}

const hintOf = ({ guild }: Registration): string =>
  guild === undefined
    ? 'Discord refuses the bot’s commands; the ones registered before stay'
    : 'Discord refuses the bot’s commands: invite the bot to the server in DISCORD_COMMANDS_GUILD, or correct that setting';

/** A command as Discord lists it: with ids, and with many fields that we never sent. */
const registeredShape = z.array(z.record(z.string(), z.unknown()));

/** Whether the list says the same as what we would write, ignoring what Discord added. */
export function isSame(
  wanted: readonly CommandBody[],
  registered: readonly Readonly<Record<string, unknown>>[],
): boolean {
  const global = wanted.some(({ contexts }) => contexts !== undefined);
  const told = registered.map((command) => essence(command, global)).sort(byName);
  return isDeepStrictEqual(wanted.map((command) => essence({ ...command }, global)).sort(byName), told);
}

const byName = (one: Essence, other: Essence): number => (String(one.name) < String(other.name) ? -1 : 1);

type Essence = Record<string, unknown>;

const TEXTS = ['name', 'name_localizations', 'description', 'description_localizations'] as const;
const OF_OPTIONS = ['min_length', 'max_length'] as const;
const LISTS = ['contexts', 'integration_types'] as const;

/**
 * What we say about a command, without what is left to Discord: an absent field is null, empty or false
 * there.
 */
function essence(command: Readonly<Record<string, unknown>>, global: boolean): Essence {
  return {
    ...optionEssence({ ...command, type: command.type ?? 1 }),
    default_member_permissions: command.default_member_permissions ?? null,
    nsfw: command.nsfw === true,
    ...(global ? pick(command, LISTS, sorted) : {}),
  };
}

function optionEssence(option: Readonly<Record<string, unknown>>): Essence {
  const { options } = option;
  return {
    type: option.type,
    ...pick(option, [...TEXTS, ...OF_OPTIONS]),
    required: option.required === true,
    autocomplete: option.autocomplete === true,
    channel_types: sorted(option.channel_types ?? []),
    choices: option.choices ?? [],
    options: Array.isArray(options) ? options.map(optionEssence) : [],
  };
}

function pick(
  source: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  form: (value: unknown) => unknown = (value) => value,
): Essence {
  return Object.fromEntries(keys.map((key) => [key, form(source[key] ?? null)]));
}

const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);
