import { setTimeout as sleep } from 'node:timers/promises';
import { commands } from '../commands/index.ts';
import type { Settings } from '../config/settings.ts';
import type { Context } from './app/context.ts';
import { deferred } from './app/deferred.ts';
import { liveSeasons } from './app/live-seasons.ts';
import { PendingClosings } from './app/pending-closings.ts';
import { rememberSends } from './app/remember-sends.ts';
import { type Bot, createBot } from './app/run-bot.ts';
import { createCommandDesk } from './app/run-command.ts';
import { startRetention } from './compose-keeping.ts';
import { leaseNames, limitsOf, openPlatforms, takeWebhook } from './compose-platforms.ts';
import { readShows } from './compose-shows.ts';
import { languages } from './core/wording/catalogues.ts';
import { createHttpServer } from './http/http-server.ts';
import { createMetrics } from './http/metrics.ts';
import type { Check } from './http/readiness.ts';
import type { Log } from './ports/log.ts';
import type { Platform } from './ports/platform.ts';
import { createBullmqJobs } from './storage/bullmq-jobs.ts';
import { startEmbeddedRedis } from './storage/embedded-redis.ts';
import { loadPepper } from './storage/pepper.ts';
import { createRedisBallotStore } from './storage/redis-ballot-store.ts';
import { createRedisClock } from './storage/redis-clock.ts';
import { closeRedis, connectRedis, type RedisClient } from './storage/redis-connection.ts';
import { createRedisDeliveryLedger } from './storage/redis-delivery-ledger.ts';
import { checkRedis, probeRedis, type RedisFacts, readBoot, waitForRedis } from './storage/redis-health.ts';
import { createRedisLeases } from './storage/redis-lease.ts';
import { createRedisRateLimiter } from './storage/redis-rate-limiter.ts';
import { createRedisSeasonStore } from './storage/redis-season-store.ts';
import { readStory } from './storage/story-files.ts';
import { createVoterHasher } from './storage/voter-hasher.ts';

export interface RunningBot {
  /** Of health and webhook, as `http://host:port`. */
  readonly address: string;
  /** What the stores hold, for whoever reports. */
  readonly context: Context;
  /** Resolves, with the reason, when another process has taken over and this one should end. */
  readonly displaced: Promise<string>;
  stop(): Promise<void>;
}

/** A start that failed must not hang on what it opened. */
const CLOSES_WITHIN_MS = 9_000;

/** What has been opened so far, closed in reverse order whatever happens. */
class Opened {
  readonly #closers: (() => Promise<void>)[] = [];

  add(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  async close(log: Log): Promise<void> {
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      await close().catch((error: unknown) => log.warn({ error }, 'a part did not stop cleanly'));
    }
  }
}

/**
 * Starts the whole bot as the settings have it.
 * @throws StartupError where a file, a token, an outlet, Redis or the port is wrong. Whatever was opened is closed
 * again, and nothing was posted.
 */
export async function startBot(settings: Settings, log: Log): Promise<RunningBot> {
  const opened = new Opened();
  try {
    return await open(settings, log, opened);
  } catch (error) {
    await Promise.race([opened.close(log), sleep(CLOSES_WITHIN_MS, undefined, { ref: false })]);
    throw error;
  }
}

async function open(settings: Settings, log: Log, opened: Opened): Promise<RunningBot> {
  const { operator, shows } = await readShows(settings);
  const redis = await openRedis(settings, log, opened);
  const jobs = createBullmqJobs({
    connect: (role) => connectRedis(redis.address, role, { log }),
    clock: createRedisClock(redis.client),
    log,
  });
  opened.add(() => jobs.stop(1_000));
  const limiter = createRedisRateLimiter(redis.client, log);
  const { platforms, telegram } = await openPlatforms(settings, operator, limiter, log);
  const metrics = createMetrics(() => jobs.depth());
  const clock = createRedisClock(redis.client);
  const ledger = createRedisDeliveryLedger(redis.client);
  const ballots = createRedisBallotStore(redis.client);
  const boot = () => readBoot(redis.client);
  const remembered = losesItsLastSecond(redis.durability)
    ? rememberSends({ ledger, ballots, jobs, clock, log, boot })
    : undefined;
  const context: Context = {
    seasons: createRedisSeasonStore(redis.client),
    ledger: remembered?.ledger ?? ledger,
    ballots: remembered?.ballots ?? ballots,
    jobs,
    clock,
    presence: { since: await clock.now() },
    platforms,
    hashVoter: createVoterHasher(
      await loadPepper({ value: settings.pepper?.reveal(), dataDir: settings.dataDir }),
    ),
    log,
    metrics,
    closings: new PendingClosings(),
    telegramUnknown: operator.telegram.unknown,
  };
  let up = false;
  let bot: Bot | undefined;
  const displaced = deferred<string>();
  const http = createHttpServer({
    ...settings.http,
    log,
    metrics: metrics.page,
    checks: {
      started: () => (up ? { ok: true } : { ok: false, why: 'still starting' }),
      redis: () => probeRedis(redis.client),
      sweep: () => bot?.health() ?? { ok: true },
      work: () => jobs.health(),
      effects: () => inTime(context),
      ...Object.fromEntries([...platforms].map(([name, platform]) => [name, () => listens(platform)])),
    },
  });
  takeWebhook(settings, http, telegram);
  const address = await http.listen();
  opened.add(() => http.stop(1_000));

  const running = createBot({
    context,
    leases: createRedisLeases(redis.client, { log }),
    shows,
    alerts: operator.alerts,
    role: settings.role,
    commands: createCommandDesk({
      context,
      commands,
      shows,
      alerts: operator.alerts,
      showrunners: operator.showrunners,
      files: { readStory: (path) => readStory(path, limitsOf(settings), languages) },
    }),
    leaseNames: ({ name }) => leaseNames(name, settings),
    onDisplaced: displaced.resolve,
  });
  bot = running;
  opened.add(() => running.stop());
  await running.start();
  if (settings.role !== 'gateway') {
    const retention = startRetention(context, redis.client, settings.dataDir, shows);
    opened.add(() => retention.stop());
  }
  up = true;
  redis.client.on('close', () => remembered?.connectionLost());
  redis.client.on('ready', () => {
    Promise.resolve(remembered?.connectionBack())
      .then(() => running.redisCameBack())
      .catch((error: unknown) => log.warn({ error }, 'what Redis missed is caught up by sweep and close'));
  });
  return {
    address,
    context,
    displaced: displaced.promise,
    async stop() {
      up = false;
      await opened.close(log);
    },
  };
}

async function openRedis(
  settings: Settings,
  log: Log,
  opened: Opened,
): Promise<{ client: RedisClient; address: string; durability: RedisFacts['durability'] }> {
  const address = await redisAddress(settings, log, opened);
  const client = connectRedis(address, 'store', { log });
  opened.add(() => closeRedis(client));
  const { warnings, durability } = await checkRedis(client, { foreign: settings.redisUrl !== undefined });
  for (const warning of warnings) log.warn({}, warning);
  return { client, address, durability };
}

/** Without any append-only file more is lost than could be remembered, and the operator was warned of it. */
const losesItsLastSecond = (durability: RedisFacts['durability']): boolean =>
  durability === 'every-second' || durability === 'unknown';

async function redisAddress(settings: Settings, log: Log, opened: Opened): Promise<string> {
  if (settings.redisUrl !== undefined) {
    const url = settings.redisUrl.reveal();
    await waitForRedis(url, log);
    return url;
  }
  const embedded = await startEmbeddedRedis({ dataDir: settings.dataDir, log });
  opened.add(() => embedded.stop());
  return embedded.socketPath;
}

/** An effect that is owed for so long means that nothing works any more, whatever else looks well. */
const OVERDUE_AFTER_MS = 60_000;

async function inTime({ seasons, clock }: Context): Promise<Check> {
  const due = (await clock.now()) - OVERDUE_AFTER_MS;
  for (const season of await liveSeasons(seasons)) {
    const [oldest] = await seasons.overdue(season, due, 1);
    if (oldest !== undefined) {
      return {
        ok: false,
        why: `season ${season} is overdue with ${oldest.effect.kind} for more than a minute`,
      };
    }
  }
  return { ok: true };
}

function listens(platform: Platform): Check {
  const { listening } = platform;
  return listening.up ? { ok: true } : { ok: false, why: listening.why };
}
