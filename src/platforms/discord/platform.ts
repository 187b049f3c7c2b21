import { REST, Routes } from 'discord.js';
import type { Milliseconds } from '../../core/ids.ts';
import type { CommandDesk } from '../../ports/commands/command.ts';
import type { Log } from '../../ports/log.ts';
import type { OutletAddress } from '../../ports/platform/outlet.ts';
import type { Inspection, Introduction, Listening, Platform } from '../../ports/platform/platform.ts';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import { StartupError } from '../../ports/startup-error.ts';
import type { WrittenMenus } from '../../ports/stores/written-menus.ts';
import type { TurnedAway } from '../../ports/turned-away.ts';
import { discordAddress } from './address.ts';
import { takeBackElsewhere } from './commands/elsewhere.ts';
import { createInteractions, type Interactions, type InteractionTimes } from './commands/interactions.ts';
import { keepRegistered } from './commands/register.ts';
import type { Translate } from './commands/wire.ts';
import { findEarlierRun } from './earlier-run.ts';
import { discordFacts } from './facts.ts';
import {
  createGateway,
  type Gateway,
  type GatewayTimes,
  gatewayTimes,
  type Shards,
} from './gateway/gateway.ts';
import { createIntake, type Intake } from './gateway/intake.ts';
import { TOKEN_HINT, TOKEN_REFUSED, told } from './gateway/refusals.ts';
import { countMembers, inspectOutlet, type Self } from './inspect.ts';
import { editDrop, editNotice, findPosted } from './posts/edit.ts';
import { findOwnPosts } from './posts/own-posts.ts';
import { closePoll, readPoll, readVoters } from './posts/polls.ts';
import { retractPost } from './posts/retract.ts';
import { sendPost } from './posts/send.ts';
import { createDiscordClock } from './requests/clock.ts';
import { classify, isStranger, refusesToken, wordsOf } from './requests/errors.ts';
import { createRefusedRequests } from './requests/refused-requests.ts';
import { createRequests, defaultTimes, type RequestTimes, restOptions } from './requests/requests.ts';
import { checkShowrunners } from './showrunners.ts';
import { applicationShape, userShape } from './wire/objects.ts';

export interface DiscordOptions extends Shards {
  readonly token: string;
  /** Base of the REST API; the version is appended. */
  readonly apiUrl: string;
  readonly limiter: RateLimiter;
  /** Default: what Discord allows every bot. */
  readonly requestsASecond?: number;
  readonly turnedAway: TurnedAway;
  readonly written: WrittenMenus;
  /** Called for every answer of 401, 403 and 429. */
  readonly onTurnedAway?: (status: number) => void;
  readonly log: Log;
  readonly times?: Partial<RequestTimes>;
  readonly gatewayTimes?: Partial<GatewayTimes>;
  /** Accounts to check: they should belong to people. */
  readonly showrunners?: readonly string[];
  /** Registers commands in this server only, for testing. */
  readonly commandsGuild?: string;
  /** Texts of the commands in the bot's other languages; none by default. */
  readonly translate?: Translate;
  /** Pause after a registration that failed; doubled each time. */
  readonly registerAgainAfter?: Milliseconds;
  readonly interactionTimes?: Partial<InteractionTimes>;
}

export interface DiscordPlatform extends Platform {
  readonly name: 'discord';
  /**
   * Who the bot is.
   * @throws before `prepare`.
   */
  readonly self: Self;
  /** @param mention role that drops there will ping; warns if the bot can't ping it. */
  inspect(address: OutletAddress, mention?: string, signal?: AbortSignal): Promise<Inspection>;
  readonly readVoters: NonNullable<Platform['readVoters']>;
  readonly editDrop: NonNullable<Platform['editDrop']>;
  readonly editNotice: NonNullable<Platform['editNotice']>;
  readonly retract: NonNullable<Platform['retract']>;
  readonly findPosted: NonNullable<Platform['findPosted']>;
}

/** Time limits of the parts of a stop; together well below the ten seconds that a SIGTERM leaves. */
const REQUESTS_END_WITHIN: Milliseconds = 3_000;
const EVENTS_END_WITHIN: Milliseconds = 2_000;
const REGISTER_AGAIN_AFTER: Milliseconds = 5_000;
const ANSWERS_END_WITHIN: Milliseconds = 1_500;
const NOT_KNOWN_YET: Milliseconds = 2_000;
const SILENT = 'Discord has not answered since the bot was started.';

type NoAnswer = Extract<Introduction, { status: 'no-answer' }>;

/** The real Discord, through discord.js. A process that never calls `listen` opens no gateway. */
export function createDiscordPlatform(options: DiscordOptions): DiscordPlatform {
  const { token, apiUrl, limiter, log } = options;
  const refused = createRefusedRequests(
    options.turnedAway,
    log,
    options.onTurnedAway,
    options.requestsASecond,
  );
  const clock = createDiscordClock();
  const times = { ...defaultTimes, ...options.times };
  const rest = new REST(restOptions(apiUrl, { limiter, refused, clock, times }));
  const requests = createRequests(rest, token, clock);
  const stopping = new AbortController();
  let self: Self | undefined;
  let intake: Intake | undefined;
  let interactions: Interactions | undefined;
  let gateway: Gateway | undefined;
  let stopped: Promise<void> | undefined;

  function prepared(): Self {
    if (self === undefined) throw new Error('The Discord platform was used before prepare()');
    return self;
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await interactions?.close(ANSWERS_END_WITHIN);
    await requests.idle(REQUESTS_END_WITHIN);
    await gateway?.close();
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
    const left = (await intake?.close(EVENTS_END_WITHIN)) ?? 0;
    if (left > 0)
      log.warn(
        { left },
        'Discord events were not stored before the stop; the next start reads the polls again',
      );
  }

  /** From the first moment of the connection on: a command may arrive in it. */
  function offerCommands(desk: CommandDesk): Interactions {
    return createInteractions({
      requests,
      application: prepared().application,
      desk,
      log,
      ...(options.interactionTimes && { times: options.interactionTimes }),
    });
  }

  return {
    ...discordFacts,
    get self() {
      return prepared();
    },
    async prepare(signal) {
      const answer = await introduce(requests, apiUrl, signal);
      if ('status' in answer) return answer;
      if (self === undefined)
        log.info({ bot: answer.name, application: answer.application }, 'logged in to Discord');
      if (self === undefined) {
        // In parallel to the start, which does not depend on it.
        checkShowrunners(requests, answer, options.showrunners ?? [], log).catch((error: unknown) =>
          log.warn({ error }, 'could not check the showrunners'),
        );
      }
      self = answer;
      return { status: 'known', account: answer.id };
    },
    async listen(sink, commands) {
      if (intake !== undefined) throw new Error('The Discord platform is already listening');
      const receiving = createIntake(sink, log);
      intake = receiving;
      const taking = commands === undefined ? undefined : offerCommands(commands);
      interactions = taking;
      gateway = createGateway({
        requests,
        token,
        shards: options,
        intake: receiving,
        onEvent: (packet) => taking?.take(packet),
        onPoll: (poll, message) => sink.pollSeen?.(poll, message),
        onRefused: ({ what, fix }) => receiving.shutOut({ what, fix }),
        times: { ...gatewayTimes, ...options.gatewayTimes },
        log,
      });
      await gateway.open();
      if (commands === undefined) return;
      const { application } = prepared();
      const { commandsGuild: guild, translate = () => ({}), written } = options;
      const { signal } = stopping;
      const againAfter = options.registerAgainAfter ?? REGISTER_AGAIN_AFTER;
      const here = guild ?? 'everywhere';
      const { commands: offered } = commands;
      // If this can't be noted, the commands written there would never be removed.
      await written.add([here]).catch((error: unknown) => {
        log.warn({ error }, 'could not note where commands are registered');
      });
      await keepRegistered(requests, commands.commands, {
        application,
        translate,
        ...(guild !== undefined && { guild }),
        log,
        signal,
        againAfter,
      });
      // In parallel to the rest: there may be many servers.
      void takeBackElsewhere(requests, {
        application,
        here,
        commands: offered,
        written,
        log,
        signal,
        againAfter,
      });
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
    get listening(): Listening {
      if (refused.why !== undefined) return { up: false, why: refused.why };
      if (requests.tokenRefused)
        return {
          up: false,
          why: told(TOKEN_REFUSED),
          shutOut: { what: TOKEN_REFUSED.what, fix: TOKEN_REFUSED.fix },
        };
      return gateway === undefined ? { up: true } : gateway.listening;
    },
    async inspect(address, mention, signal) {
      if (self === undefined) {
        return {
          ok: undefined,
          problems: [{ code: 'no-answer', what: SILENT, fix: 'Try again in a moment.' }],
        };
      }
      return inspectOutlet(requests, self, discordAddress(address), mention, signal);
    },
    async send(order) {
      if (self === undefined) return { status: 'retry', after: NOT_KNOWN_YET, why: SILENT };
      return sendPost(requests, self, order);
    },
    findEarlierRun: (places) => findEarlierRun(requests, prepared(), places, options.commandsGuild),
    closePoll: (poll) => closePoll(requests, poll),
    readPoll: (poll, how) => readPoll(requests, poll, how),
    readVoters: (poll, signal) => readVoters(requests, poll, signal),
    ownPosts: (near) => findOwnPosts(requests, prepared(), near),
    editDrop: (_outlet, message, drop, now) => editDrop(requests, message, drop, now),
    editNotice: (_outlet, message, notice) => editNotice(requests, message, notice),
    retract: (outlet, message, what) => retractPost(requests, outlet, message, what),
    countMembers: (outlet) => countMembers(requests, outlet),
    async findPosted(outlet, link, wanted) {
      if (self === undefined) return { status: 'retry', after: NOT_KNOWN_YET, why: SILENT };
      return findPosted(requests, self, outlet, link, wanted);
    },
  };
}

/**
 * Asks once. Only Discord's own answer says anything about the token.
 * @throws StartupError if Discord refuses the token.
 */
async function introduce(
  requests: ReturnType<typeof createRequests>,
  apiUrl: string,
  signal: AbortSignal | undefined,
): Promise<Self | NoAnswer> {
  const options = { urgent: true, ...(signal && { signal }) };
  try {
    const user = await requests.get(Routes.user(), userShape, options);
    const application = await requests.get(Routes.currentApplication(), applicationShape, options);
    return { id: user.id, name: user.username, application: application.id };
  } catch (error) {
    if (refusesToken(error)) {
      throw new StartupError('Discord refuses the token in DISCORD_TOKEN (401 Unauthorized)', TOKEN_HINT, {
        cause: error,
      });
    }
    const failure = classify(error);
    return {
      status: 'no-answer',
      why: isStranger(error) ? `the server at ${apiUrl} is not Discord's API` : wordsOf(failure),
      ...(failure.kind === 'retry' && { after: failure.after }),
      ...(isStranger(error) && { stranger: true }),
    };
  }
}
