import { setTimeout as wait } from 'node:timers/promises';
import { GatewayIntentBits } from 'discord.js';
import { type Deferred, deferred } from '../../../core/deferred.ts';
import type { Milliseconds, NativePollId } from '../../../core/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { Listening } from '../../../ports/platform/platform.ts';
import type { MessageRef } from '../../../ports/platform/sending.ts';
import { StartupError } from '../../../ports/startup-error.ts';
import { unlessAborted } from '../../../time-limit.ts';
import { classify, refusesToken, wordsOf } from '../requests/errors.ts';
import type { Requests } from '../requests/requests.ts';
import { gatewayFact } from '../wire/votes.ts';
import type { ConnectionTimes, Packet } from './connection.ts';
import type { Intake } from './intake.ts';
import { type Refusal, TOKEN_REFUSED, told } from './refusals.ts';
import { keepShard, pauseAfter, type RetryTimes, type Shard } from './shard.ts';
import { createSessionStarts, type GatewayInfo } from './starts.ts';

export interface Shards {
  readonly shards?: readonly number[];
  /** Over all processes. Required with `shards`. */
  readonly shardCount?: number;
}

export interface GatewayTimes extends ConnectionTimes, RetryTimes {
  /** Pause between two new sessions of shards that Discord counts together. */
  readonly betweenStarts: Milliseconds;
}

export const gatewayTimes: GatewayTimes = {
  open: 15_000,
  ready: 30_000,
  first: 500,
  longest: 60_000,
  refused: 300_000,
  // Five seconds, and a little for network delay.
  betweenStarts: 5_100,
};

export interface GatewayParts {
  readonly requests: Requests;
  readonly token: string;
  readonly shards: Shards;
  readonly intake: Intake;
  /** Every event, as Discord sent it. */
  readonly onEvent: (packet: Packet) => void;
  /** Called at every vote, with the message of its poll. */
  readonly onPoll: (poll: NativePollId, message: MessageRef) => void;
  /** Called while the bot runs: Discord refuses it until a person acts. */
  readonly onRefused: (refusal: Refusal) => void;
  readonly times: GatewayTimes;
  readonly log: Log;
}

export interface Gateway {
  /**
   * Connects every shard of this process; resolves once each has its session, however long Discord is away.
   * @throws StartupError if Discord refuses the token, the shards or the intents.
   */
  open(): Promise<void>;
  readonly listening: Listening;
  /** Closes permanently. Resolves once no socket is left. */
  close(): Promise<void>;
}

/** The minimum that the bot needs; neither intent is privileged. */
const INTENTS = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessagePolls;

/** The shards of this process and their events, each shard's in the order in which Discord sent them. */
export function createGateway(parts: GatewayParts): Gateway {
  const { requests, intake, log, times } = parts;
  const stopping = new AbortController();
  const starts = createSessionStarts(requests, log, times.betweenStarts);
  const ready = new Set<number>();
  let shards: readonly Shard[] = [];
  let opening: Deferred<void> | undefined;
  let opened = false;
  let down: string | undefined = 'not connected to Discord yet';
  let replanning: Promise<void> | undefined;

  function hear(packet: Packet, shard: number): void {
    const fact = gatewayFact(packet);
    if (fact?.kind === 'vote') {
      intake.vote(fact.vote);
      if (fact.message !== undefined) parts.onPoll(fact.vote.poll, fact.message);
    }
    if (fact?.kind === 'access-lost') intake.accessLost(fact.loss);
    // A new session means that the previous one could not be resumed: its missed events are lost.
    if (fact?.kind === 'session-started' && opened)
      intake.eventsLost(`Discord started a new session of shard ${shard}`);
    parts.onEvent(packet);
  }

  /** Asks Discord where its gateway is, as often as necessary. */
  async function whereabouts(signal: AbortSignal): Promise<GatewayInfo> {
    let logged: string | undefined;
    for (let failures = 1; ; failures += 1) {
      try {
        return await starts.ask();
      } catch (error) {
        signal.throwIfAborted();
        const tokenRefused = refusesToken(error);
        if (tokenRefused && !opened) throw refused(TOKEN_REFUSED, error);
        const why = wordsOf(classify(error));
        down = tokenRefused ? told(TOKEN_REFUSED) : `the gateway is not known yet: ${why}`;
        if (why !== logged) log.warn({ why }, 'Discord does not say where its gateway is; retrying');
        logged = why;
        await wait(tokenRefused ? times.refused : pauseAfter(failures, times), undefined, { signal });
      }
    }
  }

  async function connectAll(signal: AbortSignal): Promise<void> {
    const info = await whereabouts(signal);
    signal.throwIfAborted();
    const count = parts.shards.shardCount ?? info.shards;
    const ids = parts.shards.shards ?? Array.from({ length: count }, (_, id) => id);
    const bad = ids.find((id) => id >= count);
    if (bad !== undefined) {
      throw new StartupError(
        `DISCORD_SHARDS names shard ${bad}, but there are only ${count}, numbered from 0`,
        'Correct DISCORD_SHARDS and DISCORD_SHARD_COUNT, or leave both out',
      );
    }
    down = undefined;
    ready.clear();
    const allReady = deferred<void>();
    // Nothing awaits the sessions of a later plan.
    allReady.promise.catch(() => undefined);
    if (ids.length === 0) allReady.resolve();
    opening = allReady;
    shards = ids.map((id) =>
      keepShard({
        id,
        count,
        token: parts.token,
        intents: INTENTS,
        gatewayUrl: info.url,
        place: (wanted) => starts.place(id, wanted),
        onEvent: hear,
        onUp(_how, shard) {
          ready.add(shard);
          if (ready.size === ids.length) allReady.resolve();
        },
        onRefused: shutOut,
        connection: times,
        retry: times,
        log,
      }),
    );
    await allReady.promise;
  }

  function shutOut(refusal: Refusal): void {
    if (!opened) {
      opening?.reject(refused(refusal));
      return;
    }
    parts.onRefused(refusal);
    // The bot has joined more servers than its shards may serve. By now Discord recommends the right number.
    const chosenByDiscord = parts.shards.shards === undefined && parts.shards.shardCount === undefined;
    if (refusal.shards && chosenByDiscord) replanning ??= replan(stopping.signal);
  }

  async function replan(signal: AbortSignal): Promise<void> {
    await wait(pauseAfter(1, times), undefined, { signal }).catch(() => undefined);
    await closeShards();
    if (signal.aborted) return;
    log.warn({}, 'Reconnecting to Discord with the number of shards that it recommends now');
    // Not awaited: while this waits for sessions, another plan may be needed.
    replanning = undefined;
    connectAll(signal).catch((error: unknown) => {
      if (!signal.aborted) log.error({ error }, 'could not reopen the shards');
    });
  }

  async function closeShards(): Promise<void> {
    const closing = shards;
    shards = [];
    down ??= 'reconnecting to Discord';
    await Promise.all(closing.map((shard) => shard.close()));
  }

  return {
    async open() {
      const { signal } = stopping;
      try {
        await unlessAborted(connectAll(signal), signal);
        opened = true;
      } catch (error) {
        await closeShards();
        throw error;
      }
    },
    get listening(): Listening {
      const deaf = shards.find((shard) => shard.refusal !== undefined) ?? shards.find((shard) => shard.down);
      const why = starts.exhausted ?? down ?? deaf?.down;
      if (why === undefined) return { up: true };
      const refusal = deaf?.refusal;
      return { up: false, why, ...(refusal && { shutOut: { what: refusal.what, fix: refusal.fix } }) };
    },
    async close() {
      stopping.abort(new Error('The bot was stopped while it was connecting'));
      await replanning;
      await closeShards();
    },
  };
}

const refused = ({ what, fix }: Refusal, cause?: unknown): StartupError =>
  new StartupError(what, fix, cause === undefined ? {} : { cause });
