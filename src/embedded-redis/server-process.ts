import { type ChildProcess, spawn } from 'node:child_process';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Log } from '../ports/log.ts';
import { StartupError } from '../ports/startup-error.ts';
import { isDiskFull, noRoom } from './full-disk.ts';
import { findRedisServer } from './server-binary.ts';

/** Where one embedded server keeps its files. */
export interface RedisServerPlace {
  /** The server's working folder: append-only files and log. An existing absolute path without links. */
  folder: string;
  socketPath: string;
}

/** How long a server may run without its socket appearing. Loading its data does not count. */
const SOCKET_TIMEOUT_MS = 60_000;
const POLL_MS = 25;
const LOADING_NOTICE_MS = 5_000;
/** At a start, a log longer than this is moved aside. */
const LONGEST_LOG_BYTES = 5_000_000;
const LAST_LINES = 8;

/** A client of the server at `socketPath`, or undefined if none listens there. It never reconnects. */
export async function connectToSocket(socketPath: string): Promise<Redis | undefined> {
  const client = new Redis({
    path: socketPath,
    lazyConnect: true,
    retryStrategy: () => null,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
  });
  let fault: NodeJS.ErrnoException | undefined;
  client.on('error', (error: NodeJS.ErrnoException) => {
    fault = error;
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.disconnect();
    const code = (fault ?? (error as NodeJS.ErrnoException)).code;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return undefined;
    throw new StartupError(
      `The socket ${socketPath} cannot be used: ${(fault ?? (error as Error)).message}`,
      'Set CLIFFHANGER_DATA to a folder of this user on a local disk.',
      { cause: fault ?? error },
    );
  }
}

/**
 * Resolves once the server has loaded its data, and logs progress every few seconds.
 * @throws when aborted.
 */
export async function untilLoaded(client: Redis, log: Log, signal?: AbortSignal): Promise<void> {
  for (let lastNotice = Date.now(); ; ) {
    signal?.throwIfAborted();
    const info = await client.info('persistence');
    if (!/^loading:1/m.test(info)) return;
    if (Date.now() - lastNotice > LOADING_NOTICE_MS) {
      lastNotice = Date.now();
      log.info({ loaded: /^loading_loaded_perc:(\S+)/m.exec(info)?.[1] }, 'Redis is still loading its data');
    }
    await delay(POLL_MS);
  }
}

/**
 * Starts a server for `place`: on a socket only, every write on disk before it is answered, nothing ever
 * evicted. It runs in its own process group, so that Ctrl-C reaches the bot and not its server.
 * @param signal stops the server again if it does not answer yet: it has only read, so nothing is lost
 * @throws StartupError if there is no usable binary, or if the server ends instead of listening.
 */
export async function spawnRedisServer(
  place: RedisServerPlace,
  log: Log,
  signal?: AbortSignal,
): Promise<{ child: ChildProcess; client: Redis }> {
  const binary = await findRedisServer();
  const logPath = join(place.folder, 'redis.log');
  await moveAsideWhenLong(logPath);
  const logFile = await open(logPath, 'a', 0o600);
  const logStart = (await logFile.stat()).size;
  const child = spawn(binary.name, serverArguments(place), {
    detached: true,
    stdio: ['ignore', logFile.fd, logFile.fd],
    // Only what a program needs to run. The server outlives the bot and must not get its tokens.
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  });
  child.unref();
  // Listen before the first await, so that we notice a server that ends at once.
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', (code, signal) => {
    failure = signal === null ? `exit code ${code}` : `signal ${signal}`;
  });
  await logFile.close();

  const deadline = Date.now() + SOCKET_TIMEOUT_MS;
  for (;;) {
    const client = await loadedClient(place.socketPath, log, signal);
    if (client !== undefined) return { child, client };
    if (signal?.aborted) {
      child.kill('SIGKILL');
      signal.throwIfAborted();
    }
    if (failure === undefined && Date.now() > deadline) {
      child.kill('SIGKILL');
      failure = `no socket after ${SOCKET_TIMEOUT_MS / 1000} s`;
    }
    if (failure !== undefined) throw await explain(binary.name, failure, logPath, logStart);
    await delay(POLL_MS);
  }
}

/** Also undefined if the server goes away after it accepted us: its exit says why. */
async function loadedClient(
  socketPath: string,
  log: Log,
  signal: AbortSignal | undefined,
): Promise<Redis | undefined> {
  let client: Redis | undefined;
  try {
    client = await connectToSocket(socketPath);
    if (client !== undefined) await untilLoaded(client, log, signal);
    return client;
  } catch (error) {
    client?.disconnect();
    if (error instanceof StartupError && !isHangUp(error.cause)) throw error;
    log.debug({ error }, 'the connection ended while Redis was loading its data');
    return undefined;
  }
}

const isHangUp = (cause: unknown): boolean =>
  cause instanceof Error &&
  (['ECONNRESET', 'EPIPE'].includes((cause as NodeJS.ErrnoException).code ?? '') ||
    cause.message.includes('Connection is closed'));

function serverArguments(place: RedisServerPlace): string[] {
  const settings: Record<string, string> = {
    port: '0',
    unixsocket: place.socketPath,
    unixsocketperm: '700',
    dir: place.folder,
    daemonize: 'no',
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    'aof-load-truncated': 'yes',
    'maxmemory-policy': 'noeviction',
    'always-show-logo': 'no',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

async function moveAsideWhenLong(logPath: string): Promise<void> {
  const size = await stat(logPath).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LONGEST_LOG_BYTES) await rename(logPath, `${logPath}.1`);
}

async function explain(name: string, failure: string, logPath: string, from: number): Promise<StartupError> {
  const tail = await lastLines(logPath, from);
  const folder = dirname(logPath);
  if (await isDiskFull(folder))
    return new StartupError(
      `${name} did not start (${failure}): ${noRoom(folder)}`,
      'Free space on that disk and start again, or set CLIFFHANGER_DATA to a folder on another disk.',
    );
  const said = tail === '' ? 'It wrote nothing to its log.' : `Its log ends with:\n${tail}`;
  return new StartupError(`${name} did not start (${failure}). ${said}`, hintFor(tail, logPath));
}

function hintFor(tail: string, logPath: string): string {
  const folder = logPath.slice(0, -basename(logPath).length);
  if (/redis-check-aof|valkey-check-aof|Bad file format|AOF .*corrupt/i.test(tail)) {
    return (
      `The append-only file in ${folder} is damaged: copy the folder, then run "redis-check-aof --fix" on the ` +
      'file that the log names and start again, or restore a backup.'
    );
  }
  if (/permission denied/i.test(tail)) return `Make ${folder} readable and writable for this user.`;
  if (/no space left/i.test(tail)) return 'Free space on that disk and start again.';
  return `Check ${logPath}, or set REDIS_URL to a Redis elsewhere.`;
}

async function lastLines(path: string, from: number): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read({ position: from, buffer: Buffer.alloc(64_000) });
    const lines = buffer.subarray(0, bytesRead).toString().trimEnd().split('\n');
    return lines.slice(-LAST_LINES).join('\n');
  } catch {
    return '';
  } finally {
    await file?.close();
  }
}
