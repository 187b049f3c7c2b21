import type { Instant, Milliseconds } from '../ids.ts';
import type { Effect } from './effects.ts';
import type { SeasonEvent } from './events.ts';
import { findRound, isIn, type Round, type Season } from './state.ts';

/** A drop or result that could not be sent for a day is no news any more. */
export const NEWS_EXPIRES_AFTER: Milliseconds = 86_400_000;

/** The effects that an event owes. `season` is the state after it. */
export function owedBy(event: SeasonEvent, season: Season): readonly Effect[] {
  const { at } = event;
  switch (event.type) {
    case 'episode-scheduled':
      return [{ kind: 'wake', dueAt: event.releaseAt }];
    case 'link-awaited':
      return [{ kind: 'alert', dueAt: at, alert: { code: 'link-awaited', episode: event.episode } }];
    case 'episode-released':
      return [
        {
          kind: 'deliver',
          dueAt: at,
          delivery: 'drop',
          number: event.number,
          expiresAt: at + NEWS_EXPIRES_AFTER,
        },
      ];
    case 'round-planned':
      return [{ kind: 'wake', dueAt: event.round.opensAt }];
    case 'round-opened': {
      const round = roundOf(season, event.round);
      return [
        { kind: 'deliver', dueAt: at, delivery: 'poll', number: round.number, expiresAt: round.closesAt },
        ...wakesOf(round),
      ];
    }
    case 'reminder-due': {
      const { number, closesAt } = roundOf(season, event.round);
      return [{ kind: 'deliver', dueAt: at, delivery: 'reminder', number, expiresAt: closesAt }];
    }
    case 'round-extended':
      return [
        ...toldOf(roundOf(season, event.round), season.extensions.length, at),
        ...wakesOf(roundOf(season, event.round)),
      ];
    case 'round-closed': {
      const { number, rules } = roundOf(season, event.round);
      return [
        { kind: 'close-polls', dueAt: at, round: number },
        { kind: 'settle', dueAt: at + rules.closing, round: number },
      ];
    }
    case 'round-undecided':
      return [
        { kind: 'alert', dueAt: at, alert: { code: 'round-undecided', round: event.round, why: event.why } },
      ];
    case 'round-decided':
      return [
        {
          kind: 'deliver',
          dueAt: at,
          delivery: 'result',
          number: event.round,
          expiresAt: at + NEWS_EXPIRES_AFTER,
        },
        ...(event.tally.provisional
          ? [{ kind: 'alert', dueAt: at, alert: { code: 'provisional', round: event.round } } as const]
          : []),
      ];
    case 'round-voided':
      return [{ kind: 'close-polls', dueAt: at, round: event.round }];
    case 'season-resumed':
      return [
        { kind: 'wake', dueAt: at },
        ...season.rounds.flatMap((round) =>
          isIn(round, 'closing') ? settlesOf(round, round.phase.since, at) : [],
        ),
      ];
    case 'season-cancelled':
      return season.rounds
        .filter((round) => isIn(round, 'abandoned') && round.phase.at === at)
        .map((round): Effect => ({ kind: 'close-polls', dueAt: at, round: round.number }));
    case 'season-started':
    case 'link-given':
    case 'round-tied':
    case 'episodes-reloaded':
    case 'season-paused':
    case 'season-concluding':
    case 'season-ended':
      return [];
  }
}

/** A poll that is posted says until when; one that is not posted yet will say the new time by itself. */
function toldOf(round: Round, extension: number, at: Instant): readonly Effect[] {
  if (!isIn(round, 'voting')) return [];
  return [
    { kind: 'deliver', dueAt: at, delivery: 'extension', number: extension, expiresAt: round.closesAt },
  ];
}

function wakesOf(round: Round): readonly Effect[] {
  return [
    { kind: 'wake', dueAt: round.closesAt },
    ...(round.reminderAt === undefined ? [] : [{ kind: 'wake', dueAt: round.reminderAt } as const]),
  ];
}

/** At once, in case every count came in during the pause, and when the wait for them is over. */
function settlesOf(round: Round, since: Instant, resumedAt: Instant): readonly Effect[] {
  const over = since + round.rules.closing;
  return [...new Set([resumedAt, Math.max(resumedAt, over)])].map((dueAt) => ({
    kind: 'settle',
    dueAt,
    round: round.number,
  }));
}

function roundOf(season: Season, number: Round['number']): Round {
  const round = findRound(season, number);
  if (round === undefined)
    throw new Error(`Season ${season.id} owes something for round ${number}, which it does not have`);
  return round;
}
