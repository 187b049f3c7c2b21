import { describe, expect, it } from 'vitest';
import { outletId, roundNumber } from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import type { Effect } from '../../../src/core/season/effects.ts';
import { evolve } from '../../../src/core/season/evolve.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import type { Season } from '../../../src/core/season/state.ts';
import { LONGEST_NATIVE_POLL, windowFrom } from '../../../src/core/season/window.ts';
import { tally } from '../../../src/core/vote/tally.ts';
import {
  aStory,
  finalCount,
  MINUTE,
  play,
  rules,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Everything that the events after the last command owe. */
function owed(...commands: readonly SeasonCommand[]): readonly Effect[] {
  const before = play(...commands.slice(0, -1)).log.length;
  const { log } = play(...commands);
  let state: Season | undefined;
  return log.flatMap((event, index) => {
    const next = evolve(state, event);
    state = next;
    return index < before ? [] : owedBy(event, next);
  });
}

describe('what a season owes', () => {
  const story = aStory({}, { voting: { ...rules, opens: MINUTE, reminder: 2 * MINUTE } });

  it('is a drop at the release, worth sending for a day, and a look at the clock when the vote opens', () => {
    const { log } = play(start(story));
    const effects = log.flatMap((event) => owedBy(event, play(start(story)).season));
    expect(effects).toEqual([
      { kind: 'deliver', dueAt: T0, delivery: 'drop', number: 1, expiresAt: T0 + DAY },
      { kind: 'wake', dueAt: T0 + MINUTE },
    ]);
  });

  it('is a poll at the opening, worthless after the deadline, and looks at the clock for reminder and close, and at its window in between', () => {
    expect(owed(start(story), tick(1))).toEqual([
      { kind: 'deliver', dueAt: T0 + MINUTE, delivery: 'poll', number: 1, expiresAt: T0 + 11 * MINUTE },
      { kind: 'wake', dueAt: T0 + 11 * MINUTE },
      { kind: 'wake', dueAt: T0 + 9 * MINUTE },
      { kind: 'check-window', dueAt: T0 + 6 * MINUTE, round: 1 },
    ]);
  });

  it('is the close of every poll at the deadline, and to settle when the wait for counts is over', () => {
    expect(owed(start(story), tick(1), tick(11))).toEqual([
      { kind: 'close-polls', dueAt: T0 + 11 * MINUTE, round: 1 },
      { kind: 'settle', dueAt: T0 + 12 * MINUTE, round: 1 },
    ]);
  });

  it('is a result once it is decided, and an alert if counts were provisional', () => {
    const settled = {
      ...settle(11, 1),
      outlets: [{ ...finalCount('a', { left: 1 }), status: 'provisional' as const }],
    };
    expect(owed(start(story), tick(1), tick(11), settled as SeasonCommand).map(({ kind }) => kind)).toEqual([
      'deliver',
      'alert',
      'wake',
    ]);
  });

  it('is the close of open polls, uncounted, when the season is cancelled, and a message about it before', () => {
    const cancel: SeasonCommand = { type: 'cancel', at: T0 + 2 * MINUTE, by: showrunner, reason: 'rights' };
    expect(owed(start(story), tick(1), cancel)).toEqual([
      {
        kind: 'deliver',
        dueAt: T0 + 2 * MINUTE,
        delivery: 'notice',
        number: 1,
        expiresAt: T0 + 2 * MINUTE + DAY,
      },
      { kind: 'close-polls', dueAt: T0 + 2 * MINUTE, round: roundNumber(1) },
    ]);
  });
});

describe('the native backstop', () => {
  it('is a day after the deadline, or as long as the vote if that is longer', () => {
    expect(windowFrom(T0, HOUR, undefined).backstopAt).toBe(T0 + HOUR + DAY);
    expect(windowFrom(T0, 3 * DAY, undefined).backstopAt).toBe(T0 + 6 * DAY);
  });

  it("is cut to the platforms' longest poll less a minute", () => {
    expect(windowFrom(T0, 29 * DAY, undefined).backstopAt).toBe(T0 + LONGEST_NATIVE_POLL - MINUTE);
  });

  it('leaves out a reminder that would come before the opening', () => {
    expect(windowFrom(T0, HOUR, HOUR).reminderAt).toBeUndefined();
    expect(windowFrom(T0, HOUR, 10 * MINUTE).reminderAt).toBe(T0 + 50 * MINUTE);
  });
});

describe('a tally', () => {
  it('is provisional until every outlet is final, and names the missing ones', () => {
    const final = finalCount('a', { left: 2 });
    const missing = {
      outlet: outletId('b'),
      platform: 'discord',
      name: 'b',
      status: 'missing',
      reason: 'x',
    } as const;
    expect(tally([], [final]).provisional).toBe(false);
    expect(tally([], [final, { ...final, status: 'provisional' }]).provisional).toBe(true);
    expect(tally([], [final, missing])).toMatchObject({ provisional: true, missing: ['b'] });
  });
});
