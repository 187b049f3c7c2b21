import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { readSettings } from '../../../config/settings.ts';
import type { Context } from '../../../src/app/context.ts';
import { startBot } from '../../../src/compose/bot.ts';
import type { Platforms } from '../../../src/ports/platform/platform-definition.ts';
import { type Build, threadsOf } from './build.ts';
import { type LogBook, parsedLine } from './log.ts';
import { LIVELY } from './tempo.ts';

export type Environment = Readonly<Record<string, string>>;

/** The unchanged bot in this process. */
export interface InnerBot {
  readonly context: Context;
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * It lives faster than a bot in a process of its own.
 * @param platforms if the list is not the bot's own.
 * @param build has the threads that read feeds and draw cards; without it a show can have neither
 */
export async function startInnerBot(
  environment: Environment,
  book: LogBook,
  platforms?: Platforms,
  build?: Build,
): Promise<InnerBot> {
  const settings = readSettings(environment, platforms);
  return startBot(settings, book.log, undefined, {
    tempo: LIVELY,
    ...(platforms && { platforms }),
    ...(build && { threads: threadsOf(build) }),
  });
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The unchanged bot, or its command line, in a child process. */
export interface OuterProcess {
  readonly ended: Promise<Ending>;
  kill(signal: NodeJS.Signals): void;
  stdout(): string;
  stderr(): string;
}

/** @param book gets the bot's log; undefined for a command line, which writes none. */
export function startProcess(
  file: string,
  args: readonly string[],
  environment: Environment,
  book: LogBook | undefined,
): OuterProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [file, ...args], {
    // A developer's own .env must not affect it.
    cwd: tmpdir(),
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: string[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (text) => {
    out.push(text);
    const line = book === undefined ? undefined : parsedLine(text);
    if (line !== undefined) book?.add(line);
  });
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  return {
    ended: ending(child),
    kill: (signal) => child.kill(signal),
    stdout: () => out.join('\n'),
    stderr: () => errors.join(''),
  };
}

/** After its streams have been read to the end. */
function ending(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** A killed bot's redis-server lives on until the next bot takes it over; here none may follow. */
export async function endLeftoverRedis(book: LogBook): Promise<void> {
  const sockets = new Set(
    book.found({ message: 'embedded Redis started' }).map(({ fields }) => String(fields.socket)),
  );
  for (const path of sockets) {
    const redis = new Redis(path, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    await redis.call('SHUTDOWN', 'NOSAVE').catch(() => undefined);
    redis.disconnect();
  }
}
