import { setTimeout as wait } from 'node:timers/promises';
import { type Client, Events, GatewayCloseCodes } from 'discord.js';
import type { Milliseconds } from '../core/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Listening } from '../ports/platform.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { Intake } from './intake.ts';
import { gatewayFact } from './wire-votes.ts';

export const TOKEN_HINT =
  'Open https://discord.com/developers/applications, choose your application, Bot, Reset Token, and put the new token into DISCORD_TOKEN';

export interface Gateway {
  readonly listening: Listening;
}

/** Follows a client's shards and hands their events to the intake, each in the order in which Discord sent it. */
export function followGateway(client: Client, intake: Intake, log: Log, stopping: AbortSignal): Gateway {
  const down = new Map<number, string>();
  const identified = new Set<number>();

  client.on(Events.Raw, (packet: unknown, shard: number) => {
    const fact = gatewayFact(packet);
    switch (fact?.kind) {
      case 'vote':
        return intake.vote(fact.vote);
      case 'access-lost':
        return intake.accessLost(fact.loss);
      case 'session-resumed':
        down.delete(shard);
        log.info({ shard }, 'Discord session resumed');
        return;
      case 'session-started':
        down.delete(shard);
        log.info({ shard }, 'Discord session started');
        // A second READY means that the session before could not be resumed: its missed events are gone.
        if (identified.has(shard)) intake.eventsLost(`Discord started a new session of shard ${shard}`);
        identified.add(shard);
        return;
      case undefined:
        return;
    }
  });
  client.on(Events.ShardReconnecting, (shard) => {
    if (stopping.aborted) return;
    down.set(shard, `shard ${shard} is reconnecting`);
    log.warn({ shard }, 'Connection to Discord broke; connecting again');
  });
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    const why = `Discord closed shard ${shard} for good: ${reasonOf(code)}`;
    down.set(shard, why);
    log.error({ shard, code }, why);
  });
  client.on(Events.ShardError, (error, shard) =>
    log.warn({ shard, why: error.message }, 'Discord connection error'),
  );
  client.on(Events.Error, (error) => log.error({ why: error.message }, 'discord.js reported an error'));
  client.on(Events.Warn, (message) => log.warn({}, message));

  return {
    get listening(): Listening {
      const [why] = down.values();
      if (why !== undefined) return { up: false, why };
      return identified.size > 0 ? { up: true } : { up: false, why: 'not connected to Discord yet' };
    },
  };
}

/** What may pass by itself while logging in (a rate limit, a 5xx, a busy moment) is tried again after these. */
const LOGIN_PAUSES: readonly Milliseconds[] = [1_000, 2_000, 5_000, 10_000];

/**
 * Logs in, patiently where Discord is only busy.
 * @throws StartupError where Discord does not let the bot in.
 */
export async function logInPatiently(
  client: Client,
  token: string,
  quietFor: Milliseconds,
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  for (const pause of LOGIN_PAUSES) {
    try {
      return await logIn(client, token, quietFor, signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof StartupError) || !mayPass.has(error)) throw error;
      log.warn({ why: error.message }, 'Discord did not let the bot in yet: trying again');
      // discord.js forgets the token with a login that failed, and other requests are under way.
      client.rest.setToken(token);
      await wait(pause, undefined, { signal });
    }
  }
  return logIn(client, token, quietFor, signal);
}

/** Refusals that say nothing about the token or the intents. */
const mayPass = new WeakSet<StartupError>();

/**
 * Logs in and waits until every shard of this process has its session.
 * @param quietFor longest time without any shard getting ready. Large bots' shards start one by one.
 * @throws StartupError where Discord does not let the bot in.
 */
async function logIn(
  client: Client,
  token: string,
  quietFor: Milliseconds,
  signal: AbortSignal,
): Promise<void> {
  let closeCode: number | undefined;
  const onDisconnect = ({ code }: { readonly code: number }): void => {
    closeCode = code;
  };
  client.on(Events.ShardDisconnect, onDisconnect);
  const patience = startPatience(client, quietFor, signal);
  try {
    await Promise.race([client.login(token), patience.over]);
  } catch (error) {
    if (error instanceof StartupError || signal.aborted) throw error;
    throw refusalOf(error, closeCode);
  } finally {
    patience.end();
    client.off(Events.ShardDisconnect, onDisconnect);
  }
}

function startPatience(client: Client, quietFor: Milliseconds, signal: AbortSignal) {
  let onRaw = (_packet: { readonly t?: unknown }): void => {};
  let onAbort = (): void => {};
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    const restart = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(silence(quietFor)), quietFor);
    };
    onRaw = (packet) => {
      if (packet.t === 'READY') restart();
    };
    onAbort = () => reject(new Error('The Discord client was stopped while it was connecting'));
    restart();
  });
  // Nobody listens any more once the login is through.
  over.catch(() => undefined);
  client.on(Events.Raw, onRaw);
  signal.addEventListener('abort', onAbort, { once: true });
  const end = (): void => {
    clearTimeout(timer);
    client.off(Events.Raw, onRaw);
    signal.removeEventListener('abort', onAbort);
  };
  return { over, end };
}

const silence = (quietFor: Milliseconds): StartupError =>
  new StartupError(
    `Discord's gateway did not let the bot in within ${Math.ceil(quietFor / 1_000)} seconds`,
    'Check that this machine may open WebSocket connections to gateway.discord.gg, and https://discordstatus.com',
  );

function refusalOf(error: unknown, closeCode: number | undefined): StartupError {
  const words = error instanceof Error ? error.message : String(error);
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'TokenInvalid' || closeCode === GatewayCloseCodes.AuthenticationFailed) {
    return new StartupError('Discord refuses the token in DISCORD_TOKEN', TOKEN_HINT, { cause: error });
  }
  if (closeCode !== undefined) {
    const hint = HINTS[closeCode] ?? 'Look up the close code in the reference of the Discord gateway';
    return new StartupError(`Discord refused the connection: ${reasonOf(closeCode)}`, hint, { cause: error });
  }
  const unclear = new StartupError(
    `Discord's gateway cannot be used: ${words}`,
    'Check the network of this machine, DISCORD_API_URL, and https://discordstatus.com',
    { cause: error },
  );
  mayPass.add(unclear);
  return unclear;
}

const SHARD_HINT = 'Correct DISCORD_SHARDS and DISCORD_SHARD_COUNT, or leave both out';
const HINTS: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.InvalidShard]: SHARD_HINT,
  [GatewayCloseCodes.ShardingRequired]: SHARD_HINT,
  [GatewayCloseCodes.DisallowedIntents]:
    'Open https://discord.com/developers/applications and check that the application is not restricted',
};

const reasonOf = (code: number): string => `${GatewayCloseCodes[code] ?? 'unexpected'} (${code})`;
