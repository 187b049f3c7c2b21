import type { Instant } from '../ids.ts';
import type { Refusal, SeasonCommand } from './commands.ts';
import type { SeasonEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { lateness } from './lateness.ts';
import { bring } from './living/bring.ts';
import { dueNow } from './progress.ts';
import { settle } from './settle.ts';
import { findRound, isIn, isOver, type Season } from './state.ts';
import { steer } from './steer.ts';

export type Decided =
  | { readonly ok: true; readonly events: readonly SeasonEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Turns a command into events, or a refusal if it is not allowed. Pure: the same state and command always
 * give the same answer, and a command that comes late or twice changes nothing.
 */
export function decide(season: Season | undefined, command: SeasonCommand): Decided {
  if (command.type === 'start') {
    if (season !== undefined) return { ok: false, refusal: { code: 'already-started' } };
    const started: SeasonEvent = {
      type: 'season-started',
      at: command.at,
      season: command.season,
      story: command.story,
      storyHash: command.storyHash,
      salt: command.salt,
    };
    return { ok: true, events: [started, ...catchUp(evolve(undefined, started), command.at)] };
  }
  if (season === undefined) return { ok: false, refusal: { code: 'not-started' } };
  switch (command.type) {
    case 'tick':
      return { ok: true, events: catchUp(season, command.at) };
    case 'settle':
      return { ok: true, events: settle(season, command) };
    case 'late':
      return { ok: true, events: noteLate(season, command) };
    default: {
      if (isOver(season)) return { ok: false, refusal: { code: 'season-over' } };
      const steered = command.type === 'bring' ? bring(season, command) : steer(season, command);
      if (!steered.ok) return steered;
      const after = steered.events.reduce(evolve, season);
      return { ok: true, events: [...steered.events, ...catchUp(after, command.at)] };
    }
  }
}

function noteLate(
  season: Season,
  { at, round: number, outlets, latest }: Extract<SeasonCommand, { type: 'late' }>,
) {
  const round = findRound(season, number);
  if (round === undefined || !isIn(round, 'voting') || round.late !== undefined || isOver(season)) return [];
  const events = lateness(season, round, at, outlets, latest);
  return [...events, ...catchUp(events.reduce(evolve, season), at)];
}

/** Everything that is due, step by step, until nothing is left. */
function catchUp(season: Season, at: Instant): SeasonEvent[] {
  const events: SeasonEvent[] = [];
  let state = season;
  for (let due = dueNow(state, at); due.length > 0; due = dueNow(state, at)) {
    events.push(...due);
    state = due.reduce(evolve, state);
  }
  return events;
}
