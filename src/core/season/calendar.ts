import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../ids.ts';
import type { ReleaseRule } from '../story/story.ts';

/**
 * When the next episode is due. `after` counts from `from` (the decision, or the drop if there was no binding choice).
 * `daily` is the local date of the previous drop plus a whole multiple of `days`, the first that is not before `from`, at the
 * rule's local time.
 */
export function nextRelease(rule: ReleaseRule, previousDrop: Instant, from: Instant): Instant {
  if (rule.kind === 'after') return from + rule.after;
  const time = Temporal.PlainTime.from(rule.at);
  const dropDate = Temporal.Instant.fromEpochMilliseconds(previousDrop)
    .toZonedDateTimeISO(rule.timezone)
    .toPlainDate();
  for (let days = rule.days; ; days += rule.days) {
    const due = firstValidInstant(dropDate.add({ days }).toPlainDateTime(time), rule.timezone);
    if (due >= from) return due;
  }
}

/**
 * The instant of a local time. A time that daylight saving skips becomes the first valid instant after the gap; of a doubled
 * time the first one counts.
 */
function firstValidInstant(local: Temporal.PlainDateTime, timezone: string): Instant {
  const earlier = local.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  const transition = earlier.getTimeZoneTransition('next');
  if (transition === null)
    throw new Error(`${local.toString()} is skipped in ${timezone}, but no transition follows`);
  return transition.epochMilliseconds;
}
