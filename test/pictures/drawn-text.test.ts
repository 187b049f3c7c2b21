import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn, linesOf, widthOf } from '../../src/pictures/drawn-text.ts';

const FITTING = { width: 120, size: 12, most: 50 };

describe('text in a picture', () => {
  it('is broken between words, and a word longer than a line between two characters', () => {
    expect(linesOf('The number on the card', { ...FITTING, width: 80 })).toEqual([
      'The number',
      'on the card',
    ]);
    const lines = linesOf('Pneumonoultramicroscopicsilicovolcanoconiosis', FITTING);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('')).toBe('Pneumonoultramicroscopicsilicovolcanoconiosis');
  });

  it('in a script without spaces is broken between words, and never inside a character', () => {
    const thai = 'ตอนจบของเรื่องที่ยาวมากที่สุดในโลก';
    expect(linesOf(thai, FITTING).join('')).toBe(thai);
    const family = '👨‍👩‍👧‍👦'.repeat(12);
    for (const line of linesOf(family, FITTING)) expect(line.replaceAll('👨‍👩‍👧‍👦', '')).toBe('');
  });

  it('ends in an ellipsis where lines were left out', () => {
    const lines = linesOf('one two three four five six seven eight nine ten', {
      ...FITTING,
      width: 60,
      most: 2,
    });
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/…$/);
  });

  it('fits into its width and loses nothing but spaces, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 60, max: 200 }),
        (raw, width) => {
          const text = drawn(raw);
          const lines = linesOf(text, { width, size: 12, most: 500 });
          expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
          for (const line of lines)
            if ([...line].length > 1) expect(widthOf(line, 12)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('loses what turns, hides or breaks the text around it', () => {
    expect(drawn('a\u202eb\u2066c\u200bd\ufeffe')).toBe('abcde');
    expect(drawn('one\ntwo\u2028three\u0000four\tfive')).toBe('one two three four five');
    expect(drawn(`lone ${'\ud800'} and \uffff`)).toBe('lone \ufffd and \ufffd');
    expect(drawn(`z${'\u0301'.repeat(200)}`).length).toBeLessThan(12);
  });
});
