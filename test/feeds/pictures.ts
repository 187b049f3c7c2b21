import { crc32, deflateSync } from 'node:zlib';

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const u16le = (value: number): Buffer => Buffer.from([value & 255, value >> 8]);
const u32 = (value: number): Buffer =>
  Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);

function chunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  return Buffer.concat([u32(content.length), named, u32(crc32(named))]);
}

/**
 * A PNG of one colour. Of a large one only the header is true.
 * @param colour red, green, blue
 */
export function png(width: number, height: number, colour: readonly number[] = [255, 0, 0]): Buffer {
  const rows = width * height > 1_000_000 ? 1 : height;
  const row = Buffer.concat([
    Buffer.from([0]),
    ...Array.from({ length: Math.min(width, 1_000) }, () => Buffer.from(colour)),
  ]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const gif = (width: number, height: number): Buffer =>
  Buffer.concat([Buffer.from('GIF89a'), u16le(width), u16le(height), Buffer.alloc(3)]);

/** Begins with a segment that is no frame, as cameras write it. */
export const jpeg = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 10, ...Buffer.from('Exif\0\0aa'), 0xff, 0xff, 0xc2, 0, 17, 8]),
    u16(height),
    u16(width),
    Buffer.from([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
  ]);

const riff = (kind: string, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from('RIFF\x30\0\0\0WEBP', 'latin1'), Buffer.from(kind), Buffer.alloc(4), content]);

export const webp = {
  lossy: (width: number, height: number): Buffer =>
    riff('VP8 ', Buffer.concat([Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a]), u16le(width), u16le(height)])),
  lossless(width: number, height: number): Buffer {
    const sizes = ((width - 1) | ((height - 1) << 14)) >>> 0;
    return riff('VP8L', Buffer.concat([Buffer.from([0x2f]), u32(sizes).reverse()]));
  },
  extended: (width: number, height: number): Buffer =>
    riff(
      'VP8X',
      Buffer.concat([
        Buffer.alloc(4),
        u16le(width - 1),
        Buffer.from([0]),
        u16le(height - 1),
        Buffer.from([0]),
      ]),
    ),
};
