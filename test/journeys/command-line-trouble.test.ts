import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { type Build, buildBot } from '../support/stage/build.ts';

/** Generous: several programs start at once on a busy machine. */
const ENDS_WITHIN_MS = 30_000;
const ACCOUNT = '175928847299117063';

let build: Build;
let folder: string;
let locked: TestRedis;
let loading: Server;
let loadingPort: number;

beforeAll(async () => {
  build = await buildBot();
  folder = await mkdtemp(join(tmpdir(), 'cliffhanger-trouble-'));
  await mkdir(join(folder, 'data', 'redis'), { recursive: true });
  await writeFile(join(folder, 'file'), '');
  await symlink('loop', join(folder, 'loop'));
  locked = await startRedis(['--requirepass', 'right', '--databases', '1']);
  loading = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write('-LOADING Redis is loading the dataset in memory\r\n'));
  });
  loadingPort = await new Promise((resolve) => {
    loading.listen(0, '127.0.0.1', () => resolve((loading.address() as { port: number }).port));
  });
}, 60_000);

afterAll(async () => {
  loading.close();
  await locked.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Through a shell if something has to be set up around it. */
function cliffhanger(
  words: string,
  environment: Readonly<Record<string, string>> = {},
  around = (command: string) => command,
  folderOfCli = build.folder,
): Promise<Ended> {
  const command = around(`${process.execPath} ${join(folderOfCli, 'cli.js')} ${words}`);
  const env = { PATH: process.env.PATH ?? '', CLIFFHANGER_DATA: join(folder, 'data'), ...environment };
  return new Promise((resolve) => {
    const child = execFile(
      '/bin/sh',
      ['-c', command],
      { cwd: folder, env, timeout: ENDS_WITHIN_MS, killSignal: 'SIGKILL' },
      (_, stdout, stderr) => resolve({ code: child.exitCode, said: `${stdout}${stderr}` }),
    );
  });
}

/** A sentence for a person, and no stack. */
function expectSentence({ code, said }: Ended, what: RegExp): void {
  expect(said).toMatch(what);
  expect(said).not.toMatch(/bug in the bot|\n\s+at |node:internal/);
  expect(code).toBe(1);
}

const COMMANDS = [
  'status night-shift',
  'receipt night-shift',
  'backup night-shift',
  'archive night-shift',
  `forget discord ${ACCOUNT}`,
];

describe('the command line in trouble says what happened, and ends', () => {
  it('while Redis is away, requires a password, lacks the database, is still loading, or is reached with the wrong protocol', async () => {
    const troubles: readonly (readonly [string, RegExp])[] = [
      [`redis://127.0.0.1:${locked.port}`, /refuses the login: NOAUTH/],
      [`redis://:wrong@127.0.0.1:${locked.port}`, /refuses the login: WRONGPASS/],
      [`redis://:right@127.0.0.1:${locked.port}/3`, /names database 3, which Redis at .* does not have/],
      [`rediss://127.0.0.1:${locked.port}`, /speaks without TLS/],
      [`redis://127.0.0.1:${loadingPort}`, /still loading its data/],
      ['redis://127.0.0.1:1', /does not answer \(127\.0\.0\.1:1: ECONNREFUSED/],
    ];
    const pepper = { CLIFFHANGER_PEPPER: 'a pepper that is long enough for everybody here' };
    const ended = await Promise.all(
      troubles.map(([REDIS_URL], index) =>
        cliffhanger(COMMANDS[index % COMMANDS.length] ?? '', { REDIS_URL, ...pepper }),
      ),
    );
    for (const [index, [, what]] of troubles.entries()) {
      const one = ended[index];
      if (one !== undefined) expectSentence(one, what);
      expect(one?.said).not.toMatch(/:wrong|:right/);
    }
  }, 60_000);

  it('with a data folder that is a device, a file, a loop, or in a place where nothing can be created', async () => {
    const places = ['/dev/null', join(folder, 'file'), join(folder, 'loop'), '/proc/nowhere'];
    const ended = await Promise.all(
      places.map((CLIFFHANGER_DATA) => cliffhanger('status night-shift', { CLIFFHANGER_DATA })),
    );
    for (const one of ended) expectSentence(one, /no bot's data|Cannot read/);
  }, 60_000);

  it('with a folder, a pipe, a device or nothing at all as its file', async () => {
    await cliffhanger('--help', {}, (command) => `mkfifo pipe; ${command}`);
    const tries = ['check', 'restore', 'receipt verify'].flatMap((words, index) => {
      const files = ['pipe', '/dev/urandom', '.', 'nothing'];
      return [files[index], files[(index + 1) % files.length]].map((file) => `${words} ${file}`);
    });
    const ended = await Promise.all(tries.map((words) => cliffhanger(words)));
    for (const one of ended) expectSentence(one, /is a (pipe|device|folder), not a file|does not exist/);
  }, 60_000);

  it('when the disk it writes to is full, and quietly when its reader stops', async () => {
    await writeFile(join(folder, 'story.yaml'), 'id: [');
    const [full, closed] = await Promise.all([
      cliffhanger('check story.yaml', {}, (command) => `${command} > /dev/full`),
      cliffhanger('check story.yaml', {}, (command) => `${command} | true; exit $?`),
    ]);
    expectSentence(full, /Could not write the output: ENOSPC/);
    expect(closed).toEqual({ code: 0, said: '' });
  }, 60_000);

  it.each([20, 24, 40, 64])(
    'like the bot, if only %s files may be open',
    async (limit) => {
      for (const program of ['cli.js --version', 'main.js']) {
        const ended = await cliffhanger(
          '--version',
          {},
          (command) => `ulimit -n ${limit}; ${command.replace('cli.js --version', program)}`,
          build.loose,
        );
        if (ended.code !== 0) expectSentence(ended, /The limit on open files is too low|is not set, nor is/);
      }
    },
    60_000,
  );
});
