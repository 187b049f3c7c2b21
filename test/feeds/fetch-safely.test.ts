import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fetched, type FetchRequest, fetchSafely, pauseOf } from '../../src/feeds/fetch-safely.ts';
import { cert, key } from '../support/tls-certificate.ts';
import { type FeedServer, feedServer } from './feed-server.ts';

describe('fetching from an address that anybody may have written', () => {
  let server: FeedServer;
  let other: FeedServer;
  beforeAll(async () => {
    server = await feedServer();
    other = await feedServer();
  });
  beforeEach(() => {
    for (const each of [server, other]) (each.hits as unknown[]).length = 0;
  });
  afterAll(async () => {
    await server.close();
    await other.close();
  });

  const fetchFrom = (url: string, more: Partial<FetchRequest> = {}): Promise<Fetched> =>
    fetchSafely({
      url,
      accept: 'application/rss+xml',
      userAgent: 'Cliffhanger/9.9.9',
      limits: { time: 2_000, bytes: 100_000, redirects: 5 },
      signal: new AbortController().signal,
      privateAt: server.at,
      ...more,
    });
  const textOf = (fetched: Fetched): string =>
    fetched.kind === 'body' ? fetched.body.toString() : `${fetched.kind} ${JSON.stringify(fetched)}`;
  const faultOf = (fetched: Fetched) => (fetched.kind === 'failed' ? fetched.fault : undefined);
  const redirects =
    (status: number, to: (request: IncomingMessage) => string) =>
    (request: IncomingMessage, response: ServerResponse): void =>
      void response.writeHead(status, { location: to(request) }).end();

  describe('asks politely', () => {
    it('says who it is, and sends no cookie and no credential', async () => {
      server.answer((_, response) =>
        response.writeHead(200, { 'set-cookie': 'a=b', 'content-type': 'text/xml' }).end('<rss/>'),
      );
      await fetchFrom(`${server.at}/feed`);
      const fetched = await fetchFrom(`${server.at}/feed`);
      expect(fetched).toMatchObject({ kind: 'body', type: 'text/xml', url: `${server.at}/feed` });
      expect(server.hits[1]?.headers).toEqual({
        accept: 'application/rss+xml',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'Cliffhanger/9.9.9',
        host: `127.0.0.1:${server.port}`,
        connection: expect.any(String),
      });
    });

    it('asks only for what has changed', async () => {
      server.answer((request, response) =>
        request.headers['if-none-match'] === '"1"'
          ? response.writeHead(304).end()
          : response
              .writeHead(200, { etag: '"1"', 'last-modified': 'Mon, 02 Nov 2026 10:00:00 GMT' })
              .end('x'),
      );
      const first = await fetchFrom(server.at);
      expect(first).toMatchObject({ etag: '"1"', lastModified: 'Mon, 02 Nov 2026 10:00:00 GMT' });
      const known = { etag: '"1"', lastModified: 'Mon, 02 Nov 2026 10:00:00 GMT' };
      expect(await fetchFrom(server.at, known)).toEqual({ kind: 'unchanged' });
      expect(server.hits[1]?.headers['if-modified-since']).toBe(known.lastModified);
    });

    it('takes a 304 that nobody asked for as a failure', async () => {
      server.answer((_, response) => void response.writeHead(304).end());
      expect(faultOf(await fetchFrom(server.at))?.what).toBe('127.0.0.1 answered with status 304.');
    });

    it.each([
      ['120', 120_000],
      ['0', 0],
      ['99999999', 86_400_000],
      ['Mon, 02 Nov 2026 10:01:00 GMT', 60_000],
      ['Mon, 02 Nov 2026 09:00:00 GMT', 0],
      ['Mon, 02 Nov 2027 09:00:00 GMT', 86_400_000],
      ['soon', undefined],
      ['Soon enough', undefined],
      ['-5', undefined],
      [undefined, undefined],
    ])('reads Retry-After: %s', (header, pause) => {
      expect(pauseOf(header, Date.parse('2026-11-02T10:00:00Z'))).toBe(pause);
    });

    it.each([
      [
        503,
        {
          lasting: false,
          retryAfter: 30_000,
          what: '127.0.0.1 answered with status 503 (it is not available for now).',
        },
      ],
      [
        429,
        {
          lasting: false,
          retryAfter: 30_000,
          what: '127.0.0.1 answered with status 429 (too many requests).',
        },
      ],
      [404, { lasting: true, what: '127.0.0.1 answered with status 404 (nothing is there).' }],
      [500, { lasting: false, what: '127.0.0.1 answered with status 500.' }],
      [204, { lasting: false, what: '127.0.0.1 answered with status 204.' }],
    ])('says what an answer with %s means', async (status, fault) => {
      server.answer((_, response) => void response.writeHead(status, { 'retry-after': '30' }).end('secret'));
      expect(faultOf(await fetchFrom(server.at))).toMatchObject({ code: 'answer', ...fault });
    });
  });

  describe('follows redirects', () => {
    it('and remembers the new address only as far as it is permanent', async () => {
      server.answer((request, response) => {
        const to = { '/a': [301, '/b'], '/b': [308, 'c'], '/c': [302, '/d'], '/d': [301, '/e'] }[
          request.url ?? ''
        ];
        if (to === undefined) response.end('here');
        else response.writeHead(to[0] as number, { location: to[1] as string }).end();
      });
      expect(await fetchFrom(`${server.at}/a`)).toMatchObject({
        url: `${server.at}/e`,
        movedTo: `${server.at}/c`,
      });
      const direct = await fetchFrom(`${server.at}/e`);
      expect(direct.kind === 'body' && 'movedTo' in direct).toBe(false);
    });

    it('five times, not six', async () => {
      const next = ({ url = '' }: IncomingMessage) => `/${Number(url.slice(1)) + 1}`;
      server.answer((request, response) =>
        request.url === '/5' ? response.end('here') : redirects(302, next)(request, response),
      );
      expect(textOf(await fetchFrom(`${server.at}/0`))).toBe('here');
      server.answer(redirects(302, next));
      expect(faultOf(await fetchFrom(`${server.at}/0`))).toMatchObject({
        code: 'too-many-redirects',
        what: '127.0.0.1 redirects more than 5 times.',
      });
      expect(server.hits).toHaveLength(12);
    });

    it('not in a circle', async () => {
      server.answer(redirects(301, () => '/'));
      expect(faultOf(await fetchFrom(server.at))?.code).toBe('too-many-redirects');
    });

    it.each([
      'file:///etc/passwd',
      'ftp://127.0.0.1/',
      'http://user:word@127.0.0.1/',
      'http://',
      'javascript:1',
    ])('not to %s', async (to) => {
      server.answer(redirects(302, () => to));
      expect(faultOf(await fetchFrom(server.at))).toMatchObject({
        code: 'redirect-nowhere',
        what: '127.0.0.1 redirects to something that is not a web address.',
      });
    });

    it('not to another private address, also where its own is one', async () => {
      other.answer((_, response) => void response.end('inside'));
      server.answer(redirects(302, () => other.at));
      expect(faultOf(await fetchFrom(server.at))).toMatchObject({ code: 'address-refused', lasting: true });
      expect(other.hits).toEqual([]);
      server.answer(redirects(302, () => `http://localhost:${server.port}/`));
      expect(faultOf(await fetchFrom(server.at))?.code).toBe('address-refused');
    });

    it.each([
      'http://169.254.169.254/latest/meta-data/',
      'http://[fd00:ec2::254]/',
      'http://[::ffff:a9fe:a9fe]/',
    ])('not to %s', async (to) => {
      server.answer(redirects(302, () => to));
      const fault = faultOf(await fetchFrom(server.at, { privateAt: to }));
      expect(fault?.code).toBe('address-refused');
      // The server itself is private and not the one that may be.
      expect(server.hits).toHaveLength(0);
      const redirected = faultOf(await fetchFrom(server.at));
      expect(redirected).toMatchObject({ code: 'address-refused', lasting: true });
      expect(redirected?.what).toMatch(/is one that the bot never fetches anything from\.$/);
      expect(server.hits).toHaveLength(1);
    });
  });

  describe('connects only where it may', () => {
    it.each(['file:///etc/passwd', 'ftp://feeds.example/', 'feeds.example/rss', 'http://a:b@feeds.example/'])(
      'and not to %s',
      async (url) => {
        expect(faultOf(await fetchFrom(url))?.code).toBe('no-web-address');
      },
    );

    it.each([
      'http://0x7f.1',
      'http://2130706433',
      'http://[::1]',
      'http://[::ffff:127.0.0.1]',
      'http://127.1',
    ])('whatever way %s is written', async (host) => {
      const fault = faultOf(
        await fetchFrom(`${host}:${server.port}/`, { privateAt: 'http://feeds.example' }),
      );
      expect(fault).toMatchObject({ code: 'address-refused', lasting: true });
      expect(server.hits).toEqual([]);
    });

    it('checks what a name leads to, and looks it up once', async () => {
      let looked = 0;
      const resolve = async () => {
        looked += 1;
        // A server that rebinds its name would answer differently the second time.
        return [{ address: looked === 1 ? '10.0.0.7' : '127.0.0.1', family: 4 }];
      };
      const url = `http://feeds.example:${server.port}/`;
      const fault = faultOf(await fetchFrom(url, { privateAt: server.at, resolve }));
      expect(fault?.what).toBe(
        'The address of feeds.example (10.0.0.7) belongs to this machine or its own network, and the bot fetches nothing from there.',
      );
      expect(looked).toBe(1);
    });

    it('connects to the very address that was checked, under the name that was asked for', async () => {
      server.answer((_, response) => void response.end('here'));
      const url = `http://feeds.example:${server.port}/`;
      const addresses = [
        { address: '10.0.0.7', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ];
      let looked = 0;
      const resolve = async () => {
        looked += 1;
        return addresses.slice(1);
      };
      expect(textOf(await fetchFrom(url, { privateAt: url, resolve }))).toBe('here');
      expect([looked, server.hits[0]?.headers.host]).toEqual([1, `feeds.example:${server.port}`]);
    });

    it('does not let another port of its own host be private', async () => {
      const fault = faultOf(await fetchFrom(other.at));
      expect([fault?.code, other.hits.length]).toEqual(['address-refused', 0]);
    });

    it('says when a name is unknown, and when nothing listens', async () => {
      const resolve = async () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
      expect(faultOf(await fetchFrom('http://nowhere.example/', { resolve }))?.what).toBe(
        'No server is known by the name nowhere.example.',
      );
      const away = await feedServer();
      await away.close();
      expect(faultOf(await fetchFrom(away.at, { privateAt: away.at }))?.what).toBe(
        '127.0.0.1 refuses connections.',
      );
    });
  });

  describe('reads within its limits', () => {
    const text = 'an episode '.repeat(1_000);
    it.each([
      ['gzip', gzipSync(text)],
      ['x-gzip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['deflate', deflateRawSync(text)],
      ['br', brotliCompressSync(text)],
      ['identity', Buffer.from(text)],
    ])('a body compressed with %s', async (coding, body) => {
      server.answer((_, response) => void response.writeHead(200, { 'content-encoding': coding }).end(body));
      expect(textOf(await fetchFrom(server.at))).toBe(text);
    });

    it.each([
      ['gzip', gzipSync(Buffer.alloc(50_000_000))],
      ['deflate', deflateSync(Buffer.alloc(50_000_000))],
      ['br', brotliCompressSync(Buffer.alloc(50_000_000))],
    ])('no %s bomb', async (coding, body) => {
      expect(body.length).toBeLessThan(100_000);
      server.answer((_, response) => void response.writeHead(200, { 'content-encoding': coding }).end(body));
      expect(faultOf(await fetchFrom(server.at))).toMatchObject({ code: 'too-large', lasting: true });
    });

    it.each([
      ['zstd', 'encoding'],
      ['gzip, gzip', 'encoding'],
      ['gzip', 'encoding'],
      ['br', 'encoding'],
    ])('no body that claims to be %s and is not', async (coding, code) => {
      server.answer((_, response) => void response.writeHead(200, { 'content-encoding': coding }).end('no'));
      expect(faultOf(await fetchFrom(server.at))?.code).toBe(code);
    });

    it('no endless body', async () => {
      const piece = Buffer.alloc(10_000, 'x');
      let open = true;
      server.answer((_, response) => {
        response.on('close', () => {
          open = false;
        });
        const more = (): void => {
          while (open && response.write(piece));
          if (open) response.once('drain', more);
        };
        more();
      });
      expect(faultOf(await fetchFrom(server.at))?.what).toBe('The answer of 127.0.0.1 has more than 0 MB.');
      await expect.poll(() => open).toBe(false);
    });

    it('no body that says it is too long', async () => {
      server.answer((_, response) => void response.writeHead(200, { 'content-length': 100_001 }).write('x'));
      expect(faultOf(await fetchFrom(server.at))?.code).toBe('too-large');
    });

    it('no body that comes a byte at a time', async () => {
      server.answer((_, response) => {
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(drip));
      });
      const limits = { time: 300, bytes: 100_000, redirects: 5 };
      expect(faultOf(await fetchFrom(server.at, { limits }))).toEqual({
        code: 'too-slow',
        what: '127.0.0.1 took longer than 0.3 seconds.',
        lasting: false,
      });
    });

    it('no name that is never looked up', async () => {
      const limits = { time: 100, bytes: 100_000, redirects: 5 };
      const resolve = () => new Promise<never>(() => undefined);
      expect(faultOf(await fetchFrom('http://slow.example', { limits, resolve }))?.what).toBe(
        'slow.example took longer than 0.1 seconds.',
      );
    });

    it('no body that breaks off', async () => {
      server.answer((_, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('half');
        setTimeout(() => response.destroy(), 20);
      });
      expect(faultOf(await fetchFrom(server.at))?.what).toBe(
        'The connection to 127.0.0.1 broke off (ECONNRESET).',
      );
    });

    it('no server that does not speak HTTP, and no headers without end', async () => {
      const raw = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.write(socket.remotePort === undefined ? '' : (answers.shift() ?? ''));
      });
      const answers = ['SSH-2.0-x\r\n', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}`];
      await new Promise<void>((listening) => raw.listen(0, '127.0.0.1', listening));
      const at = `http://127.0.0.1:${(raw.address() as { port: number }).port}`;
      const told = [await fetchFrom(at, { privateAt: at }), await fetchFrom(at, { privateAt: at })];
      raw.close();
      expect(told.map((one) => faultOf(one)?.what)).toEqual([
        '127.0.0.1 answered with something that is not HTTP (HPE_INVALID_CONSTANT).',
        '127.0.0.1 answered with something that is not HTTP (HPE_HEADER_OVERFLOW).',
      ]);
    });
  });

  it('asks for the certificate of the name, and refuses one that nobody vouches for', async () => {
    const names: string[] = [];
    const secure = createSecureServer({
      cert,
      key,
      SNICallback(name, done) {
        names.push(name);
        done(null);
      },
    });
    await new Promise<void>((listening) => secure.listen(0, '127.0.0.1', listening));
    const url = `https://feeds.example:${(secure.address() as { port: number }).port}/`;
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const fault = faultOf(await fetchFrom(url, { privateAt: url, resolve }));
    secure.close();
    expect(fault).toMatchObject({ code: 'certificate', lasting: true });
    expect(fault?.what).toMatch(/^The certificate of feeds\.example is not valid \([A-Z_]+\)\.$/);
    expect(names).toEqual(['feeds.example']);
  });

  it('stops when the bot does', async () => {
    server.answer(() => undefined);
    const stopping = new AbortController();
    const fetching = fetchFrom(server.at, { signal: stopping.signal });
    await expect.poll(() => server.hits.length).toBe(1);
    stopping.abort(new Error('stopping'));
    await expect(fetching).rejects.toThrow('stopping');
  });
});
