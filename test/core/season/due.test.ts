import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, optionId, roundNumber } from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import { dueIn } from '../../../src/core/season/due.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import type { VotingRules } from '../../../src/core/story/story.ts';
import {
  aStory,
  choice,
  episode,
  MINUTE,
  play,
  rules,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const DAY = 1_440;
const round = roundNumber(1);
const voting: VotingRules = { ...rules, opens: MINUTE, reminder: 2 * MINUTE, late: 'go-on' };
const story = aStory({}, { voting });

/** In minutes after the start. */
function due(...commands: readonly SeasonCommand[]) {
  const of = dueIn(play(...commands).log);
  return (...message: Parameters<typeof of>) => {
    const at = of(...message);
    return at === undefined ? undefined : (at - T0) / MINUTE;
  };
}

describe('a message is due', () => {
  it('when the story says so, however late it comes', () => {
    const late = due(start(story), tick(DAY), settle(2 * DAY, 1, { left: 3 }), tick(3 * DAY));
    expect(late('drop', 1)).toBe(0);
    expect(late('poll', 1)).toBe(1);
    expect(late('reminder', 1)).toBe(9);
    expect(late('result', 1)).toBe(11);
    expect(late('drop', 2)).toBe(12);
  });

  it('by the new deadline if a vote was extended because the bot was away', () => {
    const late = due(
      start(aStory({}, { voting: { ...voting, late: 'extend' } })),
      tick(10),
      tick(20),
      settle(30, 1, { left: 3 }),
    );
    expect(late('poll', 1)).toBe(1);
    expect(late('result', 1)).toBe(20);
  });

  it('at no time if the log does not call for it', () => {
    const begun = due(start(story));
    expect(begun('drop', 2)).toBeUndefined();
    expect(begun('poll', 2)).toBeUndefined();
    expect(begun('result', 1)).toBeUndefined();
    expect(begun('extension', 1)).toBeUndefined();
    expect(due(start(aStory()))('reminder', 1)).toBeUndefined();
  });

  it('by the calendar of the day on which the one before it was due', () => {
    const daily = aStory({
      release: { kind: 'daily', days: 1, at: '19:00', timezone: 'UTC' },
      episodes: [
        episode('pilot', { kind: 'choice', choice: choice({ left: 'left', right: 'left' }) }),
        episode('left', { kind: 'choice', choice: choice({ left: 'right', right: 'right' }) }),
        episode('right', { kind: 'ending' }),
      ],
    });
    // Started at noon. Everything after the first vote's opening comes four days late.
    const late = due(
      start(daily),
      tick(4 * DAY),
      settle(4 * DAY, 1, { left: 3 }),
      tick(5 * DAY),
      tick(5 * DAY + 600),
    );
    expect(late('drop', 2)).toBe(DAY + 420);
    expect(late('poll', 2)).toBe(DAY + 420);
  });

  it('in a runoff from the deadline that led to it', () => {
    const tied = due(
      start(aStory({}, { voting: { ...rules, tie: 'runoff', late: 'go-on' } })),
      tick(20),
      settle(30, 1, { left: 1, right: 1 }),
      tick(100),
      settle(101, 2, { right: 1 }),
    );
    expect(tied('poll', 2)).toBe(10);
    expect(tied('result', 2)).toBe(12);
    expect(tied('result', 1)).toBe(10);
  });

  it('when a person triggered it, if one did', () => {
    const by = showrunner;
    const at = (minutes: number): Instant => T0 + minutes * MINUTE;
    const closed = due(
      start(story),
      tick(1),
      { type: 'extend', at: at(2), by, reason: 'more', round, until: at(60) },
      { type: 'close', at: at(5), by, reason: 'enough', round },
      settle(6, 1, { left: 1 }),
      { type: 'release', at: at(6.5), by },
    );
    expect(closed('extension', 1)).toBe(2);
    expect(closed('reminder', 1)).toBe(58);
    expect(closed('result', 1)).toBe(5);
    expect(closed('drop', 2)).toBe(6);

    const hurried = due(
      start(story),
      tick(1),
      { type: 'close', at: at(5), by, reason: 'enough', round },
      settle(5.2, 1, { left: 1 }),
      { type: 'release', at: at(5.5), by },
    );
    expect(hurried('drop', 2)).toBe(5.5);

    const again = due(
      start(story),
      tick(1),
      { type: 'void', at: at(4), by, reason: 'wrong', round },
      tick(50),
    );
    expect(again('poll', 2)).toBe(4);

    const decided = due(
      start(aStory({}, { voting: { ...rules, tie: 'showrunner' } })),
      tick(20),
      settle(30, 1, { left: 1, right: 1 }),
      { type: 'decide', at: at(45), by, reason: 'mine', round, option: optionId('left') },
    );
    expect(decided('result', 1)).toBe(45);
  });

  it('not before a person let it continue', () => {
    const by = showrunner;
    const at = (minutes: number): Instant => T0 + minutes * MINUTE;
    const held = due(
      start(story),
      tick(1),
      { type: 'pause', at: at(5), by, reason: 'wait' },
      tick(11),
      { type: 'resume', at: at(300), by },
      settle(301, 1, { left: 1 }),
      tick(400),
    );
    expect(held('result', 1)).toBe(300);
    expect(held('drop', 2)).toBe(301);

    const { url: _, ...withoutUrl } = episode('left', { kind: 'ending' });
    const linkless = aStory({
      episodes: [
        episode('pilot', { kind: 'choice', choice: choice({ left: 'left', right: 'left' }) }),
        withoutUrl,
      ],
    });
    const linked = due(start(linkless), tick(10), settle(11, 1, { left: 1 }), tick(12), {
      type: 'link',
      at: at(500),
      by,
      episode: withoutUrl.id,
      url: 'https://watch.example/left',
    });
    expect(linked('drop', 2)).toBe(500);
  });

  it('never later than it comes, and in the order in which it comes', () => {
    const delay = fc.integer({ min: 0, max: 3 * DAY });
    fc.assert(
      fc.property(fc.tuple(delay, delay, delay, delay), ([opens, closes, settles, releases]) => {
        const times = [opens, closes, settles, releases];
        const at = (index: number) => 12 + times.slice(0, index + 1).reduce((sum, one) => sum + one, 0);
        const { log } = play(
          start(story),
          tick(at(0)),
          tick(at(1)),
          settle(at(2), 1, { left: 1 }),
          tick(at(3) + 1),
        );
        const of = dueIn(log);
        const came = (type: SeasonEvent['type'], nth = 0) =>
          log.filter((event) => event.type === type)[nth]?.at ?? 0;
        const pairs = [
          [of('drop', 1), came('episode-released')],
          [of('poll', 1), came('round-opened')],
          [of('result', 1), came('round-decided')],
          [of('drop', 2), came('episode-released', 1)],
        ] as const;
        for (const [planned, happened] of pairs) expect(planned).toBeLessThanOrEqual(happened);
        const planned = pairs.map(([one]) => one ?? 0);
        expect(planned).toEqual([...planned].sort((one, other) => one - other));
      }),
    );
  });
});
