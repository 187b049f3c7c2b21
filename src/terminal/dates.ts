import { withTimes } from '../core/wording/report-words.ts';

const LOCAL = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** `Thu, 26 Nov 2026, 17:59 UTC`: a report's time in the terminal's own zone, as people read it. */
export const dateOf = (time: string): string => LOCAL.format(Date.parse(time));

/** A report's sentence, with its times as people read them. */
export const datesIn = (sentence: string): string => withTimes(sentence, dateOf).join('');
