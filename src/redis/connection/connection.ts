import { Cluster, type DNSLookupFunction, Redis } from 'ioredis';
import { backoff } from '../../core/backoff.ts';
import type { Log } from '../../ports/log.ts';
import { within } from '../../time-limit.ts';
import { describeRedisAddress, parseRedisAddress, type RedisAccess } from './address.ts';

export type RedisClient = Redis | Cluster;

/**
 * What a connection is for.
 * - `store`: a command fails after some seconds without Redis, so that the caller gets an error.
 * - `queue`: a command waits until Redis is back; nothing counts as durable before.
 * - `worker`: as `queue`; BullMQ requires it for connections that block.
 */
export type RedisRole = 'store' | 'queue' | 'worker';

export interface RedisConnectionOptions {
  readonly log: Log;
  /** Prefix of all key names. Two bots can share one Redis with two prefixes. Default `cliffhanger`. */
  readonly prefix?: string;
  /** How long a server may be silent before the connection is given up, in milliseconds. Default 30 s. */
  readonly silence?: number;
}

const LONGEST_RETRY_MS = 2_000;
/** With the delays below this is about seven seconds, enough for Redis to restart. */
const STORE_RETRIES = 7;
const CONNECT_TIMEOUT_MS = 5_000;
/**
 * A server that is cut off without a closing packet never answers. Longer than BullMQ's longest blocking read
 * (ten seconds).
 */
const SILENCE_MS = 30_000;
const QUIT_MS = 1_000;

/**
 * Connects to one server, a Cluster or a unix socket (see `parseRedisAddress`). Returns at once, connects in the background
 * and never gives up: 50 ms, then doubling to 2 s. Logs the start and the end of an outage once.
 * @throws StartupError if the address can't be parsed.
 */
export function connectRedis(address: string, role: RedisRole, options: RedisConnectionOptions): RedisClient {
  const target = parseRedisAddress(address);
  const { silence = SILENCE_MS } = options;
  const client = (() => {
    switch (target.kind) {
      case 'socket':
        return new Redis({ ...serverOptions(role, silence), path: target.path });
      case 'server':
        return new Redis({
          ...serverOptions(role, silence),
          ...accessOptions(target.access),
          ...target.node,
          db: target.database,
        });
      case 'cluster':
        return new Cluster([...target.nodes], clusterOptions(role, silence, target.access));
    }
  })();
  if (options.prefix !== undefined) prefixes.set(client, options.prefix);
  reportOutages(client, { redis: describeRedisAddress(target), connection: role }, options.log);
  return client;
}

const DEFAULT_PREFIX = 'cliffhanger';
/** Kept with the connection, so that two parts of a bot can't use different prefixes. */
const prefixes = new WeakMap<RedisClient, string>();

/**
 * The prefix of the keys used over a connection. ioredis' own `keyPrefix` would miss the names that scripts build, and BullMQ
 * refuses it.
 */
export const prefixOf = (client: RedisClient): string => prefixes.get(client) ?? DEFAULT_PREFIX;

/** Closes a connection properly, or by force after a second without an answer. Never rejects. */
export async function closeRedis(client: RedisClient): Promise<void> {
  if (client.status === 'ready')
    await within(
      QUIT_MS,
      client.quit().catch(() => undefined),
    );
  client.disconnect();
}

/** 50, 100, 200 … 2,000 ms, each up to a fifth longer, so that processes do not reconnect all at once. */
export function retryDelay(times: number): number {
  const delay = backoff({ first: 50, most: LONGEST_RETRY_MS }, times);
  return Math.round(delay * (1 + Math.random() / 5));
}

function serverOptions(role: RedisRole, silence: number) {
  return { ...nodeOptions(role, silence), retryStrategy: retryDelay };
}

function nodeOptions(role: RedisRole, silence: number) {
  return {
    maxRetriesPerRequest: role === 'store' ? STORE_RETRIES : null,
    enableReadyCheck: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: silence,
    reconnectOnError: followFailover(),
    // BullMQ's scripts and ours were written for the answers of this protocol.
    protocol: 2,
  } as const;
}

/**
 * New connections in a row that we open to a server that refuses writes as a replica, within the time below.
 */
const FAILOVER_TRIES = 4;
const FAILOVER_TRIES_WITHIN_MS = 30_000;

/**
 * After a failover the old master answers READONLY. 2 means: reconnect and send the command again. If the address still leads
 * to a replica, the caller gets the error instead of reconnecting forever.
 */
function followFailover(): (error: Error) => 2 | false {
  let tries: number[] = [];
  return (error) => {
    if (!error.message.startsWith('READONLY')) return false;
    const now = performance.now();
    tries = tries.filter((at) => now - at < FAILOVER_TRIES_WITHIN_MS);
    if (tries.length >= FAILOVER_TRIES) return false;
    tries.push(now);
    return 2;
  };
}

function accessOptions(access: RedisAccess) {
  return {
    ...(access.username !== undefined && { username: access.username }),
    ...(access.password !== undefined && { password: access.password }),
    ...(access.tls && { tls: {} }),
  };
}

function clusterOptions(role: RedisRole, silence: number, access: RedisAccess) {
  return {
    clusterRetryStrategy: retryDelay,
    clusterNodeRetryStrategy: retryDelay,
    redisOptions: { ...nodeOptions(role, silence), ...accessOptions(access) },
    // A certificate names hosts. If we connected to the looked-up number, it would never match.
    ...(access.tls && { dnsLookup: lookUpLater }),
  };
}

const lookUpLater: DNSLookupFunction = (host, done) => done(null, host);

/** Log only messages: an ioredis error also carries its command, and with AUTH that is the password. */
function reportOutages(client: RedisClient, fields: Record<string, string>, log: Log): void {
  let away = false;
  const lost = (why: string) => {
    if (away) return;
    away = true;
    log.warn({ ...fields, why }, 'Cannot reach Redis; retrying until it answers');
  };
  client.on('error', (error: Error & { command?: { name?: string } }) => {
    lost(reason(error));
    // The database doesn't exist (any more). ioredis would go on in database 0.
    if (client instanceof Redis && error.command?.name === 'select') client.disconnect(true);
  });
  client.on('reconnecting', () => lost('the connection was closed'));
  client.on('ready', () => {
    if (away) log.info(fields, 'Redis is reachable again');
    away = false;
  });
}

function reason(error: Error & { lastNodeError?: Error }): string {
  return error.lastNodeError?.message ?? (error.message || error.name);
}
