import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { runCommandLine } from '../../support/stage/command-line.ts';

/** Generous: several programs start at once on a busy machine. */
const ENDS_WITHIN_MS = 30_000;
const ACCOUNT = '175928847299117063';

/** A small disk of its own, which only some machines let a test have. */
const mayMount = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0;

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

type Environment = Readonly<Record<string, string>>;

/** In this process. */
async function cliffhanger(words: string, environment: Environment = {}): Promise<Ended> {
  const { code, stdout, stderr } = await runCommandLine(
    { CLIFFHANGER_DATA: join(folder, 'data'), ...environment },
    ...words.split(' '),
  );
  return { code, said: `${stdout}${stderr}` };
}

/** As a process, through a shell that sets something up around it. */
function inShell(
  words: string,
  around: (command: string) => string,
  environment: Environment = {},
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

  it('where Redis is one node of a Cluster, or a Sentinel, which keeps nothing', async ({
    onTestFinished,
  }) => {
    const node = await startRedis(['--cluster-enabled', 'yes']);
    onTestFinished(() => node.stop());
    // Of a Sentinel's commands those that everybody sends first.
    const told = 'redis_version:7.2.4\r\nredis_mode:sentinel\r\n';
    const sentinel = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        for (const command of chunk
          .toString()
          .split(/^\*\d+\r\n/m)
          .slice(1)) {
          if (/^\$4\r\ninfo/i.test(command)) socket.write(`$${told.length}\r\n${told}\r\n`);
          else socket.write(/^\$4\r\nping/i.test(command) ? '+PONG\r\n' : '-ERR unknown command\r\n');
        }
      });
    });
    await new Promise<void>((resolve) => sentinel.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void sentinel.close());
    const sentinelUrl = `redis://127.0.0.1:${(sentinel.address() as { port: number }).port}`;
    const pepper = { CLIFFHANGER_PEPPER: 'p'.repeat(40) };
    for (const words of COMMANDS) {
      expectSentence(
        await cliffhanger(words, { REDIS_URL: node.url, ...pepper }),
        /is a node of a Redis Cluster\nSet REDIS_URL/,
      );
      expectSentence(
        await cliffhanger(words, { REDIS_URL: sentinelUrl, ...pepper }),
        /is a Redis Sentinel, which only watches servers/,
      );
    }
  }, 90_000);

  it('where Redis is a replica: nothing is changed there, and whoever reads is told', async ({
    onTestFinished,
  }) => {
    const master = await startRedis();
    onTestFinished(() => master.stop());
    const replica = await startRedis(['--replicaof', '127.0.0.1', String(master.port)]);
    onTestFinished(() => replica.stop());
    const client = new Redis(replica.url);
    onTestFinished(() => client.disconnect());
    await expect
      .poll(() => client.info('replication'), { timeout: 20_000 })
      .toContain('master_link_status:up');
    const environment = { REDIS_URL: replica.url, CLIFFHANGER_PEPPER: 'p'.repeat(40) };
    await writeFile(join(folder, 'backup.json'), '{}');
    const changing = [
      `forget discord ${ACCOUNT}`,
      'archive night-shift',
      'forget-past night-shift',
      'forget-alerts',
    ];
    for (const words of changing)
      expectSentence(
        await cliffhanger(words, environment),
        /is a replica, which accepts no writes; nothing was changed\n.*master \(127\.0\.0\.1:\d+\)/,
      );
    for (const words of ['status night-shift', 'receipt night-shift', 'backup night-shift'])
      expect((await cliffhanger(words, environment)).said).toMatch(/may be a moment behind its master/);
    await master.stop();
    await expect
      .poll(() => client.info('replication'), { timeout: 20_000 })
      .toContain('master_link_status:down');
    expect((await cliffhanger('status night-shift', environment)).said).toMatch(
      /has lost its master .*: its data is old/,
    );
  }, 90_000);

  it('with a data folder that is a device, a file, a loop, or in a place where nothing can be created', async () => {
    const places = ['/dev/null', join(folder, 'file'), join(folder, 'loop'), '/proc/nowhere'];
    const ended = await Promise.all(
      places.map((CLIFFHANGER_DATA) => cliffhanger('status night-shift', { CLIFFHANGER_DATA })),
    );
    for (const one of ended) expectSentence(one, /no bot's data|Cannot read/);
  }, 60_000);

  it.skipIf(!mayMount)(
    'where the disk of the data folder is full',
    async () => {
      const disk = join(folder, 'disk');
      await mkdir(disk);
      const environment = { CLIFFHANGER_DATA: join(disk, 'data'), CLIFFHANGER_PEPPER: 'p'.repeat(40) };
      const onFullDisk = (command: string): string => {
        const program = command.slice(0, command.indexOf(' forget-past'));
        const steps = [
          `mount -t tmpfs -o size=2m none ${disk}`,
          `mkdir -p ${disk}/data/redis`,
          `{ ${program} status night-shift >/dev/null 2>&1 || true; }`,
          `{ dd if=/dev/zero of=${disk}/all bs=1k count=4000 2>/dev/null || true; }`,
          command,
        ];
        return `unshare --user --map-root-user --mount /bin/sh -c '${steps.join(' && ')}'`;
      };
      const ended = await inShell('forget-past night-shift', onFullDisk, environment);
      expectSentence(ended, /Nothing could be written: no space is left on the disk of .*\nFree space/);
    },
    60_000,
  );

  it('with a folder, a pipe, a device or nothing at all as its file', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const tries = ['check', 'restore', 'receipt verify'].flatMap((words, index) => {
      const files = [join(folder, 'pipe'), '/dev/urandom', folder, join(folder, 'nothing')];
      return [files[index], files[(index + 1) % files.length]].map((file) => `${words} ${file}`);
    });
    const ended = await Promise.all(tries.map((words) => cliffhanger(words)));
    for (const one of ended) expectSentence(one, /is a (pipe|device|folder), not a file|does not exist/);
  }, 60_000);

  it('when the disk it writes to is full, and quietly when its reader stops', async () => {
    await writeFile(join(folder, 'story.yaml'), 'id: [');
    const [full, closed] = await Promise.all([
      inShell('check story.yaml', (command) => `${command} > /dev/full`),
      inShell('check story.yaml', (command) => `${command} | true; exit $?`),
    ]);
    expectSentence(full, /Could not write the output: ENOSPC/);
    expect(closed).toEqual({ code: 0, said: '' });
  }, 60_000);

  it.each([20, 24, 40, 64])(
    'like the bot, if only %s files may be open',
    async (limit) => {
      for (const program of ['cli.js --version', 'main.js']) {
        const ended = await inShell(
          '--version',
          (command) => `ulimit -n ${limit}; ${command.replace('cli.js --version', program)}`,
          {},
          build.loose,
        );
        if (ended.code !== 0) expectSentence(ended, /The limit on open files is too low|is not set, nor is/);
      }
    },
    60_000,
  );
});
