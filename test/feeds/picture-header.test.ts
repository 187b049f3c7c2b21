import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureHeader } from '../../src/feeds/picture-header.ts';
import { gif, jpeg, png, webp } from './pictures.ts';

describe('the header of a picture', () => {
  it.each([
    ['PNG', png(300, 200), { type: 'image/png', width: 300, height: 200 }],
    ['GIF', gif(300, 200), { type: 'image/gif', width: 300, height: 200 }],
    ['JPEG', jpeg(300, 200), { type: 'image/jpeg', width: 300, height: 200 }],
    ['lossy WebP', webp.lossy(300, 200), { type: 'image/webp', width: 300, height: 200 }],
    ['lossless WebP', webp.lossless(300, 200), { type: 'image/webp', width: 300, height: 200 }],
    ['extended WebP', webp.extended(300, 200), { type: 'image/webp', width: 300, height: 200 }],
    [
      'a PNG of 1,600 million pixels',
      png(40_000, 40_000),
      { type: 'image/png', width: 40_000, height: 40_000 },
    ],
  ])('tells kind and size: %s', (_, bytes, header) => {
    expect(pictureHeader(bytes)).toEqual(header);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')],
    ['HTML', Buffer.from('<!doctype html>')],
    ['a PNG that ends early', png(300, 200).subarray(0, 20)],
    ['a JPEG without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0])],
    ['a JPEG with a segment of no length', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0])],
    [
      'two megabytes of fill bytes',
      Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(2_000_000, 0xff)]),
    ],
  ])('is not found in %s', (_, bytes) => {
    expect(pictureHeader(bytes)).toBeUndefined();
  });

  it('survives any bytes, after any beginning', () => {
    const beginnings = [
      png(1, 1),
      gif(1, 1),
      jpeg(1, 1),
      webp.lossy(1, 1),
      webp.lossless(1, 1),
      webp.extended(1, 1),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...beginnings),
        fc.nat(40),
        fc.uint8Array({ maxLength: 200 }),
        (beginning, length, rest) => {
          const header = pictureHeader(Buffer.concat([beginning.subarray(0, length), rest]));
          if (header === undefined) return;
          expect(Number.isSafeInteger(header.width) && header.width >= 0).toBe(true);
          expect(Number.isSafeInteger(header.height) && header.height >= 0).toBe(true);
        },
      ),
      { numRuns: 20_000 },
    );
  });
});
