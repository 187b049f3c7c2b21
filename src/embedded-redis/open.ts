import type { ChildProcess } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { isFolder, makeFolder } from '../files/folders.ts';
import type { Log } from '../ports/log.ts';
import { StartupError } from '../ports/startup-error.ts';
import { within } from '../time-limit.ts';
import { FREE_SPACE, isDiskFull, noRoom } from './full-disk.ts';
import { type InstanceLock, type LockPurpose, takeInstanceLock } from './instance-lock.ts';
import { connectToSocket, type RedisServerPlace, spawnRedisServer, untilLoaded } from './server-process.ts';
import { socketFolder } from './socket-path.ts';

export interface EmbeddedRedis {
  socketPath: string;
  /** For `new Redis({ ...connection, ... })`. */
  connection: { path: string };
  /** Of the server process, as numbered in the server's namespace. */
  pid: number;
  /** True if the server was already running: left behind by a killed bot, or the running bot's own. */
  adopted: boolean;
  /** Stops the server if it is ours to stop, then releases the data folder. May be called twice. */
  stop(): Promise<void>;
}

/** A command line holds the data folder while it reads, for seconds. A start waits that long. */
const READING_TIMEOUT_MS = 15_000;
const BOT_STARTING_TIMEOUT_MS = 15_000;
const POLL_MS = 50;
const SHUTDOWN_TIMEOUT_MS = 10_000;
const SIGTERM_TIMEOUT_MS = 5_000;
const RESTART_PAUSE_MS = 1_000;

interface Running {
  client: Redis;
  pid: number;
  /** Absent for a server that another process started. */
  child?: ChildProcess;
}

/**
 * The bot's own Redis, kept in `dataDir` (created if missing, for this user only). Takes over a server that a killed bot left
 * running on the same folder, and restarts a server that dies while the bot lives.
 * @param options.signal ends the wait for a server that still loads its data, and stops the server if it was started for this
 * @throws StartupError if another bot uses `dataDir`, if there is no Redis >= 6.2, or if it won't start.
 */
export async function startEmbeddedRedis(options: {
  dataDir: string;
  log: Log;
  signal?: AbortSignal;
}): Promise<EmbeddedRedis> {
  const { dataDir, log, signal } = options;
  await makeFolder(dataDir);
  const lock = await lockForBot(dataDir, signal);
  try {
    const place = await placeIn(dataDir);
    const found = await takeOver(place, log, signal);
    const running = found ?? (await spawn(place, log, signal));
    log.info(
      { socket: place.socketPath, pid: running.pid, adopted: found !== undefined },
      found === undefined ? 'embedded Redis started' : 'embedded Redis found running and taken over',
    );
    const stopServer = keepRunning(place, running, log);
    return embedded(place, running, found !== undefined, async () => {
      await stopServer();
      await lock.release();
    });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * The Redis in `dataDir` for one reading by a command line: the running bot's server, else one that runs
 * until `stop`. A server that a killed bot left running is used and left running.
 * @throws StartupError if no bot ever used `dataDir`, or if its server can't be reached or started.
 */
export async function attachEmbeddedRedis(options: {
  dataDir: string;
  log?: Log;
  /** `dataDir` may be one that no bot has used yet. */
  mayBeNew?: boolean;
}): Promise<EmbeddedRedis> {
  const { dataDir, log = SILENT, mayBeNew = false } = options;
  if (!mayBeNew && !(await isFolder(join(dataDir, 'redis')))) {
    throw new StartupError(
      `There is no bot's data in ${dataDir}`,
      'Start the bot first, or set CLIFFHANGER_DATA to the folder that it uses.',
    );
  }
  const place = await placeIn(dataDir);
  const taken = await lockUnless(dataDir, 'reading', 'bot');
  if (taken === undefined) return embedded(place, await reachLivingBot(place, log), true);
  try {
    const found = await takeOver(place, log);
    const running = found ?? (await spawn(place, log));
    return embedded(place, running, found !== undefined, async () => {
      if (found === undefined) await shutDown(place, running, log);
      running.client.disconnect();
      await taken.release();
    });
  } catch (error) {
    await taken.release();
    throw error;
  }
}

const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function embedded(
  place: RedisServerPlace,
  running: Running,
  adopted: boolean,
  stop: () => Promise<void> = async () => running.client.disconnect(),
): EmbeddedRedis {
  let stopped: Promise<void> | undefined;
  return {
    socketPath: place.socketPath,
    connection: { path: place.socketPath },
    pid: running.pid,
    adopted,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

async function lockForBot(dataDir: string, signal: AbortSignal | undefined): Promise<InstanceLock> {
  const lock = await lockUnless(dataDir, 'bot', 'bot', signal);
  if (lock !== undefined) return lock;
  throw new StartupError(
    `Another bot is already running over the data in ${await realpath(dataDir)}`,
    'Stop that bot first, or set CLIFFHANGER_DATA to another folder for this one.',
  );
}

/** The lock, or undefined if a process of purpose `against` has it. Waits for a command line that is reading. */
async function lockUnless(
  dataDir: string,
  purpose: LockPurpose,
  against: LockPurpose,
  signal?: AbortSignal,
): Promise<InstanceLock | undefined> {
  const deadline = Date.now() + READING_TIMEOUT_MS;
  for (;;) {
    const attempt = await takeInstanceLock(dataDir, purpose);
    if ('held' in attempt) return attempt.held;
    if (attempt.heldBy === against) return undefined;
    signal?.throwIfAborted();
    if (Date.now() > deadline) {
      throw new StartupError(
        `A cliffhanger command has been reading the data in ${dataDir} for ${READING_TIMEOUT_MS / 1000} s`,
        'Let it finish or stop it, then try again.',
      );
    }
    await delay(POLL_MS);
  }
}

async function reachLivingBot(place: RedisServerPlace, log: Log): Promise<Running> {
  const deadline = Date.now() + BOT_STARTING_TIMEOUT_MS;
  for (;;) {
    const running = await takeOver(place, log);
    if (running !== undefined) return running;
    if (Date.now() > deadline) {
      throw new StartupError(
        `A bot holds ${place.folder}, but no Redis answers on ${place.socketPath}`,
        'Wait until it has started. If it uses REDIS_URL, set the same REDIS_URL here.',
      );
    }
    await delay(POLL_MS);
  }
}

/** A server that already runs on this folder, or undefined if none listens. */
async function takeOver(
  place: RedisServerPlace,
  log: Log,
  signal?: AbortSignal,
): Promise<Running | undefined> {
  const client = await connectToSocket(place.socketPath);
  if (client === undefined) return undefined;
  try {
    const [, folder] = await client.config('GET', 'dir');
    if (folder !== place.folder) {
      throw new StartupError(
        `The Redis on ${place.socketPath} keeps its data in ${String(folder)}, not in ${place.folder}`,
        'Stop that Redis, or set CLIFFHANGER_DATA to another folder.',
      );
    }
    await untilLoaded(client, log, signal);
    const pid = Number(/^process_id:(\d+)/m.exec(await client.info('server'))?.[1]);
    return { client, pid };
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

async function spawn(place: RedisServerPlace, log: Log, signal?: AbortSignal): Promise<Running> {
  const { child, client } = await spawnRedisServer(place, log, signal);
  return { child, client, pid: child.pid ?? 0 };
}

/** Watches the server and restarts it when it ends by itself. Returns a function that stops both. */
function keepRunning(place: RedisServerPlace, first: Running, log: Log): () => Promise<void> {
  const stopping = new AbortController();
  let running = first;
  let restarting: Promise<void> = Promise.resolve();

  const restart = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const isFull = await isDiskFull(place.folder).catch(() => false);
      log.error(
        { pid: running.pid, ...(isFull && { why: noRoom(place.folder), fix: FREE_SPACE }) },
        'embedded Redis ended; restarting it',
      );
      try {
        // It starts, and ends with the first write.
        if (isFull) await delay(RESTART_PAUSE_MS, undefined, { signal: stopping.signal });
        const found = await takeOver(place, log);
        // If the same process answers, only the connection was lost: the server is still our child.
        const child = found?.pid === running.pid ? running.child : undefined;
        running = found === undefined ? await spawn(place, log) : { ...found, ...(child && { child }) };
        watch();
        return;
      } catch (error) {
        log.error({ error: (error as Error).message }, 'embedded Redis could not be restarted');
        await delay(RESTART_PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const watch = (): void => {
    running.client.once('end', () => {
      if (!stopping.signal.aborted) restarting = restart();
    });
  };
  watch();
  return async () => {
    stopping.abort();
    await restarting;
    await shutDown(place, running, log);
  };
}

/**
 * SHUTDOWN, then SIGTERM, then SIGKILL. With `appendfsync always` none of them loses a write that was
 * answered.
 */
async function shutDown(place: RedisServerPlace, running: Running, log: Log): Promise<void> {
  // The answer is a closed connection, or an error if the server refuses or is already gone.
  const refused = running.client.call('SHUTDOWN').catch(() => undefined);
  await within(SHUTDOWN_TIMEOUT_MS, refused);
  if (await isGone(place, running, SHUTDOWN_TIMEOUT_MS)) return running.client.disconnect();
  log.warn({ pid: running.pid }, 'embedded Redis did not obey SHUTDOWN');
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    // Signal only a child: in a container another server's process id can be any process here.
    running.child?.kill(signal);
    if (await isGone(place, running, SIGTERM_TIMEOUT_MS)) break;
  }
  running.client.disconnect();
}

async function isGone(place: RedisServerPlace, running: Running, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    if (running.child !== undefined) {
      if (running.child.exitCode !== null || running.child.signalCode !== null) return true;
    } else {
      const client = await connectToSocket(place.socketPath);
      if (client === undefined) return true;
      client.disconnect();
    }
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
}

async function placeIn(dataDir: string): Promise<RedisServerPlace> {
  const folder = join(dataDir, 'redis');
  await makeFolder(folder);
  const real = await realpath(folder);
  return { folder: real, socketPath: join(await socketFolder(real, 'redis.sock'), 'redis.sock') };
}
