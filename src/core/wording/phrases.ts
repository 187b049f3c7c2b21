import type { Milliseconds, PlatformName } from '../ids.ts';
import { platformTitle } from '../platform-name.ts';
import { type Line, line } from '../posts/content.ts';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** Each platform's votes, such as `Paper 12 · Stone 30`: the same in every language. */
export const totalsLine = (
  totals: readonly { readonly platform: PlatformName; readonly votes: number }[],
): Line => line(totals.map(({ platform, votes }) => `${platformTitle(platform)} ${votes}`).join(' · '));

interface Phrases {
  /** `1 vote`, `12000 votes`: plain digits, and the form that the language has for that many. */
  readonly plural: (count: number, one: string, many: string) => string;
  /** `12,000` as the language groups digits: only where the reader does not search for the number, as in pictures. */
  readonly grouped: (count: number) => string;
  /** `41%`, `41 %`; of whole percents. */
  readonly percent: (percent: number) => string;
  /** The two largest units, rounded down: `1 day and 4 hours`. */
  readonly duration: (length: Milliseconds) => string;
}

/** To make a formatter takes far longer than to use it, and a bot speaks few languages. */
const kept = new Map<string, Phrases>();

/** What numbers look like in a language, after the CLDR that Node carries. */
export function phrasesOf(language: string): Phrases {
  const phrases = kept.get(language) ?? makePhrases(language);
  kept.set(language, phrases);
  return phrases;
}

function makePhrases(language: string): Phrases {
  const forms = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language);
  const share = new Intl.NumberFormat(language, { style: 'percent' });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const inUnit = (unit: string): Intl.NumberFormat =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', useGrouping: false });
  const units = UNITS.map(([unit, size]) => [inUnit(unit), size] as const);
  const seconds = inUnit('second');
  return {
    plural: (count, one, many) => `${count} ${forms.select(count) === 'one' ? one : many}`,
    grouped: (count) => digits.format(count),
    percent: (percent) => share.format(percent / 100),
    duration(length) {
      const parts: string[] = [];
      let rest = length;
      for (const [unit, size] of units) {
        const count = Math.floor(rest / size);
        if (count > 0) parts.push(unit.format(count));
        rest -= count * size;
      }
      return parts.length === 0 ? seconds.format(0) : list.format(parts.slice(0, 2));
    },
  };
}
