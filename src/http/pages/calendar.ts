import { createEvent } from 'ics';
import type { PageSnapshot } from '../../core/page/snapshot.ts';
import { pageWordsOf } from '../../core/wording/page/words-of.ts';

/** Only a start is known; calendars want an end as well. */
const MINUTES = 15;

/**
 * The next drop, and nothing after it, as iCalendar (RFC 5545). The event keeps its UID from date to date, so that a calendar
 * that subscribes moves it instead of adding another.
 * @returns undefined while there is no date.
 */
export function calendarOf(page: PageSnapshot, publicUrl: string | undefined): string | undefined {
  const { next } = page;
  if (next === undefined || !('at' in next) || next.at === undefined) return undefined;
  const words = pageWordsOf(page.language);
  const episode = 'title' in next && next.title !== undefined ? next.title : words.next;
  const { error, value } = createEvent({
    uid: `next-${page.show}@cliffhanger`,
    start: Date.parse(next.at),
    startInputType: 'utc',
    startOutputType: 'utc',
    duration: { minutes: MINUTES },
    title: `${page.title}: ${episode}`,
    productId: '-//cliffhanger//pages//EN',
    calName: page.title,
    method: 'PUBLISH',
    sequence: Math.floor(Date.parse(page.changedAt) / 1_000),
    ...(publicUrl !== undefined && { url: `${publicUrl}/shows/${page.show}` }),
  });
  if (!value) throw error ?? new Error('no calendar was made');
  // The library stamps it with the time of the call; the same content should be the same bytes.
  return value.replace(/^(DTSTAMP:)\d{8}T\d{6}Z/m, `$1${stamp(page.changedAt)}`);
}

/** `20261127T210000Z` */
const stamp = (iso: string): string => `${iso.slice(0, 19).replace(/[-:]/g, '')}Z`;
