import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionId, type RoundNumber, seasonId, showId } from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import { decide } from '../../../src/core/season/decide.ts';
import type { Effect } from '../../../src/core/season/effects.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import { EVENT_VERSION } from '../../../src/core/season/events.ts';
import { replay } from '../../../src/core/season/evolve.ts';
import { owedBy } from '../../../src/core/season/owe.ts';
import { impossibleIn } from '../../../src/core/season/possible.ts';
import { isIn } from '../../../src/core/season/state.ts';
import { type OutletCount, tally } from '../../../src/core/vote/tally.ts';
import { faultInSeason } from '../../../src/redis/seasons/season-check.ts';
import { encodeRecord } from '../../../src/redis/shared/records.ts';
import {
  anyHistory,
  anyRound,
  anyTurnout,
  counts,
  playAnything,
  type Turnout,
} from '../../support/seasons/season-histories.ts';
import { finalCount, MINUTE, showrunner, T0 } from '../../support/seasons/season-specification.ts';
import { storedShapes } from '../../support/stored-shapes.ts';

/** What the outbox contains after a log, soonest first. */
function outboxOf(log: readonly SeasonEvent[]): Effect[] {
  const effects = log.flatMap((event, index) => {
    const season = replay(log.slice(0, index + 1));
    return season === undefined ? [] : owedBy(event, season);
  });
  return effects.sort((one, other) => one.dueAt - other.dueAt);
}

/** Does everything owed when it is due, like processes that never fail; each settling finds the next turnout. */
function playOn(log: SeasonEvent[], turnouts: readonly Turnout[]): void {
  let at = log.at(-1)?.at ?? T0;
  const done = new Set<string>();
  for (let step = 0; step < 300; step++) {
    const next = outboxOf(log).find((effect) => !done.has(JSON.stringify(effect)));
    if (next === undefined) return;
    done.add(JSON.stringify(next));
    at = Math.max(at, next.dueAt);
    const command: SeasonCommand | undefined =
      next.kind === 'wake'
        ? { type: 'tick', at }
        : next.kind === 'settle'
          ? {
              type: 'settle',
              at,
              round: next.round,
              ...(turnouts[step % turnouts.length] ?? { outlets: [] }),
            }
          : undefined;
    const decided = command === undefined ? undefined : decide(replay(log), command);
    if (decided?.ok) log.push(...decided.events);
  }
  throw new Error('the season never comes to rest');
}

describe('whatever happens to a season', () => {
  it('makes at most one decision per round, for one of its options, and never after it was voided', () => {
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

  it('leaves a log that is found sound, and unsound if one that begins something comes twice', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(), (history, at) => {
        const log = playAnything(history);
        expect(impossibleIn(log)).toBeUndefined();
        const keys = [
          { name: 'events', type: 'list', values: log.map((event) => encodeRecord(event, EVENT_VERSION)) },
        ] as const;
        expect(faultInSeason(seasonId(showId('show'), 1), keys, storedShapes)).toBeUndefined();
        const index = at % log.length;
        const kind = log[index]?.type;
        if (kind !== 'round-planned' && kind !== 'episode-released' && kind !== 'season-started') return;
        expect(impossibleIn(log.toSpliced(index, 0, ...log.slice(index, index + 1)))).toBeDefined();
      }),
    );
  });

  it('has the same state when its log is stored and replayed', () => {
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

describe('a question about missing outlets', () => {
  it('never keeps a season waiting forever', () => {
    fc.assert(
      fc.property(anyHistory, fc.array(anyTurnout, { minLength: 1, maxLength: 4 }), (history, turnouts) => {
        const log = playAnything(history);
        const resume = decide(replay(log), { type: 'resume', at: log.at(-1)?.at ?? T0, by: showrunner });
        if (resume.ok) log.push(...resume.events);
        playOn(log, turnouts);
        const rounds = replay(log)?.rounds ?? [];
        expect(rounds.filter((round) => isIn(round, 'closing'))).toEqual([]);
        // Only what the story itself leaves to a person may wait.
        const waiting = rounds.filter((round) => isIn(round, 'undecided'));
        expect(waiting.filter((round) => round.phase.until !== undefined)).toEqual([]);
        for (const { rules } of waiting) expect(rules.tie === 'showrunner' || rules.quorum > 0).toBe(true);
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

  it('refuses something that is not a number of ballots', () => {
    for (const wrong of [-1, 0.5, Number.NaN, 2 ** 60]) {
      expect(() => tally(options, [finalCount('outlet', { [optionId('left')]: wrong })])).toThrow(RangeError);
    }
  });
});
