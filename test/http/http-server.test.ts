import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../src/http/http-server.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import type { Health } from '../../src/ports/health.ts';
import { StartupError } from '../../src/ports/startup-error.ts';
import { logLines } from '../support/log-lines.ts';

const { log, lines } = logLines();
const running: HttpServer[] = [];

async function serve(options: Partial<HttpServerOptions> = {}) {
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    log,
    checks: {},
    metrics: createMetrics(async () => ({ season: 2 })).page,
    ...options,
  });
  running.push(server);
  return { server, url: await server.listen() };
}

const SECRET = 'a-secret_0123456789';
const HEADER = 'x-telegram-bot-api-secret-token';

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [HEADER]: SECRET, ...headers },
    body,
  });
}

afterEach(async () => {
  lines.length = 0;
  await Promise.all(running.splice(0).map((server) => server.stop(1_000)));
});

describe('health and readiness', () => {
  it('says that the process lives, whatever its checks say', async () => {
    const { url } = await serve({ checks: { redis: () => ({ ok: false, why: 'away' }) } });
    const answer = await fetch(`${url}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok' });
  });

  it('is ready when every check is ok', async () => {
    const { url } = await serve({
      checks: { redis: async () => ({ ok: true }), discord: () => ({ ok: true }) },
    });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      ready: true,
      checks: { redis: { ok: true }, discord: { ok: true } },
    });
  });

  it('names each reason why it is not ready', async () => {
    const { url } = await serve({
      checks: {
        redis: () => ({ ok: true }),
        discord: async () => ({ ok: false, why: 'the gateway is connecting' }),
        jobs: () => {
          throw new Error('secret inside');
        },
        telegram: () => new Promise(() => undefined),
      },
      checkTimeLimit: 30,
    });
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      ready: false,
      checks: {
        redis: { ok: true },
        discord: { ok: false, why: 'the gateway is connecting' },
        jobs: { ok: false, why: 'the check itself failed; the log says why' },
        telegram: { ok: false, why: 'no answer within 30 ms' },
      },
    });
    expect(lines).toContainEqual({
      level: 'warn',
      message: 'not ready',
      fields: {
        check: 'jobs',
        why: 'the check itself failed; the log says why',
        error: new Error('secret inside'),
      },
    });
  });

  it('keeps what only the operator may know to the log, which says it once per change', async () => {
    const away = (season: string): Health => ({ ok: false, why: 'an effect is overdue', inside: { season } });
    let state: Health = away('lighthouse.1');
    const fail = () => {
      throw new Error('at redis://10.0.0.7');
    };
    const { url } = await serve({ checks: { effects: () => state, redis: fail } });
    const probe = async (): Promise<string> => (await fetch(`${url}/readyz`)).text();
    const told = () =>
      lines.splice(0).map(({ level, message, fields }) => [level, message, fields.check, fields.season]);

    for (const _ of [1, 2, 3]) {
      const answer = await probe();
      expect(JSON.parse(answer).checks.effects).toEqual({ ok: false, why: 'an effect is overdue' });
      expect(answer).not.toMatch(/lighthouse|10\.0/);
    }
    expect(told()).toEqual([
      ['warn', 'not ready', 'effects', 'lighthouse.1'],
      ['warn', 'not ready', 'redis', undefined],
    ]);
    state = away('night-shift.2');
    await probe();
    expect(told()).toEqual([['warn', 'not ready', 'effects', 'night-shift.2']]);
    state = { ok: true };
    await probe();
    await probe();
    expect(told()).toEqual([['info', 'ready again', 'effects', undefined]]);
  });

  it('runs its checks once for all callers at the same time', async () => {
    let asked = 0;
    const { url } = await serve({
      checks: {
        redis: async () => {
          asked += 1;
          await new Promise((resolve) => setTimeout(resolve, 100));
          return { ok: true };
        },
      },
    });
    await Promise.all(Array.from({ length: 5 }, () => fetch(`${url}/readyz`)));
    expect(asked).toBeLessThan(5);
  });

  it('answers HEAD like GET, without a body', async () => {
    const { url } = await serve();
    for (const path of ['/healthz', '/readyz']) {
      const answer = await fetch(url + path, { method: 'HEAD' });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
  });
});

describe('what is not there', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/healthz/x'],
    ['POST', '/healthz'],
    ['DELETE', '/readyz'],
    ['GET', '/telegram/hook'],
    ['POST', '/telegram/hook'],
    ['GET', '/..%2f..%2fetc/passwd'],
  ])('%s %s is a short 404 with security headers', async (method, path) => {
    const { url } = await serve();
    const answer = await fetch(url + path, { method });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: 'not found' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  });

  it('refuses an address that cannot be decoded', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/%zz`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toMatch(/\bat \//);
  });

  it('survives bytes that are not HTTP', async () => {
    const { url } = await serve();
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () =>
        socket.write('\x16\x03\x01 rubbish\r\n\r\n'),
      );
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end());
      socket.on('close', () => resolve());
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('a webhook', () => {
  it('passes the update on and answers once it is stored', async () => {
    const { server, url } = await serve();
    const taken: unknown[] = [];
    server.addWebhook('telegram/hook', {
      header: HEADER,
      secret: SECRET,
      handle: async (update) => void taken.push(update),
    });
    const answer = await post(`${url}/telegram/hook`, '{"update_id":7}');
    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
    expect(taken).toEqual([{ update_id: 7 }]);
  });

  it.each([1, 100, 101, 256])('is found under a path of %i characters', async (length) => {
    const { server, url } = await serve();
    const path = 'a'.repeat(length);
    server.addWebhook(`telegram/${path}`, { header: HEADER, secret: SECRET, handle: async () => undefined });
    expect((await post(`${url}/telegram/${path}`, '{}')).status).toBe(200);
    expect((await post(`${url}/telegram/${path}a`, '{}')).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'a-secret_0123456780' }],
    ['a longer secret', { 'x-telegram-bot-api-secret-token': `${SECRET}x` }],
    ['an empty secret', { 'x-telegram-bot-api-secret-token': '' }],
  ])('refuses %s', async (_, headers) => {
    const { server, url } = await serve();
    const taken: unknown[] = [];
    server.addWebhook('telegram/hook', {
      header: HEADER,
      secret: SECRET,
      handle: async (update) => void taken.push(update),
    });
    expect((await post(`${url}/telegram/hook`, '{}', headers)).status).toBe(401);
    expect(taken).toEqual([]);
  });

  it.each([
    [400, 'something that is no JSON', '{"update_id":', {}],
    [400, 'a poisoned prototype', '{"__proto__":{"admin":true}}', {}],
    [415, 'another type', 'x=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    [413, 'more than a megabyte', JSON.stringify('x'.repeat(1_048_576)), {}],
  ])('answers %i to %s', async (status, _, body, headers) => {
    const { server, url } = await serve();
    const taken: unknown[] = [];
    server.addWebhook('telegram/hook', {
      header: HEADER,
      secret: SECRET,
      handle: async (update) => void taken.push(update),
    });
    expect((await post(`${url}/telegram/hook`, body, headers)).status).toBe(status);
    expect(taken).toEqual([]);
  });

  it('asks for the update again when it could not be stored, and does not reveal the reason', async () => {
    const { server, url } = await serve();
    server.addWebhook('telegram/hook', {
      header: HEADER,
      secret: SECRET,
      handle: async () => {
        throw Object.assign(new Error('redis://user:password@host'), { statusCode: 404 });
      },
    });
    const answer = await post(`${url}/telegram/hook`, '{}');
    expect([answer.status, await answer.json()]).toEqual([500, { error: 'internal error' }]);
    expect(lines).toEqual([
      {
        level: 'error',
        message: 'An HTTP request failed',
        fields: { route: '/:platform/:path', why: 'redis://user:password@host' },
      },
    ]);
  });

  it('is gone after its removal, and cannot be added with an empty secret', async () => {
    const { server, url } = await serve();
    const door = { header: HEADER, secret: SECRET, handle: async () => undefined };
    server.addWebhook('telegram/hook', door);
    server.removeWebhook('telegram/hook');
    expect((await post(`${url}/telegram/hook`, '{}')).status).toBe(404);
    expect(() => server.addWebhook('telegram/hook', { ...door, secret: '' })).toThrow(RangeError);
    for (const path of ['hook', 'telegram/a/b', '/hook'])
      expect(() => server.addWebhook(path, door)).toThrow(RangeError);
  });
});

describe('start and stop', () => {
  it('names HTTP_PORT and what to do when the port is in use', async () => {
    const { url } = await serve();
    const second = createHttpServer({
      host: '127.0.0.1',
      port: Number(new URL(url).port),
      log,
      checks: {},
      metrics: createMetrics(async () => ({})).page,
    });
    const error = await second.listen().catch((reason) => reason);
    expect(error).toBeInstanceOf(StartupError);
    expect(error.message).toMatch(/^HTTP_PORT \d+ on 127\.0\.0\.1 is used by another program$/);
    expect(error.hint).toContain('set HTTP_PORT to a free port');
  });

  it('names HTTP_HOST when the address is not of this machine', async () => {
    const server = createHttpServer({
      host: '192.0.2.1',
      port: 0,
      log,
      checks: {},
      metrics: createMetrics(async () => ({})).page,
    });
    await expect(server.listen()).rejects.toThrow('HTTP_HOST 192.0.2.1 is not an address of this machine');
  });

  it('lets a running request end before it stops', async () => {
    const { server, url } = await serve();
    let letGo: () => void = () => undefined;
    const entered = new Promise<void>((resolve) => {
      server.addWebhook('telegram/hook', {
        header: HEADER,
        secret: SECRET,
        handle: async () => {
          resolve();
          await new Promise<void>((go) => {
            letGo = go;
          });
        },
      });
    });
    const answer = post(`${url}/telegram/hook`, '{}');
    await entered;
    const stopped = server.stop(5_000);
    letGo();
    expect((await answer).status).toBe(200);
    await stopped;
  });

  it('stops in time even if a request does not end', async () => {
    const { server, url } = await serve();
    const entered = new Promise<void>((resolve) => {
      server.addWebhook('telegram/hook', {
        header: HEADER,
        secret: SECRET,
        handle: async () => {
          resolve();
          await new Promise(() => undefined);
        },
      });
    });
    const cut = expect(post(`${url}/telegram/hook`, '{}')).rejects.toThrow();
    await entered;
    await server.stop(50);
    await cut;
  });
});
