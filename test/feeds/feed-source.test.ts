import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeedSource } from '../../src/feeds/feed-source.ts';
import type { FeedAnswer, WatchedFeed } from '../../src/ports/feed-source.ts';
import { buildBot } from '../support/stage/build.ts';
import { type FeedServer, feedServer } from './feed-server.ts';

const item = (number: number): string =>
  `<item><title>Episode ${number}</title><link>https://watch.example/${number}</link><guid>g${number}</guid>` +
  `<pubDate>${new Date(Date.UTC(2026, 0, 1) + number * 60_000).toUTCString()}</pubDate></item>`;
const rss = (content: string): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>A show</title>${content}</channel></rss>`;

describe('a feed over the wire', () => {
  let server: FeedServer;
  let worker: URL;
  beforeAll(async () => {
    server = await feedServer();
    worker = pathToFileURL(`${(await buildBot()).folder}/read-worker.js`);
  });
  beforeEach(() => {
    (server.hits as unknown[]).length = 0;
  });
  afterAll(() => server.close());

  const serve = (body: string | Buffer, headers: Record<string, string> = {}): void =>
    server.answer((_, response) => void response.writeHead(200, headers).end(body));
  const read = (
    more: Partial<WatchedFeed> = {},
    limits = { time: 15_000, megabytes: 256 },
  ): Promise<FeedAnswer> =>
    createFeedSource({ userAgent: 'Cliffhanger/9.9.9', worker, reading: limits }).read(
      { address: `${server.at}/feed`, private: true, ...more },
      new AbortController().signal,
    );
  const titlesOf = (answer: FeedAnswer): unknown =>
    answer.kind === 'read' ? answer.items.map((one) => one.item.title) : answer;

  it('is read, and what it was known by is told', async () => {
    serve(gzipSync(rss(item(2) + item(1))), {
      'content-encoding': 'gzip',
      etag: '"a"',
      'last-modified': 'then',
    });
    const answer = await read();
    expect(answer).toMatchObject({
      kind: 'read',
      etag: '"a"',
      lastModified: 'then',
      unusable: [],
      remarks: [],
    });
    expect(titlesOf(answer)).toEqual(['Episode 1', 'Episode 2']);
    expect(server.hits[0]?.headers).toMatchObject({
      accept: expect.stringMatching(/^application\/atom\+xml, application\/rss\+xml/),
      'user-agent': 'Cliffhanger/9.9.9',
    });
  });

  it('is unchanged if its server says so', async () => {
    server.answer((_, response) => void response.writeHead(304).end());
    expect(await read({ etag: '"a"' })).toEqual({ kind: 'unchanged' });
    expect(server.hits[0]?.headers['if-none-match']).toBe('"a"');
  });

  it('is read where it has moved to, and there at once the next time', async () => {
    server.answer((request, response) =>
      request.url === '/new'
        ? response.end(rss(item(1)))
        : response.writeHead(301, { location: '/new' }).end(),
    );
    const moved = { movedTo: `${server.at}/new` };
    expect(await read()).toMatchObject({ kind: 'read', ...moved });
    expect(await read(moved)).toMatchObject({ kind: 'read', ...moved });
    expect(server.hits.map(({ path }) => path)).toEqual(['/feed', '/new', '/new']);
  });

  it('has not moved to a page that a network puts in between', async () => {
    server.answer((request, response) =>
      request.url === '/login'
        ? response.end('<!DOCTYPE html><html>Please log in</html>')
        : response.writeHead(301, { location: '/login' }).end(),
    );
    expect(await read()).toEqual({
      kind: 'failed',
      what: '127.0.0.1 answered with a web page instead of a feed.',
      lasting: true,
    });
  });

  it('says which items are wanted', async () => {
    serve(rss(`${item(1)}${item(2)}<item><title>Trailer</title><link>https://watch.example/t</link></item>`));
    const answer = await read({ only: 'episode|trailer', skip: '^trailer|/2$' });
    expect(
      answer.kind === 'read' && answer.items.map(({ item: { title }, wanted }) => [title, wanted]),
    ).toEqual([
      ['Trailer', false],
      ['Episode 1', true],
      ['Episode 2', false],
    ]);
  });

  it('may have 10,000 items: the newest are looked at', async () => {
    serve(rss(Array.from({ length: 10_000 }, (_, index) => item(index + 1)).join('')));
    const answer = await read();
    const titles = titlesOf(answer) as string[];
    expect([titles.length, titles[0], titles.at(-1)]).toEqual([1_000, 'Episode 9001', 'Episode 10000']);
    expect(answer).toMatchObject({
      remarks: ['The feed has 10000 items. The bot looks at the 1000 newest of them.'],
    });
  });

  it('may change its charset between two fetches', async () => {
    const text = rss('<item><title>Café 1</title><link>https://watch.example/1</link></item>');
    serve(text, { 'content-type': 'text/xml; charset=utf-8' });
    const before = await read();
    serve(Buffer.from(text, 'latin1'), { 'content-type': 'text/xml; charset=utf-8' });
    const after = await read();
    expect(titlesOf(after)).toEqual(titlesOf(before));
    expect(after).toMatchObject({
      remarks: ['The feed is not in the charset that it names; it was read as Windows-1252.'],
    });
  });

  describe('that is hostile holds up nothing else', () => {
    const HOSTILE: readonly [name: string, body: string, what: RegExp][] = [
      [
        'has an element with 400,000 attributes',
        rss(`<item ${Array.from({ length: 400_000 }, (_, at) => `a${at}="x"`).join(' ')}/>`),
        /^The feed of 127\.0\.0\.1 takes (longer than 2 seconds|more than 128 MB of memory) to read\.$/,
      ],
      [
        'has 100,000 namespaces',
        rss(Array.from({ length: 100_000 }, (_, at) => `<n${at}:x xmlns:n${at}="u${at}"/>`).join('')),
        /^The feed of 127\.0\.0\.1 takes (longer than 2 seconds|more than 128 MB of memory) to read\.$/,
      ],
      [
        'has 700,000 empty items',
        rss('<item/>'.repeat(700_000)),
        /^The feed of 127\.0\.0\.1 takes (longer than 2 seconds|more than 128 MB of memory) to read\.$/,
      ],
      [
        'nests a million elements',
        rss('<a>'.repeat(1_600_000)),
        /^The feed of 127\.0\.0\.1 is damaged or cut off\.$/,
      ],
      ['nests a million lists', '['.repeat(4_000_000), /is neither RSS nor Atom nor a JSON Feed\.$/],
    ];
    it.each(HOSTILE)('if it %s', async (_, body, what) => {
      serve(body);
      let longest = 0;
      let last = performance.now();
      const ticks = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 10);
      const answer = await read({}, { time: 2_000, megabytes: 128 });
      clearInterval(ticks);
      expect(answer.kind === 'failed' && answer.what).toMatch(what);
      expect(longest).toBeLessThan(1_000);
    });

    it('if it takes more memory than it may', async () => {
      serve(rss(Array.from({ length: 10_000 }, (_, index) => item(index + 1)).join('')));
      const answer = await read({}, { time: 15_000, megabytes: 16 });
      expect(answer.kind === 'failed' && answer.what).toBe(
        'The feed of 127.0.0.1 takes more than 16 MB of memory to read.',
      );
    });

    it('even if it is read to its end', async () => {
      const deep = '<b>'.repeat(20_000);
      serve(
        rss(`<item><title>${deep.replaceAll('<', '&lt;')}x</title><link>https://watch.example/1</link>
        <description>${'&lt;p&gt;&amp;amp;'.repeat(100_000)}</description><guid>${'g'.repeat(1_000_000)}</guid></item>`),
      );
      const answer = await read();
      expect(answer).toMatchObject({ kind: 'read', unusable: [], items: [{ wanted: true }] });
      expect(answer.kind === 'read' && answer.items[0]?.item.key).toMatch(/^sha256:[0-9a-f]{64}$/);
    });
  });

  it('stops being read when the bot does', async () => {
    serve(rss('<item/>'.repeat(700_000)));
    const stopping = new AbortController();
    const reading = createFeedSource({ userAgent: 'x', worker }).read(
      { address: server.at, private: true },
      stopping.signal,
    );
    await expect.poll(() => server.hits.length).toBe(1);
    setTimeout(() => stopping.abort(new Error('stopping')), 300);
    await expect(reading).rejects.toThrow('stopping');
  });
});
