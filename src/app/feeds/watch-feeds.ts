import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../core/durations.ts';
import type { Milliseconds } from '../../core/ids.ts';
import { isOver, type Season } from '../../core/season/state.ts';
import type { Leases } from '../../ports/lease.ts';
import { unlessAborted } from '../../time-limit.ts';
import type { Context } from '../context.ts';
import type { Show } from '../shows/show.ts';
import { dueAt, type FeedRules, type Fetching, fetchFeed } from './fetch-feed.ts';

export interface FeedWatchParts extends Fetching {
  readonly context: Fetching['context'] & Pick<Context, 'seasons' | 'states' | 'halt'>;
  readonly leases: Leases;
  readonly shows: readonly Show[];
  readonly signal: AbortSignal;
}

/** How often the bot looks whether a feed is due, or a season has begun. */
const LOOK_EVERY: Milliseconds = 3 * SECOND;
/** After Redis did not answer, or the lease could not be taken. */
const AGAIN_AFTER: Milliseconds = 5 * SECOND;
const LEASE = 'feeds';

interface WatchedShow {
  readonly show: Show;
  readonly rules: FeedRules;
}

/**
 * Fetches the feeds of all shows that play, as long as the bot runs: one process of them all, which holds the lease. Resolves
 * when the signal is aborted; never rejects.
 */
export async function watchFeeds(parts: FeedWatchParts): Promise<void> {
  const { context, leases, signal } = parts;
  const watched = parts.shows.flatMap(withFeed);
  if (watched.length === 0) return;
  while (!signal.aborted) {
    const lost = new AbortController();
    try {
      const lease = await leases.acquire(LEASE, {
        signal,
        onWait: () => context.log.info({}, 'another process fetches the feeds'),
        onLost: () => lost.abort(new Error('another process may fetch the feeds now')),
      });
      const held = AbortSignal.any([signal, lost.signal]);
      await Promise.all(watched.map((one) => watchShow(parts, one, held)));
      await lease.release();
    } catch (error) {
      if (signal.aborted) return;
      context.log.warn({ error }, 'could not fetch feeds; trying again in seconds');
      await pause(AGAIN_AFTER, signal);
    }
  }
}

const withFeed = (show: Show): readonly WatchedShow[] => {
  const { source } = show;
  return source?.feed === undefined ? [] : [{ show, rules: { ...source, feed: source.feed } }];
};

/** Resolves when the signal is aborted. A show that fails holds up no other. */
async function watchShow(parts: FeedWatchParts, watched: WatchedShow, signal: AbortSignal): Promise<void> {
  const { context } = parts;
  let failing = false;
  while (!signal.aborted) {
    try {
      await unlessAborted(fetchIfDue(parts, watched, signal), signal);
      failing = false;
    } catch (error) {
      if (signal.aborted) return;
      if (!failing)
        context.log.warn({ show: watched.show.story.id, error }, 'could not look at the feed; trying again');
      failing = true;
    }
    await pause(LOOK_EVERY, signal);
  }
}

async function fetchIfDue(
  parts: FeedWatchParts,
  { show, rules }: WatchedShow,
  signal: AbortSignal,
): Promise<void> {
  const { context } = parts;
  if (context.halt.why() !== undefined) return;
  const season = await playing(context, show);
  if (season === undefined) return;
  const due = await dueAt(context, season.id, rules);
  if ((await context.clock.now()) < due) return;
  await fetchFeed(parts, season, rules, signal);
}

/** The show's season from its start to its end. */
async function playing(
  { seasons, states, aside }: FeedWatchParts['context'],
  show: Show,
): Promise<Season | undefined> {
  const id = await seasons.current(show.story.id);
  if (id === undefined || aside.has(id)) return undefined;
  const { season } = await states.load(id);
  return season === undefined || isOver(season) ? undefined : season;
}

/** Ends early, without an error, when the signal is aborted. */
const pause = (length: Milliseconds, signal: AbortSignal): Promise<unknown> =>
  sleep(length, undefined, { signal, ref: false }).catch(() => undefined);
