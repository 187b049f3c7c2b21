import { z } from 'zod';
import { DURATION_PATTERN, formatDuration, parseDuration } from '../src/core/durations.ts';
import type { Milliseconds } from '../src/core/ids.ts';
import { instantFrom, TIME_PATTERN } from '../src/core/instants.ts';
import { isReservedName } from '../src/core/story/names.ts';
import { isWebAddress, LONGEST_ADDRESS } from '../src/core/story/web-address.ts';
import { hasUnseen, showsNothing } from '../src/core/text/unseen.ts';

/**
 * Building blocks of the schemas of files that people write. The message of every check says what would be
 * *right*; the code that has the file says what is wrong.
 */

/** A mapping with known keys. The message for an unknown key lists the known ones, separated by ", ". */
export function block<Shape extends z.ZodRawShape>(shape: Shape, right: string) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : right),
  });
}

/** Control characters, line and paragraph separators, lone surrogates. */
const NEVER_IN_TEXT = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** One line of text for the audience: trimmed, in NFC. The platforms decide its greatest length. */
export function words(right: string) {
  return (
    z
      .string({ error: `${right}; in quotes where it is a number or the like` })
      .transform((text) => text.normalize('NFC').trim())
      .refine((text) => !showsNothing(text), { error: right, abort: true })
      // Invisible characters could make an option read as another.
      .refine((text) => !NEVER_IN_TEXT.test(text) && !hasUnseen(text), {
        error:
          'one line of text without line breaks, tabs, control characters, direction marks or characters that show nothing',
      })
  );
}

/** A duration from `min` to `max`, read as milliseconds. */
export function duration(min: Milliseconds, max: Milliseconds) {
  const range = `a length of time from ${formatDuration(min)} to ${formatDuration(max)}, such as 30s, 20h, 1d or 1h30m`;
  return z
    .string({ error: range })
    .regex(withoutGroupNames(DURATION_PATTERN), { error: range, abort: true })
    .meta({ examples: ['30s', '20h', '1d', '1h30m'] })
    .transform((text) => parseDuration(text) ?? Number.NaN)
    .refine((length) => length >= min && length <= max, { error: range });
}

/** A date and time of day, as text: what it means without an offset, the rest of the file says. */
export function time() {
  const right = 'a date and time such as "2026-12-24T20:00" or "2026-12-24T20:00:00-05:00"';
  return z
    .string({ error: right })
    .regex(TIME_PATTERN, { error: right, abort: true })
    .refine((text) => instantFrom(text, 'UTC') !== undefined, {
      error: `${right}: no clock ever shows this one`,
    });
}

/** Editors that read the JSON Schema may not know named groups. */
const withoutGroupNames = (pattern: RegExp): RegExp => new RegExp(pattern.source.replace(/\?<\w+>/g, '?:'));

/** An address that can be shown to everybody: http or https, without user or password. */
export function webAddress() {
  const right = `an address such as https://watch.example/1, at most ${LONGEST_ADDRESS} characters`;
  return z
    .string({ error: right })
    .max(LONGEST_ADDRESS, { error: right, abort: true })
    .regex(/^https?:\/\/\S+$/, { error: right, abort: true })
    .refine(isWebAddress, { error: `${right}, without a user or password in it` });
}

/** A name inside the file. */
export function identifier(right: string, pattern: RegExp) {
  const described = `${right}; in quotes where it is a number`;
  return z
    .string({ error: described })
    .regex(pattern, { error: described, abort: true })
    .refine((name) => !isReservedName(name), { error: 'another name: this word is reserved' });
}
