import { describe, expect, it } from 'vitest';
import { optionId, outletId, roundNumber } from '../../../src/core/ids.ts';
import { plain } from '../../../src/core/posts/content.ts';
import { postFor } from '../../../src/core/posts/post.ts';
import type { SeasonCommand, SteeringCommand } from '../../../src/core/season/commands.ts';
import type { Alert } from '../../../src/core/season/effects.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import type { Story, VotingRules } from '../../../src/core/story/story.ts';
import { receiptOf } from '../../../src/core/vote/receipt.ts';
import { contradictionsIn } from '../../../src/core/vote/receipt-rules.ts';
import {
  aStory,
  choice,
  episode,
  finalCount,
  given,
  MINUTE,
  play,
  rules,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

const one = roundNumber(1);
/** Opens five minutes after the drop, for ten. */
const asked = (change: Partial<VotingRules> = {}): Story =>
  aStory({}, { voting: { ...rules, opens: 5 * MINUTE, patience: 60 * MINUTE, ...change } });
const steer = (minutes: number, command: SteeringCommand): SeasonCommand => ({
  ...command,
  at: T0 + minutes * MINUTE,
  by: showrunner,
});
const late = (minutes: number, count: number, of: number): SeasonCommand => ({
  type: 'late',
  at: T0 + minutes * MINUTE,
  round: one,
  outlets: { late: count, of },
});
const decide = (minutes: number, option?: string): SeasonCommand =>
  steer(minutes, {
    type: 'decide',
    round: one,
    reason: 'fine',
    ...(option !== undefined && { option: optionId(option) }),
  });

describe('a vote whose opening the bot missed by more than half of its time', () => {
  it('is extended by the lost time before its polls are owed, and a showrunner is told', () => {
    const story = asked();
    const [first, extended, opened] = given(start(story))
      .when(tick(14))
      .yields('round-late', 'round-extended', 'round-opened');
    expect(first).toMatchObject({ lost: 9 * MINUTE, outcome: 'extended' });
    expect(extended).toMatchObject({ closesAt: T0 + 24 * MINUTE, by: { kind: 'clock' } });
    const { season } = play(start(story), tick(14));
    expect(opened && owedBy(opened, season)).toContainEqual(
      expect.objectContaining({ delivery: 'poll', expiresAt: T0 + 24 * MINUTE }),
    );
    expect(first && owedBy(first, season)).toMatchObject([{ kind: 'alert', alert: { code: 'round-late' } }]);
  });

  it('is extended even if the bot comes back after the deadline', () => {
    given(start(asked())).when(tick(18)).yields('round-late', 'round-extended', 'round-opened');
    expect(play(start(asked()), tick(18)).season.rounds[0]).toMatchObject({ closesAt: T0 + 25 * MINUTE });
  });

  it('is not changed if half of its time or more is left, or it opened in time', () => {
    given(start(asked())).when(tick(10)).yields('round-opened');
    given(start(asked())).when(tick(5)).yields('round-opened');
  });

  it('is asked about if it would need more time than it lasts', () => {
    const [event] = given(start(asked())).when(tick(22)).yields('round-late', 'round-opened', 'round-closed');
    expect(event).toMatchObject({ outcome: 'asked', until: T0 + 82 * MINUTE });
  });

  it('goes on if the story says so; the result and the receipt say it', () => {
    const story = asked({ late: 'go-on' });
    const commands = [start(story), tick(14), tick(15), settle(16, 1, { right: 1 })] as const;
    given(start(story)).when(tick(14)).yields('round-late', 'round-opened');
    const { season } = play(...commands);
    const [round] = season.rounds;
    if (round === undefined) throw new Error('no round');
    const counts = [finalCount('outlet-0', { right: 1 })];
    const receipt = receiptOf(season, round, { counts, amendments: [] });
    expect(receipt.late).toEqual({ lost: '9m', outcome: 'went-on' });
    const told = 'The bot was away for 9 minutes: no community had even half of the promised time to vote.';
    expect(receipt.notes).toContain(told);
    expect(contradictionsIn(receipt, {})).toEqual([]);
    const post = postFor(season, {
      kind: 'result',
      number: 1,
      mark: 'm',
      outlet: outletId('outlet-0'),
      canSeal: true,
      counts,
    });
    expect(post?.kind === 'result' && post.lines.map(plain)).toContain(told);
  });

  it('is extended or goes on if it is a prediction, and nobody is asked', () => {
    const story = aStory({
      episodes: [
        episode('pilot', {
          kind: 'next',
          next: episode('left', { kind: 'ending' }).id,
          prediction: choice(
            { yes: undefined, no: undefined },
            { kind: 'prediction', voting: { ...rules, opens: 5 * MINUTE, late: 'ask' } },
          ),
        }),
        episode('left', { kind: 'ending' }),
      ],
    });
    const { log } = play(start(story), tick(14));
    expect(log.find(({ type }) => type === 'round-late')).toMatchObject({ outcome: 'went-on' });
  });
});

describe('a vote for which many outlets got their poll too late', () => {
  const open = [start(asked()), tick(5)] as const;

  it('is extended once, by the lost time', () => {
    const [event, extended] = given(...open)
      .when(late(12, 2, 5))
      .yields('round-late', 'round-extended');
    expect(event).toMatchObject({ outlets: { late: 2, of: 5 }, lost: 7 * MINUTE });
    expect(extended).toMatchObject({ closesAt: T0 + 22 * MINUTE });
    given(...open, late(12, 2, 5))
      .when(late(21, 2, 5))
      .yields();
  });

  it('is checked when half of its time is over', () => {
    const { log, season } = play(...open);
    const opened = log.findLast(({ type }) => type === 'round-opened');
    expect(opened && owedBy(opened, season)).toContainEqual({
      kind: 'check-window',
      dueAt: T0 + 10 * MINUTE,
      round: 1,
    });
  });
});

describe('a showrunner who is asked about a late vote', () => {
  const story = asked({ late: 'ask' });
  const open = [start(story), tick(14)] as const;
  const end = [tick(15), settle(16, 1, { right: 1 })] as const;

  it('is asked again when the counts are in, until the patience that began with the alert is over', () => {
    const [undecided] = given(...open, tick(15))
      .when(settle(16, 1, { right: 1 }))
      .yields('round-undecided');
    expect(undecided).toMatchObject({ why: { cause: 'late', among: ['right'] }, until: T0 + 74 * MINUTE });
    const [stands] = given(...open, ...end)
      .when(settle(74, 1, { right: 1 }))
      .yields('round-let-stand', 'round-decided', 'episode-scheduled');
    expect(stands).toMatchObject({ by: { kind: 'clock' } });
  });

  it('lets it stand while it runs: its votes decide', () => {
    given(...open)
      .when(decide(14))
      .yields('round-let-stand');
    given(...open, decide(14), tick(15))
      .when(settle(16, 1, { right: 1 }))
      .yields('round-decided', 'episode-scheduled');
    given(...open, decide(14))
      .when(decide(14))
      .isRefused('round-not-undecided');
  });

  it('can give it more time, which counts as an answer', () => {
    const longer = steer(14, { type: 'extend', round: one, until: T0 + 24 * MINUTE, reason: 'fair' });
    given(...open, longer, tick(24))
      .when(settle(25, 1, { right: 1 }))
      .yields('round-decided', 'episode-scheduled');
  });

  it('can have it repeated', () => {
    given(...open, ...end)
      .when(steer(17, { type: 'void', round: one, reason: 'again' }))
      .yields('round-voided', 'round-planned', 'round-opened');
  });

  it('has a button for each answer', () => {
    const { season, log } = play(...open);
    const event = log.find(({ type }) => type === 'round-late');
    const [effect] = event === undefined ? [] : owedBy(event, season);
    const alert = effect?.kind === 'alert' ? (effect.alert as Alert) : undefined;
    if (alert === undefined) throw new Error('nobody is told');
    const post = postFor(season, {
      kind: 'alert',
      number: 1,
      alert,
      mark: 'm',
      outlet: outletId('outlet-0'),
      canSeal: true,
    });
    if (post?.kind !== 'alert') throw new Error('no alert');
    expect(post.buttons?.map(({ label, command, given: fixed }) => [label, command, fixed.by])).toEqual([
      ['More time: 9m', 'vote extend', '9m'],
      ['Let it stand', 'vote decide', undefined],
      ['Run the vote again', 'vote void', undefined],
    ]);
  });
});
