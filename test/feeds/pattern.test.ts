import { describe, expect, it } from 'vitest';
import { itemFilter, readPattern } from '../../src/feeds/pattern.ts';

const matches = (text: string, words: string): boolean | string => {
  const pattern = readPattern(text);
  return pattern.ok ? pattern.matches(words) : pattern.what;
};

describe('a regular expression of the operator', () => {
  it.each([
    ['trailer|/shorts/', 'Official TRAILER', true],
    ['trailer|/shorts/', 'https://www.youtube.com/shorts/x', true],
    ['trailer|/shorts/', 'Episode 1', false],
    ['^ep\\.? \\d+', 'Ep. 12', true],
    ['ÜBER', 'über', true],
    ['\\p{L}+\\s第\\d話', 'x 第3話', true],
    ['\\u{1F3AC}|\\u00e9', 'É', true],
    ['(?<n>a)b', 'AB', true],
    ['[^]x', '\nx', true],
    ['\\/shorts\\/', '/shorts/', true],
  ])('reads %s', (text, words, found) => {
    expect(matches(text, words)).toBe(found);
  });

  it.each([
    ['', 'it is empty, and would match everything'],
    ['x'.repeat(501), 'it has 501 characters'],
    ['[a', 'it has a [ without a ]'],
    ['(a', 'it has a ( without a )'],
    ['a)', 'it has a ) without a ('],
    ['*', 'it repeats nothing'],
    ['(a{1000}){1000}', 'it has a repetition that is too large'],
    ['(?:a?){1000}a{1000}', 'it repeats too much'],
    ['(?!trailer)', 'it has a group that begins with (?'],
    ['(?<=x)y', 'it has a group that begins with (?<'],
    ['(a)\\1', 'it refers back with \\1'],
    ['\\', 'it ends with a single backslash'],
    ['[z-a]', 'it has z-a, which means nothing'],
  ])('says what is wrong with %s', (text, what) => {
    expect(matches(text, '')).toBe(what);
  });

  it('does not run forever where others would', () => {
    const hostile = [
      '(a+)+$',
      '((((a+)+)+)+)+$',
      '(a|aa)+$',
      '(.*)*(.*)*(.*)*x',
      '(x+x+)+y'.repeat(60),
      '(a{30}){30}b',
    ];
    const slow = hostile.filter((text) => {
      const before = performance.now();
      expect(matches(text, `${'a'.repeat(2_500)}!`)).toBe(false);
      return performance.now() - before > 1_000;
    });
    expect(slow).toEqual([]);
  });

  it('chooses items by title and link', () => {
    const accepts = (rules: { only?: string; skip?: string }, title: string, url = 'https://x.example/') =>
      itemFilter(rules).accepts({ title, url });
    expect([
      accepts({}, 'Anything'),
      accepts({ only: '^Ep' }, 'Ep 1'),
      accepts({ only: '^Ep' }, 'A talk'),
      accepts({ only: '^Ep', skip: 'trailer' }, 'Ep 2 trailer'),
      accepts({ skip: '/shorts/' }, 'Ep 3', 'https://x.example/shorts/3'),
      accepts({ only: '/ep/' }, 'Four', 'https://x.example/ep/4'),
    ]).toEqual([true, true, false, false, false, true]);
  });
});
