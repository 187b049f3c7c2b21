import type { EpisodeId } from '../../core/ids.ts';
import type { MapArrow, MapEpisode, StoryMap } from './story-map.ts';

/** The whole map in sentences, for people who hear it. */
export function inWords(map: StoryMap): string {
  const titles = new Map(map.episodes.map(({ id, title }) => [id, title]));
  const named = (id: EpisodeId): string => `“${titles.get(id) ?? id}”`;
  const sentences = map.episodes.map((episode) =>
    episodeInWords(
      episode,
      map.arrows.filter(({ from }) => from === episode.id),
      named,
    ),
  );
  return [`${map.summary}.`, ...(map.headline === undefined ? [] : [`${map.headline}.`]), ...sentences].join(
    ' ',
  );
}

function episodeInWords(
  { id, marks, date, releases, standing, vote }: MapEpisode,
  ways: readonly MapArrow[],
  named: (id: EpisodeId) => string,
): string {
  const notes = [
    ...marks,
    ...(releases.length === 0 ? [] : [`came out as ${releases.join(', ')}`]),
    ...(date === undefined ? [] : [date]),
  ];
  const head = `${named(id)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
  return [
    `${head}.`,
    ...(standing === undefined ? [] : [`${standing}.`]),
    ...(vote === undefined ? [] : [`${vote.kind === 'binding' ? 'Vote' : 'Prediction'}: ${vote.question}`]),
    ...(vote === undefined || vote.options.length === 0 ? [] : [`${vote.options.join(' / ')}.`]),
    ...ways.map((way) => `${wayInWords(way, named)}.`),
  ].join(' ');
}

function wayInWords({ label, to, taken, back }: MapArrow, named: (id: EpisodeId) => string): string {
  const leads = `${back ? 'back ' : ''}to ${named(to)}`;
  const chosen = taken ? ', chosen' : '';
  if (label === undefined) return `Leads ${leads}${taken ? ', played' : ''}`;
  return `“${label}” leads ${leads}${chosen}`;
}
