import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StartupError } from '../../../src/ports/startup-error.ts';
import { describeRedisAddress, parseRedisAddress } from '../../../src/redis/connection/address.ts';
import {
  closeRedis,
  connectRedis,
  type RedisClient,
  retryDelay,
} from '../../../src/redis/connection/connection.ts';
import { logLines } from '../../support/log-lines.ts';
import { startCluster, startRedis } from '../../support/redis.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

function connected(...[address, role, options]: Parameters<typeof connectRedis>): RedisClient {
  const client = connectRedis(address, role, options);
  ending.push(() => closeRedis(client));
  return client;
}

describe('an address of Redis', () => {
  it.each([
    [
      'redis://localhost',
      { kind: 'server', node: { host: 'localhost', port: 6379 }, access: { tls: false }, database: 0 },
    ],
    [
      'rediss://bot:p%40ss@cache.example:6380/3',
      {
        kind: 'server',
        node: { host: 'cache.example', port: 6380 },
        access: { tls: true, username: 'bot', password: 'p@ss' },
        database: 3,
      },
    ],
    [
      ' redis://:secret@a:1, redis://b:2 ,redis://[::1]:3',
      {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
          { host: '::1', port: 3 },
        ],
        access: { tls: false, password: 'secret' },
      },
    ],
    ['/run/cliffhanger/redis.sock', { kind: 'socket', path: '/run/cliffhanger/redis.sock' }],
  ])('%s is understood', (text, expected) => {
    expect(parseRedisAddress(text)).toEqual(expected);
  });

  it.each([
    ['', 'does not begin with redis:// or rediss://'],
    ['localhost:6379', 'does not begin with redis:// or rediss://'],
    ['http://localhost', 'does not begin with redis:// or rediss://'],
    ['redis://bot:se/cr@et@host', 'cannot be read'],
    ['redis://host:99999', 'cannot be read'],
    ['redis://host/jobs', 'ends in something that is not a database number'],
    ['redis://host?family=6', 'is not supported'],
    ['redis://:%zz@host', 'has a %'],
    ['redis://a,redis://b/1', 'only database 0'],
    ['redis://a,rediss://b', 'mixes redis:// and rediss://'],
    ['redis://a,b:6379', 'address number 2 does not begin'],
    ['redis://a,', 'address number 2 does not begin'],
  ])('%j is refused with its reason, and without its password', (text, reason) => {
    const error = (() => {
      try {
        return parseRedisAddress(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(StartupError);
    expect((error as StartupError).message).toContain(reason);
    expect((error as StartupError).message).not.toMatch(/cr@et/);
  });

  it('is described without user and password', () => {
    expect(describeRedisAddress(parseRedisAddress('redis://bot:secret@a:1,redis://[::1]:2'))).toBe(
      'a:1, [::1]:2',
    );
  });
});

describe('a connection', () => {
  it('reaches a server, a unix socket and a Cluster', async () => {
    const { log } = logLines();
    const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-socket-'));
    ending.push(() => rm(folder, { recursive: true, force: true }));
    const socket = join(folder, 's');
    const redis = await startRedis(['--unixsocket', socket]);
    ending.push(redis.stop);
    const cluster = await startCluster();
    ending.push(cluster.stop);
    for (const address of [redis.url, socket, cluster.url])
      expect(await connected(address, 'store', { log }).set('key', 'value')).toBe('OK');
  });

  it('logs the start and the end of an outage once, and never a password', async () => {
    const { log, lines } = logLines();
    const first = await startRedis(['--requirepass', 'hunter2']);
    const client = connected(`redis://:hunter2@127.0.0.1:${first.port}`, 'queue', { log });
    expect(await client.ping()).toBe('PONG');
    await first.stop();
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    const waiting = client.set('key', 'value');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = await startRedis(['--requirepass', 'hunter2', '--port', String(first.port)]);
    ending.push(second.stop);
    expect(await waiting).toBe('OK');
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'Cannot reach Redis; retrying until it answers'],
      ['info', 'Redis is reachable again'],
    ]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines[0]?.fields.redis).toBe(`127.0.0.1:${first.port}`);
  });

  it('says why it is refused', async () => {
    const { log, lines } = logLines();
    const redis = await startRedis(['--requirepass', 'hunter2']);
    ending.push(redis.stop);
    connected(`redis://:letmein@127.0.0.1:${redis.port}`, 'store', { log });
    await vi.waitFor(() => expect(lines.length).toBeGreaterThan(0));
    expect(lines).toEqual([expect.objectContaining({ level: 'warn' })]);
    expect(lines[0]?.fields.why).toMatch(/WRONGPASS|NOAUTH/);
    expect(JSON.stringify(lines)).not.toContain('letmein');
  });

  it('gives up a command of a store after some tries, so that the caller gets an error', async () => {
    const { log } = logLines();
    const redis = await startRedis();
    const client = connected(redis.url, 'store', { log });
    await client.ping();
    await redis.stop();
    await expect(client.get('key')).rejects.toThrow(/max retries per request|closed/i);
  });

  it('sends a command again when the server has become a replica, until it may write', async () => {
    const { log } = logLines();
    const redis = await startRedis();
    ending.push(redis.stop);
    const client = connected(redis.url, 'store', { log });
    await client.ping();
    const admin = new Redis(redis.port);
    await admin.call('REPLICAOF', '127.0.0.1', '1');
    const written = client.set('key', 'value');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await admin.call('REPLICAOF', 'NO', 'ONE');
    admin.disconnect();
    expect(await written).toBe('OK');
  });

  it('comes back within some two seconds, however long the outage was', () => {
    for (const times of [1, 5, 20, 10_000]) {
      expect(retryDelay(times)).toBeGreaterThanOrEqual(50);
      expect(retryDelay(times)).toBeLessThanOrEqual(2_400);
    }
  });
});
