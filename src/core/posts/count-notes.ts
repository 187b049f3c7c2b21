import { cut } from '../text/graphemes.ts';
import { type CountTrouble, troubleOf } from '../vote/count-trouble.ts';
import { type KnownCommunity, publicNameOf } from '../vote/public-receipt.ts';
import type { OutletCount } from '../vote/tally.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import type { Line } from './content.ts';

/** The receipt lists all of them; a problem of a whole platform would fill the message. */
const MOST_SENTENCES = 3;
const MOST_NAMES = 5;
/** Longest such name in code points; a channel with its server may have 200. */
const LONGEST_NAME = 60;

export type Communities = ReadonlyMap<string, KnownCommunity>;

/**
 * For a result: what each count means that is not the platform's own final one, in one sentence per kind of problem. Fans of
 * all communities read it: as on the public receipt, only communities with a public name are named, and all others counted.
 * @param communities by outlet id.
 */
export function countNotes(
  counts: readonly OutletCount[],
  { counts: words }: Catalogue,
  communities: Communities = new Map(),
): readonly Line[] {
  const troubled = new Map<CountTrouble | 'late-poll', Map<string, string | undefined>>();
  for (const count of counts) {
    const trouble = troubleOf(count) ?? lateIn(count);
    if (trouble === undefined) continue;
    const community = communities.get(count.outlet);
    const key = community?.key ?? count.outlet;
    const names = troubled.get(trouble) ?? new Map<string, string | undefined>();
    troubled.set(trouble, names.set(key, names.get(key) ?? publicNameOf(count, community)));
  }
  const most = [...troubled].slice(0, MOST_SENTENCES);
  const each = Math.max(1, Math.floor(MOST_NAMES / most.length));
  return most.map(([trouble, all]) => {
    const names = [...all.values()].filter((name) => name !== undefined).slice(0, each);
    const told = trouble === 'late-poll' ? words.remarks[trouble] : words.of[trouble];
    return told.fans(names, all.size - names.length);
  });
}

/** How a count was read matters on the receipt only. */
const lateIn = (count: OutletCount): 'late-poll' | undefined =>
  count.status !== 'missing' && count.remark === 'late-poll' ? 'late-poll' : undefined;

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
