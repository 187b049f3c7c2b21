import { commands } from '../../commands/index.ts';
import type { Settings } from '../../config/settings.ts';
import { createCommandDesk } from '../app/commands/run-command.ts';
import type { Context } from '../app/context.ts';
import { createHalt } from '../app/halt.ts';
import { SetAside } from '../app/keeping/set-aside-seasons.ts';
import { BotPast } from '../app/past/bot-past.ts';
import { type Bot, createBot } from '../app/run-bot.ts';
import { createSeasonStates } from '../app/season/season-states.ts';
import { Reach } from '../app/shows/reach.ts';
import { TEMPO, type Tempo } from '../app/tempo.ts';
import { RoundLooks } from '../app/votes/round-looks.ts';
import { createEpisodeIntake } from '../app/webhook/episode-intake.ts';
import { deferred } from '../core/deferred.ts';
import type { PlatformName } from '../core/ids.ts';
import { languages } from '../core/wording/catalogues.ts';
import { hostProcesses } from '../embedded-redis/host-processes.ts';
import { createFeedSource } from '../feeds/feed-source.ts';
import { createPictureSource } from '../feeds/picture-source.ts';
import { createArchiveFiles } from '../files/archive-files.ts';
import { openToOthers } from '../files/open-to-others.ts';
import { loadPepper } from '../files/pepper.ts';
import { createStartedFile } from '../files/started-file.ts';
import { readStory } from '../files/story-files.ts';
import { createVoterHasher, fingerprintOf } from '../files/voter-hasher.ts';
import { createHttpServer } from '../http/http-server.ts';
import { createMetrics } from '../http/metrics.ts';
import { createCardPainter } from '../pictures/card/card-painter.ts';
import { platforms as allPlatforms } from '../platforms/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Health } from '../ports/health.ts';
import type { Log } from '../ports/log.ts';
import type { Platforms } from '../ports/platform/platform-definition.ts';
import { createBullmqJobs } from '../queues/jobs.ts';
import { seasonJobRemover } from '../queues/season-jobs.ts';
import { createRedisClosings } from '../redis/ballots/closings.ts';
import { createRedisCommunityNames } from '../redis/bot/community-names.ts';
import { createRedisPastStore } from '../redis/bot/past.ts';
import { createRedisPeopleNames } from '../redis/bot/people-names.ts';
import { createRedisPlaceStore } from '../redis/bot/places.ts';
import { createRedisPostedRequests } from '../redis/bot/posted-requests.ts';
import { createRedisPublicAnswers } from '../redis/bot/public-answers.ts';
import { createRedisSentPictures } from '../redis/bot/sent-pictures.ts';
import { storeIdOf } from '../redis/bot/store-id.ts';
import { createRedisTurnedAway } from '../redis/bot/turned-away.ts';
import { createRedisWrittenMenus } from '../redis/bot/written-menus.ts';
import { whereRedisIs } from '../redis/connection/address.ts';
import { connectRedis } from '../redis/connection/connection.ts';
import { probeRedis } from '../redis/connection/probe.ts';
import { redisTrouble } from '../redis/connection/trouble.ts';
import { seasonShapesOn } from '../redis/seasons/season-shapes.ts';
import { createRedisSeasonStores } from '../redis/seasons/stores.ts';
import { createRedisSeasonVault } from '../redis/seasons/vault.ts';
import { createRedisClock } from '../redis/shared/clock.ts';
import { createRedisLeases } from '../redis/shared/lease.ts';
import { createRedisRateLimiter } from '../redis/shared/rate-limiter.ts';
import { unlessAborted, within } from '../time-limit.ts';
import { checksOf } from './checks.ts';
import { startRetention } from './keeping.ts';
import { Opened } from './opened.ts';
import { packageFacts, userAgent } from './package.ts';
import { pagesOf } from './pages.ts';
import { leaseNames, limitsOf, namesOf, openPlatforms, takeWebhooks } from './platforms.ts';
import { openRedis } from './redis.ts';
import { openSends } from './sends.ts';
import { readShows } from './shows.ts';

export interface RunningBot {
  /** Of health and webhook, as `http://host:port`. */
  readonly address: string;
  /** What the stores contain, for reports. */
  readonly context: Context;
  /** Resolves with the error if a platform refuses the bot after the start: this process should end. */
  readonly refused: Promise<unknown>;
  /** Resolves with the reason when another process has taken over and this one should end. */
  readonly displaced: Promise<string>;
  stop(): Promise<void>;
}

/** A start that failed must not hang on what it opened. */
const CLOSES_WITHIN_MS = 9_000;

/**
 * Starts the whole bot according to the settings.
 * @param signal ends the start: what was opened is closed again, and the signal's reason is thrown.
 * @throws StartupError if a file, a token, Redis or the port is wrong. Everything that was opened is closed again, and
 * nothing was posted.
 */
export async function startBot(
  settings: Settings,
  log: Log,
  signal: AbortSignal = new AbortController().signal,
  around: Partial<Surroundings> = {},
): Promise<RunningBot> {
  const opened = new Opened(log);
  const opening = open(settings, { ...SURROUNDINGS, ...around }, log, opened, signal);
  try {
    // Not every step of a start checks the signal while it waits.
    return await unlessAborted(opening, signal);
  } catch (error) {
    await within(CLOSES_WITHIN_MS, opened.close(opening));
    throw redisTrouble(error, whereRedisIs(settings.redisUrl?.reveal())) ?? error;
  }
}

/** Built files. */
export interface Threads {
  /** Reads feeds. */
  readonly read?: URL;
  /** Draws cards. */
  readonly paint?: URL;
}

/** What tests and the sandbox give a bot otherwise than the product does. */
interface Surroundings {
  /** Those with which the settings were read. */
  readonly platforms: Platforms;
  readonly tempo: Tempo;
  /** Where the built files of threads do not lie beside their own sources. */
  readonly threads: Threads;
  /** Another clock over that of all processes, where time can be moved on; it must never be set back. */
  readonly clockOver: (clock: Clock) => Clock;
}

const SURROUNDINGS: Surroundings = {
  platforms: allPlatforms,
  tempo: TEMPO,
  threads: {},
  clockOver: (clock) => clock,
};

async function open(
  settings: Settings,
  { platforms: all, tempo, threads, clockOver }: Surroundings,
  log: Log,
  opened: Opened,
  signal: AbortSignal,
): Promise<RunningBot> {
  const { operator, shows, warnings } = await readShows(settings, all);
  const platformNames = namesOf(all);
  const shapes = seasonShapesOn(all);
  for (const warning of warnings) log.warn({}, warning);
  const redis = await openRedis(settings, tempo, log, opened, signal);
  const jobs = createBullmqJobs({
    connect: (role) => connectRedis(redis.address, role, redis.options),
    clock: clockOver(createRedisClock(redis.client)),
    platforms: platformNames,
    log,
  });
  opened.add(() => jobs.stop(1_000));
  const metrics = createMetrics(() => jobs.depth());
  const limits = {
    metrics,
    limiter: createRedisRateLimiter(redis.client, log),
    turnedAway: (platform: PlatformName) => createRedisTurnedAway(redis.client, platform),
    written: (platform: PlatformName) => createRedisWrittenMenus(redis.client, platform),
    sentPictures: (platform: PlatformName) => createRedisSentPictures(redis.client, platform),
  };
  const platforms = await openPlatforms(settings, operator, limits, log);
  const clock = clockOver(createRedisClock(redis.client));
  const { ledger, ballots, remembered } = await openSends(redis, jobs, log);
  if (remembered !== undefined) opened.add(() => remembered.stop());
  const processes = await hostProcesses();
  const pepper = await loadPepper({ value: settings.pepper?.reveal(), dataDir: settings.dataDir });
  for (const warning of await openToOthers(settings.dataDir)) log.warn({}, warning);
  const stores = createRedisSeasonStores(redis.client, shapes);
  const halt = createHalt();
  const past = await BotPast.open({
    store: createRedisPastStore(redis.client),
    marks: createStartedFile(settings.dataDir, log),
    seasons: stores.seasons,
    clock,
    log,
    halt,
  });
  await past.introduce('pepper', fingerprintOf(pepper));
  const pictures = createPictureSource({ log, userAgent: userAgent(packageFacts()) });
  const cards = createCardPainter({
    log,
    pictures,
    ...(threads.paint !== undefined && { worker: threads.paint }),
  });
  opened.add(() => cards.stop());
  const context: Context = {
    ...stores,
    states: createSeasonStates(stores.seasons),
    ledger,
    ballots,
    jobs,
    clock,
    presence: { since: await clock.now() },
    platforms,
    storeId: await storeIdOf(redis.client),
    hashVoter: createVoterHasher(pepper),
    log,
    metrics,
    closings: createRedisClosings(redis.client, processes),
    looks: new RoundLooks(),
    processes,
    places: createRedisPlaceStore(redis.client, shapes),
    communityNames: createRedisCommunityNames(redis.client),
    publicAnswers: createRedisPublicAnswers(redis.client),
    peopleNames: createRedisPeopleNames(redis.client),
    halt,
    aside: new SetAside(),
    reach: new Reach(),
    past,
    unknownRules: operator.unknown,
    alertPlaces: { addresses: operator.alerts, language: shows[0]?.story.language ?? 'en' },
    appearances: new Map(shows.map(({ story, appearance }) => [story.id, appearance])),
    cards,
    pictures,
    ...(settings.pages.on && settings.pages.publicUrl !== undefined && { pages: settings.pages.publicUrl }),
    tempo,
  };
  let started: Health = { ok: false, why: 'still starting' };
  let bot: Bot | undefined;
  const displaced = deferred<string>();
  const archives = {
    vault: createRedisSeasonVault(redis.client, seasonJobRemover(redis.client, platformNames)),
    files: createArchiveFiles(settings.dataDir),
  };
  const http = createHttpServer({
    ...settings.http,
    log,
    metrics: metrics.page,
    ...pagesOf(settings.pages, { context, shows, archives }),
    ...(settings.webhookSecret !== undefined && {
      episodes: {
        secret: settings.webhookSecret.reveal(),
        intake: createEpisodeIntake(context, shows, createRedisPostedRequests(redis.client)),
        clock,
        metrics,
      },
    }),
    checks: checksOf({
      context,
      started: () => started,
      redis: () => probeRedis(redis.client),
      work: () => jobs.health(),
      bot: () => bot,
    }),
  });
  takeWebhooks(http, platforms);
  signal.throwIfAborted();
  const address = await http.listen();
  opened.add(() => http.stop(1_000));

  const running = createBot({
    context,
    leases: createRedisLeases(redis.client, { ttlMs: tempo.listeningLease, log, processes }),
    shows,
    alerts: operator.alerts,
    role: settings.role,
    feeds: createFeedSource({
      userAgent: userAgent(packageFacts()),
      ...(threads.read !== undefined && { worker: threads.read }),
    }),
    commands: createCommandDesk({
      context,
      commands,
      shows,
      alerts: operator.alerts,
      showrunners: operator.showrunners,
      files: { readStory: (path) => readStory(path, limitsOf(settings, all), languages) },
      archives,
    }),
    leaseNames: ({ name }) => leaseNames(name, settings),
    onDisplaced: displaced.resolve,
  });
  bot = running;
  opened.add(() => running.stop());
  signal.throwIfAborted();
  await running.start();
  if (settings.role !== 'gateway') {
    const retention = startRetention(context, redis.client, settings.dataDir, shows, all);
    opened.add(() => retention.stop());
  }
  started = { ok: true };
  redis.client.on('close', () => remembered?.connectionLost());
  redis.client.on('ready', () => {
    Promise.resolve(remembered?.connectionBack())
      .then(() => running.redisCameBack())
      .catch((error: unknown) =>
        log.warn({ error }, 'could not catch up after Redis was away; sweep and poll closings will'),
      );
  });
  return {
    address,
    context,
    refused: running.refused,
    displaced: displaced.promise,
    async stop() {
      started = { ok: false, why: 'stopping' };
      await opened.close();
    },
  };
}
