import { createHash } from 'node:crypto';
import { DAY } from '../core/durations.ts';
import type { Instant } from '../core/ids.ts';
import { readDescription } from '../core/story/announced-vote.ts';
import type { Item } from '../core/story/item.ts';
import { isWebAddress } from '../core/story/web-address.ts';
import { cutAtWord } from '../core/text/graphemes.ts';
import { oneLine } from '../core/text/plain.ts';
import { showsNothing } from '../core/text/unseen.ts';
import { urlOf } from '../core/text/url.ts';
import type { FeedEntry, Words } from './feed-entries.ts';
import { plainText } from './plain-text.ts';

/** Code points. Platforms allow 256 and more; longer titles are texts without one. */
const LONGEST_TITLE = 200;
/** Of a title that is the beginning of the text. */
const LONGEST_MADE_TITLE = 80;
/** UTF-16 code units that are read of a title and of a description, markup included. */
const READ_OF_TITLE = 2_000;
const READ_OF_DESCRIPTION = 50_000;
/** Longer keys, and those with characters that a store could change, are kept as a digest. */
const LONGEST_KEY = 200;

/** An entry with everything that is known of it before others are looked at. */
export interface LinkedEntry {
  readonly entry: FeedEntry;
  /** Of its page. */
  readonly link?: string;
  /** Of its sound or film. */
  readonly enclosure?: string;
  readonly publishedAt?: Instant;
}

/** @param feed address that the feed came from */
export function linked(entry: FeedEntry, feed: string): LinkedEntry {
  const link = firstAddress(entry.links, entry, feed);
  const enclosure = entry.enclosure === undefined ? undefined : firstAddress([entry.enclosure], entry, feed);
  const publishedAt = instantOf(entry.date);
  return {
    entry,
    ...(link !== undefined && { link }),
    ...(enclosure !== undefined && { enclosure }),
    ...(publishedAt !== undefined && { publishedAt }),
  };
}

function firstAddress(texts: readonly string[], { bases }: FeedEntry, feed: string): string | undefined {
  const base = bases.reduce((outer, inner) => urlOf(inner, outer)?.href ?? outer, feed);
  for (const text of texts) {
    const trimmed = text.trim();
    // As it is written, where it may be: people know it so.
    if (isWebAddress(trimmed)) return trimmed;
    const href = urlOf(trimmed, base)?.href;
    if (href !== undefined && isWebAddress(href)) return href;
  }
  return undefined;
}

/** Ends of dates that name a zone. Without one, a date is taken for UTC and not for this machine's zone. */
const ZONE = /(?:Z|UTC?|GMT|[ECMP][SD]T|[+-]\d{2}:?\d{2})\)?$/i;
/** What some programs write for a date that is not set. JavaScript reads it as 2001. */
const NO_YEAR = /(?:^|\s)000\d(?:-|\s)/;
const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST_AHEAD = 3_650 * DAY;

/** A date as feeds write it (RFC 822, RFC 3339 and what resembles them); undefined if it is none, or impossible. */
export function instantOf(text: string | undefined): Instant | undefined {
  if (text === undefined || text.length > 100 || NO_YEAR.test(text)) return undefined;
  const trimmed = text.trim();
  const zoned = ZONE.test(trimmed) || /^\d{4}(?:-\d{2}){0,2}$/.test(trimmed) ? trimmed : `${trimmed}Z`;
  const read = [zoned, trimmed].map((one) => Date.parse(one)).find((at) => !Number.isNaN(at));
  return read === undefined || read < EARLIEST || read > Date.now() + LATEST_AHEAD ? undefined : read;
}

/** What an entry is known by: its id, or its link. */
export function keyOf(id: string): string {
  if (id.length <= LONGEST_KEY && !/[\p{C}\ufffd]/u.test(id)) return id;
  return `sha256:${createHash('sha256').update(id).digest('hex')}`;
}

/** As people read it, else the beginning of its text; empty if it has neither. */
export function titleOf({ titles, descriptions }: FeedEntry): string {
  for (const words of titles) {
    const title = oneLine(textOf(words, READ_OF_TITLE));
    if (!showsNothing(title)) return cutAtWord(title, LONGEST_TITLE);
  }
  for (const words of descriptions) {
    const { synopsis } = readDescription(textOf(words, READ_OF_DESCRIPTION));
    if (!showsNothing(synopsis)) return cutAtWord(synopsis, LONGEST_MADE_TITLE);
  }
  return '';
}

const textOf = ({ text, html }: Words, read: number): string =>
  html ? plainText(text.slice(0, read)) : text.slice(0, read);

/** @param key and title, link: as they were chosen among all entries. */
export function itemOf(
  { entry, publishedAt }: LinkedEntry,
  feed: string,
  chosen: Pick<Item, 'key' | 'title' | 'url'>,
): Item {
  const image = firstAddress(entry.images, entry, feed);
  return {
    ...chosen,
    ...describe(entry),
    ...(image !== undefined && { image }),
    ...(publishedAt !== undefined && { publishedAt }),
  };
}

/** The first description that has something to say; a vote may be in a longer one that is cut short in the first. */
function describe({ descriptions }: FeedEntry): Pick<Item, 'synopsis' | 'vote'> {
  const read = descriptions.map((words) => readDescription(textOf(words, READ_OF_DESCRIPTION)));
  const vote = read.find((one) => one.vote !== undefined)?.vote;
  return {
    synopsis: read.find(({ synopsis }) => synopsis !== '')?.synopsis ?? '',
    ...(vote !== undefined && { vote }),
  };
}
