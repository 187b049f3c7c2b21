import type { Instant } from '../ids.ts';
import { type Episode, isSerial } from '../story/story.ts';
import { hasDate } from './calendar.ts';
import type { SeasonEvent } from './events.ts';
import { abandoned, evolveLiving } from './living/evolve-living.ts';
import { withEpisode, withEpisodes } from './living/with-episode.ts';
import {
  findRound,
  type Intervention,
  isAhead,
  isIn,
  isNext,
  isUnsettled,
  type Late,
  type NoticeAbout,
  type Position,
  type Round,
  type Season,
} from './state.ts';
import { backstopOf } from './window.ts';

/**
 * Replays a log into the state that it describes.
 * @returns undefined for an empty log.
 */
export function replay(events: readonly SeasonEvent[]): Season | undefined {
  return events.reduce<Season | undefined>(evolve, undefined);
}

/**
 * Applies one event to the state before it.
 * @throws if the event can't follow that state: the log is damaged.
 */
export function evolve(season: Season | undefined, event: SeasonEvent): Season {
  if (event.type === 'season-started') {
    if (season !== undefined) throw new Error(`Season ${season.id} is started twice in its log`);
    return {
      id: event.season,
      story: event.story,
      storyHash: event.storyHash,
      ...(event.salt !== undefined && { salt: event.salt }),
      startedAt: event.at,
      position:
        event.story.opening === undefined
          ? { kind: 'awaiting-episode', since: event.at }
          : { kind: 'scheduled', episode: event.story.opening, at: event.at },
      paused: false,
      releases: [],
      rounds: [],
      extensions: [],
      notices: [],
      items: [],
      questions: [],
    };
  }
  if (season === undefined)
    throw new Error(`A season's log begins with ${event.type} instead of season-started`);
  return evolveStarted(season, event);
}

function evolveStarted(before: Season, event: Exclude<SeasonEvent, { type: 'season-started' }>): Season {
  const about = noticeAbout(before, event);
  const season = about === undefined ? before : { ...before, notices: [...before.notices, about] };
  switch (event.type) {
    case 'episode-scheduled':
      return {
        ...season,
        position: {
          kind: 'scheduled',
          episode: event.episode,
          at: event.releaseAt,
          ...(event.via !== undefined && { via: event.via }),
        },
      };
    case 'link-awaited': {
      const via = season.position.kind === 'scheduled' ? season.position.via : undefined;
      return {
        ...season,
        position: {
          kind: 'awaiting-link',
          episode: event.episode,
          since: event.at,
          ...(via !== undefined && { via }),
        },
      };
    }
    case 'link-given':
    case 'episode-added':
    case 'episode-edited':
    case 'items-asked':
    case 'items-answered':
    case 'items-noted':
    case 'continuation-given':
    case 'episode-awaited':
    case 'release-retracted':
      return evolveLiving(season, event);
    case 'episode-dated':
      return {
        ...withEpisode(season, event.episode, { at: event.releaseAt }),
        position: positionAt(season.position, event.episode, event.releaseAt),
      };
    case 'episode-released': {
      const release = {
        number: event.number,
        episode: event.episode,
        at: event.at,
        ...(event.via !== undefined && { via: event.via }),
      };
      return {
        ...season,
        releases: [...season.releases, release],
        position: { kind: 'choosing', release: event.number },
      };
    }
    case 'round-planned':
      return {
        ...season,
        rounds: [...season.rounds, { ...event.round, phase: { kind: 'waiting' }, interventions: [] }],
      };
    case 'round-opened':
      return changed(season, event.round, (round) => ({
        ...round,
        phase: { kind: 'voting', reminded: false },
      }));
    case 'reminder-due':
      return changed(season, event.round, (round) => ({
        ...round,
        phase: { kind: 'voting', reminded: true, remindedOf: round.closesAt },
      }));
    case 'round-extended':
      return {
        ...changed(season, event.round, ({ reminderAt: _, ...round }) => ({
          ...round,
          ...(round.late !== undefined && { late: answered(round.late) }),
          closesAt: event.closesAt,
          ...(isIn(round, 'waiting') && { backstopAt: backstopOf(round.opensAt, event.closesAt) }),
          ...(event.reminderAt !== undefined && { reminderAt: event.reminderAt }),
          interventions: [...round.interventions, intervention('extended', event)],
        })),
        extensions: [
          ...season.extensions,
          { round: event.round, at: event.at, beforeOpening: isWaiting(season, event.round) },
        ],
      };
    case 'round-closed':
      return changed(season, event.round, (round) => ({
        ...round,
        phase: { kind: 'closing', since: event.at },
        interventions:
          event.early === undefined ? round.interventions : [...round.interventions, event.early],
      }));
    case 'round-undecided':
      return changed(season, event.round, (round) => ({
        ...round,
        phase: {
          kind: 'undecided',
          since: isIn(round, 'undecided') ? round.phase.since : event.at,
          closedAt: closedAt(round, event.at),
          why: event.why,
          tally: event.tally,
          ...(event.until !== undefined && { until: event.until }),
        },
      }));
    case 'round-late':
      return changed(season, event.round, (round) => ({
        ...round,
        late: {
          lost: event.lost,
          outcome: event.outcome,
          ...(event.outlets !== undefined && { outlets: event.outlets }),
          ...(event.until !== undefined && { until: event.until }),
        },
      }));
    case 'round-let-stand':
      return changed(season, event.round, (round) => ({
        ...round,
        phase: isIn(round, 'undecided') ? { kind: 'closing', since: round.phase.closedAt } : round.phase,
        letStand: true,
        interventions: [...round.interventions, intervention('let-stand', event)],
      }));
    case 'round-tied':
      return changed(season, event.round, (round) => ({
        ...round,
        phase: { kind: 'tied', at: event.at, tally: event.tally, runoff: event.runoff },
      }));
    case 'round-decided':
      return changed(season, event.round, (round) => ({
        ...round,
        phase: { kind: 'decided', at: event.at, decision: event.decision, tally: event.tally },
        interventions:
          event.intervention === undefined
            ? round.interventions
            : [...round.interventions, event.intervention],
      }));
    case 'round-voided':
      return changed(season, event.round, (round) => ({
        ...round,
        phase: { kind: 'voided', at: event.at, rerun: event.rerun },
        interventions: [...round.interventions, intervention('voided', event)],
      }));
    case 'episodes-reloaded':
      return { ...season, story: withEpisodes(season.story, event.episodes) };
    case 'season-paused':
      return { ...season, paused: true };
    case 'season-resumed':
      return { ...season, paused: false };
    case 'season-cancelled':
      return {
        ...season,
        paused: false,
        position: { kind: 'cancelled', at: event.at, reason: event.reason },
        rounds: abandoned(season.rounds, event.at, isUnsettled),
      };
    case 'season-concluding':
      return {
        ...season,
        position: { kind: 'concluding', release: event.release },
        // A serial show is ended by a person: a vote that has not opened yet will not.
        rounds: isSerial(season.story)
          ? abandoned(season.rounds, event.at, (round) => isIn(round, 'waiting'))
          : season.rounds,
      };
    case 'season-ended':
      return { ...season, position: { kind: 'ended', at: event.at, episode: event.episode } };
  }
}

function intervention(
  what: Intervention['what'],
  event: Extract<SeasonEvent, { type: 'round-extended' | 'round-voided' | 'round-let-stand' }>,
): Intervention {
  return { what, by: event.by, reason: event.reason, at: event.at };
}

/**
 * What outlets are told about an event, if anything: before the first episode there is no audience to tell.
 */
function noticeAbout(before: Season, event: SeasonEvent): NoticeAbout | undefined {
  if (before.releases.length === 0) return undefined;
  switch (event.type) {
    case 'round-undecided': {
      // Once for each time that a round waits, even if it waits with another question by now.
      const round = findRound(before, event.round);
      const waits = round !== undefined && isIn(round, 'undecided');
      return waits ? undefined : { kind: 'waiting', round: event.round };
    }
    case 'round-voided':
      return { kind: 'voided', round: event.round };
    case 'season-paused':
      return { kind: 'paused' };
    case 'season-resumed':
      return { kind: 'resumed' };
    case 'season-cancelled':
      return { kind: 'cancelled' };
    case 'episode-dated':
      return isNext(before, event.episode) && hasDate(before.story, event.episode)
        ? { kind: 'moved', episode: event.episode, to: event.releaseAt }
        : undefined;
    case 'link-awaited':
      return hasDate(before.story, event.episode) ? { kind: 'overdue', episode: event.episode } : undefined;
    case 'release-retracted':
      return { kind: 'retracted', release: event.release };
    case 'season-ended':
      return isSerial(before.story) ? { kind: 'ended' } : undefined;
    default:
      return undefined;
  }
}

/** The episode that is next, or was waited for, comes at its new date. */
function positionAt(position: Position, episode: Episode['id'], at: Instant): Position {
  if (!isAhead(position) || position.episode !== episode) return position;
  return { kind: 'scheduled', episode, at, ...(position.via !== undefined && { via: position.via }) };
}

function isWaiting(season: Season, number: Round['number']): boolean {
  const round = findRound(season, number);
  return round !== undefined && isIn(round, 'waiting');
}

/** Giving more time counts as an answer. */
const answered = ({ until: _, ...late }: Late): Late => ({ ...late, outcome: 'extended' });

function closedAt({ phase }: Round, otherwise: Instant): Instant {
  if (phase.kind === 'closing') return phase.since;
  return phase.kind === 'undecided' ? phase.closedAt : otherwise;
}

function changed(season: Season, number: Round['number'], change: (round: Round) => Round): Season {
  const before = findRound(season, number);
  if (before === undefined)
    throw new Error(`Season ${season.id} has no round ${number}, but its log mentions it`);
  const after = change(before);
  return { ...season, rounds: season.rounds.map((round) => (round.number === number ? after : round)) };
}
