import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pictureHeader } from '../../../src/feeds/picture-header.ts';
import { createCardPainter } from '../../../src/pictures/card/card-painter.ts';
import { PAINT_LIMITS } from '../../../src/pictures/card/paint-thread.ts';
import type { CardPainter } from '../../../src/ports/card-painter.ts';
import type { PictureSource } from '../../../src/ports/picture-source.ts';
import { logLines } from '../../support/log-lines.ts';
import { buildBot, threadsOf } from '../../support/stage/build.ts';
import { sampleCard } from './sample-cards.ts';

const without: PictureSource = { logo: async () => undefined };

describe('the painter of cards', () => {
  let worker: URL;
  const painters: CardPainter[] = [];
  beforeAll(async () => {
    worker = threadsOf(await buildBot()).paint ?? new URL('missing:');
  });
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
    const other = await painter.paint(sampleCard({ hash: 'another' }));
    expect(other?.key).not.toBe(pictures[0]?.key);
  });

  it('gives up a card that takes too long, says so, and draws the next one', async () => {
    const { painter, lines } = aPainter({ limits: { ...PAINT_LIMITS, time: 1 } });
    expect(await painter.paint(sampleCard())).toBeUndefined();
    expect(lines).toMatchObject([{ level: 'warn', fields: { why: 'it took longer than 0.001 seconds' } }]);
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
});
