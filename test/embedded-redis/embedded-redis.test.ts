import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { takeInstanceLock } from '../../src/embedded-redis/instance-lock.ts';
import {
  attachEmbeddedRedis,
  type EmbeddedRedis,
  startEmbeddedRedis,
} from '../../src/embedded-redis/open.ts';
import { connectToSocket } from '../../src/embedded-redis/server-process.ts';
import { socketFolder } from '../../src/embedded-redis/socket-path.ts';
import { StartupError } from '../../src/ports/startup-error.ts';
import { type Build, buildBot } from '../support/stage/build.ts';

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-test-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function newDataDir(): Promise<string> {
  return join(await newFolder(), 'data');
}

async function start(dataDir: string): Promise<EmbeddedRedis> {
  const redis = await startEmbeddedRedis({ dataDir, log });
  undo.push(redis.stop);
  return redis;
}

async function use<T>(redis: EmbeddedRedis, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(redis.connection);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

interface Said {
  pid?: number;
  adopted?: boolean;
  refused?: string;
}

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

/** A server that a killed bot left behind and that no test took over. */
async function endLeftOver(socketPath: string): Promise<void> {
  const client = await connectToSocket(socketPath);
  await client?.call('SHUTDOWN').catch(() => undefined);
  client?.disconnect();
}

/** A bot's process, and the one line that it prints once it is running or refused. */
function startBotProcess(
  dataDir: string,
  options: { ownGroup?: boolean } = {},
): {
  child: ChildProcess;
  said: Promise<Said>;
  ended: Promise<unknown>;
} {
  const child = spawn(process.execPath, [join(build.folder, 'embedded-redis-bot.js'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: options.ownGroup ?? false,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const said = new Promise<Said>((resolve, reject) => {
    child.stdout?.once('data', (line: Buffer) => resolve(JSON.parse(line.toString())));
    child.once('exit', (code) => reject(new Error(`the bot process ended with ${code} and said nothing`)));
  });
  undo.push(async () => {
    child.kill('SIGKILL');
    await ended;
    await endLeftOver(join(dataDir, 'redis', 'redis.sock'));
  });
  return { child, said, ended };
}

describe('the embedded Redis', () => {
  it('writes every command to disk before it answers, evicts nothing, and listens on no port', async () => {
    const redis = await start(await newDataDir());
    const setting = (name: string) =>
      use(redis, async (client) => (await client.call('CONFIG', 'GET', name)) as string[]);
    expect(await setting('appendonly')).toEqual(['appendonly', 'yes']);
    expect(await setting('appendfsync')).toEqual(['appendfsync', 'always']);
    expect(await setting('maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(await setting('save')).toEqual(['save', '']);
    expect(await setting('port')).toEqual(['port', '0']);
  });

  it('lets only this user into its folder and its socket', async () => {
    const dataDir = await newDataDir();
    const redis = await start(dataDir);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await stat(redis.socketPath)).mode & 0o777).toBe(0o700);
  });

  it('still has its data after a stop and a start', async () => {
    const dataDir = await newDataDir();
    const first = await start(dataDir);
    await use(first, (client) => client.set('episode', 'pilot'));
    await first.stop();
    expect(await connectToSocket(first.socketPath)).toBeUndefined();
    const second = await start(dataDir);
    expect(second.adopted).toBe(false);
    expect(await use(second, (client) => client.get('episode'))).toBe('pilot');
  });

  it('is restarted with its data when it is killed while the bot lives', async () => {
    const redis = await start(await newDataDir());
    const client = new Redis({ ...redis.connection, maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on('error', () => undefined);
    undo.push(async () => client.disconnect());
    await client.set('episode', 'pilot');
    process.kill(redis.pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await connectedPid(redis)).not.toBe(redis.pid), { timeout: 10_000 });
    expect(await client.get('episode')).toBe('pilot');
  });

  it('gives the server none of the bot’s secrets', async () => {
    // A real server hides its environment behind its process title; this one writes it down.
    const folder = await newFolder();
    const written = join(folder, 'environment');
    const script = `#!/bin/sh\n[ "$1" = --version ] && echo "v=7.0.0" && exit\n/usr/bin/env > '${written}'\nexit 1\n`;
    await writeFile(join(folder, 'redis-server'), script, { mode: 0o755 });
    vi.stubEnv('PATH', folder);
    vi.stubEnv('DISCORD_TOKEN', 'a-secret-token');
    await expect(startEmbeddedRedis({ dataDir: await newDataDir(), log })).rejects.toThrow('exit code 1');
    const environment = await readFile(written, 'utf8');
    expect(environment).toContain(`PATH=${folder}`);
    expect(environment).not.toContain('a-secret-token');
  });

  it('works in a folder whose path is too long for a socket, with spaces and other letters in it', async () => {
    const dataDir = join(await newFolder(), 'Ein längerer Ordner', 'x'.repeat(120), 'data');
    const first = await start(dataDir);
    for (const folder of [
      dirname(first.socketPath),
      await socketFolder(dataDir, 'lock/new-0123456789abcdef.sock'),
    ]) {
      undo.push(() => rm(folder, { recursive: true, force: true }));
    }
    expect(Buffer.byteLength(first.socketPath)).toBeLessThanOrEqual(100);
    await use(first, (client) => client.set('episode', 'pilot'));
    await expect(startEmbeddedRedis({ dataDir, log })).rejects.toThrow('Another bot is already running');
    await first.stop();
    const second = await start(dataDir);
    expect(await use(second, (client) => client.get('episode'))).toBe('pilot');
  });
});

async function connectedPid(redis: EmbeddedRedis): Promise<number> {
  const client = await connectToSocket(redis.socketPath);
  if (client === undefined) return redis.pid;
  const info = await client.info('server');
  client.disconnect();
  return Number(/^process_id:(\d+)/m.exec(info)?.[1]);
}

describe('a bot that was killed', () => {
  it('leaves a server that the next start takes over, and finally stops', async () => {
    const dataDir = await newDataDir();
    const killed = startBotProcess(dataDir);
    const before = await killed.said;
    expect(before).toMatchObject({ adopted: false });
    killed.child.kill('SIGKILL');
    await killed.ended;

    const next = await start(dataDir);
    expect(next).toMatchObject({ adopted: true, pid: before.pid });
    await next.stop();
    expect(await connectToSocket(next.socketPath)).toBeUndefined();
  });

  it('does not take its server down when Ctrl-C reaches its whole process group', async () => {
    const dataDir = await newDataDir();
    const bot = startBotProcess(dataDir, { ownGroup: true });
    const before = await bot.said;
    const group = execFileSync('ps', ['-o', 'pgid=', '-p', String(before.pid)]).toString();
    expect(Number(group)).toBe(before.pid);
    process.kill(-(bot.child.pid ?? Number.NaN), 'SIGINT');
    await bot.ended;
    expect(await start(dataDir)).toMatchObject({ adopted: true, pid: before.pid });
  });

  it('stops its server when it is asked to end instead', async () => {
    const dataDir = await newDataDir();
    const bot = startBotProcess(dataDir);
    await bot.said;
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    expect(await connectToSocket(join(dataDir, 'redis', 'redis.sock'))).toBeUndefined();
  });
});

describe('a second bot over the same data', () => {
  it('is refused, and the first continues', async () => {
    const dataDir = await newDataDir();
    const first = await start(dataDir);
    const second = startBotProcess(dataDir);
    expect((await second.said).refused).toContain('Another bot is already running');
    expect(await use(first, (client) => client.ping())).toBe('PONG');
  });

  it('is refused when both start at the same moment and a dead bot’s lock is there', async () => {
    const dataDir = await newDataDir();
    const killed = startBotProcess(dataDir);
    await killed.said;
    killed.child.kill('SIGKILL');
    await killed.ended;
    const bots = [startBotProcess(dataDir), startBotProcess(dataDir)];
    const said = await Promise.all(bots.map((bot) => bot.said));
    expect(said.map((each) => each.refused === undefined).sort()).toEqual([false, true]);
    for (const bot of bots) bot.child.kill('SIGTERM');
    await Promise.all(bots.map((bot) => bot.ended));
  });
});

describe('the lock on a data folder', () => {
  it('has exactly one holder, however many ask at once', async () => {
    const folder = await newFolder();
    for (let round = 0; round < 20; round += 1) {
      const attempts = await Promise.all(Array.from({ length: 8 }, () => takeInstanceLock(folder, 'bot')));
      const held = attempts.flatMap((attempt) => ('held' in attempt ? [attempt.held] : []));
      expect(held).toHaveLength(1);
      for (const lock of held) await lock.release();
    }
    expect(await readdir(join(folder, 'lock'))).toEqual([]);
  });

  it.each([
    ['gives way to a candidate that turns out to hold it', ['candidate bot', 'held bot'], 'refused'],
    ['is ours once the other candidate has withdrawn', ['candidate bot'], 'held'],
  ])('%s', async (_, answers, outcome) => {
    const folder = await newFolder();
    await mkdir(join(folder, 'lock'));
    // The highest possible name, so that we are the one to wait.
    const path = join(folder, 'lock', `${'f'.repeat(16)}.sock`);
    const other = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(`${answers.shift()}\n`);
      if (answers.length === 0) other.close();
    });
    await new Promise<void>((resolve) => other.listen(path, resolve));
    const attempt = await takeInstanceLock(folder, 'bot');
    expect('held' in attempt ? 'held' : 'refused').toBe(outcome);
    expect(answers).toEqual([]);
    if ('held' in attempt) await attempt.held.release();
  });

  it('says what kind of holder it has', async () => {
    const folder = await newFolder();
    const attempt = await takeInstanceLock(folder, 'reading');
    expect(await takeInstanceLock(folder, 'bot')).toEqual({ heldBy: 'reading' });
    if ('held' in attempt) await attempt.held.release();
  });

  it('refuses a short socket folder that others can write to', async () => {
    const long = join(await newFolder(), 'y'.repeat(120));
    await mkdir(long);
    const short = await socketFolder(long, 'redis.sock');
    undo.push(() => rm(short, { recursive: true, force: true }));
    await chmod(short, 0o777);
    await expect(socketFolder(long, 'redis.sock')).rejects.toThrow('not a private folder');
    await rm(short, { recursive: true });
    await symlink(await newFolder(), short);
    await expect(socketFolder(long, 'redis.sock')).rejects.toThrow(StartupError);
  });
});

describe('a command line', () => {
  it('reads from the running bot’s server and leaves it running', async () => {
    const dataDir = await newDataDir();
    const bot = await start(dataDir);
    await use(bot, (client) => client.set('episode', 'pilot'));
    const reading = await attachEmbeddedRedis({ dataDir });
    expect(reading).toMatchObject({ adopted: true, pid: bot.pid });
    expect(await use(reading, (client) => client.get('episode'))).toBe('pilot');
    await reading.stop();
    expect(await use(bot, (client) => client.ping())).toBe('PONG');
  });

  it('starts a server for its reading when no bot runs, and stops it afterwards', async () => {
    const dataDir = await newDataDir();
    const bot = await start(dataDir);
    await use(bot, (client) => client.set('episode', 'pilot'));
    await bot.stop();
    const reading = await attachEmbeddedRedis({ dataDir });
    expect(reading.adopted).toBe(false);
    expect(await use(reading, (client) => client.get('episode'))).toBe('pilot');
    await reading.stop();
    expect(await connectToSocket(reading.socketPath)).toBeUndefined();
  });

  it('makes a bot that starts meanwhile wait, instead of stopping its server', async () => {
    const dataDir = await newDataDir();
    await (await start(dataDir)).stop();
    const reading = await attachEmbeddedRedis({ dataDir });
    const order: string[] = [];
    const starting = start(dataDir).then((bot) => {
      order.push('bot');
      return bot;
    });
    await use(reading, (client) => client.ping());
    order.push('reading');
    await reading.stop();
    expect((await starting).adopted).toBe(false);
    expect(order).toEqual(['reading', 'bot']);
  });

  it('says so when no bot ever used this folder', async () => {
    await expect(attachEmbeddedRedis({ dataDir: await newDataDir() })).rejects.toThrow('no bot');
  });
});

describe('a start that cannot work', () => {
  it('shows the end of the server’s log when the append-only file is damaged', async () => {
    const dataDir = await newDataDir();
    const redis = await start(dataDir);
    await use(redis, (client) => client.set('episode', 'pilot'));
    await redis.stop();
    const files = join(dataDir, 'redis', 'appendonlydir');
    const folder = (await stat(files).catch(() => undefined)) === undefined ? join(dataDir, 'redis') : files;
    for (const name of await readdir(folder)) {
      if (name.endsWith('.aof')) await writeFile(join(folder, name), 'this was never written by Redis\r\n');
    }
    const failure = await startEmbeddedRedis({ dataDir, log }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect((failure as StartupError).message).toMatch(
      /did not start \(exit code 1\)[\s\S]*append only file/i,
    );
    expect((failure as StartupError).hint).toContain('redis-check-aof');
  });

  it('frees the lock again', async () => {
    const dataDir = await newDataDir();
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'redis'), 'a file where the folder should be');
    await expect(startEmbeddedRedis({ dataDir, log })).rejects.toThrow(StartupError);
    await rm(join(dataDir, 'redis'));
    await start(dataDir);
  });

  it('is explained by the log of a server that accepts us and then dies, and not by its socket', async () => {
    const folder = await newFolder();
    const script = [
      `#!${process.execPath}`,
      `if (process.argv[2] === '--version') { console.log('v=7.0.0'); process.exit(); }`,
      `const path = process.argv[process.argv.indexOf('--unixsocket') + 1];`,
      `const { createServer } = require('node:net');`,
      `const dying = () => { console.log('Out of luck: the disk is on fire'); process.exit(1); };`,
      `createServer((socket) => { socket.destroy(); setTimeout(dying, 100); }).listen(path);`,
    ].join('\n');
    await writeFile(join(folder, 'redis-server'), script, { mode: 0o755 });
    vi.stubEnv('PATH', folder);
    await expect(startEmbeddedRedis({ dataDir: await newDataDir(), log })).rejects.toThrow(
      /did not start \(exit code 1\)[\s\S]*the disk is on fire/,
    );
  });

  it.each(['/proc/nowhere', '/proc/nowhere/deeper', '/dev/null/data'])(
    'ends at once if no folder can be made: %s',
    async (dataDir) => {
      await expect(startEmbeddedRedis({ dataDir, log })).rejects.toThrow(/Cannot create|Cannot read/);
    },
  );

  it('names the missing server and how to install it', async () => {
    vi.stubEnv('PATH', await newFolder());
    const failure = await startEmbeddedRedis({ dataDir: await newDataDir(), log }).catch(
      (error: unknown) => error,
    );
    expect((failure as StartupError).message).toContain('Neither redis-server nor valkey-server');
    expect((failure as StartupError).hint).toContain('npm run setup');
  });

  it('names a server that is too old', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'redis-server'), '#!/bin/sh\necho "Redis server v=5.0.7 sha=0"\n', {
      mode: 0o755,
    });
    vi.stubEnv('PATH', folder);
    const starting = startEmbeddedRedis({ dataDir: await newDataDir(), log });
    await expect(starting).rejects.toThrow('redis-server 5.0.7 is too old: 6.2 is needed');
  });

  it('refuses a foreign server on its socket', async () => {
    const dataDir = await newDataDir();
    const other = await start(await newDataDir());
    await mkdir(join(dataDir, 'redis'), { recursive: true });
    const stranger = createServer((socket) => {
      const behind = connect(other.socketPath);
      behind.on('error', () => undefined);
      socket.on('error', () => undefined);
      socket.pipe(behind).pipe(socket);
    });
    await new Promise<void>((resolve) => stranger.listen(join(dataDir, 'redis', 'redis.sock'), resolve));
    undo.push(async () => stranger.close());
    await expect(startEmbeddedRedis({ dataDir, log })).rejects.toThrow('keeps its data in');
  });
});
