import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Milliseconds } from '../../core/ids.ts';
import type { Log } from '../../ports/log.ts';
import { StartupError } from '../../ports/startup-error.ts';
import { describeRedisAddress, parseRedisUrl, type RedisAccess, type RedisNode } from './address.ts';
import { faultOfCluster } from './cluster.ts';
import { missingPermissions } from './permissions.ts';
import { speechOf } from './speech.ts';
import { noticeEverySeconds } from './waiting-notice.ts';

const POLL_MS = 250;
const CONNECT_TIMEOUT_MS = 3_000;

export interface WaitForRedisOptions {
  readonly signal?: AbortSignal;
  /** Longest wait; no limit if not given. */
  readonly atMost?: Milliseconds;
  /** Also check that this user has the permissions a bot needs, under this key prefix. */
  readonly mayWork?: { readonly prefix: string };
}

/**
 * Resolves once a Redis at `url` accepts us. `url` is one address, or several comma-separated ones of a Cluster, of which one
 * is enough. Until then it says every few seconds what is missing. Never shows a password.
 * @throws StartupError at once for what waiting can't change: a refused user or password, a database that doesn't exist, a
 * missing permission, TLS on one side only, an invalid address. Also when `atMost` is over.
 */
export async function waitForRedis(url: string, log: Log, options: WaitForRedisOptions = {}): Promise<void> {
  const { signal, atMost = Number.POSITIVE_INFINITY } = options;
  const places = placesIn(url);
  const began = performance.now();
  const notice = noticeEverySeconds(log);
  for (;;) {
    const failures: string[] = [];
    for (const place of places) {
      signal?.throwIfAborted();
      const failure = await reach(place, options);
      if (failure === undefined) return;
      failures.push(`${place.name}: ${failure}`);
    }
    if (performance.now() - began >= atMost) throw away(failures);
    notice(`Waiting for Redis (${failures.join('; ')}). Is it running, and is REDIS_URL right?`);
    await delay(POLL_MS, undefined, { ...(signal && { signal }) });
  }
}

function away(failures: readonly string[]): StartupError {
  const loading = failures.some((failure) => failure.endsWith(LOADING));
  return new StartupError(
    `Redis does not answer (${failures.join('; ')})`,
    loading
      ? 'Nothing was changed. Try again when it has loaded its data.'
      : 'Is it running, and is REDIS_URL right? Nothing was changed.',
  );
}

interface Place {
  readonly name: string;
  readonly node: RedisNode;
  readonly access: RedisAccess;
  readonly database: number;
  readonly inCluster: boolean;
}

function placesIn(url: string): readonly Place[] {
  const address = parseRedisUrl(url);
  const nodes = address.kind === 'server' ? [address.node] : address.nodes;
  return nodes.map((node) => ({
    name: describeRedisAddress({ kind: 'server', node, access: address.access, database: 0 }),
    node,
    access: address.access,
    database: address.kind === 'server' ? address.database : 0,
    inCluster: address.kind === 'cluster',
  }));
}

const LOADING = 'still loading its data';

/** Undefined if it answers (and, for a node, if its Cluster is whole), otherwise why not. */
async function reach(place: Place, { mayWork }: WaitForRedisOptions): Promise<string | undefined> {
  const { node, access, database, inCluster, name } = place;
  const client = new Redis({
    ...node,
    ...(access.username !== undefined && { username: access.username }),
    ...(access.password !== undefined && { password: access.password }),
    ...(access.tls && { tls: {} }),
    lazyConnect: true,
    retryStrategy: () => null,
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    protocol: 2,
  });
  let fault: Error | undefined;
  client.on('error', (error: Error) => {
    fault ??= error;
  });
  try {
    await client.connect();
    const answer: unknown = await client.ping();
    if (answer !== 'PONG') throw notRedis(name, String(answer));
    // If this failed later, the connection would silently stay in database 0.
    if (database !== 0) await client.select(database);
    const missing = mayWork === undefined ? [] : await missingPermissions(client, mayWork.prefix);
    if (mayWork !== undefined && missing.length > 0) throw mayNotWork(name, missing, mayWork.prefix);
    return inCluster ? await faultOfCluster(client, name) : undefined;
  } catch (error) {
    if (error instanceof StartupError) throw error;
    return await explained(place, fault ?? (error as Error), error as Error);
  } finally {
    client.disconnect();
  }
}

function notRedis(name: string, told: string, cause?: Error): StartupError {
  return new StartupError(
    `The server at ${name} is not Redis (${told})`,
    'Set REDIS_URL to the host and the port of your Redis.',
    { cause },
  );
}

function mayNotWork(name: string, missing: readonly string[], prefix: string): StartupError {
  return new StartupError(
    `Redis at ${name} refuses this user commands that the bot needs: ${missing.join('; ')}`,
    `Allow the user all commands on the bot's keys there: ACL SETUSER <user> +@all ~${prefix}:* ~{${prefix}}:*`,
  );
}

/** Faults that waiting can't fix, by the beginning of Redis' answer. */
const REFUSALS = /^(NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password|ERR Client sent AUTH)/i;
/** What OpenSSL says about an answer that is not TLS at all. */
const NO_TLS =
  /wrong version number|packet length too long|record layer failure|http request|unknown protocol/i;
const TLS_FAULTS = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO/;

async function explained(place: Place, cause: Error, last: Error): Promise<string> {
  const { name, access, database } = place;
  const text = `${(cause as NodeJS.ErrnoException).code ?? ''} ${cause.message}`.trim();
  const because = { cause };
  for (const { message } of [cause, last]) {
    if (message.startsWith('LOADING')) return LOADING;
    if (REFUSALS.test(message))
      throw new StartupError(
        `Redis at ${name} refuses the login: ${message}`,
        'Set the right user and password in REDIS_URL, as redis://user:password@host:port.',
        because,
      );
    if (message.startsWith('NOPERM'))
      throw new StartupError(
        `Redis at ${name} refuses this user commands that the bot needs: ${message}`,
        'Allow the user all commands there (ACL SETUSER), or set another user in REDIS_URL.',
        because,
      );
    if (/SELECT is not allowed in cluster/i.test(message))
      throw new StartupError(
        `REDIS_URL names database ${database}, but Redis at ${name} is a node of a Redis Cluster, which has only database 0`,
        'Set REDIS_URL to the addresses of several of its nodes, comma-separated, without a /number.',
        because,
      );
    if (/DB index/i.test(message))
      throw new StartupError(
        `REDIS_URL names database ${database}, which Redis at ${name} does not have (${message})`,
        'Use a number below `databases` in the settings of that Redis (0 to 15 by default); to share one Redis, two bots can have one REDIS_PREFIX each.',
        because,
      );
  }
  const foreign = /Unknown RESP type \d+ ("[^"]*")/.exec(text);
  if (foreign !== null) throw notRedis(name, `its answer begins with ${foreign[1]}`, cause);
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH/.test(text)) return text;
  if (/CERTIFICATE_REQUIRED/i.test(text))
    throw new StartupError(
      `Redis at ${name} asks for a client certificate, and the bot has none`,
      'Set "tls-auth-clients no" (or "optional") there, and protect it with a password.',
      because,
    );
  await compareSpeech(place, cause);
  if (access.tls && NO_TLS.test(text)) throw notRedis(name, 'and does not speak TLS', cause);
  if (access.tls && TLS_FAULTS.test(text))
    throw new StartupError(
      `No secure connection to Redis at ${name}: ${cause.message}`,
      'Use a certificate for this host name that is valid now; name a private certificate authority in NODE_EXTRA_CA_CERTS.',
      because,
    );
  return text;
}

/** @throws StartupError if the server speaks TLS and we don't, or the other way round. */
async function compareSpeech({ name, node, access }: Place, cause: Error): Promise<void> {
  const speech = await speechOf(node);
  if (access.tls && speech === 'plain')
    throw new StartupError(
      `REDIS_URL asks for TLS, but Redis at ${name} speaks without TLS`,
      'Use redis:// instead of rediss://, or the port on which it speaks TLS.',
      { cause },
    );
  if (!access.tls && speech === 'tls')
    throw new StartupError(
      `Redis at ${name} speaks only TLS, and REDIS_URL does not ask for it`,
      'Use rediss:// instead of redis://.',
      { cause },
    );
}
