import fc from 'fast-check';
import { episodeId, optionId, type RoundNumber, roundNumber } from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import { decide } from '../../../src/core/season/decide.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import { replay } from '../../../src/core/season/evolve.ts';
import type { Story } from '../../../src/core/story/story.ts';
import { absenceIn } from '../../../src/core/vote/absence.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
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
} from './season-specification.ts';

const story: Story = aStory({
  episodes: [
    episode('pilot', {
      kind: 'choice',
      choice: choice({ left: 'left', right: 'right' }, { voting: { ...rules, tie: 'runoff', late: 'ask' } }),
    }),
    episode('left', {
      kind: 'choice',
      choice: choice(
        { on: 'right', off: 'end' },
        { voting: { ...rules, opens: 8 * MINUTE, tie: 'showrunner', quorum: 3 } },
      ),
    }),
    episode('right', {
      kind: 'next',
      next: episodeId('end'),
      prediction: choice({ yes: undefined, no: undefined }, { kind: 'prediction' }),
    }),
    episode('end', { kind: 'ending' }),
  ],
});

/** Votes for options of every round; a round ignores those of other rounds. */
export const counts = fc.record({
  left: fc.nat(4),
  right: fc.nat(4),
  on: fc.nat(4),
  off: fc.nat(4),
  yes: fc.nat(4),
  no: fc.nat(4),
});
export const anyRound: fc.Arbitrary<RoundNumber> = fc.integer({ min: 1, max: 6 }).map(roundNumber);
const howCounted = fc.constantFrom<OutletCount['status']>(
  'final',
  'final',
  'final',
  'provisional',
  'missing',
);
const reason = 'because';

function outletCount(
  outlet: string,
  votes: Readonly<Record<string, number>>,
  status: OutletCount['status'],
): OutletCount {
  const final = finalCount(outlet, votes);
  // The last one is alone on its platform, which may be missing as a whole.
  const platform = outlet === 'outlet-2' ? 'telegram' : 'discord';
  if (status !== 'missing') return { ...final, platform, status };
  return { outlet: final.outlet, platform, name: outlet, status, reason: 'its poll is gone' };
}

export type Turnout = Pick<Extract<SeasonCommand, { type: 'settle' }>, 'outlets' | 'absent' | 'unasked'>;

/** Some outlets are counted, some never had a poll; sometimes nobody can be asked. */
export const anyTurnout: fc.Arbitrary<Turnout> = fc
  .tuple(fc.array(fc.tuple(counts, howCounted), { maxLength: 3 }), fc.boolean())
  .map(([all, unasked]) => {
    const outlets = all.map(([one, status], index) => outletCount(`outlet-${index}`, one, status));
    const absent = absenceIn(
      outlets.map(({ platform, status }) => ({ platform, hadPoll: status !== 'missing' })),
    );
    return { outlets, ...(absent !== undefined && { absent }), ...(unasked && { unasked }) };
  });

/** Commands in any order, for any round, repeated; times are set when they are played. */
const anyCommand: fc.Arbitrary<(at: number) => SeasonCommand> = fc.oneof(
  { weight: 6, arbitrary: fc.constant((at: number): SeasonCommand => ({ type: 'tick', at })) },
  {
    weight: 6,
    arbitrary: fc.tuple(anyRound, anyTurnout).map(
      ([round, turnout]) =>
        (at: number): SeasonCommand => ({ type: 'settle', at, round, ...turnout }),
    ),
  },
  fc.tuple(anyRound, fc.integer({ min: 2, max: 3 })).map(
    ([round, late]) =>
      (at: number): SeasonCommand => ({ type: 'late', at, round, outlets: { late, of: 3 } }),
  ),
  anyRound.map(
    (round) =>
      (at: number): SeasonCommand => ({ type: 'close', at, by: showrunner, round, reason }),
  ),
  anyRound.map(
    (round) =>
      (at: number): SeasonCommand => ({ type: 'void', at, by: showrunner, round, reason }),
  ),
  fc
    .tuple(
      anyRound,
      fc.option(fc.constantFrom('left', 'right', 'on', 'off', 'yes', 'no'), { nil: undefined }),
    )
    .map(
      ([round, option]) =>
        (at: number): SeasonCommand => ({
          type: 'decide',
          at,
          by: showrunner,
          round,
          ...(option !== undefined && { option: optionId(option) }),
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
  fc.tuple(fc.constantFrom('pilot', 'left', 'right', 'end'), fc.integer({ min: -5, max: 60 })).map(
    ([id, minutes]) =>
      (at: number): SeasonCommand => ({
        type: 'schedule',
        at,
        by: showrunner,
        episode: episodeId(id),
        releaseAt: at + minutes * MINUTE,
      }),
  ),
  fc.constant((at: number): SeasonCommand => ({ type: 'pause', at, by: showrunner, reason })),
  fc.constant((at: number): SeasonCommand => ({ type: 'resume', at, by: showrunner })),
  fc.constant((at: number): SeasonCommand => ({ type: 'release', at, by: showrunner })),
);

export type History = readonly (readonly [number, (at: number) => SeasonCommand])[];

export const anyHistory = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), anyCommand), { maxLength: 40 });

/** A decision is counted with the counts that settled it, as the store keeps them. */
export function playWithCounts(history: History): {
  readonly log: SeasonEvent[];
  readonly counted: ReadonlyMap<RoundNumber, readonly OutletCount[]>;
} {
  const log: SeasonEvent[] = [];
  const counted = new Map<RoundNumber, readonly OutletCount[]>();
  const put = (command: SeasonCommand): void => {
    const decided = decide(replay(log), command);
    if (!decided.ok) return;
    log.push(...decided.events);
    if (command.type === 'settle' && decided.events.length > 0) counted.set(command.round, command.outlets);
  };
  put(start(story));
  let at = T0;
  for (const [minutes, command] of history) {
    at += minutes * MINUTE;
    put(command(at));
  }
  return { log, counted };
}

export const playAnything = (history: History): SeasonEvent[] => playWithCounts(history).log;
