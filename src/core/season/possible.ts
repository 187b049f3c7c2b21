import { findEpisode, isSerial } from '../story/story.ts';
import type { SeasonEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { findRound, isOver, type Phase, type Season } from './state.ts';

/** Phases of a round that an event about it can follow. */
const FOLLOWS: Readonly<Partial<Record<SeasonEvent['type'], readonly Phase['kind'][]>>> = {
  'round-opened': ['waiting'],
  'reminder-due': ['voting'],
  'round-extended': ['waiting', 'voting'],
  'round-closed': ['voting'],
  'round-undecided': ['closing'],
  'round-let-stand': ['waiting', 'voting', 'closing', 'undecided'],
  'round-tied': ['closing', 'undecided'],
  'round-decided': ['closing', 'undecided'],
  'round-voided': ['voting', 'closing', 'undecided'],
};

/**
 * Replays a log and checks each event against the state before it, as `decide` makes them.
 * @returns the first event that is impossible, as a clause; undefined for a log that a season could have.
 */
export function impossibleIn(events: readonly SeasonEvent[]): string | undefined {
  let season: Season | undefined;
  for (const [index, event] of events.entries()) {
    const told = `event ${index + 1} (${event.type})`;
    const fault = season === undefined ? undefined : faultAfter(season, event);
    if (fault !== undefined) return `${told} ${fault}`;
    try {
      season = evolve(season, event);
    } catch (error) {
      return `${told}: ${(error as Error).message}`;
    }
  }
  return undefined;
}

function faultAfter(season: Season, event: SeasonEvent): string | undefined {
  if (isOver(season)) return `comes after the season was ${season.position.kind}`;
  if ('episode' in event && findEpisode(season.story, event.episode) === undefined)
    return `is about the episode ${event.episode}, which the story does not have`;
  if ('via' in event && event.via !== undefined && findRound(season, event.via) === undefined)
    return `follows from round ${event.via}, which does not exist`;
  if ('round' in event && typeof event.round === 'number') return roundFault(season, event, event.round);
  switch (event.type) {
    case 'episode-released':
      return event.number === season.releases.length + 1
        ? undefined
        : `is release ${event.number}, and ${season.releases.length} came before it`;
    case 'round-planned':
      return plannedFault(season, event);
    case 'season-concluding':
    case 'release-retracted':
      return season.releases[event.release - 1] === undefined
        ? `is about release ${event.release}, which does not exist`
        : undefined;
    case 'episode-added':
      return findEpisode(season.story, event.added.id) === undefined
        ? undefined
        : `adds the episode ${event.added.id}, which is there already`;
    case 'items-asked':
      return event.number === season.questions.length + 1
        ? undefined
        : `is question ${event.number}, and ${season.questions.length} came before it`;
    case 'items-answered':
      return season.questions[event.question - 1] === undefined
        ? `answers question ${event.question}, which does not exist`
        : undefined;
    default:
      return undefined;
  }
}

function roundFault(season: Season, event: SeasonEvent, number: number): string | undefined {
  const round = season.rounds[number - 1];
  if (round === undefined) return `is about round ${number}, which does not exist`;
  const after = FOLLOWS[event.type];
  if (after !== undefined && !after.includes(round.phase.kind))
    return `comes while round ${number} is ${round.phase.kind}`;
  if (event.type === 'round-decided') {
    const chosen = round.options.find(({ id }) => id === event.decision.option);
    if (chosen === undefined)
      return `decides for ${event.decision.option}, which is not an option of round ${number}`;
  }
  const follower =
    event.type === 'round-tied' ? event.runoff : event.type === 'round-voided' ? event.rerun : undefined;
  if (follower !== undefined && follower !== season.rounds.length + 1)
    return `is followed by round ${follower}, and ${season.rounds.length} came before it`;
  return undefined;
}

function plannedFault(
  season: Season,
  { round }: Extract<SeasonEvent, { type: 'round-planned' }>,
): string | undefined {
  if (round.number !== season.rounds.length + 1)
    return `is round ${round.number}, and ${season.rounds.length} came before it`;
  if (season.releases[round.release - 1] === undefined)
    return `belongs to release ${round.release}, which does not exist`;
  if (findEpisode(season.story, round.episode) === undefined)
    return `is about the episode ${round.episode}, which the story does not have`;
  if (round.of !== undefined && season.rounds[round.of - 1] === undefined)
    return `repeats round ${round.of}, which does not exist`;
  if (new Set(round.options.map(({ id }) => id)).size < Math.max(2, round.options.length))
    return 'has fewer than two options, or one of them twice';
  const lost = round.options.find(
    ({ next }) =>
      round.binding &&
      !isSerial(season.story) &&
      (next === undefined || findEpisode(season.story, next) === undefined),
  );
  return lost === undefined ? undefined : `has the option ${lost.id}, which leads to no episode`;
}
