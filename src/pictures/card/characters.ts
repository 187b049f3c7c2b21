import { inflateSync } from 'node:zlib';

/** First and last code point. */
export type Range = readonly [first: number, last: number];

/**
 * The characters that a font has glyphs for: its `cmap` table, formats 4 and 12 (OpenType 1.9.1).
 * @param woff a WOFF 1.0 file that came with a package: it is trusted
 */
export function charactersOf(woff: Buffer): readonly Range[] {
  const cmap = tableOf(woff, 'cmap');
  const ranges: Range[] = [];
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const subtable = cmap.subarray(cmap.readUInt32BE(8 + 8 * index));
    const format = subtable.readUInt16BE(0);
    if (format === 4) ranges.push(...segmentsOf(subtable));
    else if (format === 12) ranges.push(...groupsOf(subtable));
  }
  return merged(ranges);
}

/** One table of a font, decompressed. */
function tableOf(woff: Buffer, name: string): Buffer {
  for (let entry = 44; entry < 44 + 20 * woff.readUInt16BE(12); entry += 20) {
    if (woff.toString('latin1', entry, entry + 4) !== name) continue;
    const [offset, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
    ];
    const bytes = woff.subarray(offset, offset + packed);
    return packed < length ? inflateSync(bytes) : bytes;
  }
  throw new Error(`The font has no table ${name}`);
}

function segmentsOf(table: Buffer): readonly Range[] {
  const size = table.readUInt16BE(6);
  const ranges: Range[] = [];
  for (let at = 0; at < size; at += 2) {
    const last = table.readUInt16BE(14 + at);
    const first = table.readUInt16BE(16 + size + at);
    const delta = table.readUInt16BE(16 + 2 * size + at);
    const place = 16 + 3 * size + at;
    const offset = table.readUInt16BE(place);
    for (let point = first; point <= last && point < 0xffff; point += 1) {
      const glyph =
        offset === 0 ? (point + delta) & 0xffff : table.readUInt16BE(place + offset + 2 * (point - first));
      if (glyph !== 0) ranges.push([point, point]);
    }
  }
  return ranges;
}

function groupsOf(table: Buffer): readonly Range[] {
  return Array.from({ length: table.readUInt32BE(12) }, (_, index) => {
    const at = 16 + 12 * index;
    return [table.readUInt32BE(at), table.readUInt32BE(at + 4)];
  });
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const all: [number, number][] = [];
  for (const [first, last] of [...ranges].sort(([one], [other]) => one - other)) {
    const before = all.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else all.push([first, last]);
  }
  return all;
}

export const covers = (ranges: readonly Range[], point: number): boolean =>
  ranges.some(([first, last]) => first <= point && point <= last);
