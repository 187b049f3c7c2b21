import type { Milliseconds } from './ids.ts';

export const SECOND: Milliseconds = 1_000;
export const MINUTE: Milliseconds = 60 * SECOND;
export const HOUR: Milliseconds = 60 * MINUTE;
export const DAY: Milliseconds = 24 * HOUR;

/**
 * A duration as people write it: whole numbers of days, hours, minutes and seconds, each unit at most once,
 * in that order. Seven digits are more than any limit of the bot needs.
 */
export const DURATION_PATTERN =
  /^(?=\d)(?:(?<d>\d{1,7})d)?(?:(?<h>\d{1,7})h)?(?:(?<m>\d{1,7})m)?(?:(?<s>\d{1,7})s)?$/;

const UNITS = [
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
] as const;

/** @returns milliseconds, or undefined if `text` is not a duration (`0s`, `30s`, `20h`, `1d`, `1h30m`). */
export function parseDuration(text: string): Milliseconds | undefined {
  const found = DURATION_PATTERN.exec(text)?.groups;
  if (found === undefined) return undefined;
  return UNITS.reduce((sum, [unit, length]) => sum + Number(found[unit] ?? 0) * length, 0);
}

/** The shortest text that `parseDuration` reads as the same duration; fractions of a second are cut off. */
export function formatDuration(length: Milliseconds): string {
  let rest = Math.max(0, length);
  let written = '';
  for (const [unit, size] of UNITS) {
    const whole = Math.floor(rest / size);
    if (whole > 0) written += `${whole}${unit}`;
    rest -= whole * size;
  }
  return written === '' ? '0s' : written;
}
