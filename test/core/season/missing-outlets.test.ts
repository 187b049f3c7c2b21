import { describe, expect, it } from 'vitest';
import { type Instant, optionId, outletId, roundNumber } from '../../../src/core/ids.ts';
import { plain } from '../../../src/core/posts/content.ts';
import { postFor } from '../../../src/core/posts/post.ts';
import type { SeasonCommand, SteeringCommand } from '../../../src/core/season/commands.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import type { Story, VotingRules } from '../../../src/core/story/story.ts';
import type { Absence } from '../../../src/core/vote/absence.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
import {
  aStory,
  choice,
  episode,
  finalCount,
  given,
  MINUTE,
  play,
  rules,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const HOUR = 60 * MINUTE;
const one = roundNumber(1);
const absent: Absence = { platforms: ['telegram'], absent: 1, of: 2 };
const gone: OutletCount = {
  outlet: outletId('outlet-9'),
  platform: 'telegram',
  name: 'outlet-9',
  status: 'missing',
  reason: 'gone',
};
const nobody: Absence = { platforms: ['discord', 'telegram'], absent: 2, of: 2 };

const asking = (change: Partial<VotingRules> = {}): Story =>
  aStory({}, { voting: { ...rules, missing: 'ask', patience: HOUR, ...change } });

const settle = (
  minutes: number,
  counts: Readonly<Record<string, number>> | undefined,
  change: Partial<Extract<SeasonCommand, { type: 'settle' }>> = {},
): SeasonCommand => ({
  type: 'settle',
  at: T0 + minutes * MINUTE,
  round: one,
  outlets: counts === undefined ? [gone] : [finalCount('outlet-0', counts), gone],
  absent: counts === undefined ? nobody : absent,
  ...change,
});
const withAll = (minutes: number, counts: Readonly<Record<string, number>>): SeasonCommand => ({
  type: 'settle',
  at: T0 + minutes * MINUTE,
  round: one,
  outlets: [finalCount('outlet-0', counts)],
});
const steer = (minutes: number, command: SteeringCommand): SeasonCommand => ({
  ...command,
  at: T0 + minutes * MINUTE,
  by: showrunner,
});
const decide = (minutes: number, option?: string): SeasonCommand =>
  steer(minutes, {
    type: 'decide',
    round: one,
    reason: 'fine',
    ...(option !== undefined && { option: optionId(option) }),
  });

const asked = (story = asking()) => [start(story), tick(10), settle(10, { right: 2 })] as const;
const LET_STAND = ['round-let-stand', 'round-decided', 'episode-scheduled'] as const;

describe('a vote without many of its outlets', () => {
  it('waits for a showrunner, for as long as the story says', () => {
    const [event] = given(start(asking()), tick(10))
      .when(settle(10, { right: 2 }))
      .yields('round-undecided');
    expect(event).toMatchObject({
      why: { cause: 'missing', among: ['right'] },
      until: T0 + 10 * MINUTE + HOUR,
      tally: { total: 2, absent },
    });
    given(...asked())
      .when(settle(69, { right: 2 }))
      .yields();
  });

  it('owes the question and its end to the outbox, and both again after a pause', () => {
    const until = T0 + 10 * MINUTE + HOUR;
    const { log, season } = play(...asked());
    const last = log.at(-1);
    expect(last && owedBy(last, season)).toEqual([
      { kind: 'ask', dueAt: T0 + 10 * MINUTE, round: 1 },
      { kind: 'settle', dueAt: until, round: 1 },
    ]);
    const paused = [...asked(), steer(20, { type: 'pause', reason: 'x' })] as const;
    given(...paused)
      .when(settle(80, { right: 2 }))
      .yields();
    const resumed = play(...paused, steer(80, { type: 'resume' }));
    const effects = resumed.log.flatMap((event) => owedBy(event, resumed.season));
    expect(effects).toContainEqual({ kind: 'settle', dueAt: T0 + 80 * MINUTE, round: 1 });
  });

  it('is decided with the existing votes if nobody has answered, and the receipt says so', () => {
    const events = given(...asked())
      .when(settle(70, { right: 2 }))
      .yields(...LET_STAND);
    expect(events[0]).toMatchObject({ by: { kind: 'clock' }, reason: 'no showrunner answered in time' });
    expect(events[1]).toMatchObject({
      decision: { option: 'right', rule: { kind: 'plurality' } },
      tally: { absent },
    });
  });

  it('waits no longer than until the next episode is due on the calendar', () => {
    const daily = { ...asking(), release: { kind: 'daily', days: 1, at: '12:30', timezone: 'UTC' } } as const;
    const closes = T0 + 24 * HOUR;
    const long = {
      ...daily,
      episodes: daily.episodes.map((one) =>
        one.continuation.kind === 'choice'
          ? episode('pilot', {
              kind: 'choice',
              choice: choice(
                { left: 'left', right: 'right' },
                { voting: { ...rules, missing: 'ask', patience: 6 * HOUR, lasts: 24 * HOUR } },
              ),
            })
          : one,
      ),
    };
    const { log } = play(start(long), tick(24 * 60), settle(24 * 60, { right: 2 }));
    expect(log.at(-1)).toMatchObject({ type: 'round-undecided', until: closes + 30 * MINUTE });
  });

  it('is decided at once if nobody can be asked', () => {
    const [stands] = given(start(asking()), tick(10))
      .when(settle(10, { right: 2 }, { unasked: true }))
      .yields(...LET_STAND);
    expect(stands).toMatchObject({ reason: 'no showrunner could be asked' });
    given(...asked())
      .when(settle(11, { right: 2 }, { unasked: true }))
      .yields(...LET_STAND);
  });

  it('is decided at once if the story only announces it', () => {
    const [decided] = given(start(asking({ missing: 'announce' })), tick(10))
      .when(settle(10, { right: 2 }))
      .yields('round-decided', 'episode-scheduled');
    expect(decided).toMatchObject({ tally: { absent } });
  });

  it('asks even in a season that an older version began', () => {
    given(start(aStory()), tick(10))
      .when(settle(10, { right: 2 }))
      .yields('round-undecided');
  });

  it('is decided by all when the missing polls are found in time', () => {
    const [decided] = given(...asked())
      .when(withAll(20, { left: 3, right: 2 }))
      .yields('round-decided', 'episode-scheduled');
    expect(decided).toMatchObject({ decision: { option: 'left' }, tally: { total: 5 } });
  });

  it('is not asked about if it is a prediction', () => {
    const story = aStory({
      episodes: [
        episode('pilot', {
          kind: 'next',
          next: episode('left', { kind: 'ending' }).id,
          prediction: choice({ yes: undefined, no: undefined }, { kind: 'prediction' }),
        }),
        episode('left', { kind: 'ending' }),
      ],
    });
    for (const counts of [{ yes: 1 }, undefined]) {
      const { log } = play(start(story), tick(10), settle(10, counts));
      expect(log.map(({ type }) => type)).toContain('round-decided');
      expect(log.map(({ type }) => type)).not.toContain('round-undecided');
    }
  });
});

describe('a showrunner who is asked about it', () => {
  it('can decide with the existing votes: they are counted once more, and the audience has decided', () => {
    const events = given(...asked())
      .when(decide(12))
      .yields('round-let-stand');
    expect(events[0]).toMatchObject({ by: showrunner, reason: 'fine' });
    const [decided] = given(...asked(), decide(12))
      .when(settle(12, { right: 2 }))
      .yields('round-decided', 'episode-scheduled');
    expect(decided).toMatchObject({ decision: { option: 'right', rule: { kind: 'plurality' } } });
  });

  it('may name the option that the votes lead to, and no other', () => {
    given(...asked())
      .when(decide(12, 'right'))
      .yields('round-let-stand');
    given(...asked())
      .when(decide(12, 'left'))
      .isRefused('unknown-option');
  });

  it('can have the vote repeated', () => {
    given(...asked())
      .when(steer(12, { type: 'void', round: one, reason: 'again' }))
      .yields('round-voided', 'round-planned', 'round-opened');
  });

  it('is asked before a tie goes to its runoff', () => {
    const tied = asking({ tie: 'runoff' });
    const before = [start(tied), tick(10), settle(10, { left: 2, right: 2 })] as const;
    expect(play(...before).log.at(-1)).toMatchObject({ why: { cause: 'missing', among: [] } });
    given(...before, decide(12))
      .when(settle(12, { left: 2, right: 2 }))
      .yields('round-tied', 'round-planned');
  });

  it('is asked only one question if a person decides in any case', () => {
    for (const change of [{ tie: 'showrunner' }, { quorum: 9 }] as const) {
      const [event] = given(start(asking(change)), tick(10))
        .when(settle(10, { left: 2, right: 2 }))
        .yields('round-undecided');
      expect(event).toMatchObject({ why: { among: ['left', 'right'] }, tally: { absent } });
      expect(event).not.toHaveProperty('until');
      expect(event).not.toMatchObject({ why: { cause: 'missing' } });
    }
  });
});

describe('a vote for which no poll could be opened', () => {
  it('waits for a showrunner, and then goes to the first listed option, which is said', () => {
    const before = [start(asking()), tick(10), settle(10, undefined)] as const;
    expect(play(...before).log.at(-1)).toMatchObject({
      why: { cause: 'nobody-could', among: ['left', 'right'] },
      until: T0 + 10 * MINUTE + HOUR,
    });
    const [, decided] = given(...before)
      .when(settle(70, undefined))
      .yields(...LET_STAND);
    expect(decided).toMatchObject({
      decision: { option: 'left', rule: { kind: 'first-listed', because: 'nobody-could' } },
    });
    given(...before)
      .when(decide(12))
      .isRefused('option-missing');
    const [byHand] = given(...before)
      .when(decide(12, 'right'))
      .yields('round-decided', 'episode-scheduled');
    expect(byHand).toMatchObject({ decision: { rule: { kind: 'showrunner', because: 'nobody-could' } } });
  });

  it.each([
    ['nobody voting', { tie: 'showrunner' }],
    ['too few votes', { quorum: 5 }],
  ] as const)('waits without an end if the story leaves %s to a person', (_, change) => {
    const before = [start(asking(change)), tick(10), settle(10, undefined)] as const;
    expect(play(...before).log.at(-1)).not.toHaveProperty('until');
    given(...before)
      .when(settle(24 * 60, undefined))
      .yields();
  });

  it('becomes the question about missing outlets if one poll is found, with the same end', () => {
    const before = [start(asking()), tick(10), settle(10, undefined)] as const;
    const [event] = given(...before)
      .when(settle(20, { right: 1 }))
      .yields('round-undecided');
    expect(event).toMatchObject({ why: { cause: 'missing' }, until: T0 + 10 * MINUTE + HOUR });
    expect(play(...before, settle(20, { right: 1 })).season.notices).toHaveLength(1);
  });
});

describe('what is said about it', () => {
  const wordsOf = (
    kind: 'notice' | 'result' | 'poll',
    commands: readonly SeasonCommand[],
    counts: readonly OutletCount[] = [],
  ): string => {
    const { season } = play(...commands);
    const post = postFor(season, {
      kind,
      number: 1,
      mark: 'm',
      outlet: outletId('outlet-0'),
      canSeal: true,
      counts,
    });
    if (post === undefined || post.kind === 'drop') throw new Error('nothing is said');
    return post.kind === 'poll'
      ? post.rule.map(plain).join('\n')
      : [post.title, ...post.lines.map(plain)].join('\n');
  };
  const ISO = (at: Instant): string => new Date(at).toISOString();

  it('the rule is published with the poll, unless nobody is asked', () => {
    const rule = 'If too many communities cannot vote, the show’s team may hold the vote again.';
    expect(wordsOf('poll', [start(asking())])).toContain(rule);
    expect(wordsOf('poll', [start(asking({ missing: 'announce' }))])).not.toContain(rule);
  });

  it('the outlets learn that it waits, for whom and until when', () => {
    const told = wordsOf('notice', asked());
    expect(told).toContain('This vote is waiting for the show’s team');
    expect(told).toContain('Nobody could vote on Telegram: 1 of 2 communities had no open poll.');
    expect(told).toContain(ISO(T0 + 10 * MINUTE + HOUR));
  });

  it('the result says without whom it was decided', () => {
    expect(wordsOf('result', [...asked(), settle(70, { right: 2 })])).toContain(
      'Decided without Telegram: 1 of 2 communities could not vote.',
    );
    const some = { absent: { platforms: [], absent: 3, of: 7 } };
    const announced = [
      start(asking({ missing: 'announce' })),
      tick(10),
      settle(10, { right: 2 }, some),
    ] as const;
    expect(wordsOf('result', announced)).toContain('Decided without 3 of 7 communities');
  });

  it('never that nobody voted if nobody could', () => {
    const told = wordsOf('result', [start(asking()), tick(10), settle(10, undefined, { unasked: true })]);
    expect(told).toContain('No poll could be opened in time');
    expect(told).not.toMatch(/nobody voted/i);
  });
});
