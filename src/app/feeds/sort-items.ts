import { backoff } from '../../core/backoff.ts';
import type { Instant } from '../../core/ids.ts';
import type { Item } from '../../core/story/item.ts';
import type { FeedContent, FeedItem, UnusableItem } from '../../ports/feed-source.ts';
import {
  contentOf,
  EDITS_REST,
  marksOf,
  PASSED,
  readBrought,
  unusableMark,
  writeBrought,
} from './feed-marks.ts';

export interface Sorting {
  /** What is kept with the marks of `marksIn` that the season has. */
  readonly kept: ReadonlyMap<string, string>;
  /** The feed is read for the first time. */
  readonly first: boolean;
  /** When the season began. */
  readonly startedAt: Instant;
  readonly now: Instant;
}

export interface Sorted {
  /** Something is new, or has changed since it was brought. */
  readonly news: number;
  /**
   * If there are news: all items that are episodes, in the feed's order. The season sees from them which links several items
   * share, so those that have not changed belong to it.
   */
  readonly bring: readonly Item[];
  /** Items that were not there before and can't be posted. */
  readonly unusable: readonly UnusableItem[];
  /** To be kept once `bring` has been brought. */
  readonly marks: ReadonlyMap<string, string>;
  /** Some change was put off, so the feed must be read again even if it stays as it is. */
  readonly putOff: boolean;
}

/** All marks by which `sortItems` may recognise what is in the feed. */
export const marksIn = ({ items, unusable }: FeedContent): readonly string[] => [
  ...items.flatMap(({ item }) => {
    const { own, alike } = marksOf(item);
    return [own, ...alike];
  }),
  ...unusable.map(({ key }) => unusableMark(key)),
];

/**
 * Tells what is new in a feed. What its first reading shows and is dated before the season's start, or not dated, is no episode;
 * what is unseen later is new, whatever its date. An item that got another id, or came back after a while, is not new.
 */
export function sortItems({ items, unusable }: FeedContent, sorting: Sorting): Sorted {
  const episodes: Item[] = [];
  let news = 0;
  const marks = new Map<string, string>();
  let putOff = false;
  for (const found of items) {
    const { item } = found;
    const { own, alike } = marksOf(item);
    const fate = fateOf(found, sorting);
    if (fate === 'put-off') putOff = true;
    if (fate === 'same' || typeof fate === 'object') episodes.push(item);
    if (fate === 'nothing' || fate === 'same' || fate === 'put-off') continue;
    if (typeof fate === 'object') news += 1;
    for (const mark of alike) marks.set(mark, PASSED);
    marks.set(own, typeof fate === 'object' ? writeBrought(fate) : PASSED);
  }
  const fresh = unusable.filter(({ key }) => !sorting.kept.has(unusableMark(key)));
  for (const { key } of fresh) marks.set(unusableMark(key), PASSED);
  return { news, bring: news > 0 ? episodes : [], unusable: sorting.first ? [] : fresh, marks, putOff };
}

type Fate =
  /** It is an episode, and nothing has changed about it. */
  | 'same'
  /** It is no episode, as is known already, or has changed into something that is none. */
  | 'nothing'
  /** It turns out to be no episode. */
  | 'passed'
  /** It has changed again too soon. */
  | 'put-off'
  /** It is brought, and this is kept. */
  | { readonly content: string; readonly at: Instant; readonly edits: number };

function fateOf({ item, wanted }: FeedItem, { kept, first, startedAt, now }: Sorting): Fate {
  const { own, alike } = marksOf(item);
  const content = contentOf(item);
  const known = kept.get(own);
  if (known === undefined) {
    if (alike.some((mark) => kept.has(mark))) return 'passed';
    const before = first && (item.publishedAt === undefined || item.publishedAt < startedAt);
    return before || !wanted ? 'passed' : { content, at: now, edits: 0 };
  }
  const brought = readBrought(known);
  if (brought === undefined) return 'nothing';
  if (brought.content === content) return 'same';
  if (!wanted) return 'nothing';
  const rest = brought.edits === 0 ? 0 : backoff(EDITS_REST, brought.edits);
  return now < brought.at + rest ? 'put-off' : { content, at: now, edits: brought.edits + 1 };
}
