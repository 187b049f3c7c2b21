import { setTimeout as sleep } from 'node:timers/promises';
import { deliveryId, type OutletId, type SeasonId, seasonId } from '../../core/ids.ts';
import type { EarlierRun, Platform } from '../../ports/platform/platform.ts';
import type { PastQuestion } from '../../ports/stores/bot-past.ts';
import type { Context } from '../context.ts';
import { markOf } from '../deliveries/delivery-mark.ts';
import { idOf } from '../shows/join-outlets.ts';
import type { Show } from '../shows/show.ts';

/** Marks are compared with this many seasons and messages: far more than a channel's last hundred messages contain. */
const SEASONS = 20;
const MESSAGES = 200;
const MARKED = ['drop', 'poll', 'result'] as const;
const LONGEST_PAUSE = 60_000;

/**
 * Makes a platform known to the stores. Called when the platform has said who the bot is, before anything (even
 * commands) is written there. With an empty store, the bot first searches for what an earlier run left. Its findings
 * are stored together with the bot's account, so that a crash in between loses both or neither.
 * @param account the bot's own id on the platform.
 * @throws StartupError if the stores belong to another bot.
 */
export async function recogniseBot(
  context: Pick<Context, 'clock' | 'log' | 'past'>,
  platform: Platform,
  account: string,
  shows: readonly Show[],
  signal: AbortSignal,
): Promise<void> {
  const { past } = context;
  const { identity, empty, answers } = await past.look();
  const isNew = identity[platform.name] === undefined && empty;
  const traces = isNew ? await findEarlierRun(context, platform, shows, signal) : undefined;
  if (signal.aborted) return;
  const unanswered = shows.filter(({ story }) => !answers.has(story.id));
  const found = traces === undefined ? [] : questionsFrom(unanswered, traces, await context.clock.now());
  await past.introduce(platform.name, account, found);
}

async function findEarlierRun(
  { log }: Pick<Context, 'log'>,
  platform: Platform,
  shows: readonly Show[],
  signal: AbortSignal,
): Promise<Extract<EarlierRun, { status: 'read' }> | undefined> {
  const places = shows.flatMap(({ outlets }) => outlets.map(({ address }) => address));
  const there = places.filter((one) => one.platform === platform.name);
  for (let told = false; !signal.aborted; told = true) {
    const traces = await platform.findEarlierRun(there);
    if (traces.status === 'read') return traces;
    if (!told) {
      const fields = { platform: platform.name, why: traces.why };
      log.warn(fields, 'We do not know yet whether this bot has played here before; asking again');
    }
    const pause = Math.min(traces.after, LONGEST_PAUSE);
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

function questionsFrom(
  shows: readonly Show[],
  { commands, marks }: Extract<EarlierRun, { status: 'read' }>,
  askedAt: number,
): readonly PastQuestion[] {
  return shows.flatMap((show) => {
    const season = latestMarked(show, marks);
    if (season === undefined && !commands) return [];
    const question = { show: show.story.id, found: 'platform', askedAt } as const;
    return [season === undefined ? question : { ...question, season }];
  });
}

/**
 * The last season of the show that one of the marks belongs to: each mark identifies its season, outlet and message.
 */
function latestMarked(
  { story, outlets }: Show,
  marked: Extract<EarlierRun, { status: 'read' }>['marks'],
): SeasonId | undefined {
  const own = marked.filter(({ place }) =>
    outlets.some(({ address }) => JSON.stringify(address) === JSON.stringify(place)),
  );
  for (let ordinal = SEASONS; ordinal > 0; ordinal -= 1) {
    const season = seasonId(story.id, ordinal);
    const isIts = own.some(({ place, marks }) => {
      const of = marksOf(season, idOf({ outlet: { address: place } }));
      return marks.some((mark) => of.has(mark));
    });
    if (isIts) return season;
  }
  return undefined;
}

function marksOf(season: SeasonId, outlet: OutletId): ReadonlySet<string> {
  const numbers = Array.from({ length: MESSAGES }, (_, index) => index + 1);
  return new Set(
    MARKED.flatMap((kind) => numbers.map((number) => markOf(season, outlet, deliveryId(kind, number)))),
  );
}
