import { setTimeout as wait } from 'node:timers/promises';
import { type Client, RESTEvents, Routes } from 'discord.js';
import type { Milliseconds } from '../core/ids.ts';
import type { Log } from '../ports/log.ts';
import type { OutletAddress } from '../ports/outlet.ts';
import type { Inspection, Listening, Platform } from '../ports/platform.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import { StartupError } from '../ports/startup-error.ts';
import { discordCapabilities } from './capabilities.ts';
import { createClient, type Shards } from './client.ts';
import { classify, wordsOf } from './errors.ts';
import { followGateway, logIn, TOKEN_HINT } from './gateway.ts';
import { inspectOutlet, type Self } from './inspection.ts';
import { createIntake, type Intake } from './intake.ts';
import { closePoll, readPoll, readVoters } from './polls.ts';
import { createRequests, defaultTimes, type RequestTimes, restOptions } from './requests.ts';
import { sendPost } from './sending.ts';
import { applicationShape, userShape } from './shapes.ts';

export interface DiscordOptions extends Shards {
  readonly token: string;
  /** Base of the REST API; the version is appended. */
  readonly apiUrl: string;
  readonly limiter: RateLimiter;
  readonly log: Log;
  readonly times?: Partial<RequestTimes>;
  /** Longest wait at login without any shard getting ready. */
  readonly readyWithin?: Milliseconds;
}

export interface DiscordPlatform extends Platform {
  readonly name: 'discord';
  /** For commands: interactions arrive here once `listen` has connected. */
  readonly client: Client;
  /** Who the bot is. @throws before `prepare`. */
  readonly self: Self;
  /** @param mention role that drops there will ping; then a role that cannot be pinged is warned of. */
  inspect(address: OutletAddress, mention?: string): Promise<Inspection>;
  readonly readVoters: NonNullable<Platform['readVoters']>;
}

const READY_WITHIN: Milliseconds = 60_000;
/** Parts of a stop; together well below the ten seconds that a SIGTERM leaves. */
const REQUESTS_END_WITHIN: Milliseconds = 3_000;
const EVENTS_END_WITHIN: Milliseconds = 2_000;
const PREPARE_ATTEMPTS = 3;

/** The real Discord, through discord.js. A process that never calls `listen` opens no gateway. */
export function createDiscordPlatform(options: DiscordOptions): DiscordPlatform {
  const { token, apiUrl, limiter, log } = options;
  const connection = createClient(
    restOptions(apiUrl, limiter, { ...defaultTimes, ...options.times }),
    options,
  );
  const { client } = connection;
  client.rest.setToken(token);
  client.rest.on(RESTEvents.InvalidRequestWarning, ({ count, remainingTime }) =>
    log.warn({ count, remainingTime }, 'Discord bans bots with 10,000 refused requests in ten minutes'),
  );
  const requests = createRequests(client.rest);
  const stopping = new AbortController();
  let self: Self | undefined;
  let intake: Intake | undefined;
  let listening: () => Listening = () => ({ up: true });
  let stopped: Promise<void> | undefined;

  function prepared(): Self {
    if (self === undefined) throw new Error('The Discord platform was used before prepare()');
    return self;
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await requests.idle(REQUESTS_END_WITHIN);
    await connection.destroy();
    const left = (await intake?.close(EVENTS_END_WITHIN)) ?? 0;
    if (left > 0)
      log.warn({ left }, 'Discord events were left unstored; the next start reads the polls again');
  }

  return {
    name: 'discord',
    capabilities: discordCapabilities,
    client,
    get self() {
      return prepared();
    },
    async prepare() {
      self = await introduce(requests, apiUrl);
      log.info({ bot: self.name, application: self.application }, 'Discord knows the bot');
    },
    async listen(sink) {
      if (intake !== undefined) throw new Error('The Discord platform listens already');
      intake = createIntake(sink, log);
      const gateway = followGateway(client, intake, log);
      listening = () => gateway.listening;
      await logIn(client, token, options.readyWithin ?? READY_WITHIN, stopping.signal);
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
    get listening() {
      return listening();
    },
    async inspect(address, mention) {
      if (address.platform !== 'discord')
        throw new Error(`Discord was asked for an outlet on ${address.platform}`);
      return inspectOutlet(requests, prepared(), address, mention);
    },
    send: (order) => sendPost(requests, prepared(), order),
    closePoll: (poll) => closePoll(requests, poll),
    readPoll: (poll) => readPoll(requests, poll),
    readVoters: (poll) => readVoters(requests, poll),
  };
}

/** @throws StartupError where the token is wrong or Discord stays silent. */
async function introduce(requests: ReturnType<typeof createRequests>, apiUrl: string): Promise<Self> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const user = await requests.get(Routes.user(), userShape);
      const application = await requests.get(Routes.currentApplication(), applicationShape);
      return { id: user.id, name: user.username, application: application.id };
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'status' in error && error.status === 401) {
        throw new StartupError('Discord refuses the token in DISCORD_TOKEN (401 Unauthorized)', TOKEN_HINT);
      }
      const failure = classify(error);
      if (failure.kind === 'refused' || attempt === PREPARE_ATTEMPTS) {
        throw new StartupError(
          `Discord cannot be used at ${apiUrl}: ${wordsOf(failure)}`,
          'Check the network of this machine, DISCORD_API_URL, and https://discordstatus.com',
          { cause: error },
        );
      }
      await wait(attempt * 300);
    }
  }
}
