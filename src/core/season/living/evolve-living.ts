import type { Instant, RoundNumber } from '../../ids.ts';
import { type Episode, findEpisode, isSerial } from '../../story/story.ts';
import type { SeasonEvent } from '../events.ts';
import {
  isOver,
  isUnsettled,
  type KnownItem,
  type Position,
  type Release,
  type Round,
  type Season,
} from '../state.ts';
import { withEpisode, withEpisodes } from './with-episode.ts';

type LivingEvent = Extract<
  SeasonEvent,
  {
    type:
      | 'link-given'
      | 'episode-added'
      | 'episode-edited'
      | 'items-asked'
      | 'items-answered'
      | 'items-noted'
      | 'continuation-given'
      | 'episode-awaited'
      | 'release-retracted';
  }
>;

/** Applies an event by which a show grows while it plays, or by which something is taken back. */
export function evolveLiving(season: Season, event: LivingEvent): Season {
  switch (event.type) {
    case 'link-given':
      return noted(withEpisode(season, event.episode, { url: event.url }), event.item);
    case 'episode-added':
      return noted({ ...season, story: withEpisodes(season.story, [event.added]) }, event.item);
    case 'episode-edited':
      return noted(withEpisode(season, event.episode, { title: event.title, url: event.url }), event.item);
    case 'items-asked': {
      const { type: _, at: _at, ...question } = event;
      const known = event.items.map(({ key, url }): KnownItem => ({ key, url }));
      return { ...known.reduce(noted, season), questions: [...season.questions, question] };
    }
    case 'items-answered': {
      const { at, taken, by } = event;
      return {
        ...season,
        questions: season.questions.map((question) =>
          question.number === event.question ? { ...question, answer: { at, taken, by } } : question,
        ),
      };
    }
    case 'items-noted':
      return event.items.reduce(noted, season);
    case 'continuation-given': {
      const after = withEpisode(season, event.episode, { continuation: event.continuation });
      const last = season.releases.at(-1);
      if (event.continuation.kind !== 'choice' || last?.episode !== event.episode) return after;
      return { ...after, position: { kind: 'choosing', release: last.number } };
    }
    case 'episode-awaited':
      return { ...season, position: awaiting(event.at, event.via) };
    case 'release-retracted':
      return retracted(season, event);
  }
}

/** The season knows the item from now on, as it is here. */
function noted(season: Season, item: KnownItem | undefined): Season {
  if (item === undefined) return season;
  const { items } = season;
  const isKnown = items.some(({ key }) => key === item.key);
  return {
    ...season,
    items: isKnown ? items.map((known) => (known.key === item.key ? item : known)) : [...items, item],
  };
}

const awaiting = (since: Instant, via: RoundNumber | undefined): Position => ({
  kind: 'awaiting-episode',
  since,
  ...(via !== undefined && { via }),
});

/**
 * A release is taken back. If nothing came of it yet, the season is where it was before: a story waits for the episode's
 * link, a serial show for its next episode.
 */
function retracted(
  season: Season,
  { release: number, at, reason }: Extract<SeasonEvent, { type: 'release-retracted' }>,
): Season {
  const release = season.releases[number - 1];
  if (release === undefined)
    throw new Error(`Season ${season.id} has no release ${number}, but its log takes it back`);
  const url = findEpisode(season.story, release.episode)?.url;
  const after: Season = {
    ...season,
    releases: season.releases.map((one) =>
      one.number === number ? { ...one, retracted: { at, reason, ...(url !== undefined && { url }) } } : one,
    ),
    rounds: abandoned(season.rounds, at, (round) => round.release === number && isUnsettled(round)),
  };
  if (!isWithoutSequel(season, release)) return after;
  if (isSerial(season.story)) return { ...after, position: awaiting(at, release.via) };
  return {
    ...after,
    story: { ...season.story, episodes: season.story.episodes.map(withoutLink(release.episode)) },
    position: {
      kind: 'awaiting-link',
      episode: release.episode,
      since: at,
      ...(release.via !== undefined && { via: release.via }),
    },
  };
}

/** It is the last release, and no vote on it has moved the story. */
const isWithoutSequel = (season: Season, { number }: Release): boolean =>
  !isOver(season) &&
  season.releases.length === number &&
  !season.rounds.some(
    ({ release, binding, phase }) => release === number && binding && phase.kind === 'decided',
  );

const withoutLink =
  (id: Episode['id']) =>
  (episode: Episode): Episode => {
    if (episode.id !== id) return episode;
    const { url: _, ...rest } = episode;
    return rest;
  };

/** Those rounds will not be decided. */
export const abandoned = (
  rounds: readonly Round[],
  at: Instant,
  which: (round: Round) => boolean,
): readonly Round[] =>
  rounds.map((round) => (which(round) ? { ...round, phase: { kind: 'abandoned', at } } : round));
