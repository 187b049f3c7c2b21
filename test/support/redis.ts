import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedisServer } from '../../src/embedded-redis/server-binary.ts';

export interface TestRedis {
  url: string;
  port: number;
  /** Removes every key; for `beforeEach`. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestCluster {
  /** In the form of REDIS_URL: the addresses of all nodes, comma-separated. */
  url: string;
  /** `pid` of the server. */
  nodes: { host: string; port: number; pid: number }[];
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const CLUSTER_SLOTS = 16_384;
/** Another process may take a port between our check and the server's bind. */
const PORT_ATTEMPTS = 20;
/** Redis Cluster's own bus listens this far above the port. */
const CLUSTER_BUS_OFFSET = 10_000;

/**
 * A throw-away redis-server on a free loopback port, without persistence. Start one per test file in `beforeAll`,
 * `flush` between tests, `stop` in `afterAll`. `args` are further redis-server arguments, `program` a server other
 * than the bot's own.
 */
export async function startRedis(args: readonly string[] = [], program?: string): Promise<TestRedis> {
  const server = await startServer([], args, program);
  return {
    url: `redis://${HOST}:${server.port}`,
    port: server.port,
    flush: () => flushAll([server.port]),
    stop: server.stop,
  };
}

/**
 * Three masters without replicas on loopback that share all slots. Ready in some two seconds: Redis keeps
 * a fresh master read-only that long (CLUSTER_WRITABLE_DELAY in its cluster.c).
 */
export async function startCluster(args: readonly string[] = []): Promise<TestCluster> {
  const cluster = await startUnformedCluster(args);
  try {
    await cluster.form();
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

/** The same three servers, which do not know each other before `form`. */
export async function startUnformedCluster(
  args: readonly string[] = [],
): Promise<TestCluster & { form(): Promise<void> }> {
  const clusterArgs = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '5000'];
  const servers = await Promise.all([1, 2, 3].map(() => startServer(clusterArgs, args)));
  const ports = servers.map((server) => server.port);
  return {
    url: ports.map((port) => `redis://${HOST}:${port}`).join(','),
    nodes: servers.map(({ port, pid }) => ({ host: HOST, port, pid })),
    flush: () => flushAll(ports),
    form: () => formCluster(ports),
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

async function formCluster(ports: number[]): Promise<void> {
  const clients = ports.map((port) => new Redis({ host: HOST, port }));
  try {
    await Promise.all(
      clients.map(async (client, index) => {
        const first = Math.ceil((index * CLUSTER_SLOTS) / clients.length);
        const end = Math.ceil(((index + 1) * CLUSTER_SLOTS) / clients.length);
        // ADDSLOTS rather than ADDSLOTSRANGE, which Redis 6.2 does not have.
        await client.call('CLUSTER', 'ADDSLOTS', ...Array.from({ length: end - first }, (_, i) => first + i));
        await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
      }),
    );
    for (const client of clients) {
      for (const port of ports) await client.call('CLUSTER', 'MEET', HOST, port);
    }
    await Promise.all(clients.map((client) => untilClusterIsUp(client, ports.length)));
  } finally {
    for (const client of clients) client.disconnect();
  }
}

async function untilClusterIsUp(client: Redis, size: number): Promise<void> {
  for (;;) {
    const info = String(await client.call('CLUSTER', 'INFO'));
    if (info.includes('cluster_state:ok') && info.includes(`cluster_size:${size}\r`)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function flushAll(ports: readonly number[]): Promise<void> {
  await Promise.all(
    ports.map(async (port) => {
      const client = new Redis({ host: HOST, port });
      await client.flushall();
      await client.call('FUNCTION', 'FLUSH').catch(() => undefined);
      client.disconnect();
    }),
  );
}

interface RunningServer {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

async function startServer(
  clusterArgs: readonly string[],
  args: readonly string[],
  program?: string,
): Promise<RunningServer> {
  const name = program ?? (await findRedisServer()).name;
  const dir = await mkdtemp(join(tmpdir(), 'cliffhanger-redis-'));
  const fixed = ['--bind', HOST, '--dir', dir, '--save', '', '--appendonly', 'no', ...clusterArgs, ...args];
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(clusterArgs.length > 0);
    const child = spawn(name, ['--port', String(port), ...fixed], { stdio: ['ignore', 'pipe', 'pipe'] });
    const killOnExit = () => child.kill('SIGKILL');
    process.once('exit', killOnExit);
    const fault = await untilReady(child);
    if (fault === undefined) {
      return {
        port,
        pid: child.pid ?? 0,
        stop: async () => {
          process.off('exit', killOnExit);
          await kill(child);
          await rm(dir, { recursive: true, force: true });
        },
      };
    }
    process.off('exit', killOnExit);
    await kill(child);
    if (attempt >= PORT_ATTEMPTS) throw new Error(`no test Redis after ${attempt} attempts: ${fault}`);
  }
}

/** Undefined once the server accepts connections; its output if it ended instead. */
function untilReady(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ready to accept connections')) resolve(undefined);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => resolve(String(error)));
    child.once('exit', () => resolve(output));
  });
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function freePort(withClusterBus: boolean): Promise<number> {
  if (!withClusterBus) return (await reserve(0)) ?? freePort(false);
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if ((await reserve(port)) !== undefined && (await reserve(port + CLUSTER_BUS_OFFSET)) !== undefined)
      return port;
  }
}

/** The port that could be bound for a moment (any free one for 0), or undefined if it is taken. */
function reserve(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, HOST, () => {
      const address = probe.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      probe.close(() => resolve(bound));
    });
  });
}
