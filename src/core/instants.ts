import { Temporal } from 'temporal-polyfill';
import type { Instant } from './ids.ts';

/**
 * `2026-12-01T19:00` or `2026-12-01 19:00`, with or without seconds and an offset. The pattern does not check that the
 * time exists.
 */
export const TIME_PATTERN = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?$/;

/** Whether a text of `TIME_PATTERN` has an offset, and so means the same instant everywhere. */
export const hasOffset = (text: string): boolean => /(?:Z|[+-]\d{2}:\d{2})$/.test(text);

/**
 * The instant that a text of `TIME_PATTERN` means.
 * @param timezone IANA name, for a time without an offset
 * @returns undefined where no clock ever shows it: 30 February, 25:00
 */
export function instantFrom(text: string, timezone: string): Instant | undefined {
  const iso = text.replace(' ', 'T');
  try {
    if (hasOffset(iso)) return Temporal.Instant.from(iso).epochMilliseconds;
    return firstValidInstant(Temporal.PlainDateTime.from(iso, { overflow: 'reject' }), timezone);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * A time in the future as a person types it: as `TIME_PATTERN`, or only a time of day (`20:00`), which means the next
 * one. @returns undefined if the text is not a time
 */
export function timeTyped(typed: string, timezone: string, now: Instant): Instant | undefined {
  if (TIME_PATTERN.test(typed)) return instantFrom(typed, timezone);
  if (!/^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(typed)) return undefined;
  const time = Temporal.PlainTime.from(typed.padStart(5, '0'));
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  const [first, second] = [today, today.add({ days: 1 })].map((date) =>
    firstValidInstant(date.toPlainDateTime(time), timezone),
  );
  return first !== undefined && first > now ? first : second;
}

/** The time one day after `now`, as a person in that zone might type it. */
export function exampleTime(timezone: string, now: Instant): string {
  const tomorrow = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).add({ days: 1 });
  return `${tomorrow.toPlainDate().toString()} 20:00`;
}

/**
 * The instant of a local time. If daylight saving skips that time, it is the first valid instant after the gap; if the
 * time occurs twice, the first.
 */
export function firstValidInstant(local: Temporal.PlainDateTime, timezone: string): Instant {
  const earlier = local.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  const transition = earlier.getTimeZoneTransition('next');
  if (transition === null)
    throw new Error(`${local.toString()} is skipped in ${timezone}, but no transition follows`);
  return transition.epochMilliseconds;
}
