import { Temporal } from 'temporal-polyfill';
import { DAY, formatDuration } from '../durations.ts';
import type { EpisodeId, Instant, Milliseconds } from '../ids.ts';
import { nextRelease } from '../season/calendar.ts';
import {
  choiceOf,
  type Episode,
  type ReleaseRule,
  type Story,
  successors,
  WEEKDAYS,
  type WrittenStory,
} from './story.ts';

/**
 * Something about an episode's time that the writer may not have intended; `key` is its place in the story
 * file.
 */
export interface TimingDoubt {
  readonly episode: EpisodeId;
  readonly key: 'choice' | 'at';
  readonly what: string;
  readonly right: string;
}

/**
 * Votes that last longer than the interval between releases, and dates that cannot be kept. These are
 * warnings, not faults.
 */
export const timingDoubts = (story: WrittenStory): readonly TimingDoubt[] => [
  ...slowVotes(story),
  ...datesTooEarly(story),
  ...datesOffTheCalendar(story),
];

/** From the drop to the end of the vote that decides what follows; runoffs not counted. */
function votingTime(episode: Episode): Milliseconds {
  const choice = choiceOf(episode);
  return choice?.kind === 'binding' ? choice.voting.opens + choice.voting.lasts : 0;
}

function slowVotes({ release, episodes }: Story): readonly TimingDoubt[] {
  const gap = shortestGap(release);
  if (gap === undefined) return [];
  return episodes
    .filter((episode) => votingTime(episode) > gap && !hasOwnDates(episodes, episode))
    .map((episode) => ({
      episode: episode.id,
      key: 'choice',
      what: `its vote ends ${formatDuration(votingTime(episode))} after the drop, and the next release may be ${formatDuration(gap)} after it`,
      right: 'a shorter vote, or the next episode comes out one release later',
    }));
}

const hasOwnDates = (episodes: readonly Episode[], episode: Episode): boolean =>
  successors(episode).every((id) => episodes.find((other) => other.id === id)?.at !== undefined);

/** Between two releases of the calendar; changes to daylight saving not counted. */
function shortestGap(rule: ReleaseRule): Milliseconds | undefined {
  if (rule.kind === 'daily') return rule.days * DAY;
  if (rule.kind !== 'weekly') return undefined;
  const days = rule.weekdays.map((day) => WEEKDAYS.indexOf(day));
  return DAY * Math.min(...days.map((day, index) => (days[index + 1] ?? (days[0] ?? 0) + 7) - day));
}

/** An episode's own date at which it can't be reached yet, whichever way the audience chooses. */
function datesTooEarly(story: WrittenStory): readonly TimingDoubt[] {
  const ready = readyTimes(story);
  return story.episodes.flatMap(({ id, at }): readonly TimingDoubt[] => {
    const earliest = ready.get(id);
    if (at === undefined || earliest === undefined || earliest <= at) return [];
    return [
      {
        episode: id,
        key: 'at',
        what: `the episodes before it cannot be over before ${new Date(earliest).toISOString()}`,
        right: 'a later date; it comes out as soon as they are over',
      },
    ];
  });
}

interface Arrival {
  /** When the way to an episode can be over at the earliest. */
  readonly ready: Instant;
  /** When the episode can come out at the earliest. */
  readonly drop: Instant;
}

/**
 * By episode, the earliest end of any way to it: by own dates, votes and the release rule. Before the first date on a way
 * nothing is known, because a season may start at any time: such episodes are as early as can be.
 */
function readyTimes(story: WrittenStory): ReadonlyMap<EpisodeId, Instant> {
  const episodes = new Map(story.episodes.map((episode) => [episode.id, episode]));
  const opening = episodes.get(story.opening);
  const earliest = new Map<EpisodeId, Arrival>();
  if (opening !== undefined) {
    // It comes out at the start, even if the story leads back to it.
    const drop = opening.at ?? Number.NEGATIVE_INFINITY;
    earliest.set(opening.id, { ready: Number.NEGATIVE_INFINITY, drop });
  }
  const changed = new Set(earliest.keys());
  // An episode is looked at again whenever it can be reached earlier than was thought.
  for (const id of changed) {
    changed.delete(id);
    const [from, at] = [episodes.get(id), earliest.get(id)];
    for (const next of from === undefined || at === undefined ? [] : successors(from)) {
      const [episode, known] = [episodes.get(next), earliest.get(next)];
      if (from === undefined || at === undefined || episode === undefined) continue;
      const found = arrivalAt(story.release, episode, at.drop, at.drop + votingTime(from));
      const better = {
        ready: Math.min(found.ready, known?.ready ?? Number.POSITIVE_INFINITY),
        drop: Math.min(found.drop, known?.drop ?? Number.POSITIVE_INFINITY),
      };
      if (better.ready === known?.ready && better.drop === known.drop) continue;
      earliest.set(next, better);
      changed.add(next);
    }
  }
  return new Map([...earliest].map(([id, { ready }]) => [id, ready]));
}

function arrivalAt(rule: ReleaseRule, { at }: Episode, previousDrop: Instant, ready: Instant): Arrival {
  if (at !== undefined) return { ready, drop: Math.max(at, ready) };
  return { ready, drop: Number.isFinite(ready) ? soonest(rule, previousDrop, ready) : ready };
}

/**
 * No later than any date that the rule can give, and never later for an earlier drop. A rhythm of several days has a phase that
 * depends on the drop, so of its dates only the distance counts.
 */
function soonest(rule: ReleaseRule, previousDrop: Instant, from: Instant): Instant {
  if (rule.kind !== 'daily') return nextRelease(rule, previousDrop, from);
  const first = nextRelease(rule, previousDrop, previousDrop);
  return nextRelease({ ...rule, days: 1 }, previousDrop, Math.max(first, from));
}

function datesOffTheCalendar({ release, episodes }: Story): readonly TimingDoubt[] {
  if (release.kind !== 'weekly') return [];
  return episodes.flatMap(({ id, at }): readonly TimingDoubt[] => {
    if (at === undefined) return [];
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(release.timezone);
    const weekday = WEEKDAYS[local.dayOfWeek - 1];
    if (weekday === undefined || release.weekdays.includes(weekday)) return [];
    return [
      {
        episode: id,
        key: 'at',
        what: `its date is on a ${weekday}, and "release" names ${release.weekdays.join(', ')}`,
        right: 'fine where it is meant',
      },
    ];
  });
}
