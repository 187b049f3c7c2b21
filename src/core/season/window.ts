import type { Instant, Milliseconds } from '../ids.ts';
import type { VotingRules } from '../story/story.ts';

const MINUTE: Milliseconds = 60_000;
const DAY: Milliseconds = 86_400_000;

/**
 * Longest life of a native poll on the strictest platform that keeps one for weeks (Bot API, sendPoll
 * `open_period`). `fit` refuses a vote that is longer than a platform's own limit.
 */
export const LONGEST_NATIVE_POLL: Milliseconds = 2_628_000_000;

export interface Window {
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly backstopAt: Instant;
  readonly reminderAt?: Instant;
}

/** A minute before the end of the longest native poll that could be posted at the opening. */
export const longestBackstop = (opensAt: Instant): Instant => opensAt + LONGEST_NATIVE_POLL - MINUTE;

/** The deadline plus the larger of 24 h and the length of the vote, within what native polls allow. */
export const backstopOf = (opensAt: Instant, closesAt: Instant): Instant =>
  Math.min(closesAt + Math.max(DAY, closesAt - opensAt), longestBackstop(opensAt));

/** The window of a round, fixed when the round is planned. */
export function windowFrom(
  opensAt: Instant,
  lasts: Milliseconds,
  reminder: Milliseconds | undefined,
): Window {
  const closesAt = opensAt + lasts;
  return {
    opensAt,
    closesAt,
    backstopAt: backstopOf(opensAt, closesAt),
    ...reminderAt(opensAt, closesAt, reminder),
  };
}

/** When to remind before a deadline; none if that would be before the opening. */
export function reminderAt(
  opensAt: Instant,
  closesAt: Instant,
  reminder: Milliseconds | undefined,
): { readonly reminderAt?: Instant } {
  if (reminder === undefined || closesAt - reminder <= opensAt) return {};
  return { reminderAt: closesAt - reminder };
}

/** Length of a round: runoffs have their own. */
export const windowLength = (rules: VotingRules, kind: 'first' | 'runoff' | 'rerun'): Milliseconds =>
  kind === 'runoff' ? rules.runoff : rules.lasts;
