import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codePoints,
  cut,
  excessIn,
  LONGEST_CLUSTER,
  lengthForPeople,
  MOST_MARKS,
  piecesOf,
  trimClusters,
} from '../../../src/core/text/graphemes.ts';

const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}';
const TONED = '\u{1F468}\u{1F3FB}\u200D\u{1F469}\u{1F3FC}\u200D\u{1F467}\u{1F3FD}\u200D\u{1F466}\u{1F3FE}';
const KISS = '\u{1F469}\u{1F3FB}\u200D\u2764\uFE0F\u200D\u{1F48B}\u200D\u{1F468}\u{1F3FF}';
const FLAG = '\u{1F1E9}\u{1F1EA}';
const SCOTLAND = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}';
const HANGUL = '\u1112\u1161\u11AB';
const DECOMPOSED = 'e\u0301';
/** The tallest stack of Tibetan: a letter, seven below it, and a sign above. */
const TIBETAN = '\u0F67\u0F90\u0FB5\u0FA8\u0FB3\u0FBA\u0FBC\u0FBB\u0F82';
const HINDI = '\u0915\u094D\u0937\u094D\u092E\u094D\u092F\u093F\u0902';
const ZALGO = `Z${'\u0335\u0321\u034F'.repeat(100)}`;
const WHOLE = [
  FAMILY,
  TONED,
  KISS,
  FLAG,
  SCOTLAND,
  HANGUL,
  DECOMPOSED,
  TIBETAN,
  '\r\n',
  'a',
  ' ',
  '1\uFE0F\u20E3',
];

/** The text between invisible cuts, by a segmenter of the test itself. */
const clusters = (text: string): readonly string[] =>
  [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);

const boundaries = (text: string): readonly number[] => {
  let at = 0;
  return clusters(text).map((each) => {
    at += each.length;
    return at;
  });
};

const anything = fc.oneof(
  fc.string({ unit: fc.constantFrom(...WHOLE), minLength: 100, maxLength: 300 }),
  fc.string({ unit: fc.constantFrom(...WHOLE), maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      '\u1100',
      '\u1161',
      '\u200D',
      '\u{1F468}',
      '\u0301',
      '\u{1F1E9}',
      'a',
      '\u{E0067}',
      '\u0600',
    ),
    maxLength: 90,
  }),
);

describe('a text that is cut', () => {
  it.each(WHOLE.filter((each) => codePoints(each) > 1))('keeps %j whole, or leaves it out', (whole) => {
    const text = `ab${whole}cd`;
    for (let limit = 3; limit < codePoints(text); limit += 1) {
      expect(['ab…', `ab${whole}…`, `ab${whole}c…`, 'ab…']).toContain(
        cut(text, limit).replaceAll('\r\n', whole),
      );
    }
    expect(cut(text, codePoints(text))).toBe(text);
  });

  it('ends with an ellipsis, without a space before it', () => {
    expect(cut('to be continued', 7)).toBe('to be…');
    expect(cut('to be', 5)).toBe('to be');
    expect(cut(ZALGO, 10)).toBe('…');
  });

  it('is never longer than allowed, and ends at the end of a cluster', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 400 }), (text, limit) => {
        const short = cut(text, limit);
        expect(codePoints(short)).toBeLessThanOrEqual(limit);
        if (codePoints(text) <= limit) {
          expect(short).toBe(text);
          return;
        }
        const kept = short.slice(0, -1);
        expect(short).toBe(`${kept}…`);
        expect(text.startsWith(kept)).toBe(true);
        expect([0, ...boundaries(text)]).toContain(kept.length);
        // No more would have fitted, unless it is blank.
        const rest = clusters(text.slice(kept.length));
        const next = rest.findIndex((each) => each.trim() !== '');
        if (next < 0) return;
        const longer = kept + rest.slice(0, next + 1).join('');
        expect(codePoints(longer) + 1).toBeGreaterThan(limit);
      }),
    );
  });
});

describe('a text in pieces', () => {
  it('is the same text, each piece as long as possible and of whole clusters', () => {
    fc.assert(
      fc.property(anything.map(trimClusters), fc.integer({ min: LONGEST_CLUSTER, max: 60 }), (text, size) => {
        const pieces = piecesOf(text, size);
        expect(pieces.join('')).toBe(text);
        expect(pieces.flatMap(clusters)).toEqual(clusters(text));
        for (const piece of pieces) expect(codePoints(piece)).toBeLessThanOrEqual(size);
        for (const [at, piece] of pieces.slice(1).entries()) {
          const before = codePoints(pieces[at] ?? '');
          expect(before + codePoints(clusters(piece)[0] ?? '')).toBeGreaterThan(size);
        }
      }),
    );
  });
});

describe('an excessive character', () => {
  it.each([...WHOLE, HINDI, 'Việt Nam', 'שָׁלוֹם', 'ก็ได้', `${FAMILY}${KISS}`])('is not %j', (text) => {
    expect(excessIn(text)).toBeUndefined();
    expect(trimClusters(text)).toBe(text);
  });

  it('is one under hundreds of marks, and keeps the first of them', () => {
    expect(excessIn(`fine, ${ZALGO}`)).toEqual({
      what: 'has 300 marks on one character',
      right: 'at most 8 marks',
    });
    expect(trimClusters(`${ZALGO}!`)).toBe(`${ZALGO.slice(0, 1 + MOST_MARKS)}!`);
  });

  it('is an endless emoji, or one that hides a message in tags', () => {
    const endless = Array.from({ length: 50 }, () => '\u{1F468}').join('\u200D');
    expect(lengthForPeople(endless)).toBe(1);
    expect(excessIn(endless)?.what).toBe('has one character that is made of 99');
    expect(trimClusters(endless)).toBe(Array.from({ length: 8 }, () => '\u{1F468}').join('\u200D'));
    expect(codePoints(trimClusters(`\u{1F3F4}${'\u{E0041}'.repeat(500)}`))).toBe(LONGEST_CLUSTER);
  });

  it('is also what two characters become after they are shortened', () => {
    const syllable = `${'\u1100'.repeat(20)}\u1161`;
    expect(codePoints(trimClusters(syllable.repeat(2)))).toBe(LONGEST_CLUSTER);
  });

  it('is found quickly in a file of nothing else', () => {
    // With quadratic time, a million characters would take a quarter of an hour.
    const lines = `${'漢字'.repeat(250_000)}\u{1F468}`;
    expect(lengthForPeople(lines)).toBe(500_001);
    expect(excessIn(`${lines}${'\u0335'.repeat(500_000)}`)?.what).toBe('has 500000 marks on one character');
  });

  it('is in no text after it was trimmed, whatever the text was', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          anything.map((text) => text.repeat(8)),
        ),
        (text) => {
          const trimmed = trimClusters(text);
          expect(excessIn(trimmed)).toBeUndefined();
          expect(trimClusters(trimmed)).toBe(trimmed);
          if (excessIn(text) === undefined) expect(trimmed).toBe(text);
        },
      ),
    );
  });
});
