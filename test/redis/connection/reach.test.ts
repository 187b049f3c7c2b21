import { createServer, type Server } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { StartupError } from '../../../src/ports/startup-error.ts';
import { waitForRedis } from '../../../src/redis/connection/reach.ts';
import { startCluster, startRedis, type TestRedis } from '../../support/redis.ts';
import { cert, key } from '../../support/tls-certificate.ts';

const undo: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function server(...args: string[]): Promise<TestRedis> {
  const redis = await startRedis(args);
  undo.push(redis.stop);
  return redis;
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

describe('waiting for Redis', () => {
  it('says what it waits for, and continues once Redis is there', async () => {
    const first = await server();
    await first.stop();
    const { warnings, log } = recordingLog();
    const controller = new AbortController();
    const waiting = waitForRedis(`redis://:secret@127.0.0.1:${first.port}`, log, {
      signal: controller.signal,
    });
    const gone = waiting.catch((error: Error) => error.name);
    await expect
      .poll(() => warnings)
      .toEqual([expect.stringContaining(`127.0.0.1:${first.port}: ECONNREFUSED`)]);
    expect(warnings.join()).not.toContain('secret');
    controller.abort();
    expect(await gone).toBe('AbortError');
    await waitForRedis((await server()).url, log);
  });

  it('is content with one live address of several', async () => {
    const cluster = await startCluster();
    undo.push(cluster.stop);
    const dead = await server();
    await dead.stop();
    await waitForRedis(`${dead.url}, ${cluster.url}`, recordingLog().log);
  });

  it.each([
    ['no password', (port: number) => `redis://127.0.0.1:${port}`],
    ['a wrong password', (port: number) => `redis://:wrong@127.0.0.1:${port}`],
  ])('ends at once with %s', async (_, url) => {
    const { port } = await server('--requirepass', 'right');
    const failure = await waitForRedis(url(port), recordingLog().log).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect((failure as StartupError).message).toMatch(/refuses the login: (NOAUTH|WRONGPASS)/);
    await waitForRedis(`redis://:right@127.0.0.1:${port}`, recordingLog().log);
  });

  it('ends at once if TLS is used with a server that does not support it', async () => {
    const plain = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('-ERR what is this\r\n');
    });
    const port = await listen(plain);
    undo.push(() => plain.close());
    const waiting = waitForRedis(`rediss://127.0.0.1:${port}`, recordingLog().log);
    await expect(waiting).rejects.toThrow('speaks without TLS');
  });

  it.each([
    ['a web server', 'HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nbad'],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['MySQL', 'J\u0000\u0000\u0000\u000a8.0.33\u0000'],
    ['a mail server', '220 mail ESMTP\r\n'],
    ['memcached', 'ERROR\r\n'],
    ['a server that says yes to everything', '+OK\r\n'],
  ])('ends at once if %s answers, with and without TLS', async (_, answer) => {
    const other = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write(answer, 'latin1'));
    });
    const port = await listen(other);
    undo.push(() => other.close());
    const told = (url: string) =>
      waitForRedis(url, recordingLog().log, { atMost: 10 }).catch((error: StartupError) => error.message);
    expect(await told(`redis://127.0.0.1:${port}`)).toContain(`The server at 127.0.0.1:${port} is not Redis`);
    expect(await told(`rediss://127.0.0.1:${port}`)).toMatch(/is not Redis|speaks without TLS/);
  });

  it('ends at once for an invalid address', async () => {
    const { log } = recordingLog();
    for (const url of ['localhost:6379', 'http://localhost:6379', '', 'redis://a:1,b:2']) {
      await expect(waitForRedis(url, log)).rejects.toThrow('does not begin with redis:// or rediss://');
    }
  });

  it.each([
    ['/run/redis.sock', 'names a unix socket'],
    ['unix:///run/redis.sock', 'names a unix socket'],
    ['redis://host:0', 'has port 0'],
    ['redis://a/1,redis://b', 'only database 0'],
  ])('ends at once for %s', async (url, why) => {
    await expect(waitForRedis(url, recordingLog().log)).rejects.toThrow(why);
  });

  it('ends at once for a database that does not exist, and accepts the last one that does', async () => {
    const { url } = await server('--databases', '2');
    await waitForRedis(`${url}/1`, recordingLog().log);
    await expect(waitForRedis(`${url}/2`, recordingLog().log)).rejects.toThrow(
      /names database 2, which Redis at 127\.0\.0\.1:\d+ does not have/,
    );
  });

  it('ends at once for a user without the needed permissions, and names them', async () => {
    const redis = await server();
    const admin = new Redis(redis.url);
    undo.push(() => admin.disconnect());
    const users = {
      reader: ['~*', '+@read', '+ping'],
      stranger: ['~cliffhanger:*', '+@all'],
      owner: ['~cliffhanger:*', '~{cliffhanger}:*', '+@all'],
    };
    for (const [name, rights] of Object.entries(users))
      await admin.call('ACL', 'SETUSER', name, 'on', '>secret', ...rights);
    const waiting = (name: string) =>
      waitForRedis(`redis://${name}:secret@127.0.0.1:${redis.port}`, recordingLog().log, {
        mayWork: { prefix: 'cliffhanger' },
      });
    await expect(waiting('reader')).rejects.toThrow(/refuses this user commands.*NOPERM.*info/);
    await expect(waiting('stranger')).rejects.toThrow(/refuses this user commands.*NOPERM.*key/);
    await waiting('owner');
    expect(await admin.keys('*')).toEqual([]);
  });

  it('ends at once for a server that only supports TLS, with what to write', async () => {
    const secure = createSecureServer({ cert, key }, (socket) => void socket.on('error', () => undefined));
    secure.on('tlsClientError', () => undefined);
    const port = await listen(secure);
    undo.push(() => secure.close());
    const told = (url: string) =>
      waitForRedis(url, recordingLog().log).catch((error: StartupError) => `${error.message} ${error.hint}`);
    expect(await told(`redis://127.0.0.1:${port}`)).toContain('speaks only TLS');
    expect(await told(`redis://127.0.0.1:${port}`)).toContain('Use rediss://');
    expect(await told(`rediss://127.0.0.1:${port}`)).toContain('self-signed certificate');
  });

  it('ends after its time limit, with what is missing', async () => {
    const gone = await server();
    await gone.stop();
    await expect(waitForRedis(gone.url, recordingLog().log, { atMost: 10 })).rejects.toThrow('ECONNREFUSED');
    const loading = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write('-LOADING Redis is loading the dataset in memory\r\n'));
    });
    const port = await listen(loading);
    undo.push(() => loading.close());
    const waiting = waitForRedis(`redis://127.0.0.1:${port}`, recordingLog().log, { atMost: 10 });
    await expect(waiting).rejects.toThrow('still loading its data');
  });
});
