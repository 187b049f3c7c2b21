import { createServer, type Server } from 'node:net';
import { Cluster, Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { checkRedis, lossOf, readRunIds } from '../../../src/redis/connection/health.ts';
import { probeRedis, waitForWrites } from '../../../src/redis/connection/probe.ts';
import { waitForRedis } from '../../../src/redis/connection/reach.ts';
import { startCluster, startRedis, startUnformedCluster, type TestRedis } from '../../support/redis.ts';

const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function server(...args: string[]): Promise<TestRedis> {
  const redis = await startRedis(args);
  undo.push(redis.stop);
  return redis;
}

function client(redis: TestRedis): Redis {
  const connected = new Redis(redis.url);
  undo.push(() => connected.disconnect());
  return connected;
}

function recordingLog() {
  const warnings: string[] = [];
  const ignore = () => undefined;
  return {
    warnings,
    log: {
      debug: ignore,
      info: ignore,
      error: ignore,
      warn: (_: object, line: string) => void warnings.push(line),
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

/** A server that knows just enough of the protocol to answer one INFO. */
async function pretending(info: string): Promise<Redis> {
  const fake = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const text = data.toString().toLowerCase();
      socket.write(text.includes('info\r\n') ? `$${info.length}\r\n${info}\r\n` : '-ERR unknown command\r\n');
    });
  });
  const port = await listen(fake);
  undo.push(() => fake.close());
  const connected = new Redis({
    port,
    host: '127.0.0.1',
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
  });
  undo.push(() => connected.disconnect());
  return connected;
}

describe('a foreign Redis', () => {
  it('has no warnings when it keeps every write and evicts nothing', async () => {
    const redis = client(await server('--appendonly', 'yes', '--appendfsync', 'always'));
    const facts = await checkRedis(redis, { foreign: true });
    expect(facts).toMatchObject({ mode: 'standalone', durability: 'every-write', warnings: [] });
    expect(facts.runIds[0]).toMatch(/^[0-9a-f]{40}$/);
  });

  it('is reported to lose data without persistence, and with eviction, with what to set', async () => {
    const redis = client(await server('--maxmemory-policy', 'allkeys-lru'));
    const { warnings, durability } = await checkRedis(redis, { foreign: true });
    expect(durability).toBe('none');
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('appendonly yes');
    expect(warnings[1]).toContain('maxmemory-policy noeviction');
    expect((await checkRedis(redis, { foreign: false })).warnings).toEqual([]);
  });

  it('is refused when it is a replica, with its master’s address', async () => {
    const master = await server();
    const replica = client(await server('--replicaof', `127.0.0.1 ${master.port}`));
    const checking = checkRedis(replica, { foreign: true });
    await expect(checking).rejects.toMatchObject({
      hint: `Set REDIS_URL to its master (127.0.0.1:${master.port}).`,
    });
  });

  it('is refused when it is older than 6.2', async () => {
    const redis = await pretending('redis_version:6.0.16\r\nrole:master\r\n');
    await expect(checkRedis(redis, { foreign: true })).rejects.toThrow('is 6.0.16, too old');
  });

  it.each([
    ['Redis', 'redis_mode:cluster\r\n'],
    ['Valkey 8', 'server_mode:cluster\r\n'],
    ['Redict', 'redict_mode:cluster\r\n'],
    ['a service that leaves its mode out', 'cluster_enabled:1\r\n'],
  ])('is refused when it is one node of a Cluster of %s, also as a replica', async (_, mode) => {
    for (const role of ['master', 'slave']) {
      const redis = await pretending(`redis_version:7.2.4\r\nrole:${role}\r\n${mode}`);
      await expect(checkRedis(redis, { foreign: true })).rejects.toMatchObject({
        message: expect.stringContaining('is a node of a Redis Cluster'),
        hint: 'Set REDIS_URL to the addresses of several of its nodes, comma-separated.',
      });
    }
  });

  it('is judged by INFO alone if CONFIG is not allowed', async () => {
    const redis = await pretending(
      'redis_version:7.1.0\r\nrole:master\r\naof_enabled:1\r\nmaxmemory_policy:volatile-lru\r\n',
    );
    const { durability, warnings } = await checkRedis(redis, { foreign: true });
    expect(durability).toBe('unknown');
    expect(warnings).toEqual([expect.stringContaining('volatile-lru')]);
  });

  it('is checked on every master when it is a cluster, and one address of a cluster is refused', async () => {
    const cluster = await startCluster();
    undo.push(cluster.stop);
    const connected = new Cluster(cluster.nodes);
    undo.push(() => connected.disconnect());
    // At once, as the bot does: the client knows no node yet.
    const facts = await checkRedis(connected, { foreign: true });
    expect(facts.mode).toBe('cluster');
    expect(new Set(facts.runIds).size).toBe(3);
    expect((await readRunIds(connected)).split(',')).toEqual([...facts.runIds].sort());
    const single = new Redis(`redis://127.0.0.1:${cluster.nodes[0]?.port}`);
    undo.push(() => single.disconnect());
    await expect(checkRedis(single, { foreign: true })).rejects.toThrow('node of a Redis Cluster');
  });
});

describe('a Redis Cluster', () => {
  it('is waited for while it is being set up, and while one of its masters does not answer', async () => {
    const servers = await startUnformedCluster();
    undo.push(servers.stop);
    const { warnings, log } = recordingLog();
    const waiting = waitForRedis(servers.url, log);
    await expect
      .poll(() => warnings.join())
      .toContain('the Redis Cluster is down, with masters for 0 of its 16384 slots');
    await servers.form();
    await waiting;

    const [first] = servers.nodes;
    process.kill(first?.pid ?? 0, 'SIGSTOP');
    const cluster = new Cluster(servers.nodes.slice(1));
    cluster.on('error', () => undefined);
    undo.push(() => cluster.disconnect());
    const checking = checkRedis(cluster, { foreign: true, log });
    await expect
      .poll(() => warnings.join(), { timeout: 10_000 })
      .toContain(`Waiting for the Redis Cluster: its master 127.0.0.1:${first?.port} cannot be reached.`)
      .finally(() => process.kill(first?.pid ?? 0, 'SIGCONT'));
    expect((await checking).runIds).toHaveLength(3);
  }, 40_000);

  it('is different from several addresses of a single server, and the start says so', async () => {
    const { url } = await server();
    await expect(waitForRedis(`${url},${url}`, recordingLog().log)).rejects.toMatchObject({
      message: expect.stringMatching(/several addresses.*is a single server/),
    });
  });

  it('is checked at every master, and the one in trouble is named only in the log', async () => {
    const servers = await startCluster();
    undo.push(servers.stop);
    const cluster = new Cluster(servers.nodes);
    cluster.on('error', () => undefined);
    undo.push(() => cluster.disconnect());
    await cluster.ping();
    expect(await probeRedis(cluster)).toEqual({ ok: true });

    const [first, second, third] = servers.nodes.map(({ host, port }) => {
      const own = new Redis(port, host, { retryStrategy: () => null });
      own.on('error', () => undefined);
      undo.push(() => own.disconnect());
      return { own, master: `${host}:${port}` };
    });
    await second?.own.config('SET', 'maxmemory', '1');
    const full = await probeRedis(cluster);
    expect(full).toMatchObject({ ok: false, why: expect.stringMatching(/One of .* no memory left/) });
    expect(full).toMatchObject({ inside: { master: second?.master, told: expect.stringMatching(/^OOM/) } });
    expect(full).not.toMatchObject({ why: expect.stringMatching(/\d{4}/) });
    await second?.own.config('SET', 'maxmemory', '0');
    expect(await probeRedis(cluster)).toEqual({ ok: true });

    const paused = Number(/^process_id:(\d+)/m.exec((await first?.own.info('server')) ?? '')?.[1]);
    process.kill(paused, 'SIGSTOP');
    const silent = await probeRedis(cluster).finally(() => process.kill(paused, 'SIGCONT'));
    expect(silent).toMatchObject({ ok: false, inside: { master: first?.master } });

    await third?.own.call('SHUTDOWN', 'NOSAVE').catch(() => undefined);
    const gone = await probeRedis(cluster);
    expect(gone).toMatchObject({ ok: false, inside: { master: third?.master } });
    expect(gone).toMatchObject({
      why: expect.stringMatching(/cannot reach Redis|cannot be reached|does not take writes/),
    });
  });
});

describe('what a crash may lose', () => {
  it('is nothing if every write is on disk before its answer, and then nothing waits for the disk', async () => {
    const redis = client(await server('--appendonly', 'yes', '--appendfsync', 'always'));
    const { durability } = await checkRedis(redis, { foreign: true });
    expect(lossOf(durability)).toEqual({ loss: 'nothing', onDiskAfter: 0 });
  });

  it('is the last seconds if the disk is written once a second', async () => {
    const redis = client(await server('--appendonly', 'yes', '--appendfsync', 'everysec'));
    const { durability } = await checkRedis(redis, { foreign: true });
    expect(lossOf(durability)).toEqual({ loss: 'seconds', onDiskAfter: 3_000 });
  });

  it('is anything without an append-only file, or if we cannot find out', async () => {
    const { durability } = await checkRedis(client(await server()), { foreign: true });
    expect(lossOf(durability)).toEqual({ loss: 'anything', onDiskAfter: 0 });
    expect(lossOf('unknown')).toEqual({ loss: 'anything', onDiskAfter: 3_000 });
  });
});

describe('waiting until Redis takes writes', () => {
  it.each([
    ['whose memory is full', ['maxmemory', '1'], ['maxmemory', '0'], /no memory left/],
    [
      'that wants replicas',
      ['min-replicas-to-write', '1'],
      ['min-replicas-to-write', '0'],
      /too few replicas/,
    ],
  ])('continues once one does %s, and says why it waits', async (_, fault, cure, why) => {
    const redis = client(await server());
    await redis.config('SET', ...fault);
    const { warnings, log } = recordingLog();
    let over = false;
    const waiting = waitForWrites(redis, log).then(() => {
      over = true;
    });
    await expect.poll(() => warnings).toEqual([expect.stringMatching(why)]);
    expect(over).toBe(false);
    await redis.config('SET', ...cure);
    await waiting;
  });

  it('ends with its signal', async () => {
    const redis = client(await server());
    await redis.config('SET', 'maxmemory', '1');
    const ending = new AbortController();
    const waiting = waitForWrites(redis, recordingLog().log, ending.signal).catch(({ name }: Error) => name);
    ending.abort();
    expect(await waiting).toBe('AbortError');
  });
});
