import { deferred } from '../core/deferred.ts';
import { botAlerts, type Milliseconds, type PlatformName } from '../core/ids.ts';
import type { CommandDesk } from '../ports/command.ts';
import type { Health } from '../ports/health.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Leases } from '../ports/lease.ts';
import type { OutletAddress } from '../ports/outlet.ts';
import type { Platform } from '../ports/platform.ts';
import { StartupError } from '../ports/startup-error.ts';
import { within } from '../time-limit.ts';
import type { Context } from './context.ts';
import { refreshAlertPlaces } from './deliveries/raise-bot-alert.ts';
import { sendOwed } from './deliveries/send-owed.ts';
import { keepLease } from './keep-lease.ts';
import { examineConnections } from './keeping/examine-connections.ts';
import { examineSeasons, unlessItsSeasonIs, unlessUnreadable } from './keeping/set-aside.ts';
import { sinkFor, tellShutOuts } from './listen.ts';
import { startedSeasons } from './live-seasons.ts';
import { askAboutPast } from './past/ask-past.ts';
import { recogniseBot } from './past/recognise-bot.ts';
import { watchOwnPosts } from './past/watch-own-posts.ts';
import { performEffect } from './perform-effect.ts';
import { startDueShow } from './season/start-season.ts';
import { meetPlatform } from './shows/meet-platform.ts';
import type { Show } from './shows/show.ts';
import { watchOutlets } from './shows/watch-outlets.ts';
import { SWEEP_EVERY, sweep } from './sweep.ts';
import { closePoll } from './votes/close-polls.ts';
import { countBatch } from './votes/count-batch.ts';
import { createReconciler } from './votes/reconcile.ts';
import { createVoteRecorder, type VoteRecorder } from './votes/record-votes.ts';
import { watchPolls } from './votes/watch-polls.ts';

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
   * Begins to work and listen. A platform that does not answer joins when it does; the others do not wait for it.
   * @throws StartupError where a platform refuses the bot; nothing was posted.
   */
  start(): Promise<void>;
  /** Resolves with what a platform refused the bot with, also after the start: this process should end. */
  readonly refused: Promise<unknown>;
  /** Redis was away and is back: votes may have been missed and jobs lost. */
  redisCameBack(): Promise<void>;
  /** Whether the sweep comes to its end and goes through: all recovery rests on it. */
  health(): Health;
  /** Another process listens on the platform for now, and this one takes over when that stops. */
  standsBy(platform: PlatformName): boolean;
  /** No new work; finishes what is being sent. */
  stop(): Promise<void>;
}

/** Longest wait for a platform's first answer before the others begin. */
const FIRST_ANSWER_WITHIN: Milliseconds = 3_000;
/** A platform that answers but lets nobody listen for so long is posted to all the same: its votes can be read later. */
const LISTENS_WITHIN: Milliseconds = 10_000;
/** One may meet a hiccup of Redis. */
const SWEEPS_MAY_FAIL = 2;
/**
 * Sweeps come every three seconds and take milliseconds; one in which Redis goes away ends when its store gives up, after
 * seven. Longer than that and two more, so that only a sweep that hangs is called so, within a minute.
 */
const SWEEPS_WITHIN: Milliseconds = 30_000;
/** Of the ten seconds that a SIGTERM leaves. */
const WORK_ENDS_WITHIN: Milliseconds = 5_000;
/** A sweep that is cut off is made up for by the next one. */
const SWEEP_ENDS_WITHIN: Milliseconds = 1_000;
/** All that is stored of the seasons that are set aside is read again, less and less often, but this often. */
const EXAMINE_EVERY: Milliseconds = 60_000;
/** Ten thousand outlets take a part of it. Whatever has not been looked at by then is found out on the way. */
const EXAMINED_WITHIN: Milliseconds = 10_000;
const VOTES_END_WITHIN: Milliseconds = 1_000;
const READING_ENDS_WITHIN: Milliseconds = 1_000;

/** The running bot: what happens when, over the ports alone. */
export function createBot(parts: BotParts): Bot {
  const { context, role, uptime = () => performance.now() } = parts;
  const platforms = [...context.platforms.values()];
  const stopping = new AbortController();
  const queuesClosed = new AbortController();
  const reconciler = createReconciler(context, stopping.signal);
  const refused = deferred<unknown>();
  const waitingFor = new Set<PlatformName>();
  const releases: (() => Promise<void>)[] = [];
  let recorder: VoteRecorder | undefined;
  let sweeping: Promise<void> | undefined;
  let sweepsFailed = 0;
  /** When a sweep last ended, well or not; undefined while this process does not sweep yet. */
  let sweptAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let examinedAt = uptime();
  let connectionsExaminedAt = uptime();
  /** Since when any season has been set aside. */
  let asideSince = uptime();
  const { shows, alerts } = parts;
  const outlets = watchOutlets(context, { shows, alerts, signal: stopping.signal });
  let watching: Promise<void> | undefined;

  async function work(): Promise<void> {
    await context.jobs.work(handlersOf(context, queuesClosed.signal));
    // Not waited for: with thousands of messages owed it takes its time, and what they wake up works already.
    void sweepOnce();
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
    const failures: unknown[] = [];
    // No part of it holds up the others.
    const attempt = (part: Promise<void>): Promise<unknown> => part.catch((error) => failures.push(error));
    await attempt(lookBack());
    await attempt(outlets.tick());
    await attempt(tellShutOuts(context));
    for (const show of shows) await attempt(startIfDue(show));
    await attempt(sweep(context));
    await attempt(examineAgain());
    sweepsFailed = failures.length === 0 ? 0 : sweepsFailed + 1;
    const [error] = failures;
    if (error !== undefined && !stopping.signal.aborted)
      context.log.warn({ error }, 'the sweep failed: the next one comes in seconds');
    sweptAt = uptime();
  }

  async function lookBack(): Promise<void> {
    try {
      await askAboutPast(context, parts.shows);
    } catch (error) {
      // Another bot has taken this Redis over since.
      if (error instanceof StartupError) refuse(error);
      throw error;
    }
  }

  /** A process that does not sweep looks back all the same: it answers commands, and its folder keeps the marks too. */
  function lookBackAlone(): void {
    lookBack().catch((error: unknown) => {
      if (!stopping.signal.aborted)
        context.log.warn({ error }, 'it could not be checked whether data is lost');
    });
  }

  async function startIfDue(show: Show): Promise<void> {
    const { id } = show.story;
    if (context.aside.stops(id)) return;
    await unlessItsSeasonIs(context, id, () => startDueShow(context, show, () => outlets.readiness(show)));
  }

  async function examineAll(): Promise<void> {
    try {
      await examineSeasons(context, [...(await startedSeasons(context)), botAlerts]);
      await examineConnections(context, shows);
    } catch (error) {
      if (!stopping.signal.aborted)
        context.log.warn({ error }, 'what is stored of the seasons could not be looked at');
    }
  }

  /** Somebody may have mended it, or a Redis in trouble have made it look unreadable. */
  async function examineAgain(): Promise<void> {
    if (uptime() - connectionsExaminedAt > EXAMINE_EVERY) {
      connectionsExaminedAt = uptime();
      await examineConnections(context, shows);
    }
    const set = context.aside.all();
    if (set.length === 0) asideSince = uptime();
    const pause = Math.min(EXAMINE_EVERY, Math.max(SWEEP_EVERY, (uptime() - asideSince) / 4));
    if (set.length === 0 || uptime() - examinedAt < pause) return;
    examinedAt = uptime();
    await examineSeasons(context, set);
  }

  /** Resolves once votes arrive: here, or in another process that listens for now. */
  async function listen(platform: Platform, votes: VoteRecorder): Promise<void> {
    const standsBy = deferred<void>();
    const listening = takeAndListen(platform, votes, standsBy.resolve);
    listening.catch(refuse);
    await Promise.race([listening, standsBy.promise]);
  }

  async function takeAndListen(platform: Platform, votes: VoteRecorder, onWait: () => void): Promise<void> {
    for (const name of parts.leaseNames(platform)) {
      const release = await keepLease(name, {
        leases: parts.leases,
        log: context.log,
        signal: stopping.signal,
        onWait() {
          waitingFor.add(platform.name);
          onWait();
        },
        onRegained: () => reconciler.begin(platform, 'the lease was lost for a while'),
        onDisplaced: () => parts.onDisplaced(`another process listens on ${platform.name}`),
      });
      releases.push(release);
    }
    waitingFor.delete(platform.name);
    if (stopping.signal.aborted) return;
    const ownPosts = watchOwnPosts(context, platform, stopping.signal);
    const sink = { ...sinkFor(context, platform, votes, reconciler), pollSeen: ownPosts.seen };
    if (platform.ownPosts !== undefined) await context.past.noteRestart();
    await platform.listen(sink, parts.commands);
    void watchPolls(context, platform, { ...sink, lookAround: ownPosts.lookAround }, stopping.signal);
    reconciler.begin(platform, 'the bot was away');
  }

  const isSilent = (name: PlatformName): boolean => context.reach.silence(name) !== undefined;

  async function recordVotes(): Promise<VoteRecorder> {
    return createVoteRecorder({
      jobs: context.jobs,
      hashVoter: context.hashVoter,
      epoch: await context.ballots.nextEpoch(),
    });
  }

  /** From the first question to the platform until messages go out there. */
  async function bringUp(platform: Platform, onFirst: () => void): Promise<void> {
    const { name } = platform;
    const account = await meetPlatform(platform, {
      reach: context.reach,
      log: context.log,
      signal: stopping.signal,
      recognise: (account) => recogniseBot(context, platform, account, parts.shows, stopping.signal),
      onSilence: onFirst,
      hasAnother: () => platforms.some((other) => !isSilent(other.name)),
    });
    onFirst();
    if (account === undefined) return;
    if (recorder !== undefined) await within(LISTENS_WITHIN, listen(platform, recorder));
    if (stopping.signal.aborted) return;
    context.reach.open(name);
    // What was owed meanwhile goes out now and not with the next sweep.
    if (timer !== undefined && role !== 'gateway') void sweepOnce();
  }

  function refuse(why: unknown): void {
    if (!stopping.signal.aborted) refused.resolve(why);
  }

  /** @throws what a platform refuses the bot with while the work lasts. */
  async function unlessRefused(work: Promise<unknown>): Promise<void> {
    const first = await Promise.race([work.then(() => undefined), refused.promise.then((why) => ({ why }))]);
    if (first !== undefined) throw first.why;
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
      for (const { name } of platforms) context.reach.begin(name);
      await within(EXAMINED_WITHIN, examineAll());
      if (role !== 'worker') recorder = await recordVotes();
      const first = platforms.map(() => deferred<void>());
      const up = platforms.map((platform, index) => bringUp(platform, () => first[index]?.resolve()));
      for (const one of up) one.catch(refuse);
      await unlessRefused(within(FIRST_ANSWER_WITHIN, Promise.all(first.map(({ promise }) => promise))));
      if (stopping.signal.aborted) return;
      if (role !== 'gateway') {
        await outlets.begin();
        watching = outlets.run();
        await work();
        // Beside the start: an alerts place that does not answer holds up nothing.
        void refreshPlaces();
      } else {
        timer = setInterval(lookBackAlone, SWEEP_EVERY);
      }
      const answering = platforms.map(({ name }, index) => (isSilent(name) ? undefined : up[index]));
      await unlessRefused(Promise.all(answering));
      if (stopping.signal.aborted) return;
      context.log.info({ role, shows: shows.map((show) => show.story.id) }, 'the bot is up');
    },

    refused: refused.promise,

    async redisCameBack() {
      context.presence.since = await context.clock.now();
      if (role !== 'gateway') await sweepOnce();
      if (recorder === undefined) return;
      for (const platform of platforms) reconciler.begin(platform, 'Redis was away');
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
      await Promise.all([
        within(SWEEP_ENDS_WITHIN, sweeping),
        within(READING_ENDS_WITHIN, reconciler.idle()),
        watching,
      ]);
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
    effect: async (season, effect) => {
      await unlessUnreadable(context, season, () => performEffect(context, season, effect));
    },
    delivery: async (season, outlet) => {
      await unlessUnreadable(context, season, () => sendOwed(context, season, outlet, stopped));
    },
    closing: async (season, round, poll) => {
      await unlessUnreadable(context, season, () => closePoll(context, season, round, poll));
    },
    ballots: (batch) => countBatch(context, batch),
  };
}
