import { DetectError } from 'feedsmith';
import { cut } from '../core/text/graphemes.ts';
import type { FeedContent, FeedFailure, FeedItem, UnusableItem } from '../ports/feed-source.ts';
import { decodeFeed } from './charset.ts';
import { entriesOf, type FeedEntry } from './feed-entries.ts';
import { itemOf, keyOf, type LinkedEntry, linked, titleOf } from './feed-item.ts';
import { itemFilter } from './pattern.ts';

/** Items of one feed that are looked at: the newest. */
const MOST_ITEMS = 1_000;

export interface FetchedFeed {
  readonly body: Uint8Array;
  /** The header `Content-Type`. */
  readonly type?: string;
  /** Where it came from in the end: relative links are relative to it. */
  readonly url: string;
  readonly only?: string;
  readonly skip?: string;
}

export type FeedReading = ({ readonly ok: true } & FeedContent) | ({ readonly ok: false } & FeedFailure);

/**
 * Reads RSS, Atom, RDF and JSON feeds of any kind and quality. Time and memory are those of the parser, so it runs apart from
 * the bot's own work, see `readApart`.
 */
export function readFeed({ body, type, url, only, skip }: FetchedFeed): FeedReading {
  const { text, guessed } = decodeFeed(body, type);
  const host = new URL(url).hostname;
  const parsed = parse(text, host);
  if ('failure' in parsed) return { ok: false, ...parsed.failure };
  const newest = newestFirst(parsed.entries.map((entry) => linked(entry, url)));
  const filter = itemFilter({ ...(only !== undefined && { only }), ...(skip !== undefined && { skip }) });
  const content = contentOf(newest.slice(0, MOST_ITEMS), url, filter);
  return {
    ok: true,
    ...content,
    remarks: [
      ...(guessed ? ['The feed is not in the charset that it names; it was read as Windows-1252.'] : []),
      ...(newest.length > MOST_ITEMS
        ? [`The feed has ${newest.length} items. The bot looks at the ${MOST_ITEMS} newest of them.`]
        : []),
      ...content.remarks,
    ],
  };
}

const PAGE = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html)[\s>]/i;

function parse(
  text: string,
  host: string,
): { readonly entries: readonly FeedEntry[] } | { readonly failure: FeedFailure } {
  const failure = (what: string, lasting: boolean) => ({ failure: { what, lasting } });
  if (text.trim() === '') return failure(`${host} answered with nothing instead of a feed.`, false);
  if (PAGE.test(text.slice(0, 5_000)))
    return failure(`${host} answered with a web page instead of a feed.`, true);
  try {
    return { entries: entriesOf(text) };
  } catch (error) {
    if (error instanceof DetectError)
      return failure(`${host} answered with something that is neither RSS nor Atom nor a JSON Feed.`, true);
    // A feed may be caught while it is being written, and is whole the next time.
    return failure(`The feed of ${host} is damaged or cut off.`, false);
  }
}

/** By date; those without one come last, in the feed's order, which usually begins with the newest. */
function newestFirst(entries: readonly LinkedEntry[]): readonly LinkedEntry[] {
  const at = ({ publishedAt }: LinkedEntry): number => publishedAt ?? Number.NEGATIVE_INFINITY;
  return [...entries].sort((one, other) => (at(one) === at(other) ? 0 : at(other) - at(one)));
}

/** @param newest the newest first */
function contentOf(
  newest: readonly LinkedEntry[],
  feed: string,
  filter: ReturnType<typeof itemFilter>,
): FeedContent {
  const chooseUrl = urlChooser(newest);
  const ambiguous = ambiguousIds(newest, chooseUrl);
  const remarks = [...ambiguous].map(
    (id) =>
      `Several items have the id "${shown(id)}" and different links, so the bot knows them by their links.`,
  );
  const items = new Map<string, FeedItem>();
  const unusable: UnusableItem[] = [];
  for (const one of newest) {
    const { id } = one.entry;
    const title = titleOf(one.entry);
    const url = chooseUrl(one);
    const own = id !== undefined && !ambiguous.has(id) ? id : url;
    const key = keyOf(own ?? title);
    if (url === undefined) unusable.push({ key, title, why: 'no-link' });
    else if (title === '') unusable.push({ key, title, why: 'no-words' });
    else if (items.has(key))
      remarks.push(`The feed has "${shown(title)}" twice; the bot takes the newer one.`);
    else {
      const item = itemOf(one, feed, { key, title, url });
      items.set(key, { item, wanted: filter.accepts(item) });
    }
  }
  return { items: [...items.values()].reverse(), unusable, remarks: fewOf(remarks) };
}

/** Where several entries share a page, as in many podcasts, an entry's own sound or film is its link. */
function urlChooser(all: readonly LinkedEntry[]): (one: LinkedEntry) => string | undefined {
  const users = new Map<string, number>();
  for (const { link } of all) if (link !== undefined) users.set(link, (users.get(link) ?? 0) + 1);
  return ({ link, enclosure }) => {
    if (link === undefined) return enclosure;
    return (users.get(link) ?? 0) > 1 ? (enclosure ?? link) : link;
  };
}

/** Ids that say nothing, because they are given to entries with different links. */
function ambiguousIds(
  all: readonly LinkedEntry[],
  chooseUrl: (one: LinkedEntry) => string | undefined,
): ReadonlySet<string> {
  const links = new Map<string, string | undefined>();
  const ambiguous = new Set<string>();
  for (const one of all) {
    const { id } = one.entry;
    if (id === undefined) continue;
    const link = chooseUrl(one);
    if (links.has(id) && links.get(id) !== link) ambiguous.add(id);
    links.set(id, link);
  }
  return ambiguous;
}

const MOST_REMARKS = 5;
const fewOf = (remarks: readonly string[]): readonly string[] =>
  remarks.length <= MOST_REMARKS
    ? remarks
    : [...remarks.slice(0, MOST_REMARKS), `And ${remarks.length - MOST_REMARKS} more like these.`];

const shown = (text: string): string => cut(text.replace(/\p{C}/gu, ''), 60);
