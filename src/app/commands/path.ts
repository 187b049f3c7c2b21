import type { ShowId } from '../../core/ids.ts';
import { findRound, isIn, type Release, type Season } from '../../core/season/state.ts';
import { findEpisode } from '../../core/story/story.ts';
import type { PathStep } from '../../ports/desk.ts';
import { loadSeason, type SeasonReader } from '../season/advance-season.ts';

/** The episodes that the audience has seen, in order, and the vote that led to each. Branches not taken stay unsaid. */
export async function pathOf(seasons: SeasonReader, show: ShowId): Promise<readonly PathStep[]> {
  const id = await seasons.current(show);
  const season = id === undefined ? undefined : (await loadSeason(seasons, id)).season;
  return season === undefined ? [] : season.releases.map((release) => stepOf(season, release));
}

function stepOf(season: Season, release: Release): PathStep {
  const episode = findEpisode(season.story, release.episode);
  const via = release.via === undefined ? undefined : voteBehind(season, release.via);
  return {
    number: release.number,
    title: episode?.title ?? release.episode,
    ...(episode?.url !== undefined && { url: episode.url }),
    ...(via !== undefined && { via }),
    ending: episode?.continuation.kind === 'ending',
  };
}

function voteBehind(season: Season, number: NonNullable<Release['via']>): PathStep['via'] {
  const round = findRound(season, number);
  if (round === undefined || !isIn(round, 'decided')) return undefined;
  const { decision, tally } = round.phase;
  const votesFor = (id: string): number => tally.counts[id as typeof decision.option] ?? 0;
  const votes = votesFor(decision.option);
  const others = round.options.filter(({ id }) => id !== decision.option).map(({ id }) => votesFor(id));
  const label = round.options.find(({ id }) => id === decision.option)?.label ?? decision.option;
  return { label, votes, total: tally.total, margin: votes - Math.max(0, ...others) };
}
