import type { EpisodeId, Instant, Milliseconds, ReleaseNumber } from '../../ids.ts';
import { isSerial } from '../../story/story.ts';
import type { Alert, Effect } from '../effects.ts';
import type { SeasonEvent } from '../events.ts';
import { isIn, type Season } from '../state.ts';

/** A drop or result that could not be sent for a day is no longer news. */
export const NEWS_EXPIRES_AFTER: Milliseconds = 86_400_000;

type Growth = Extract<
  SeasonEvent,
  {
    type:
      | 'link-given'
      | 'episode-edited'
      | 'episode-added'
      | 'items-asked'
      | 'episode-awaited'
      | 'release-retracted'
      | 'season-concluding'
      | 'season-ended';
  }
>;

/** The effects of events by which a show grows while it plays, or by which something is taken back. */
export function owedByGrowth(event: Growth, season: Season): readonly Effect[] {
  const { at } = event;
  switch (event.type) {
    case 'link-given':
      // A person who gives a link is answered which posts were updated.
      return [
        ...(event.item === undefined ? [] : [dropsOf(event.episode, at)]),
        ...resultsLeadingTo(season, event.episode, at),
      ];
    case 'episode-edited':
      return [dropsOf(event.episode, at), ...resultsLeadingTo(season, event.episode, at)];
    case 'episode-added':
      return event.doubt === undefined
        ? []
        : [alert(at, { code: 'vote-unreadable', episode: event.added.id, why: event.doubt })];
    case 'items-asked':
      return [
        alert(at, { code: 'items-asked', question: event.number }),
        ...(event.until === undefined ? [] : [{ kind: 'wake', dueAt: event.until } as const]),
      ];
    case 'episode-awaited': {
      const last = season.releases.at(-1);
      return isSerial(season.story) || last === undefined
        ? []
        : [alert(at, { code: 'sequel-awaited', episode: last.episode })];
    }
    case 'release-retracted':
      return [
        { kind: 'retract', dueAt: at, release: event.release },
        ...resultsBefore(season, event.release, at),
        ...newNotice(season, at),
        ...closedOf(season, at),
        { kind: 'wake', dueAt: at },
      ];
    case 'season-concluding':
      return closedOf(season, at);
    case 'season-ended':
      return isSerial(season.story) ? newNotice(season, at) : [];
  }
}

const dropsOf = (episode: EpisodeId, dueAt: Instant): Effect => ({ kind: 'update-drops', dueAt, episode });

/** Results of the episode before a release: they link to what people can watch next. */
export function resultsBefore(
  { releases, rounds }: Season,
  release: ReleaseNumber,
  dueAt: Instant,
): readonly Effect[] {
  const before = releases.findLast(({ number, retracted }) => number < release && retracted === undefined);
  return rounds
    .filter((round) => round.release === before?.number && isIn(round, 'decided'))
    .map(({ number }) => ({ kind: 'update-results', dueAt, round: number }));
}

function resultsLeadingTo(season: Season, episode: EpisodeId, at: Instant): readonly Effect[] {
  const release = season.releases.findLast((one) => one.episode === episode && one.retracted === undefined);
  return release === undefined ? [] : resultsBefore(season, release.number, at);
}

const alert = (dueAt: Instant, about: Alert): Effect => ({ kind: 'alert', dueAt, alert: about });

/** The polls of votes that were abandoned just now. */
export const closedOf = ({ rounds }: Season, at: Instant): readonly Effect[] =>
  rounds
    .filter((round) => isIn(round, 'abandoned') && round.phase.at === at)
    .map(({ number }) => ({ kind: 'close-polls', dueAt: at, round: number }));

/**
 * Tells outlets about the event that was just applied; before the first episode there is no audience to tell.
 */
export const newNotice = ({ notices, releases }: Season, at: Instant): readonly Deliver[] =>
  releases.length === 0 ? [] : [notice(notices.length, at)];

export type Deliver = Extract<Effect, { kind: 'deliver' }>;

export const notice = (number: number, at: Instant): Deliver => ({
  kind: 'deliver',
  dueAt: at,
  delivery: 'notice',
  number,
  expiresAt: at + NEWS_EXPIRES_AFTER,
});
