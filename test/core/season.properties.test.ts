import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeId, optionId, type RoundNumber, roundNumber } from '../../src/core/ids.ts';
import type { SeasonCommand } from '../../src/core/season/commands.ts';
import { decide } from '../../src/core/season/decide.ts';
import type { SeasonEvent } from '../../src/core/season/events.ts';
import { replay } from '../../src/core/season/evolve.ts';
import type { Story } from '../../src/core/story.ts';
import { type OutletCount, tally } from '../../src/core/tally.ts';
import {
  aStory,
  choice,
  episode,
  finalCount,
  MINUTE,
  rules,
  showrunner,
  start,
  T0,
} from '../support/season-specification.ts';

const story: Story = aStory({
  episodes: [
    episode('pilot', {
      kind: 'choice',
      choice: choice({ left: 'left', right: 'right' }, { voting: { ...rules, tie: 'runoff' } }),
    }),
    episode('left', {
      kind: 'choice',
      choice: choice({ on: 'right', off: 'end' }, { voting: { ...rules, tie: 'showrunner', quorum: 3 } }),
    }),
    episode('right', {
      kind: 'next',
      next: episodeId('end'),
      prediction: choice({ yes: undefined, no: undefined }, { kind: 'prediction' }),
    }),
    episode('end', { kind: 'ending' }),
  ],
});

const counts = fc.record({
  left: fc.nat(4),
  right: fc.nat(4),
  on: fc.nat(4),
  off: fc.nat(4),
  yes: fc.nat(4),
  no: fc.nat(4),
});
const anyRound: fc.Arbitrary<RoundNumber> = fc.integer({ min: 1, max: 6 }).map(roundNumber);
const reason = 'because';

/** Commands as they may come: any order, any round, repeated; times are set when they are played. */
const anyCommand: fc.Arbitrary<(at: number) => SeasonCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.constant((at: number): SeasonCommand => ({ type: 'tick', at })) },
  {
    weight: 6,
    arbitrary: fc.tuple(anyRound, fc.array(counts, { maxLength: 3 })).map(
      ([round, all]) =>
        (at: number): SeasonCommand => ({
          type: 'settle',
          at,
          round,
          outlets: all.map((one, index) => finalCount(`outlet-${index}`, one)),
        }),
    ),
  },
  anyRound.map(
    (round) =>
      (at: number): SeasonCommand => ({ type: 'close', at, by: showrunner, round, reason }),
  ),
  anyRound.map(
    (round) =>
      (at: number): SeasonCommand => ({ type: 'void', at, by: showrunner, round, reason }),
  ),
  fc.tuple(anyRound, fc.constantFrom('left', 'right', 'on', 'off', 'yes', 'no')).map(
    ([round, option]) =>
      (at: number): SeasonCommand => ({
        type: 'decide',
        at,
        by: showrunner,
        round,
        option: optionId(option),
        reason,
      }),
  ),
  fc.tuple(anyRound, fc.integer({ min: 0, max: 60 })).map(
    ([round, minutes]) =>
      (at: number): SeasonCommand => ({
        type: 'extend',
        at,
        by: showrunner,
        round,
        until: at + minutes * MINUTE,
        reason,
      }),
  ),
  fc.constant((at: number): SeasonCommand => ({ type: 'pause', at, by: showrunner, reason })),
  fc.constant((at: number): SeasonCommand => ({ type: 'resume', at, by: showrunner })),
  fc.constant((at: number): SeasonCommand => ({ type: 'release', at, by: showrunner })),
);

const anyHistory = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), anyCommand), { maxLength: 40 });

function playAnything(history: readonly (readonly [number, (at: number) => SeasonCommand])[]): SeasonEvent[] {
  const log: SeasonEvent[] = [];
  const put = (command: SeasonCommand): void => {
    const decided = decide(replay(log), command);
    if (decided.ok) log.push(...decided.events);
  };
  put(start(story));
  let at = T0;
  for (const [minutes, command] of history) {
    at += minutes * MINUTE;
    put(command(at));
  }
  return log;
}

describe('whatever happens to a season', () => {
  it('makes at most one decision a round, for one of its options, and never after it was voided', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const log = playAnything(history);
        const settled = new Set<RoundNumber>();
        for (const event of log) {
          if (event.type !== 'round-decided' && event.type !== 'round-tied' && event.type !== 'round-voided')
            continue;
          expect(settled.has(event.round)).toBe(false);
          settled.add(event.round);
          if (event.type !== 'round-decided') continue;
          const round = replay(log)?.rounds[event.round - 1];
          expect(round?.options.map((option) => option.id)).toContain(event.decision.option);
        }
      }),
    );
  });

  it('gives the same state when its log is stored and replayed', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const log = playAnything(history);
        expect(replay(JSON.parse(JSON.stringify(log)))).toEqual(replay(log));
      }),
    );
  });

  it('changes nothing when a tick or a settlement is repeated', () => {
    fc.assert(
      fc.property(anyHistory, counts, anyRound, (history, votes, round) => {
        const log = playAnything(history);
        const at = (log.at(-1)?.at ?? T0) + MINUTE;
        const commands: readonly SeasonCommand[] = [
          { type: 'tick', at },
          { type: 'settle', at, round, outlets: [finalCount('outlet', votes)] },
        ];
        for (const command of commands) {
          const once = decide(replay(log), command);
          if (once.ok) log.push(...once.events);
          expect(decide(replay(log), command)).toEqual({ ok: true, events: [] });
        }
      }),
    );
  });
});

describe('the tally', () => {
  const options = ['left', 'right', 'on'].map(optionId);
  const outlets = fc.array(
    counts.map((one): OutletCount => finalCount('outlet', one)),
    { maxLength: 8 },
  );

  it('is the sum of the outlets, option by option and in total', () => {
    fc.assert(
      fc.property(outlets, (all) => {
        const { counts: sums, total } = tally(options, all);
        for (const option of options) {
          expect(sums[option]).toBe(
            all.reduce((sum, one) => sum + (one.status === 'missing' ? 0 : (one.counts[option] ?? 0)), 0),
          );
        }
        expect(total).toBe(options.reduce((sum, option) => sum + (sums[option] ?? 0), 0));
      }),
    );
  });

  it('does not depend on the order in which outlets report', () => {
    fc.assert(
      fc.property(outlets, (all) => {
        expect(tally(options, all.toReversed())).toEqual(tally(options, all));
      }),
    );
  });

  it('refuses what is no number of ballots', () => {
    for (const wrong of [-1, 0.5, Number.NaN, 2 ** 60]) {
      expect(() => tally(options, [finalCount('outlet', { [optionId('left')]: wrong })])).toThrow(RangeError);
    }
  });
});
