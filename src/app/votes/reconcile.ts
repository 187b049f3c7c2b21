import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../../core/backoff.ts';
import type { PlatformName, SeasonId } from '../../core/ids.ts';
import type { Platform } from '../../ports/platform/platform.ts';
import type { StoredPoll } from '../../ports/stores/ballot-store.ts';
import { atMost } from '../at-most.ts';
import type { Context, SettingAside } from '../context.ts';
import { inLiveSeasons } from '../live-seasons.ts';
import { inOptions } from './native-counts.ts';

/**
 * Reads every open poll of a platform again, in parallel to everything else, after events were lost or the bot was
 * away. If the platform gives neither counts nor voters, the next snapshot corrects the tally.
 */
export interface Reconciler {
  /** Starts; if a reading of the platform is already running, another one follows it. */
  begin(platform: Platform, why: string): void;
  /** Resolves once nothing is being read: at once if the bot stops. Never rejects. */
  idle(): Promise<void>;
}

/** Polls whose counts are requested at once. Each waits its turn in the rate limits, behind closings and results. */
const COUNTS_AT_ONCE = 4;
/** Voters' lists that are read at once. They are long; two leave most of the platform's limits to sending. */
const LISTS_AT_ONCE = 2;
/** Pause before reading again the polls that could not be read; doubled each time. */
const AGAIN_AFTER = { first: 10_000, most: 300_000 } as const;

export function createReconciler(
  context: SettingAside & Pick<Context, 'outlets' | 'ballots' | 'hashVoter'>,
  signal: AbortSignal,
): Reconciler {
  const asked = new Map<Platform, string>();
  const running = new Map<Platform, Promise<void>>();
  /** Ends a pause early: news from the platform means that it answers again. */
  const pausing = new Map<Platform, AbortController>();

  async function run(platform: Platform): Promise<void> {
    let failures = 0;
    for (let why = take(platform); why !== undefined && !signal.aborted; why = take(platform)) {
      if (await readAll(context, platform, why, signal)) {
        failures = 0;
        continue;
      }
      const woken = new AbortController();
      pausing.set(platform, woken);
      const over = AbortSignal.any([signal, woken.signal]);
      failures += 1;
      await sleep(backoff(AGAIN_AFTER, failures), undefined, { signal: over }).catch(() => undefined);
      pausing.delete(platform);
      if (!asked.has(platform)) asked.set(platform, why);
    }
  }

  function take(platform: Platform): string | undefined {
    const why = asked.get(platform);
    asked.delete(platform);
    return why;
  }

  return {
    begin(platform, why) {
      if (platform.readVoters === undefined || signal.aborted) return;
      asked.set(platform, why);
      pausing.get(platform)?.abort();
      if (running.has(platform)) return;
      running.set(
        platform,
        run(platform).finally(() => running.delete(platform)),
      );
    },
    async idle() {
      await Promise.all(running.values());
    },
  };
}

/**
 * Starts with the counts: a poll whose native counts equal those of its ballots is done with one request. The others
 * are rebuilt from their voters' lists, those with the fewest voters first.
 * @returns whether every poll could be read.
 */
async function readAll(
  context: SettingAside & Pick<Context, 'outlets' | 'ballots' | 'hashVoter'>,
  platform: Platform,
  why: string,
  signal: AbortSignal,
): Promise<boolean> {
  let isWhole = true;
  const differing: { readonly poll: StoredPoll; readonly voters: number }[] = [];
  const unread = (poll: StoredPoll, error: unknown): void => {
    if (signal.aborted) return;
    isWhole = false;
    const fields = { season: poll.season, round: poll.round, outlet: poll.outlet, error };
    context.log.warn(
      fields,
      'could not read an open poll; it will be read again soon, and when it is closed',
    );
  };
  try {
    const open: StoredPoll[] = [];
    await inLiveSeasons(context, async (season) => {
      open.push(...(await openPollsOn(context, season, platform.name)));
    });
    await atMost(
      COUNTS_AT_ONCE,
      open,
      async (poll) => {
        try {
          const voters = await votersWhereDiffering(context, platform, poll, signal);
          if (voters !== undefined) differing.push({ poll, voters });
        } catch (error) {
          unread(poll, error);
        }
      },
      signal,
    );
  } catch (error) {
    if (!signal.aborted) context.log.warn({ platform: platform.name, error }, 'could not list open polls');
    return false;
  }
  differing.sort((one, other) => one.voters - other.voters);
  await atMost(
    LISTS_AT_ONCE,
    differing,
    async ({ poll }) => {
      try {
        await rebuild(context, platform, poll, why, signal);
      } catch (error) {
        // Closed meanwhile: its own final count is used.
        const state = await context.ballots.find(poll.poll.id).catch(() => undefined);
        if (state === undefined || state.state.kind === 'open') unread(poll, error);
      }
    },
    signal,
  );
  return isWhole;
}

async function openPollsOn(
  context: Pick<Context, 'outlets' | 'ballots'>,
  season: SeasonId,
  platform: PlatformName,
): Promise<readonly StoredPoll[]> {
  const outlets = await context.outlets.all(season);
  const there = new Set(
    outlets.filter((one) => one.outlet.address.platform === platform).map((one) => one.id),
  );
  return (await context.ballots.open(season)).filter((poll) => there.has(poll.outlet));
}

/**
 * How many votes the platform counts, if its counts differ from the ballots. Undefined if they are equal, or if the
 * poll has ended natively: then its close reads it.
 */
async function votersWhereDiffering(
  context: Pick<Context, 'ballots'>,
  platform: Platform,
  { poll }: StoredPoll,
  signal: AbortSignal,
): Promise<number | undefined> {
  const reading = await platform.readPoll(poll, { unhurried: true, signal });
  if (reading.status === 'retry') throw new Error(reading.why);
  if (reading.status !== 'open' && reading.status !== 'final') return undefined;
  const native = inOptions(poll, reading.counts);
  const live = await context.ballots.live(poll.id);
  const options = [...new Set(Object.values(poll.answers))];
  if (options.every((option) => (native[option] ?? 0) === (live[option] ?? 0))) return undefined;
  return options.reduce((sum, option) => sum + (native[option] ?? 0), 0);
}

async function rebuild(
  context: Pick<Context, 'ballots' | 'hashVoter' | 'log'>,
  platform: Platform,
  { season, round, outlet, poll }: StoredPoll,
  why: string,
  signal: AbortSignal,
): Promise<void> {
  const before = await context.ballots.live(poll.id);
  const after = await context.ballots.rebuild(poll.id, hashed(context, platform, poll, signal));
  context.log.info({ season, round, outlet, why, before, after }, 'ballots rebuilt from the voters list');
}

async function* hashed(
  context: Pick<Context, 'hashVoter'>,
  platform: Platform,
  poll: StoredPoll['poll'],
  signal: AbortSignal,
) {
  for await (const page of platform.readVoters?.(poll, signal) ?? []) {
    signal.throwIfAborted();
    yield page.map(({ account, answer }) => ({ voter: context.hashVoter(platform.name, account), answer }));
  }
}
