import type { Milliseconds, PlatformName } from '../core/ids.ts';
import type { CommandDesk } from '../ports/command.ts';
import type { Health } from '../ports/health.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Leases } from '../ports/lease.ts';
import type { OutletAddress } from '../ports/outlet.ts';
import type { Platform } from '../ports/platform.ts';
import { within } from '../time-limit.ts';
import { closePoll } from './close-polls.ts';
import type { Context } from './context.ts';
import { countBatch } from './count-batch.ts';
import { deferred } from './deferred.ts';
import { keepLease } from './keep-lease.ts';
import { sinkFor } from './listen.ts';
import { type OpenShow, openShows } from './open-shows.ts';
import { performEffect } from './perform-effect.ts';
import { refreshAlertPlaces } from './raise-bot-alert.ts';
import { reconcile } from './reconcile.ts';
import { createVoteRecorder, type VoteRecorder } from './record-votes.ts';
import { sendOwed } from './send-owed.ts';
import type { Show } from './show.ts';
import { startDueShow } from './start-season.ts';
import { SWEEP_EVERY, sweep } from './sweep.ts';

export interface BotParts {
  readonly context: Context;
  readonly leases: Leases;
  readonly shows: readonly Show[];
  /** Where showrunners are told and asked. */
  readonly alerts: readonly OutletAddress[];
  /** `gateway` receives votes and commands, `worker` does everything else. */
  readonly role: 'all' | 'gateway' | 'worker';
  /** Answers commands wherever the bot listens. */
  readonly commands: CommandDesk;
  /** What to lease before listening: one name a platform, or one for its set of shards. */
  readonly leaseNames: (platform: Platform) => readonly string[];
  /** Another process has taken over the listening for good: this one should end. */
  readonly onDisplaced: (why: string) => void;
  /** A clock that only goes on. Default: this process's own. */
  readonly uptime?: () => Milliseconds;
}

export interface Bot {
  /**
   * Opens the shows and begins to work and listen.
   * @throws StartupError where a platform refuses the bot or an outlet cannot be played in; nothing was posted.
   */
  start(): Promise<void>;
  /** Redis was away and is back: votes may have been missed and jobs lost. */
  redisCameBack(): Promise<void>;
  /** Whether the sweep comes to its end and goes through: all recovery rests on it. */
  health(): Health;
  /** Another process listens on the platform for now, and this one takes over when that stops. */
  standsBy(platform: PlatformName): boolean;
  /** No new work; finishes what is being sent. */
  stop(): Promise<void>;
}

/** One may meet a hiccup of Redis. */
const SWEEPS_MAY_FAIL = 2;
/**
 * Sweeps come every three seconds and take milliseconds; one in which Redis goes away ends when its store gives up, after
 * seven. Longer than that and two more, so that only a sweep that hangs is called so, within a minute.
 */
const SWEEPS_WITHIN: Milliseconds = 30_000;
/** Of the ten seconds that a SIGTERM leaves. */
const WORK_ENDS_WITHIN: Milliseconds = 5_000;
const VOTES_END_WITHIN: Milliseconds = 1_000;

/** The running bot: what happens when, over the ports alone. */
export function createBot(parts: BotParts): Bot {
  const { context, role, uptime = () => performance.now() } = parts;
  const platforms = [...context.platforms.values()];
  const stopping = new AbortController();
  const queuesClosed = new AbortController();
  const standsBy = deferred<void>();
  const waitingFor = new Set<PlatformName>();
  const releases: (() => Promise<void>)[] = [];
  let recorder: VoteRecorder | undefined;
  let sweeping: Promise<void> | undefined;
  let sweepsFailed = 0;
  /** When a sweep last ended, well or not; undefined while this process does not sweep yet. */
  let sweptAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let shows: readonly OpenShow[] = [];

  async function work(): Promise<void> {
    await context.jobs.work(handlersOf(context, queuesClosed.signal));
    await sweepOnce();
    timer = setInterval(() => void sweepOnce(), SWEEP_EVERY);
  }

  /** One at a time: while Redis is away a sweep takes longer than the pause between two. */
  function sweepOnce(): Promise<void> {
    sweeping ??= sweepNow().finally(() => {
      sweeping = undefined;
    });
    return sweeping;
  }

  async function sweepNow(): Promise<void> {
    if (stopping.signal.aborted) return;
    try {
      for (const show of shows) await startDueShow(context, show);
      await sweep(context);
      sweepsFailed = 0;
    } catch (error) {
      sweepsFailed += 1;
      context.log.warn({ error }, 'the sweep failed: the next one comes in seconds');
    }
    sweptAt = uptime();
  }

  async function listen(platform: Platform, votes: VoteRecorder): Promise<void> {
    for (const name of parts.leaseNames(platform)) {
      const release = await keepLease(name, {
        leases: parts.leases,
        log: context.log,
        signal: stopping.signal,
        onWait() {
          waitingFor.add(platform.name);
          standsBy.resolve();
        },
        onRegained: () => reconcileSafely(platform, 'the lease was lost for a while'),
        onDisplaced: () => parts.onDisplaced(`another process listens on ${platform.name}`),
      });
      releases.push(release);
    }
    waitingFor.delete(platform.name);
    if (stopping.signal.aborted) return;
    await platform.listen(sinkFor(context, platform, votes), parts.commands);
    await reconcileSafely(platform, 'the bot was away');
  }

  /** Resolves once every platform listens, or where another process does so for now: then this one stands by. */
  async function listenEverywhere(): Promise<void> {
    const votes = createVoteRecorder({
      jobs: context.jobs,
      hashVoter: context.hashVoter,
      log: context.log,
      epoch: await context.ballots.nextEpoch(),
      closed: queuesClosed.signal,
    });
    recorder = votes;
    const listening = Promise.all(platforms.map((platform) => listen(platform, votes)));
    const later = await Promise.race([listening.then(() => false), standsBy.promise.then(() => true)]);
    if (!later) return;
    listening.catch((error: unknown) => {
      if (!stopping.signal.aborted) parts.onDisplaced(error instanceof Error ? error.message : String(error));
    });
  }

  async function reconcileSafely(platform: Platform, why: string): Promise<void> {
    try {
      await reconcile(context, platform, why);
    } catch (error) {
      context.log.warn(
        { platform: platform.name, error },
        'open polls could not be read: their close reads them',
      );
    }
  }

  async function refreshPlaces(): Promise<void> {
    try {
      await refreshAlertPlaces(context);
    } catch (error) {
      if (!stopping.signal.aborted) context.log.warn({ error }, 'the alerts places could not be looked at');
    }
  }

  return {
    async start() {
      if (role !== 'gateway') shows = await openShows(context, parts.shows, parts.alerts);
      // Before anything is posted: whoever votes at once is heard at once.
      if (role !== 'worker') await listenEverywhere();
      if (role !== 'gateway') await work();
      // Beside the start: an alerts place that does not answer holds up nothing.
      if (role !== 'gateway') void refreshPlaces();
      context.log.info({ role, shows: shows.map((show) => show.story.id) }, 'the bot is up');
    },

    async redisCameBack() {
      context.presence.since = await context.clock.now();
      if (role !== 'gateway') await sweepOnce();
      if (recorder === undefined) return;
      for (const platform of platforms) await reconcileSafely(platform, 'Redis was away');
    },

    health() {
      if (sweepsFailed >= SWEEPS_MAY_FAIL) {
        return { ok: false, why: 'one sweep after another fails; the log says why' };
      }
      if (sweptAt !== undefined && uptime() - sweptAt > SWEEPS_WITHIN) {
        return { ok: false, why: `the last sweep ended more than ${SWEEPS_WITHIN / 1_000} s ago` };
      }
      return { ok: true };
    },

    standsBy: (platform) => waitingFor.has(platform),

    async stop() {
      stopping.abort();
      clearInterval(timer);
      await sweeping;
      await within(VOTES_END_WITHIN, recorder?.flush());
      await context.jobs.stop(WORK_ENDS_WITHIN);
      // Votes that come from now on stay with their platform, or are read again at the next start.
      queuesClosed.abort();
      await Promise.all(platforms.map((platform) => platform.stop()));
      await Promise.allSettled(releases.map((release) => release()));
    },
  };
}

function handlersOf(context: Context, stopped: AbortSignal): Parameters<Jobs['work']>[0] {
  return {
    effect: (season, effect) => performEffect(context, season, effect),
    delivery: (season, outlet) => sendOwed(context, season, outlet, stopped),
    closing: (season, round, poll) => closePoll(context, season, round, poll),
    ballots: (batch) => countBatch(context, batch),
  };
}
