import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asSeen,
  hasBlankGlyph,
  hasUnseen,
  showsNothing,
  withoutUnseen,
} from '../../../src/core/text/unseen.ts';

const tags = (letters: string): string =>
  String.fromCodePoint(...[...letters].map((letter) => 0xe0000 + (letter.codePointAt(0) ?? 0)));
const flag = (region: string): string => `\u{1f3f4}${tags(region)}\u{e007f}`;

/** Each of these shows nothing, wherever it is. */
const UNSEEN: readonly (readonly [name: string, character: string])[] = [
  ['a soft hyphen', '\u00ad'],
  ['a grapheme joiner', '\u034f'],
  ['an Arabic letter mark', '\u061c'],
  ['a Hangul choseong filler', '\u115f'],
  ['a Hangul filler', '\u3164'],
  ['a halfwidth Hangul filler', '\uffa0'],
  ['a Khmer inherent vowel', '\u17b4'],
  ['a zero-width space', '\u200b'],
  ['a left-to-right mark', '\u200e'],
  ['a right-to-left override', '\u202e'],
  ['a word joiner', '\u2060'],
  ['an invisible plus', '\u2064'],
  ['an isolate', '\u2066'],
  ['a deprecated format character', '\u206a'],
  ['a byte order mark', '\ufeff'],
  ['an annotation anchor', '\ufff9'],
  ['the beginning of a beam of notes', '\u{1d173}'],
  ['a tag', '\u{e0041}'],
  ['several tags', tags('hidden')],
  ['the end of tags', '\u{e007f}'],
  ['the tags of a flag without its flag', `${tags('gbeng')}\u{e007f}`],
];

/** People see these, or see their effect. */
const NEEDED: readonly (readonly [name: string, text: string])[] = [
  ['a family', '👨‍👩‍👧‍👦'],
  ['a rainbow flag', '🏳️‍🌈'],
  ['a keycap', '1️⃣'],
  ['a heart in colour and one in ink', '❤️ ❤︎'],
  ['a skin tone', '👍🏽'],
  ['the flag of England', flag('gbeng')],
  ['the flags of Scotland and Wales beside each other', flag('gbsct') + flag('gbwls')],
  ['a Persian word with a non-joiner', 'می‌خواهم'],
  ['a Sinhala word with a joiner', 'ශ්‍රී'],
  ['a Mongolian word with a selector', '\u182d\u180b'],
  ['a Han variant', '葛\u{e0100}'],
  ['a black flag', '\u{1f3f4}'],
];

describe('an invisible character', () => {
  it.each(UNSEEN)('is %s: removed from a text, and detected in it', (_, unseen) => {
    expect(withoutUnseen(`Ye${unseen}s${unseen}`)).toBe('Yes');
    expect(hasUnseen(`${unseen}Yes`)).toBe(true);
  });

  it.each(NEEDED)('is not %s', (_, text) => {
    expect(withoutUnseen(`a${text}b ${text}`)).toBe(`a${text}b ${text}`);
    expect(hasUnseen(text)).toBe(false);
  });

  it.each([
    ['that no platform has', flag('usca')],
    ['that spells a sentence', flag('meetmeattheoldpier')],
    ['without its end', `\u{1f3f4}${tags('gbeng')}`],
    ['without a region', '\u{1f3f4}\u{e007f}'],
  ])('is what hides behind a flag %s', (_, text) => {
    expect(withoutUnseen(text)).toBe('\u{1f3f4}');
  });
});

const unseen = fc.constantFrom(...UNSEEN.map(([, character]) => character));
const needed = fc.constantFrom(...NEEDED.map(([, text]) => text));
/** Alone, these at most change how the characters around them are shown. */
const joining = fc.constantFrom('\u200c', '\u200d', '\ufe0e', '\ufe0f', '\u{e0100}', '\u180b');
const marks = fc.constantFrom(
  '\u0301',
  'e',
  'E',
  'İ',
  '\u1100',
  '\u1161',
  '\u{1f3f4}',
  tags('g'),
  '\u{e007f}',
);
const part = fc.oneof(unseen, needed, joining, marks, fc.string({ unit: 'binary', maxLength: 3 }));
const anyText = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));

describe('a text without invisible characters', () => {
  it('is not changed by a second pass', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = withoutUnseen(text);
        expect(withoutUnseen(once)).toBe(once);
        expect(hasUnseen(once)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what people see, whatever stood around it', () => {
    fc.assert(
      fc.property(unseen, needed, unseen, (before, text, after) => {
        expect(withoutUnseen(`${before}a${text}b${after}`)).toBe(`a${text}b`);
      }),
    );
  });

  it('is found quickly, however long', () => {
    const length = 300_000;
    for (const text of ['\u{e0067}'.repeat(length), `\u{1f3f4}${tags('gbeng')}`.repeat(length / 6)])
      expect([...withoutUnseen(text)].every((character) => character === '\u{1f3f4}')).toBe(true);
  });
});

describe('two labels', () => {
  it('that differ only in invisible characters read the same', () => {
    const letters = fc.array(fc.constantFrom('Y', 'e', 's', 'é', '가', '\u0301', '\u1161', ' ', 'Σ'), {
      minLength: 1,
      maxLength: 8,
    });
    const hiding = fc.array(fc.oneof(unseen, joining), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(letters, hiding, (seen, hidden) => {
        const other = seen.map((letter, index) => letter + (hidden[index] ?? '')).join('');
        expect(asSeen(other)).toBe(asSeen(seen.join('')));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['capitals', 'Her Brother', 'her brother'],
    ['blanks', ' Her\u00a0 brother', 'Her brother'],
    ['a blank of Braille', 'Her brother\u2800', 'Her brother'],
    ['the form of their accents', 'Cafe\u0301', 'Café'],
    ['a variation selector', '❤\ufe0f', '❤'],
  ])('that differ only in %s read the same', (_, one, other) => {
    expect(asSeen(one)).toBe(asSeen(other));
  });

  it.each([
    ['what is left to private use', '\ue000'],
    ['private use of a higher plane', '\u{10fffd}'],
    ['a blank hieroglyph', '\u{13441}'],
    ['half a blank hieroglyph', '\u{13442}'],
    ['a Syriac abbreviation mark', '\u070f'],
    ['a Brahmi joiner', '\u{1107f}'],
    ['a Tifinagh joiner', '\u2d7f'],
    ['a selector of shorthand', '\u{1bc9d}'],
    ['a modifier of SignWriting', '\u{1da9b}'],
    ['a code point that will never be a character', '\ufdd0'],
  ])('that differ only in %s read the same, and it is not allowed in an address', (_, mark) => {
    expect(asSeen(`Ye${mark}s${mark}`)).toBe(asSeen('Yes'));
    expect(showsNothing(` ${mark}${mark}`)).toBe(true);
    expect(hasBlankGlyph(`https://watch.example/${mark}`)).toBe(true);
  });

  it.each([
    ['Yes', 'Yes!'],
    ['a b', 'ab'],
    ['👩', '👨'],
    [flag('gbeng'), flag('gbsct')],
  ])('%s and %s do not', (one, other) => {
    expect(asSeen(one)).not.toBe(asSeen(other));
  });

  it.each(['\ufe0f', '\u200c\u200d', ' \u2800 ', '\u180e', '\u3164'])(
    'with nothing to see read as nothing (%j)',
    (label) => {
      expect(asSeen(label)).toBe('');
    },
  );
});
