import { asSeen } from './unseen.ts';

/**
 * Characters that most fonts draw alike, each replaced by one of them. From Unicode's confusables (UTS #39) we take those
 * that people type, in the scripts of the languages that shows are written in.
 */
const ALIKE: readonly (readonly [as: string, characters: string])[] = [
  ['a', 'аɑα'],
  ['b', 'Ьƅ'],
  ['c', 'сϲⅽ'],
  ['d', 'ԁⅾ'],
  ['e', 'еҽ'],
  ['g', 'ɡց'],
  ['h', 'һհ'],
  ['i', 'іıɩι'],
  ['j', 'јϳ'],
  ['k', 'кκ'],
  ['l', '1|ӏⅼǀ'],
  ['m', 'мⅿ'],
  ['n', 'ոп'],
  ['o', '0оοօ'],
  ['p', 'рρ'],
  ['q', 'ԛ'],
  ['r', 'г'],
  ['s', 'ѕ'],
  ['t', 'тτ'],
  ['u', 'υս'],
  ['v', 'ѵν'],
  ['w', 'ԝω'],
  ['x', 'хχⅹ'],
  ['y', 'уγү'],
  ['z', 'ᴢ'],
  ["'", '’‘ʼ`´'],
  ['"', '“”„«»'],
  ['-', '‐‑‒–—−'],
];
const AS = new Map(ALIKE.flatMap(([as, characters]) => [...characters].map((one) => [one, as] as const)));

/** Capitals that look like a different letter than their lower-case form does. */
const CAPITALS: ReadonlyMap<string, string> = new Map([
  ['I', 'l'],
  ['І', 'l'],
  ['Ι', 'l'],
  ['В', 'b'],
  ['Β', 'b'],
  ['Н', 'h'],
  ['Η', 'h'],
  ['Р', 'p'],
  ['Ρ', 'p'],
  ['С', 'c'],
  ['Х', 'x'],
  ['Χ', 'x'],
  ['У', 'y'],
  ['Υ', 'y'],
  ['Ν', 'n'],
  ['Μ', 'm'],
]);

/** Spaces so narrow that people overlook them between two letters. */
const NARROW = /[\u2006\u2008-\u200a\u202f]/gu;

/** Pairs of letters that look like one letter. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
];

/** A text as it looks at a glance: two texts with the same look are easily confused. For comparing only. */
export function lookOf(text: string): string {
  const capitals = [...text.replace(NARROW, '').normalize('NFKC')]
    .map((one) => CAPITALS.get(one) ?? one)
    .join('');
  const plain = [...asSeen(capitals).normalize('NFKC')].map((one) => AS.get(one) ?? one).join('');
  return PAIRS.reduce((look, [pair, as]) => look.replace(pair, as), plain);
}
