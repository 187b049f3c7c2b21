import type { Milliseconds } from '../core/ids.ts';
import type { Health } from '../ports/health.ts';
import { StartupError } from '../ports/startup-error.ts';
import { within } from '../time-limit.ts';
import type { Context } from './context.ts';
import type { Examiner } from './keeping/examiner.ts';
import { unlessItsSeasonIs } from './keeping/set-aside.ts';
import { tellShutOuts } from './listen.ts';
import { inLiveSeasons } from './live-seasons.ts';
import { askAboutPast } from './past/ask-past.ts';
import { startDueShow } from './season/start-season.ts';
import type { Show } from './shows/show.ts';
import type { OutletWatch } from './shows/watch-outlets.ts';
import { sweep } from './sweep.ts';
import { createVoteSampler } from './votes/sample-votes.ts';

/** One sweep may fail because of a hiccup of Redis. */
const MAY_FAIL = 2;
/**
 * Sweeps come every three seconds and take milliseconds. A sweep during which Redis goes away ends when its store
 * gives up, after seven seconds. This is longer than that and two more, so that only a sweep that hangs counts, within
 * a minute.
 */
const ENDS_WITHIN: Milliseconds = 30_000;
/** Part of the ten seconds that a SIGTERM leaves. The next sweep makes up for one that is cut off. */
const STOPS_WITHIN: Milliseconds = 1_000;

export interface SweeperParts {
  readonly context: Context;
  readonly shows: readonly Show[];
  readonly outlets: OutletWatch;
  readonly examiner: Examiner;
  readonly uptime: () => Milliseconds;
  readonly signal: AbortSignal;
  /** Another bot has taken over this Redis: this process should end. */
  readonly refuse: (why: StartupError) => void;
}

/** All recovery depends on the sweep: every few seconds it finds what is owed and was not done. */
export interface Sweeper {
  /** @param how `alone`: only checks whether data is lost, for a process that answers commands and does no work. */
  begin(how: 'sweeps' | 'alone'): void;
  /**
   * Sweeps run one at a time: while Redis is away, one takes longer than the interval between two. Never
   * rejects.
   */
  sweep(): Promise<void>;
  /** Whether it was started with `sweeps`. */
  readonly sweeps: boolean;
  /** Whether sweeps finish and succeed. */
  health(): Health;
  /** No new sweep. Resolves once the last one has ended or its time is over. */
  end(): Promise<void>;
}

export function createSweeper(parts: SweeperParts): Sweeper {
  const { context, shows, outlets, examiner, uptime, signal } = parts;
  const sampler = createVoteSampler(context);
  let timer: NodeJS.Timeout | undefined;
  let sweeps = false;
  let sweeping: Promise<void> | undefined;
  let failed = 0;
  /** When a sweep last ended, whether it succeeded or not. */
  let sweptAt: number | undefined;

  function sweepOnce(): Promise<void> {
    sweeping ??= sweepNow().finally(() => {
      sweeping = undefined;
    });
    return sweeping;
  }

  async function sweepNow(): Promise<void> {
    if (signal.aborted) return;
    const failures: unknown[] = [];
    // A part that fails or is slow doesn't hold up the others.
    const attempt = (part: Promise<void>): Promise<unknown> => part.catch((error) => failures.push(error));
    await attempt(lookBack());
    await attempt(outlets.tick());
    await attempt(tellShutOuts(context));
    for (const show of shows) await attempt(startIfDue(show));
    await attempt(sweep(context));
    await attempt(inLiveSeasons(context, (season) => sampler.sample(season)));
    await attempt(examiner.again());
    failed = failures.length === 0 ? 0 : failed + 1;
    const [error] = failures;
    if (error !== undefined && !signal.aborted)
      context.log.warn({ error }, 'the sweep failed; the next one comes in seconds');
    sweptAt = uptime();
  }

  async function lookBack(): Promise<void> {
    try {
      await askAboutPast(context, shows);
    } catch (error) {
      if (error instanceof StartupError) parts.refuse(error);
      throw error;
    }
  }

  function lookBackAlone(): void {
    lookBack().catch((error: unknown) => {
      if (!signal.aborted) context.log.warn({ error }, 'could not check whether data is lost');
    });
  }

  async function startIfDue(show: Show): Promise<void> {
    const { id } = show.story;
    if (context.aside.stops(id)) return;
    await unlessItsSeasonIs(context, id, () => startDueShow(context, show, () => outlets.readiness(show)));
  }

  return {
    begin(how) {
      sweeps = how === 'sweeps';
      // Not awaited: with thousands of messages owed it takes a while, and the workers it wakes up are
      // running already.
      if (sweeps) void sweepOnce();
      timer = setInterval(() => (sweeps ? void sweepOnce() : lookBackAlone()), context.tempo.sweepEvery);
    },

    sweep: sweepOnce,

    get sweeps() {
      return sweeps;
    },

    health() {
      if (failed >= MAY_FAIL) return { ok: false, why: 'one sweep after another fails; the log says why' };
      if (sweptAt !== undefined && uptime() - sweptAt > ENDS_WITHIN)
        return { ok: false, why: `the last sweep ended more than ${ENDS_WITHIN / 1_000} s ago` };
      return { ok: true };
    },

    async end() {
      clearInterval(timer);
      await within(STOPS_WITHIN, sweeping);
    },
  };
}
