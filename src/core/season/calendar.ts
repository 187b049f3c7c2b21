import { Temporal } from 'temporal-polyfill';
import type { EpisodeId, Instant } from '../ids.ts';
import { firstValidInstant } from '../instants.ts';
import { findEpisode, type ReleaseRule, type Story, WEEKDAYS } from '../story/story.ts';
import type { Season } from './state.ts';

/**
 * When an episode is due: at its own date if it has one (at once if that is past), else by the story's rule; never sooner
 * after the previous drop than the show's gap.
 * @param from the decision that led to it, or the drop before it if there was no binding choice
 */
export function dueAt(story: Story, episode: EpisodeId, previousDrop: Instant, from: Instant): Instant {
  const own = findEpisode(story, episode)?.at;
  const due = own === undefined ? nextRelease(story.release, previousDrop, from) : Math.max(own, from);
  return Math.max(due, previousDrop + (story.gap ?? 0));
}

/** Whether the audience is told a date for this episode: one that goes out when its link arrives has none. */
export const hasDate = (story: Story, episode: EpisodeId): boolean =>
  story.release.kind !== 'on-link' || findEpisode(story, episode)?.at !== undefined;

/** The date of the next episode, as the audience is told it. */
export const promisedAt = ({ story, position }: Season): Instant | undefined =>
  position.kind === 'scheduled' && hasDate(story, position.episode) ? position.at : undefined;

/**
 * When the next episode is due by the rule. `after` counts from `from`. `daily` is the local date of the previous drop plus
 * a whole multiple of `days`, `weekly` the next of its weekdays after that date: the first that is not before `from`, at
 * the rule's local time.
 */
export function nextRelease(rule: ReleaseRule, previousDrop: Instant, from: Instant): Instant {
  switch (rule.kind) {
    case 'after':
      return from + rule.after;
    case 'on-link':
      return from;
    case 'daily':
      return firstOn(rule, previousDrop, from, (days) => days % rule.days === 0);
    case 'weekly':
      return firstOn(rule, previousDrop, from, (_, weekday) => rule.weekdays.includes(weekday));
  }
}

/** @param suits told how many days after the previous drop a date is, and its weekday */
function firstOn(
  { at, timezone }: Extract<ReleaseRule, { timezone: string }>,
  previousDrop: Instant,
  from: Instant,
  suits: (days: number, weekday: (typeof WEEKDAYS)[number]) => boolean,
): Instant {
  const time = Temporal.PlainTime.from(at);
  const dropDate = Temporal.Instant.fromEpochMilliseconds(previousDrop)
    .toZonedDateTimeISO(timezone)
    .toPlainDate();
  for (let days = 1; ; days += 1) {
    const date = dropDate.add({ days });
    const weekday = WEEKDAYS[date.dayOfWeek - 1];
    if (weekday === undefined || !suits(days, weekday)) continue;
    const due = firstValidInstant(date.toPlainDateTime(time), timezone);
    if (due >= from) return due;
  }
}
