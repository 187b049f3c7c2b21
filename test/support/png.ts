import { inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** `#rrggbb` */
  at(x: number, y: number): string;
  /** How many pixels of a rectangle fulfil a condition. */
  count(box: Box, condition: (red: number, green: number, blue: number) => boolean): number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Decodes a PNG with eight bits a channel, RGB or RGBA, not interlaced: what the bot draws. */
export function pixelsOf(png: Uint8Array): Pixels {
  const file = Buffer.from(png);
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const [depth, kind, interlaced] = [file[24], file[25], file[28]];
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0)
    throw new Error(`A PNG of depth ${depth} and colour type ${kind} is not read here`);
  const channels = kind === 6 ? 4 : 3;
  const data = unfiltered(inflateSync(imageData(file)), width * channels, height, channels);
  const start = (x: number, y: number): number => (y * width + x) * channels;
  return {
    width,
    height,
    at: (x, y) => `#${data.subarray(start(x, y), start(x, y) + 3).toString('hex')}`,
    count({ left, top, right, bottom }, condition) {
      let found = 0;
      for (let y = top; y < bottom; y += 1)
        for (let x = left; x < right; x += 1) {
          const from = start(x, y);
          if (condition(data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0)) found += 1;
        }
      return found;
    },
  };
}

function imageData(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return Buffer.concat(parts);
}

/** PNG specification, 9.2 */
function unfiltered(data: Buffer, rowBytes: number, rows: number, channels: number): Buffer {
  const out = Buffer.alloc(rowBytes * rows);
  for (let row = 0; row < rows; row += 1) {
    const filter = data[row * (rowBytes + 1)] ?? 0;
    for (let byte = 0; byte < rowBytes; byte += 1) {
      const here = row * rowBytes + byte;
      const left = byte < channels ? 0 : (out[here - channels] ?? 0);
      const above = row === 0 ? 0 : (out[here - rowBytes] ?? 0);
      const corner = row === 0 || byte < channels ? 0 : (out[here - rowBytes - channels] ?? 0);
      const raw = data[row * (rowBytes + 1) + 1 + byte] ?? 0;
      const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      out[here] = (raw + predicted) & 255;
    }
  }
  return out;
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((one) => Math.abs(estimate - one)) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
