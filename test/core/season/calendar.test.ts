import { describe, expect, it } from 'vitest';
import { episodeId } from '../../../src/core/ids.ts';
import { dueAt, hasDate, nextRelease } from '../../../src/core/season/calendar.ts';
import type { ReleaseRule, Story, Weekday } from '../../../src/core/story/story.ts';
import { anEpisode, aStory } from '../../support/stories.ts';

const at = (iso: string): number => Date.parse(iso);
const iso = (instant: number): string => new Date(instant).toISOString();
const daily = (time: string, timezone = 'America/New_York', days = 1) =>
  ({ kind: 'daily', days, at: time, timezone }) as const;

describe('the next release', () => {
  it('counts from the decision if the story says after', () => {
    expect(
      nextRelease({ kind: 'after', after: 2000 }, at('2026-01-01T00:00:00Z'), at('2026-01-02T00:00:00Z')),
    ).toBe(at('2026-01-02T00:00:02Z'));
  });

  it('is at the local time, a day after the drop', () => {
    const due = nextRelease(daily('19:00'), at('2026-06-01T23:00:00Z'), at('2026-06-02T19:15:00Z'));
    expect(iso(due)).toBe('2026-06-02T23:00:00.000Z');
  });

  it('takes the next multiple if the day after is already past', () => {
    const due = nextRelease(
      daily('19:00', 'America/New_York', 2),
      at('2026-06-01T23:00:00Z'),
      at('2026-06-04T00:00:00Z'),
    );
    expect(iso(due)).toBe('2026-06-05T23:00:00.000Z');
  });

  it('counts days by the local date of the drop', () => {
    // 02:00 UTC on the 2nd is still the 1st in New York.
    const due = nextRelease(daily('19:00'), at('2026-06-02T02:00:00Z'), at('2026-06-02T02:00:00Z'));
    expect(iso(due)).toBe('2026-06-02T23:00:00.000Z');
  });

  it('keeps the local time over a change to daylight saving', () => {
    const due = nextRelease(daily('19:00'), at('2026-03-08T00:00:00Z'), at('2026-03-08T00:00:00Z'));
    expect(iso(due)).toBe('2026-03-08T23:00:00.000Z');
  });

  it('moves a time that daylight saving skips to the first valid instant', () => {
    // 2026-03-08 02:00-03:00 does not exist in New York; clocks go to 03:00 EDT = 07:00 UTC.
    const due = nextRelease(daily('02:30'), at('2026-03-07T12:00:00Z'), at('2026-03-07T12:00:00Z'));
    expect(iso(due)).toBe('2026-03-08T07:00:00.000Z');
  });

  it('takes the first of a doubled time', () => {
    // 2026-11-01 01:30 happens twice in New York; first in EDT = 05:30 UTC.
    const due = nextRelease(daily('01:30'), at('2026-10-31T12:00:00Z'), at('2026-10-31T12:00:00Z'));
    expect(iso(due)).toBe('2026-11-01T05:30:00.000Z');
  });

  it('handles a gap of half an hour and one of a whole day', () => {
    // Lord Howe: 02:00 -> 02:30 on 2026-10-04; 02:15 becomes 02:30 local = 15:30 UTC the day before.
    expect(
      iso(
        nextRelease(
          daily('02:15', 'Australia/Lord_Howe'),
          at('2026-10-03T00:00:00Z'),
          at('2026-10-03T00:00:00Z'),
        ),
      ),
    ).toBe('2026-10-03T15:30:00.000Z');
    // Samoa skipped 2011-12-30 altogether: the first valid instant is midnight of the 31st, 10:00 UTC on the 30th.
    expect(
      iso(
        nextRelease(daily('12:00', 'Pacific/Apia'), at('2011-12-29T22:00:00Z'), at('2011-12-29T22:00:00Z')),
      ),
    ).toBe('2011-12-30T10:00:00.000Z');
  });
});

describe('a release on weekdays', () => {
  const weekly = (weekdays: readonly Weekday[], time = '19:00') =>
    ({ kind: 'weekly', weekdays, at: time, timezone: 'Europe/Berlin' }) as const;

  it.each([
    // 2026-06-01 is a Monday; Berlin is two hours ahead of UTC.
    ['the next of the list', '2026-06-01T17:00:00Z', '2026-06-02T10:00:00Z', '2026-06-03T17:00:00.000Z'],
    ['never the day of the drop', '2026-06-01T06:00:00Z', '2026-06-01T07:00:00Z', '2026-06-03T17:00:00.000Z'],
    ['over the weekend', '2026-06-05T17:00:00Z', '2026-06-06T10:00:00Z', '2026-06-08T17:00:00.000Z'],
    [
      'the first that is not past',
      '2026-06-01T17:00:00Z',
      '2026-06-03T17:00:01Z',
      '2026-06-05T17:00:00.000Z',
    ],
    ['the very instant', '2026-06-01T17:00:00Z', '2026-06-03T17:00:00Z', '2026-06-03T17:00:00.000Z'],
  ])('takes %s', (_, drop, from, due) => {
    expect(iso(nextRelease(weekly(['mon', 'wed', 'fri']), at(drop), at(from)))).toBe(due);
  });

  it('comes once a week with one weekday, also over a change of the clocks', () => {
    const drop = at('2026-10-18T17:00:00Z');
    expect(iso(nextRelease(weekly(['sun']), drop, drop))).toBe('2026-10-25T18:00:00.000Z');
  });
});

describe('an episode with its own date', () => {
  const story = (release: ReleaseRule, own?: string): Story =>
    aStory({ release, episodes: [anEpisode('two', 'ending', own === undefined ? {} : { at: at(own) })] });
  const drop = at('2026-06-01T23:00:00Z');

  it('comes then, whatever the rule says', () => {
    const due = dueAt(story(daily('19:00'), '2026-07-01T10:00:00Z'), episodeId('two'), drop, drop);
    expect(iso(due)).toBe('2026-07-01T10:00:00.000Z');
  });

  it('comes at once where that is past', () => {
    const from = at('2026-07-02T00:00:00Z');
    expect(dueAt(story(daily('19:00'), '2026-07-01T10:00:00Z'), episodeId('two'), drop, from)).toBe(from);
  });

  it('is promised, also where others come with their link', () => {
    expect(hasDate(story({ kind: 'on-link' }), episodeId('two'))).toBe(false);
    expect(hasDate(story({ kind: 'on-link' }, '2026-07-01T10:00:00Z'), episodeId('two'))).toBe(true);
    expect(dueAt(story({ kind: 'on-link' }), episodeId('two'), drop, drop + 5)).toBe(drop + 5);
  });
});
