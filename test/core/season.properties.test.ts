import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionId, type RoundNumber } from '../../src/core/ids.ts';
import type { SeasonCommand } from '../../src/core/season/commands.ts';
import { decide } from '../../src/core/season/decide.ts';
import { replay } from '../../src/core/season/evolve.ts';
import { type OutletCount, tally } from '../../src/core/tally.ts';
import { anyHistory, anyRound, counts, playAnything } from '../support/season-histories.ts';
import { finalCount, MINUTE, T0 } from '../support/season-specification.ts';

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
