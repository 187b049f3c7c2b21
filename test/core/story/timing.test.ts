import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeId, type Milliseconds } from '../../../src/core/ids.ts';
import { dueAt } from '../../../src/core/season/calendar.ts';
import { choiceOf, type ReleaseRule, type WrittenStory } from '../../../src/core/story/story.ts';
import { timingDoubts } from '../../../src/core/story/timing.ts';
import { aChoice, anEpisode, aStory, someRules } from '../../support/stories.ts';

const HOUR: Milliseconds = 3_600_000;
const at = (iso: string): number => Date.parse(iso);
const daily = (days: number): ReleaseRule => ({ kind: 'daily', days, at: '19:00', timezone: 'UTC' });

/** `pilot` -choice-> `left` -> `end`, with votes of `hours`. */
const story = (
  release: ReleaseRule,
  hours: number,
  dates: Readonly<Record<string, string>> = {},
): WrittenStory => {
  const own = (id: string) => (dates[id] === undefined ? {} : { at: at(dates[id]) });
  const voting = { ...someRules, opens: HOUR, lasts: hours * HOUR };
  return aStory({
    release,
    episodes: [
      anEpisode('pilot', { ...aChoice({ left: 'left', right: 'left' }), voting }, own('pilot')),
      anEpisode('left', 'end', own('left')),
      anEpisode('end', 'ending', own('end')),
    ],
  });
};

const doubts = (told: WrittenStory) =>
  timingDoubts(told).map(({ episode, key, what }) => `${episode}.${key}: ${what}`);

describe('a vote that outlasts the rhythm', () => {
  it.each([
    ['a day, to the hour', daily(1), 23, 0],
    ['longer than a day', daily(1), 24, 1],
    ['longer than a day, with two days between', daily(2), 24, 0],
    ['after the decision', { kind: 'after', after: 0 } as const, 500, 0],
    ['with the link', { kind: 'on-link' } as const, 500, 0],
    [
      'the shortest gap of the week',
      { kind: 'weekly', weekdays: ['mon', 'thu', 'fri'], at: '19:00', timezone: 'UTC' } as const,
      24,
      1,
    ],
    [
      'from Sunday to Monday',
      { kind: 'weekly', weekdays: ['mon', 'sun'], at: '19:00', timezone: 'UTC' } as const,
      24,
      1,
    ],
    [
      'one day of the week',
      { kind: 'weekly', weekdays: ['wed'], at: '19:00', timezone: 'UTC' } as const,
      167,
      0,
    ],
  ])('%s', (_, release, hours, many) => {
    expect(doubts(story(release, hours))).toHaveLength(many);
  });

  it('says both lengths, and is silent where the next episode has its own date', () => {
    expect(doubts(story(daily(1), 30))).toEqual([
      'pilot.choice: its vote ends 1d7h after the drop, and the next release may be 1d after it',
    ]);
    expect(doubts(story(daily(1), 30, { left: '2026-12-24T20:00:00Z' }))).toEqual([]);
  });
});

describe('a date that cannot be kept', () => {
  const after = { kind: 'after', after: 0 } as const;

  it('comes before the vote on the way to it is over', () => {
    const dates = { pilot: '2026-12-01T10:00:00Z', end: '2026-12-02T06:00:00Z' };
    expect(doubts(story(after, 20, dates))).toEqual([
      'end.at: the episodes before it cannot be over before 2026-12-02T07:00:00.000Z',
    ]);
    expect(doubts(story(after, 19, dates))).toEqual([]);
  });

  it('is not known where no date is on the way, or a shorter way leads there', () => {
    expect(doubts(story(after, 20, { end: '2026-12-02T06:00:00Z' }))).toEqual([]);
  });

  it('comes before the rhythm lets the episode in between come out', () => {
    const dates = { pilot: '2026-12-01T19:00:00Z', end: '2026-12-02T18:00:00Z' };
    expect(doubts(story(daily(1), 2, dates))).toEqual([
      'end.at: the episodes before it cannot be over before 2026-12-02T19:00:00.000Z',
    ]);
    expect(doubts(story(daily(1), 2, { ...dates, end: '2026-12-02T19:00:00Z' }))).toEqual([]);
    expect(doubts(story(daily(3), 2, { ...dates, end: '2026-12-04T18:00:00Z' }))).toHaveLength(1);
  });

  it('is too early also where the story may go round in between, and only if every way is too long', () => {
    const round = (first: string): WrittenStory =>
      aStory({
        release: daily(1),
        episodes: [
          anEpisode('pilot', { ...aChoice({ on: 'hub', first }) }, { at: at('2026-12-01T19:00:00Z') }),
          anEpisode('hub', { ...aChoice({ again: 'side', out: 'end' }) }, { revisited: true }),
          anEpisode('side', 'hub'),
          anEpisode('end', 'ending', { at: at('2026-12-02T20:00:00Z') }),
        ],
      });
    expect(doubts(round('hub'))).toEqual([
      'end.at: the episodes before it cannot be over before 2026-12-03T15:00:00.000Z',
    ]);
    expect(doubts(round('end'))).toEqual([]);
  });

  it('is told only where no way and no start is early enough, whatever the story is', () => {
    const rule = fc.constantFrom<ReleaseRule>(
      { kind: 'after', after: 5 * HOUR },
      daily(1),
      daily(3),
      { kind: 'weekly', weekdays: ['mon', 'thu'], at: '19:00', timezone: 'America/New_York' },
      { kind: 'on-link' },
    );
    const START = at('2026-12-01T00:00:00Z');
    const date = fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined, freq: 3 });
    const episodes = fc.array(fc.tuple(date, fc.nat(), fc.nat()), { minLength: 3, maxLength: 7 });
    let told = 0;
    fc.assert(
      fc.property(
        rule,
        episodes,
        fc.integer({ min: 0, max: 300 }),
        fc.array(fc.boolean()),
        (release, all, late, picks) => {
          const next = (index: number, pick: number) =>
            `e${Math.min(all.length - 1, index + 1 + (pick % (all.length - 1 - index || 1)))}`;
          const random = aStory({
            release,
            opening: episodeId('e0'),
            episodes: all.map(([hours, one, other], index) =>
              anEpisode(
                `e${index}`,
                index === all.length - 1
                  ? 'ending'
                  : { ...aChoice({ one: next(index, one), other: next(index, other) }) },
                hours === undefined ? {} : { at: START + hours * HOUR },
              ),
            ),
          });
          const early = new Set(
            timingDoubts(random).flatMap(({ episode, key, what }) =>
              key === 'at' && what.includes('cannot be over') ? [episode] : [],
            ),
          );
          told += early.size;
          // Plays one way through it.
          let here = random.episodes[0];
          let drop = here?.at ?? START + late * HOUR;
          for (const pick of [...picks, ...Array.from({ length: 7 }, () => true)]) {
            const vote = here === undefined ? undefined : choiceOf(here);
            if (vote === undefined) break;
            const id = vote.options[pick ? 0 : 1]?.next;
            const over = drop + vote.voting.opens + vote.voting.lasts;
            here = random.episodes.find((episode) => episode.id === id);
            if (here === undefined) break;
            drop = dueAt(random, here.id, drop, over);
            if (early.has(here.id)) expect(drop).toBeGreaterThan(here.at ?? 0);
          }
        },
      ),
    );
    expect(told).toBeGreaterThan(20);
  });

  it('is off the weekdays of the show', () => {
    const weekly = {
      kind: 'weekly',
      weekdays: ['mon', 'wed'],
      at: '19:00',
      timezone: 'America/New_York',
    } as const;
    // Still Wednesday evening in New York.
    expect(doubts(story(weekly, 2, { end: '2026-12-03T01:00:00Z' }))).toEqual([]);
    expect(doubts(story(weekly, 2, { end: '2026-12-03T10:00:00Z' }))).toEqual([
      'end.at: its date is on a thu, and "release" names mon, wed',
    ]);
  });
});
