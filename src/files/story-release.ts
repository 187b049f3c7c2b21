import { RELEASE_RIGHT, RELEASE_RULES, type StoryFile } from '../../config/story-schema.ts';
import type { Instant } from '../core/ids.ts';
import { hasOffset, instantFrom } from '../core/instants.ts';
import { type ReleaseRule, WEEKDAYS } from '../core/story/story.ts';
import type { PathFault } from './yaml-file.ts';

type Release = StoryFile['release'];

/** @returns undefined where its keys make no rule, or more than one: see `releaseFault`. */
export function releaseOf(file: Release | undefined): ReleaseRule | undefined {
  if (file === undefined || ruleOf(file) === undefined) return undefined;
  const { after, every, days, at, timezone, on } = file;
  if (after !== undefined) return { kind: 'after', after };
  if (on !== undefined) return { kind: 'on-link' };
  if (at === undefined || timezone === undefined) return undefined;
  if (every !== undefined) return { kind: 'daily', days: every, at, timezone };
  const weekdays = WEEKDAYS.filter((day) => days?.includes(day));
  return { kind: 'weekly', weekdays, at, timezone };
}

const keysOf = (file: Release): readonly string[] =>
  Object.entries(file).flatMap(([key, value]) => (value === undefined ? [] : [key]));

/** The rule that the keys make, no more and no less. */
function ruleOf(file: Release): readonly string[] | undefined {
  const keys = keysOf(file);
  return RELEASE_RULES.find((rule) => rule.length === keys.length && rule.every((key) => keys.includes(key)));
}

export function releaseFault(file: Release): PathFault {
  const keys = keysOf(file);
  const told = (what: string): PathFault => ({ path: ['release'], what, right: RELEASE_RIGHT, at: 'key' });
  if (keys.length === 0) return told('the release has no rule');
  const begun = RELEASE_RULES.filter((rule) => keys.every((key) => rule.includes(key)));
  const [rule] = begun;
  if (rule === undefined) return told('two rules for the release are mixed');
  const missing = rule.filter((key) => !keys.includes(key));
  // A time of day alone may belong to either rhythm.
  const named = begun.length > 1 ? missing.map((key) => (key === 'every' ? 'every or days' : key)) : missing;
  return told(`the release has no ${named.join(' and no ')}`);
}

/** An episode's own date, with what is wrong about it. */
export function ownDate(
  text: string,
  timezone: string | undefined,
): { readonly instant?: Instant; readonly faults: readonly PathFault[] } {
  if (timezone === undefined && !hasOffset(text)) {
    return {
      faults: [
        {
          path: ['at'],
          what: 'it is not known which time zone this time is of',
          right: `the time with its offset, such as "${text.replace(' ', 'T')}-05:00"; or a "timezone" in "release"`,
        },
      ],
    };
  }
  const instant = instantFrom(text, timezone ?? 'UTC');
  return { ...(instant !== undefined && { instant }), faults: [] };
}
