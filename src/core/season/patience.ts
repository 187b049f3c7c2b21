import type { Instant } from '../ids.ts';
import { DEFAULT_PATIENCE } from '../story/story.ts';
import { nextRelease } from './calendar.ts';
import type { Round, Season } from './state.ts';

/** When a question that is asked now is decided without an answer: at the latest when the next episode would be out. */
export function patienceEnds(season: Season, { rules, release }: Round, at: Instant): Instant {
  const patience = at + (rules.patience ?? DEFAULT_PATIENCE);
  const rule = season.story.release;
  const drop = season.releases[release - 1];
  // A release some time after the decision waits for it; a release by the calendar does not.
  if (rule.kind === 'after' || drop === undefined) return patience;
  return Math.min(patience, nextRelease(rule, drop.at, at));
}
