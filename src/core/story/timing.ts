import { Temporal } from 'temporal-polyfill';
import { DAY, formatDuration } from '../durations.ts';
import type { EpisodeId, Instant, Milliseconds } from '../ids.ts';
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

/** An episode's own date that comes before the episodes on the way to it can be over. */
function datesTooEarly({ episodes, opening }: WrittenStory): readonly TimingDoubt[] {
  const ready = readyTimes(episodes, opening);
  return episodes.flatMap(({ id, at }): readonly TimingDoubt[] => {
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

/**
 * By episode, when the first of the ways to it can be over as far as own dates and votes tell. Absent where one of the ways
 * holds no date.
 */
function readyTimes(episodes: readonly Episode[], opening: EpisodeId): ReadonlyMap<EpisodeId, Instant> {
  const before = new Map<EpisodeId, Episode[]>();
  for (const episode of episodes) {
    for (const next of successors(episode)) before.set(next, [...(before.get(next) ?? []), episode]);
  }
  // It comes out at the start, even if the story leads back to it.
  before.delete(opening);
  const ready = new Map<EpisodeId, Instant>();
  const over = (episode: Episode): Instant =>
    Math.max(episode.at ?? Number.NEGATIVE_INFINITY, ready.get(episode.id) ?? Number.NEGATIVE_INFINITY) +
    votingTime(episode);
  // Each pass carries the known times one episode further.
  for (let pass = 0; pass < episodes.length; pass += 1) {
    let changed = false;
    for (const [id, ways] of before) {
      const first = Math.min(...ways.map(over));
      if (Number.isFinite(first) && first > (ready.get(id) ?? Number.NEGATIVE_INFINITY)) {
        ready.set(id, first);
        changed = true;
      }
    }
    if (!changed) break;
  }
  return ready;
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
