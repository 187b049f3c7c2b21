import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPictureSource, PICTURE_LIMITS } from '../../src/feeds/picture-source.ts';
import { logLines } from '../support/log-lines.ts';
import { type FeedServer, feedServer } from './feed-server.ts';
import { png } from './pictures.ts';

describe('the logo of a show', () => {
  let server: FeedServer;
  let folder: string;
  beforeAll(async () => {
    server = await feedServer();
    folder = await mkdtemp(join(tmpdir(), 'logos-'));
  });
  beforeEach(() => {
    (server.hits as unknown[]).length = 0;
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  function aSource(change: { limits?: typeof PICTURE_LIMITS; now?: () => number } = {}) {
    const { log, lines } = logLines();
    const source = createPictureSource({
      log,
      userAgent: 'Cliffhanger/9.9.9',
      privateAt: server.at,
      ...change,
    });
    return { lines, logo: () => source.logo({ kind: 'address', url: `${server.at}/logo.png` }), source };
  }
  const serve = (body: Buffer, type = 'image/png'): void =>
    server.answer((_, response) => void response.writeHead(200, { 'content-type': type }).end(body));
  const whys = (lines: readonly { fields: object }[]) =>
    lines.map(({ fields }) => 'why' in fields && fields.why);

  it('is fetched once for many, and again after an hour', async () => {
    let now = 0;
    const { logo, lines } = aSource({ now: () => now });
    serve(png(30, 20));
    const all = await Promise.all([logo(), logo(), logo()]);
    expect(all[0]).toMatchObject({ type: 'image/png', width: 30, height: 20, bytes: png(30, 20) });
    expect(new Set(all).size).toBe(1);
    now = 59 * 60_000;
    await logo();
    expect(server.hits).toHaveLength(1);
    now = 61 * 60_000;
    serve(png(40, 20));
    expect(await logo()).toMatchObject({ width: 40 });
    expect(lines).toEqual([]);
  });

  it.each([
    [
      'has 1,600 million pixels',
      png(40_000, 40_000),
      'The picture has 40000 × 40000 pixels; at most 4096 × 4096 can be used.',
    ],
    [
      'is an SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'It is not a PNG, JPEG, WebP or GIF picture.',
    ],
    ['has no pixels', png(0, 0), 'The picture has no pixels.'],
    ['has more than two megabytes', Buffer.alloc(2_000_001), expect.stringContaining('2 MB')],
  ])('is left out, and the log says why once, if it %s', async (_, body, why) => {
    let now = 0;
    const { logo, lines } = aSource({ now: () => now });
    serve(body);
    expect(await logo()).toBeUndefined();
    now = 6 * 60_000;
    expect(await logo()).toBeUndefined();
    expect(server.hits).toHaveLength(2);
    expect(whys(lines)).toEqual([why]);
    now = 12 * 60_000;
    serve(png(30, 20));
    expect(await logo()).toMatchObject({ width: 30 });
    expect(lines).toHaveLength(2);
  });

  it('is given up after five seconds', async () => {
    expect(PICTURE_LIMITS.time).toBe(5_000);
    const { logo, lines } = aSource({ limits: { ...PICTURE_LIMITS, time: 200 } });
    server.answer(() => undefined);
    expect(await logo()).toBeUndefined();
    expect(whys(lines)).toEqual(['127.0.0.1 took longer than 0.2 seconds.']);
  });

  it('is not fetched from a private address', async () => {
    const { log, lines } = logLines();
    const source = createPictureSource({ log, userAgent: 'Cliffhanger/9.9.9' });
    serve(png(30, 20));
    expect(await source.logo({ kind: 'address', url: `${server.at}/logo.png` })).toBeUndefined();
    expect(server.hits).toEqual([]);
    expect(whys(lines)).toEqual([expect.stringContaining('belongs to this machine or its own network')]);
  });

  it('is read from a file, and again when the file has changed', async () => {
    const { source, lines } = aSource();
    const path = join(folder, 'logo.png');
    expect(await source.logo({ kind: 'file', path })).toBeUndefined();
    expect(await source.logo({ kind: 'file', path })).toBeUndefined();
    await writeFile(path, png(30, 20));
    expect(await source.logo({ kind: 'file', path })).toMatchObject({ width: 30 });
    await writeFile(path, png(123, 20));
    expect(await source.logo({ kind: 'file', path })).toMatchObject({ width: 123 });
    expect(whys(lines)).toEqual(['The file cannot be read: ENOENT.', false]);
  });
});
