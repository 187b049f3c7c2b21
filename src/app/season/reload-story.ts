import type { EpisodeId } from '../../core/ids.ts';
import type { Refusal } from '../../core/season/commands.ts';
import { type Actor, isOver } from '../../core/season/state.ts';
import { type Episode, findEpisode } from '../../core/story/story.ts';
import { canonicalForm } from '../../core/vote/receipt.ts';
import type { SourceFiles } from '../../ports/source-files.ts';
import type { Advancing } from '../context.ts';
import type { Show } from '../shows/show.ts';
import { readShowStory } from '../shows/show-story.ts';
import { advanceSeason } from './advance-season.ts';
import { writeFault } from './check-story.ts';

export type Reloaded =
  | { readonly ok: true; readonly episodes: readonly EpisodeId[]; readonly kept: readonly EpisodeId[] }
  | { readonly ok: false; readonly refusal?: Refusal; readonly faults: readonly string[] };

const NO_FILE =
  'This is a serial show: it has no story file to read again. Use /episode add for its next episode. What the operator’s file says about it holds from the next season on.';

export type StoryReader = Pick<SourceFiles, 'readStory'>;

/**
 * Adopts what changed in the story file for episodes that are not out yet. The whole file must be valid. What the
 * audience has seen stays as it was, and so does a link that a showrunner added and the file lacks.
 */
export async function reloadStory(
  context: Advancing,
  show: Show,
  files: StoryReader,
  by: Actor,
): Promise<Reloaded> {
  if (show.from.kind === 'serial') return { ok: false, faults: [NO_FILE] };
  const read = await readAgain(show, files);
  if (!read.ok) return read;
  const id = await context.seasons.current(show.story.id);
  const season = id === undefined ? undefined : (await context.states.load(id)).season;
  if (id === undefined || season === undefined) return refused({ code: 'not-started' });
  if (isOver(season)) return refused({ code: 'season-over' });

  const changed = read.show.story.episodes
    .map((episode) => keepingLink(episode, findEpisode(season.story, episode.id)))
    .filter((episode) => !isSame(episode, findEpisode(season.story, episode.id)));
  const seen = new Set(season.releases.map((release) => release.episode));
  const fresh = changed.filter((episode) => !seen.has(episode.id));
  const advanced = await advanceSeason(context, id, (at) => ({ type: 'reload', at, by, episodes: fresh }));
  if (!advanced.ok) return refused(advanced.refusal);
  return {
    ok: true,
    episodes: fresh.map((episode) => episode.id),
    kept: changed.filter((episode) => seen.has(episode.id)).map((episode) => episode.id),
  };
}

/** The show with its story as the file has it now. */
export async function readAgain(
  show: Show,
  files: StoryReader,
): Promise<
  { readonly ok: true; readonly show: Show } | { readonly ok: false; readonly faults: readonly string[] }
> {
  const reading = await readShowStory(show, files);
  if (!reading.ok) return { ok: false, faults: reading.faults.map(writeFault) };
  const { story, hash } = reading;
  if (story.id !== show.story.id) {
    const what = `The file now contains the story "${story.id}", but the show is "${show.story.id}".`;
    return { ok: false, faults: [`${what} Restore its id, or list the new story as a separate show.`] };
  }
  return { ok: true, show: { ...show, story, storyHash: hash } };
}

function keepingLink(episode: Episode, before: Episode | undefined): Episode {
  if (episode.url !== undefined || before?.url === undefined) return episode;
  return { ...episode, url: before.url };
}

/** Compared in canonical form, because the order of keys has no meaning. */
const isSame = (one: Episode, other: Episode | undefined): boolean =>
  other !== undefined && canonicalForm(one) === canonicalForm(other);

const refused = (refusal: Refusal): Reloaded => ({ ok: false, refusal, faults: [] });
