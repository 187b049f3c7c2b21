import type { EpisodeId, Instant } from '../ids.ts';
import { DEFAULT_PATIENCE, findEpisode } from '../story/story.ts';
import { nextRelease } from './calendar.ts';
import type { Round, Season } from './state.ts';

/** When a question that is asked now is decided without an answer: at the latest when the next episode would be out. */
export function patienceEnds(season: Season, round: Round, at: Instant): Instant {
  const patience = at + (round.rules.patience ?? DEFAULT_PATIENCE);
  const ahead = round.options.flatMap(({ next }) => calendarDate(season, round, next, at) ?? []);
  return Math.min(patience, ...ahead);
}

/** A release that counts from the decision or from a link waits for it; a release by the calendar does not. */
function calendarDate(
  { story, releases }: Season,
  { release }: Round,
  next: EpisodeId | undefined,
  at: Instant,
): Instant | undefined {
  const own = next === undefined ? undefined : findEpisode(story, next)?.at;
  if (own !== undefined) return own > at ? own : undefined;
  const drop = releases[release - 1];
  return 'timezone' in story.release && drop !== undefined
    ? nextRelease(story.release, drop.at, at)
    : undefined;
}
