import { deferred } from '../core/deferred.ts';
import type { Milliseconds, PlatformName } from '../core/ids.ts';
import type { CommandDesk } from '../ports/commands/command.ts';
import type { FeedSource } from '../ports/feed-source.ts';
import type { Health } from '../ports/health.ts';
import type { Jobs } from '../ports/jobs.ts';
import type { Leases } from '../ports/lease.ts';
import type { OutletAddress } from '../ports/platform/outlet.ts';
import type { Platform } from '../ports/platform/platform.ts';
import { within } from '../time-limit.ts';
import type { Context } from './context.ts';
import { refreshAlertPlaces } from './deliveries/raise-bot-alert.ts';
import { sendOwed } from './deliveries/send-owed.ts';
import { watchFeeds } from './feeds/watch-feeds.ts';
import { createExaminer } from './keeping/examiner.ts';
import { unlessUnreadable } from './keeping/set-aside.ts';
import { createListening } from './listening.ts';
import { recogniseBot } from './past/recognise-bot.ts';
import { performEffect } from './perform-effect.ts';
import { meetPlatform } from './shows/meet-platform.ts';
import type { Show } from './shows/show.ts';
import { watchOutlets } from './shows/watch-outlets.ts';
import { createSweeper } from './sweeper.ts';
import { closePoll } from './votes/close-poll.ts';
import { countBatch } from './votes/count-batch.ts';
import { createReconciler } from './votes/reconcile.ts';
import { createVoteRecorder, type VoteRecorder } from './votes/record-votes.ts';

export interface BotParts {
  readonly context: Context;
  readonly leases: Leases;
  readonly shows: readonly Show[];
  /** Where showrunners are alerted and asked. */
  readonly alerts: readonly OutletAddress[];
  /** `gateway` receives votes and commands, `worker` does everything else. */
  readonly role: 'all' | 'gateway' | 'worker';
  /** Reads the feeds that episodes come from. */
  readonly feeds: FeedSource;
  /** Answers commands wherever the bot listens. */
  readonly commands: CommandDesk;
  /** What to lease before listening: one name per platform, or one for its set of shards. */
  readonly leaseNames: (platform: Platform) => readonly string[];
  /** Another process has taken over listening permanently: this one should end. */
  readonly onDisplaced: (why: string) => void;
  /** A clock that never goes back. Default: this process's own. */
  readonly uptime?: () => Milliseconds;
}

export interface Bot {
  /**
   * Starts working and listening. A platform that does not answer joins when it does; the others do not wait for it.
   * @throws StartupError if a platform refuses the bot; nothing was posted.
   */
  start(): Promise<void>;
  /** Resolves with the error if a platform refuses the bot, even after the start: this process should end. */
  readonly refused: Promise<unknown>;
  /** Redis was away and is back: votes may have been missed and jobs lost. */
  redisCameBack(): Promise<void>;
  /** Whether sweeps finish and succeed: all recovery depends on them. */
  health(): Health;
  /** Another process listens on the platform for now, and this one takes over when that stops. */
  standsBy(platform: PlatformName): boolean;
  /** No new work; finishes what is being sent. */
  stop(): Promise<void>;
}

/** Longest wait for a platform's first answer before the others begin. */
const FIRST_ANSWER_WITHIN: Milliseconds = 3_000;
/**
 * If a platform answers but does not let us listen for this long, we post there anyway: its votes can be read later.
 */
const LISTENS_WITHIN: Milliseconds = 10_000;
/** Part of the ten seconds that a SIGTERM leaves. */
const WORK_ENDS_WITHIN: Milliseconds = 5_000;
const VOTES_END_WITHIN: Milliseconds = 1_000;
const READING_ENDS_WITHIN: Milliseconds = 1_000;

/** The running bot: decides what happens when, using only the ports. */
export function createBot(parts: BotParts): Bot {
  const { context, role, shows, alerts, uptime = () => performance.now() } = parts;
  const platforms = [...context.platforms.values()];
  const stopping = new AbortController();
  const { signal } = stopping;
  const queuesClosed = new AbortController();
  const refused = deferred<unknown>();
  const refuse = (why: unknown): void => {
    if (!signal.aborted) refused.resolve(why);
  };
  const reconciler = createReconciler(context, signal);
  const examiner = createExaminer(context, shows, uptime, signal);
  const outlets = watchOutlets(context, { shows, alerts, signal });
  const sweeper = createSweeper({ context, shows, outlets, examiner, uptime, signal, refuse });
  const listening = createListening({ ...parts, reconciler, signal, refuse });
  let recorder: VoteRecorder | undefined;
  let watching: Promise<unknown> | undefined;

  const isSilent = (name: PlatformName): boolean => context.reach.silence(name) !== undefined;

  async function recordVotes(): Promise<VoteRecorder> {
    return createVoteRecorder({
      jobs: context.jobs,
      hashVoter: context.hashVoter,
      epoch: await context.ballots.nextEpoch(),
    });
  }

  /** From the first request to the platform until messages are sent there. */
  async function bringUp(platform: Platform, onFirst: () => void): Promise<void> {
    const { name } = platform;
    const account = await meetPlatform(platform, {
      reach: context.reach,
      log: context.log,
      signal,
      recognise: (account) => recogniseBot(context, platform, account, shows, signal),
      onSilence: onFirst,
      hasAnother: () => platforms.some((other) => !isSilent(other.name)),
    });
    onFirst();
    if (account === undefined) return;
    if (recorder !== undefined) await within(LISTENS_WITHIN, listening.on(platform, recorder));
    if (signal.aborted) return;
    context.reach.open(name);
    // What became owed meanwhile is sent now and not with the next sweep.
    if (sweeper.sweeps) void sweeper.sweep();
  }

  /** @throws the error with which a platform refuses the bot during the work. */
  async function unlessRefused(work: Promise<unknown>): Promise<void> {
    const first = await Promise.race([work.then(() => undefined), refused.promise.then((why) => ({ why }))]);
    if (first !== undefined) throw first.why;
  }

  async function beginWork(): Promise<void> {
    await outlets.begin();
    watching = Promise.all([outlets.run(), runFeeds()]);
    await context.jobs.work(handlersOf(context, queuesClosed.signal));
    sweeper.begin('sweeps');
    // In parallel to the start: an alerts place that does not answer holds up nothing.
    void refreshPlaces();
  }

  function runFeeds(): Promise<void> {
    const { leases, feeds: source } = parts;
    return watchFeeds({ context, leases, shows, source, signal, random: Math.random });
  }

  async function refreshPlaces(): Promise<void> {
    try {
      await refreshAlertPlaces(context);
    } catch (error) {
      if (!signal.aborted) context.log.warn({ error }, 'could not check the alerts places');
    }
  }

  return {
    async start() {
      for (const { name } of platforms) context.reach.begin(name);
      await within(context.tempo.examinedWithin, examiner.all());
      if (role !== 'worker') recorder = await recordVotes();
      const first = platforms.map(() => deferred<void>());
      const up = platforms.map((platform, index) => bringUp(platform, () => first[index]?.resolve()));
      for (const one of up) one.catch(refuse);
      await unlessRefused(within(FIRST_ANSWER_WITHIN, Promise.all(first.map(({ promise }) => promise))));
      if (signal.aborted) return;
      // A gateway answers commands, and its folder keeps the marks of what was started too.
      if (role === 'gateway') sweeper.begin('alone');
      else await beginWork();
      const answering = platforms.map(({ name }, index) => (isSilent(name) ? undefined : up[index]));
      await unlessRefused(Promise.all(answering));
      if (signal.aborted) return;
      context.log.info({ role, shows: shows.map((show) => show.story.id) }, 'the bot is up');
    },

    refused: refused.promise,

    async redisCameBack() {
      context.presence.since = await context.clock.now();
      if (role !== 'gateway') await sweeper.sweep();
      if (recorder === undefined) return;
      for (const platform of platforms) reconciler.begin(platform, 'Redis was away');
    },

    health: sweeper.health,
    standsBy: listening.standsBy,

    async stop() {
      stopping.abort();
      await Promise.all([sweeper.end(), within(READING_ENDS_WITHIN, reconciler.idle()), watching]);
      await within(VOTES_END_WITHIN, recorder?.flush());
      await context.jobs.stop(WORK_ENDS_WITHIN);
      // Votes that arrive from now on stay with their platform, or are read again at the next start.
      queuesClosed.abort();
      await Promise.all(platforms.map((platform) => platform.stop()));
      await listening.release();
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
