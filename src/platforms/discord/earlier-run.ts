import { Routes } from 'discord.js';
import { z } from 'zod';
import { commandSets, namesIn, sameNames } from '../../core/command-sets.ts';
import type { OutletAddress } from '../../ports/platform/outlet.ts';
import type { EarlierRun } from '../../ports/platform/platform.ts';
import { discordAddress } from './address.ts';
import type { Self } from './inspect.ts';
import { classify, wordsOf } from './requests/errors.ts';
import type { Requests } from './requests/requests.ts';
import { marksIn } from './wire/marks.ts';
import { anyShape, messageShape } from './wire/objects.ts';

/** Messages to check in a channel: those of the last days, in a busy one. */
const MESSAGES = 100;
/** Channels to check. A bot that posted to more channels has registered commands as well. */
const MOST_CHANNELS = 25;
const NO_ANSWER_AFTER = 2_000;

/** What an earlier run of the bot left on Discord: its commands, and the marks of its messages. */
export async function findEarlierRun(
  requests: Requests,
  self: Self,
  places: readonly OutletAddress[],
  guild: string | undefined,
): Promise<EarlierRun> {
  try {
    const commands = await findCommands(requests, self, guild);
    const marks = [];
    for (const place of places.slice(0, MOST_CHANNELS)) {
      if (place.platform !== 'discord') continue;
      const found = await marksAt(requests, self, discordAddress(place).channel);
      if (found.length > 0) marks.push({ place, marks: found });
    }
    return { status: 'read', commands, marks };
  } catch (error) {
    const failure = classify(error);
    const after = 'after' in failure ? failure.after : NO_ANSWER_AFTER;
    return { status: 'retry', after, why: wordsOf(failure) };
  }
}

/** Those of all servers, or of the one server for testing. */
async function findCommands(
  requests: Requests,
  { application }: Self,
  guild: string | undefined,
): Promise<boolean> {
  const routes = [
    Routes.applicationCommands(application),
    ...(guild === undefined ? [] : [Routes.applicationGuildCommands(application, guild)]),
  ];
  for (const route of routes) {
    const names = namesOf(await readable(() => requests.get(route, anyShape)));
    if (commandSets.some((set) => sameNames(namesIn(set), names))) return true;
  }
  return false;
}

/** https://discord.com/developers/docs/interactions/application-commands: option types 1 and 2. */
const SUBCOMMAND = 1;

const registeredShape = z.array(
  z.object({
    name: z.string(),
    options: z.array(z.object({ type: z.int(), name: z.string() })).nullish(),
  }),
);

/** A list that doesn't look like one of commands is not ours. */
function namesOf(answer: unknown): readonly string[] {
  const registered = registeredShape.safeParse(answer).data ?? [];
  return registered.flatMap(({ name, options }) => {
    const subcommands = (options ?? []).filter(({ type }) => type === SUBCOMMAND);
    return subcommands.length === 0 ? [name] : subcommands.map((one) => `${name} ${one.name}`);
  });
}

async function marksAt(requests: Requests, self: Self, channel: string): Promise<readonly string[]> {
  const messages = await readable(() =>
    requests.get(Routes.channelMessages(channel), anyShape, { query: { limit: MESSAGES } }),
  );
  // One message that can't be read must not hide the others.
  const read = (Array.isArray(messages) ? messages : []).map((one) => messageShape.safeParse(one).data);
  return read.flatMap((one) => (one?.author.id === self.id ? marksIn(one) : []));
}

/** Undefined if Discord refuses: where the bot may not read, it can't have posted lately. */
async function readable<Read>(read: () => Promise<Read>): Promise<Read | undefined> {
  try {
    return await read();
  } catch (error) {
    if (classify(error).kind === 'refused') return undefined;
    throw error;
  }
}
