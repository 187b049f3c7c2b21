import { type Episode, findEpisode, type Story } from '../../story/story.ts';
import type { Season } from '../state.ts';

/** The season with one of its story's episodes changed. */
export const withEpisode = (season: Season, id: Episode['id'], change: Partial<Episode>): Season => ({
  ...season,
  story: withEpisodes(season.story, [{ ...episodeOf(season.story, id), ...change }]),
});

function episodeOf(story: Story, id: Episode['id']): Episode {
  const episode = findEpisode(story, id);
  if (episode === undefined)
    throw new Error(`Story ${story.id} has no episode ${id}, but the season's log mentions it`);
  return episode;
}

/** The story with these episodes in place of those with the same id; new ones come last. */
export function withEpisodes(story: Story, replacements: readonly Episode[]): Story {
  const kept = story.episodes.map(
    (episode) => replacements.find((replacement) => replacement.id === episode.id) ?? episode,
  );
  const added = replacements.filter((replacement) => findEpisode(story, replacement.id) === undefined);
  return { ...story, episodes: [...kept, ...added] };
}
