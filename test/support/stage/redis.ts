import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../redis.ts';
import type { Finished } from '../seasons/season-stage.ts';
import type { LogBook } from './log.ts';

/** A foreign Redis, on a port that it keeps, with its own append-only file. */
export interface OwnRedis {
  readonly url: string;
  /** With SIGKILL. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** What would be on its disk if it crashed now. */
  keepCopy(): Promise<void>;
  startFromCopy(): Promise<void>;
}

/** Call this before the stage is set: what is registered first ends last. */
export async function ownRedis(onFinished: Finished, fsync: 'always' | 'everysec'): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-own-redis-'));
  const settings = ['--dir', folder, '--appendonly', 'yes', '--appendfsync', fsync];
  let running: TestRedis = await startRedis(settings);
  const { url, port } = running;
  onFinished(async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const start = async (): Promise<void> => {
    running = await startRedis([...settings, '--port', String(port)]);
  };
  const [file, copy] = [join(folder, 'appendonlydir'), join(folder, 'copy')];
  return {
    url,
    stop: () => running.stop(),
    start,
    async keepCopy() {
      await rm(copy, { recursive: true, force: true });
      await cp(file, copy, { recursive: true });
    },
    async startFromCopy() {
      await rm(file, { recursive: true });
      await cp(copy, file, { recursive: true });
      await start();
    },
  };
}

/** The bot's own server, whichever process it is by now. */
export async function embeddedPid(book: LogBook): Promise<number> {
  const redis = await embedded(book);
  try {
    return Number(/^process_id:(\d+)/m.exec(await redis.info('server'))?.[1]);
  } finally {
    redis.disconnect();
  }
}

/** Stops the bot's own server, as long as it is the first one, with SIGSTOP; continues it when `meanwhile` is over. */
export async function pauseEmbedded(book: LogBook, meanwhile: () => Promise<unknown>): Promise<void> {
  // Known from the log, and not asked of the server, because it has to stop at once.
  const started = await book.until({ message: 'embedded Redis started' });
  const pid = Number(started.fields.pid);
  process.kill(pid, 'SIGSTOP');
  try {
    await meanwhile();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** Until a process holds these leases. */
export async function leased(book: LogBook, ...names: readonly string[]): Promise<void> {
  const redis = await embedded(book);
  const keys = names.map((name) => `cliffhanger:lease:{${name}}`);
  while ((await redis.exists(...keys)) < keys.length) await sleep(100);
  redis.disconnect();
}

async function embedded(book: LogBook): Promise<Redis> {
  const started = await book.until({ message: 'embedded Redis started' });
  return new Redis(String(started.fields.socket));
}
