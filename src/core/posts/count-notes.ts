import { cut } from '../text/graphemes.ts';
import { type CountTrouble, troubleOf } from '../vote/count-trouble.ts';
import type { OutletCount } from '../vote/tally.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import type { Line } from './content.ts';

/** The receipt has all of them; a trouble of a whole platform would fill the message. */
const MOST_SENTENCES = 3;
const MOST_NAMES = 5;
/** Code points of such a name; a channel with its server may have 200. */
const LONGEST_NAME = 60;

/** For a result: what every count means that is not the platform's own final one, a sentence for each kind of trouble. */
export function countNotes(counts: readonly OutletCount[], { counts: words }: Catalogue): readonly Line[] {
  const names = new Map<CountTrouble, string[]>();
  for (const count of counts) {
    const trouble = troubleOf(count);
    if (trouble !== undefined) names.set(trouble, [...(names.get(trouble) ?? []), nameOf(count)]);
  }
  const told = [...names].slice(0, MOST_SENTENCES);
  const each = Math.max(1, Math.floor(MOST_NAMES / told.length));
  return told.map(([trouble, all]) => {
    return words.of[trouble].fans(all.slice(0, each), all.length - each);
  });
}

/** For showrunners: what to do about each such count. */
export function countTasks(counts: readonly OutletCount[], words: Catalogue): readonly Line[] {
  const tasks = counts.flatMap((count) => {
    const trouble = troubleOf(count);
    return trouble === undefined ? [] : [words.counts.of[trouble].showrunners(nameOf(count))];
  });
  const others = tasks.length - MOST_NAMES;
  return [...tasks.slice(0, MOST_NAMES), ...(others > 0 ? [words.counts.moreOnReceipt(others)] : [])];
}

const nameOf = ({ name }: OutletCount): string => cut(name, LONGEST_NAME);
