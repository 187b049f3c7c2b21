import { describe, expect, it } from 'vitest';
import { type Sorted, sortItems } from '../../../src/app/feeds/sort-items.ts';
import type { Item } from '../../../src/core/story/item.ts';

const START = 1_000_000_000_000;
const HOUR = 3_600_000;

const item = (number: number, more: Partial<Item> = {}): Item => ({
  key: `g${number}`,
  title: `Episode ${number}`,
  url: `https://watch.example/${number}`,
  synopsis: '',
  publishedAt: START + number * HOUR,
  ...more,
});

/** A feed that is read again and again, as its season remembers it. */
class Reader {
  readonly kept = new Map<string, string>();
  #first = true;

  read(items: readonly Item[], { now = START + 100 * HOUR, skip = '' } = {}): Sorted {
    const content = {
      items: items.map((one) => ({ item: one, wanted: skip === '' || !one.title.includes(skip) })),
      unusable: [],
      remarks: [],
    };
    const sorted = sortItems(content, { kept: this.kept, first: this.#first, startedAt: START, now });
    this.#first = false;
    for (const [mark, kept] of sorted.marks) this.kept.set(mark, kept);
    return sorted;
  }

  /** Titles of what is brought. */
  brings(items: readonly Item[], how: { now?: number; skip?: string } = {}): readonly string[] {
    return this.read(items, how).bring.map(({ title }) => title);
  }
}

const undated = (number: number, more: Partial<Item> = {}): Item => {
  const { publishedAt: _, ...rest } = item(number);
  return { ...rest, ...more };
};

describe('the first reading of a feed', () => {
  it('is the baseline: what is dated before the start, or not dated, is no episode', () => {
    const reader = new Reader();
    expect(reader.brings([item(-2), undated(9), item(1), item(-1)])).toEqual(['Episode 1']);
    expect(reader.brings([item(-2), undated(9), item(1), item(-1), undated(10), item(2)])).toEqual([
      'Episode 1',
      'Episode 10',
      'Episode 2',
    ]);
  });

  it('may find nothing', () => {
    const reader = new Reader();
    expect(reader.brings([])).toEqual([]);
    expect(reader.brings([item(-1)])).toEqual(['Episode -1']);
  });
});

describe('what is not new in a feed', () => {
  const old = [item(-2), item(-1)];
  const reading = (): Reader => {
    const reader = new Reader();
    reader.read(old);
    reader.read([...old, item(1), item(2)]);
    return reader;
  };
  const nothing = { news: 0, bring: [], putOff: false };

  it.each<[string, readonly Item[]]>([
    ['is the same', [...old, item(1), item(2)]],
    ['shrinks', [item(2)]],
    ['is empty', []],
    ['has another order', [item(2), item(-1), item(1), item(-2)]],
    ['has other ids', [item(-2, { key: 'x' }), item(-1, { key: 'y' }), item(1, { key: 'z' }), item(2)]],
    [
      'has other ids and titles, and the same dates',
      [item(-1, { key: 'x', title: 'New' }), item(1, { key: 'y', title: 'Newer' })],
    ],
    ['has no ids and no dates any more', [1, 2].map((one) => undated(one, { key: item(one).url }))],
  ])('is a feed that %s', (_, items) => {
    const reader = reading();
    expect(reader.read(items)).toMatchObject(nothing);
    expect(reader.read([...old, item(1), item(2)])).toMatchObject(nothing);
  });

  it('is an item that comes back after a year', () => {
    const reader = reading();
    for (let number = 3; number < 200; number += 1) reader.read([item(number)]);
    expect(reader.read([item(-1), item(1)], { now: START + 9_000 * HOUR })).toMatchObject(nothing);
  });

  it('is what the filter leaves out, also when the filter is changed later', () => {
    const reader = new Reader();
    reader.read([]);
    expect(reader.brings([item(1, { title: 'Trailer 1' }), item(2)], { skip: 'Trailer' })).toEqual([
      'Episode 2',
    ]);
    expect(reader.brings([item(1, { title: 'Trailer 1' }), item(2)])).toEqual([]);
  });
});

describe('what is new in a feed', () => {
  it('is unseen, whatever its date, and brought with the episodes before it', () => {
    const reader = new Reader();
    reader.read([item(-1), item(1)]);
    expect(reader.read([item(-1), item(-900), item(1)])).toMatchObject({
      news: 1,
      bring: [{ title: 'Episode -900' }, { title: 'Episode 1' }],
    });
  });

  it('is an item with a link that others share, if it has a title and a date of its own', () => {
    const url = 'https://watch.example/';
    const reader = new Reader();
    reader.read([item(-1, { url })]);
    expect(reader.brings([item(-1, { url }), item(1, { url })])).toEqual(['Episode 1']);
    expect(reader.brings([item(-1, { url }), item(1, { url }), item(2, { url })])).toEqual([
      'Episode 1',
      'Episode 2',
    ]);
  });

  it('is a correction of an episode, and none of what is no episode', () => {
    const reader = new Reader();
    reader.read([item(-1), item(1)]);
    expect(reader.brings([item(-1, { title: 'Old, corrected' }), item(1, { title: 'Corrected' })])).toEqual([
      'Corrected',
    ]);
    expect(reader.brings([item(-1), item(1, { title: 'Corrected' })])).toEqual([]);
  });

  it('is a correction at once, and then less and less often', () => {
    const reader = new Reader();
    const at = (minutes: number) => ({ now: START + minutes * 60_000 });
    const link = (number: number) => [item(1, { url: `https://cdn.example/1?expires=${number}` })];
    reader.read(link(0), at(0));
    const read = [1, 2, 10, 11, 12, 30, 31, 32].map((minute) => {
      const { news, putOff } = reader.read(link(minute), at(minute));
      return [minute, news, putOff];
    });
    expect(read).toEqual([
      [1, 1, false],
      [2, 0, true],
      [10, 0, true],
      [11, 1, false],
      [12, 0, true],
      [30, 0, true],
      [31, 1, false],
      [32, 0, true],
    ]);
  });
});

describe('an item that cannot be posted', () => {
  const unusable = { key: 'g1', title: 'Episode 1', why: 'no-link' } as const;
  const reads = (reader: { kept: Map<string, string> }, first: boolean, usable: readonly Item[] = []) => {
    const content = {
      items: usable.map((one) => ({ item: one, wanted: true })),
      unusable: usable.length > 0 ? [] : [unusable],
      remarks: [],
    };
    const sorted = sortItems(content, { kept: reader.kept, first, startedAt: START, now: START });
    for (const [mark, kept] of sorted.marks) reader.kept.set(mark, kept);
    return sorted;
  };

  it('is named once, and not if it was always there', () => {
    const later = { kept: new Map<string, string>() };
    expect([reads(later, false).unusable, reads(later, false).unusable]).toEqual([[unusable], []]);
    const always = { kept: new Map<string, string>() };
    expect([reads(always, true).unusable, reads(always, false).unusable]).toEqual([[], []]);
  });

  it('is new once it has been corrected', () => {
    const reader = { kept: new Map<string, string>() };
    reads(reader, false);
    expect(reads(reader, false, [item(1)]).bring).toEqual([item(1)]);
  });
});
