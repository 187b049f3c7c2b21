import { expect } from 'vitest';
import {
  episodeId,
  type Instant,
  optionId,
  outletId,
  roundNumber,
  seasonId,
  showId,
} from '../../../src/core/ids.ts';
import type { SeasonCommand } from '../../../src/core/season/commands.ts';
import { decide } from '../../../src/core/season/decide.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import { replay } from '../../../src/core/season/evolve.ts';
import type { Season } from '../../../src/core/season/state.ts';
import type { Choice, Continuation, Episode, Story, VotingRules } from '../../../src/core/story/story.ts';
import type { Counts, OutletCount } from '../../../src/core/vote/tally.ts';

export const T0: Instant = Date.UTC(2026, 10, 2, 12);
export const MINUTE = 60_000;
export const showrunner = { kind: 'person', pseudonym: 'showrunner-1' } as const;

export const rules: VotingRules = {
  opens: 0,
  lasts: 10 * MINUTE,
  tie: 'first-listed',
  runoff: 2 * MINUTE,
  quorum: 0,
  closing: MINUTE,
  sealed: false,
};

export function choice(
  options: Readonly<Record<string, string | undefined>>,
  change: Partial<Choice> = {},
): Choice {
  return {
    question: 'What now?',
    kind: 'binding',
    options: Object.entries(options).map(([id, next]) => ({
      id: optionId(id),
      label: id.toUpperCase(),
      ...(next !== undefined && { next: episodeId(next) }),
    })),
    voting: rules,
    ...change,
  };
}

export function episode(id: string, continuation: Continuation, change: Partial<Episode> = {}): Episode {
  return {
    id: episodeId(id),
    title: `The ${id}`,
    url: `https://watch.example/${id}`,
    synopsis: 'One line.',
    revisited: false,
    continuation,
    ...change,
  };
}

/** pilot -(left|right)-> left or right, both endings. */
export function aStory(change: Partial<Story> = {}, pilot: Partial<Choice> = {}): Story {
  return {
    id: showId('show'),
    title: 'A Show',
    language: 'en',
    opening: episodeId('pilot'),
    release: { kind: 'after', after: MINUTE },
    voting: rules,
    episodes: [
      episode('pilot', { kind: 'choice', choice: choice({ left: 'left', right: 'right' }, pilot) }),
      episode('left', { kind: 'ending' }),
      episode('right', { kind: 'ending' }),
    ],
    ...change,
  };
}

export const start = (story: Story, at: Instant = T0): SeasonCommand => ({
  type: 'start',
  at,
  season: seasonId(story.id, 1),
  story,
  storyHash: 'hash',
  salt: 'ab'.repeat(32),
});

export const tick = (minutes: number): SeasonCommand => ({ type: 'tick', at: T0 + minutes * MINUTE });

export const settle = (
  minutes: number,
  round: number,
  ...outlets: readonly Readonly<Record<string, number>>[]
): SeasonCommand => ({
  type: 'settle',
  at: T0 + minutes * MINUTE,
  round: roundNumber(round),
  outlets: outlets.map((counts, index) => finalCount(`outlet-${index}`, counts)),
});

type Counted = Extract<OutletCount, { counts: unknown }>;

export const finalCount = (outlet: string, counts: Readonly<Record<string, number>>): Counted => ({
  outlet: outletId(outlet),
  platform: 'discord',
  name: outlet,
  status: 'final',
  counts: counts satisfies Counts,
  closedAt: T0,
});

/** Plays commands one after the other; stops after a refusal. */
export function play(...commands: readonly SeasonCommand[]): {
  readonly log: readonly SeasonEvent[];
  readonly season: Season;
} {
  const log: SeasonEvent[] = [];
  for (const command of commands) {
    const decided = decide(replay(log), command);
    if (!decided.ok) throw new Error(`refused: ${JSON.stringify(decided.refusal)} for ${command.type}`);
    log.push(...decided.events);
  }
  const season = replay(log);
  if (season === undefined) throw new Error('nothing was played');
  return { log, season };
}

/** Given what happened, when a command comes, then these events (by type) follow. */
export function given(...commands: readonly SeasonCommand[]) {
  const before = commands.length === 0 ? undefined : play(...commands).season;
  return {
    when(command: SeasonCommand) {
      const decided = decide(before, command);
      return {
        yields(...types: readonly SeasonEvent['type'][]): readonly SeasonEvent[] {
          expect(decided).toMatchObject({ ok: true });
          const events = decided.ok ? decided.events : [];
          expect(events.map((event) => event.type)).toEqual(types);
          return events;
        },
        isRefused(code: string): void {
          expect(decided).toMatchObject({ ok: false, refusal: { code } });
        },
      };
    },
  };
}
