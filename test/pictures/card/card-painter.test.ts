import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Renderer } from '@takumi-rs/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pictureHeader } from '../../../src/feeds/picture-header.ts';
import { createPictureSource } from '../../../src/feeds/picture-source.ts';
import { createCardPainter } from '../../../src/pictures/card/card-painter.ts';
import { PAINT_LIMITS } from '../../../src/pictures/card/paint-thread.ts';
import type { CardPainter } from '../../../src/ports/card-painter.ts';
import type { PictureSource } from '../../../src/ports/picture-source.ts';
import { png } from '../../feeds/pictures.ts';
import { logLines } from '../../support/log-lines.ts';
import { pixelsOf } from '../../support/png.ts';
import { buildBot, threadsOf } from '../../support/stage/build.ts';
import { sampleCard } from './sample-cards.ts';

const without: PictureSource = { logo: async () => undefined };

describe('the painter of cards', () => {
  let worker: URL;
  let folder: string;
  const painters: CardPainter[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cards-'));
    worker = threadsOf(await buildBot()).paint ?? new URL('missing:');
  });
  afterAll(() => rm(folder, { recursive: true }));
  afterEach(async () => {
    for (const painter of painters.splice(0)) await painter.stop();
  });

  function aPainter(change: { limits?: typeof PAINT_LIMITS; worker?: URL } = {}) {
    const { log, lines } = logLines();
    const painter = createCardPainter({ log, pictures: without, worker, ...change });
    painters.push(painter);
    return { painter, lines };
  }

  it('draws a PNG of 1200 by 675 pixels', async () => {
    const { painter, lines } = aPainter();
    const picture = await painter.paint(sampleCard());
    expect(pictureHeader(Buffer.from(picture?.png ?? []))).toEqual({
      type: 'image/png',
      width: 1_200,
      height: 675,
    });
    expect(picture?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(lines).toEqual([]);
  });

  it('draws each content once, however many ask at the same time', async () => {
    const { painter } = aPainter();
    const pictures = await Promise.all(Array.from({ length: 50 }, () => painter.paint(sampleCard())));
    expect(new Set(pictures).size).toBe(1);
    expect(await painter.paint(sampleCard())).toBe(pictures[0]);
    const other = await painter.paint(sampleCard({ receipt: 'another' }));
    expect(other?.key).not.toBe(pictures[0]?.key);
  });

  /** A thread that does something else than drawing with its first card; started again, it draws. */
  async function troubled(trouble: string): Promise<URL> {
    const file = join(folder, `${painters.length}-${trouble.length}.mjs`);
    await writeFile(
      file,
      `import { existsSync, writeFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       if (existsSync(${JSON.stringify(`${file}.done`)})) await import(${JSON.stringify(worker.href)});
       else {
         writeFileSync(${JSON.stringify(`${file}.done`)}, '');
         parentPort.on('message', () => { ${trouble} });
       }`,
    );
    return pathToFileURL(file);
  }

  it('gives up a card that takes too long, says so, and draws the next one', async () => {
    const { painter, lines } = aPainter({
      limits: { ...PAINT_LIMITS, time: 3_000 },
      worker: await troubled('for (;;);'),
    });
    const [stuck, next] = await Promise.all([
      painter.paint(sampleCard()),
      painter.paint(sampleCard({ question: 'And then?' })),
    ]);
    expect(stuck).toBeUndefined();
    expect(next?.png.length).toBeGreaterThan(10_000);
    expect(lines).toMatchObject([{ level: 'warn', fields: { why: 'it took longer than 3 seconds' } }]);
  });

  it('starts a thread again that died, and draws the card then', async () => {
    for (const trouble of [
      'process.exit(1)',
      'throw new Error("broken")',
      'const all = []; for (;;) all.push(new Array(9_999).fill(all));',
    ]) {
      const { painter, lines } = aPainter({
        worker: await troubled(trouble),
        limits: { ...PAINT_LIMITS, megabytes: 64 },
      });
      expect((await painter.paint(sampleCard()))?.png.length, trouble).toBeGreaterThan(10_000);
      expect(lines).toEqual([]);
    }
  });

  it('says that it cannot draw where its thread is not built', async () => {
    const { painter, lines } = aPainter({ worker: new URL('file:///nowhere/paint-worker.js') });
    expect(await painter.paint(sampleCard())).toBeUndefined();
    expect(lines).toMatchObject([{ fields: { why: 'its thread died twice' } }]);
  });

  it('draws no empty boxes: a card whose characters have no font is left out, and the log says what to install', async () => {
    const { painter, lines } = aPainter();
    expect(await painter.paint(sampleCard({ question: 'ვინ დარეკავს?' }))).toBeUndefined();
    expect(lines).toMatchObject([{ fields: { install: '@fontsource/noto-sans-georgian' } }]);
  });

  describe('with a logo', () => {
    const GREEN = [0, 200, 0] as const;
    const greens = (png: Uint8Array | undefined): number =>
      pixelsOf(png ?? new Uint8Array()).count(
        { left: 50, top: 40, right: 300, bottom: 120 },
        (red, green, blue) => red < 30 && green > 150 && blue < 30,
      );
    async function painted(name: string, bytes: Uint8Array) {
      const { log, lines } = logLines();
      const pictures = createPictureSource({ log, userAgent: 'Cliffhanger' });
      const painter = createCardPainter({ log, pictures, worker });
      painters.push(painter);
      const path = join(folder, name);
      await writeFile(path, bytes);
      const paint = () => painter.paint(sampleCard({ appearance: { logo: { kind: 'file', path } } }));
      return { picture: await paint(), paint, lines, path };
    }
    const drawnAs = (format: 'png' | 'jpeg' | 'webp'): Promise<Uint8Array> =>
      new Renderer().render(
        { type: 'container', style: { width: '100%', height: '100%', backgroundColor: '#00c800' } },
        { width: 120, height: 60, format },
      );

    it.each(['png', 'jpeg', 'webp'] as const)('shows a %s', async (format) => {
      const { picture, lines } = await painted(`logo.${format}`, await drawnAs(format));
      // 132 by 66, with round corners.
      expect(greens(picture?.png)).toBeGreaterThan(8_000);
      expect(lines).toEqual([]);
    });

    it('shows a GIF', async () => {
      const gif = Buffer.from('R0lGODlhAQABAIAAAADIAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
      const { picture } = await painted('logo.gif', gif);
      expect(greens(picture?.png)).toBeGreaterThan(3_500);
    });

    it('draws anew when the logo has changed', async () => {
      const { picture, paint, path } = await painted('changing.png', png(30, 30, GREEN));
      expect(greens(picture?.png)).toBeGreaterThan(3_500);
      await writeFile(path, png(31, 30, [0, 0, 200]));
      const next = await paint();
      expect(greens(next?.png)).toBe(0);
      expect(next?.key).not.toBe(picture?.key);
    });

    it('leaves it out if it is broken behind its header, and says so', async () => {
      const whole = png(300, 300, GREEN);
      const { picture, lines } = await painted('broken.png', whole.subarray(0, 60));
      expect(picture?.png.length).toBeGreaterThan(10_000);
      expect(greens(picture?.png)).toBe(0);
      expect(lines).toMatchObject([{ message: 'the logo could not be drawn; the card is without it' }]);
    });

    it('leaves it out if it is larger than can be decoded', async () => {
      const { picture, lines } = await painted('bomb.png', png(40_000, 40_000));
      expect(picture?.png.length).toBeGreaterThan(10_000);
      expect(lines).toMatchObject([{ message: 'this logo cannot be used; cards and pages are without it' }]);
    });
  });
});
