import { setTimeout as wait } from 'node:timers/promises';
import { Routes } from 'discord.js';
import { z } from 'zod';
import { backoff } from '../../../core/backoff.ts';
import { commandSets, headsOf, namesIn, sameNames } from '../../../core/command-sets.ts';
import type { Milliseconds } from '../../../core/ids.ts';
import type { Command } from '../../../ports/commands/command.ts';
import type { Log } from '../../../ports/log.ts';
import type { WrittenMenus } from '../../../ports/stores/written-menus.ts';
import { classify, hasCode, wordsOf } from '../requests/errors.ts';
import type { Requests } from '../requests/requests.ts';
import { anyShape, snowflake } from '../wire/objects.ts';

/** All servers, or one: Discord shows a command twice if it is registered in both. */
export type Place = 'everywhere' | (string & {});

export interface Elsewhere {
  readonly application: string;
  /** Where the commands should be. */
  readonly here: Place;
  readonly commands: readonly Command[];
  readonly written: WrittenMenus;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** First pause after an attempt that failed; doubled each time. */
  readonly againAfter: Milliseconds;
}

/** Noted after we have searched once for what older versions left, which noted nothing. */
const LOOKED_BACK = 'looked-back';
const LONGEST_PAUSE: Milliseconds = 300_000;
/** The most servers that Discord lists in one answer. */
const PAGE = 200;
/** Servers that are checked for what an older version left. Each one is a request, made once. */
const MOST_SERVERS = 1_000;

/**
 * Removes commands that were registered in other places under other settings. Retries until Discord and the store answer, or
 * until `signal`; never rejects.
 */
export async function takeBackElsewhere(requests: Requests, elsewhere: Elsewhere): Promise<void> {
  const { log, signal } = elsewhere;
  const times = { first: elsewhere.againAfter, most: LONGEST_PAUSE };
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      await takeBackNoted(requests, elsewhere);
      await takeBackUnnoted(requests, elsewhere);
      return;
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      log.warn({ why }, 'could not yet remove commands registered under other settings; retrying');
    }
    await wait(backoff(times, failures), undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function takeBackNoted(requests: Requests, elsewhere: Elsewhere): Promise<void> {
  const { here, written } = elsewhere;
  for (const place of await written.all()) {
    if (place === here || place === LOOKED_BACK) continue;
    if (await clear(requests, elsewhere, place)) await written.remove(place);
  }
}

/**
 * Older versions noted nothing, and notes may be in a store that is no longer used. A list counts as ours only if it has
 * exactly our commands.
 */
async function takeBackUnnoted(requests: Requests, elsewhere: Elsewhere): Promise<void> {
  const { application, here, commands, written, signal } = elsewhere;
  if ((await written.all()).includes(LOOKED_BACK)) return;
  const places = ['everywhere', ...(await servers(requests))].filter((place) => place !== here);
  const ours = [commands.map(({ name }) => name), ...commandSets.map(namesIn)].map(headsOf);
  for (const place of places) {
    if (signal.aborted) return;
    const names = await namesAt(requests, application, place);
    if (ours.some((heads) => sameNames(heads, names))) await clear(requests, elsewhere, place);
  }
  await written.add([LOOKED_BACK]);
}

/** What Discord says of a server that the bot is not in any more: nobody sees its commands there. */
const LEFT = [10_004, 50_001] as const;

/** @returns whether nothing of ours is there any more. */
async function clear(requests: Requests, { application, log }: Elsewhere, place: Place): Promise<boolean> {
  try {
    await requests.put(routeOf(application, place), anyShape, { body: [] });
    log.info({ place }, 'removed commands registered under other settings');
    return true;
  } catch (error) {
    const failure = classify(error);
    if (failure.kind !== 'refused') throw new Error(wordsOf(failure), { cause: error });
    const isLeft = hasCode(error, ...LEFT);
    log.warn(
      { place, why: failure.problem.what, ...(!isLeft && { again: 'at the next start' }) },
      'could not remove the commands in a server',
    );
    return isLeft;
  }
}

const serversShape = z.array(z.object({ id: snowflake }));

async function servers(requests: Requests): Promise<readonly string[]> {
  const found: string[] = [];
  while (found.length < MOST_SERVERS) {
    const after = found.at(-1);
    const page = await requests.get(Routes.userGuilds(), serversShape, {
      query: { limit: PAGE, ...(after !== undefined && { after }) },
    });
    found.push(...page.map(({ id }) => id));
    if (page.length < PAGE) break;
  }
  return found;
}

const namesShape = z.array(z.object({ name: z.string() }));

/** Empty if the list can't be read or the bot may not read it. */
async function namesAt(requests: Requests, application: string, place: Place): Promise<readonly string[]> {
  try {
    const list = await requests.get(routeOf(application, place), anyShape);
    return (namesShape.safeParse(list).data ?? []).map(({ name }) => name);
  } catch (error) {
    const failure = classify(error);
    if (failure.kind === 'refused') return [];
    throw new Error(wordsOf(failure), { cause: error });
  }
}

const routeOf = (application: string, place: Place) =>
  place === 'everywhere'
    ? Routes.applicationCommands(application)
    : Routes.applicationGuildCommands(application, place);
