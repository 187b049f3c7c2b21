import { createHash } from 'node:crypto';
import type { EpisodeId } from '../../core/ids.ts';
import type { Refusal } from '../../core/season/commands.ts';
import { type Actor, isOut, isOver, type Season } from '../../core/season/state.ts';
import { type EpisodeChange, episodeChanges } from '../../core/story/episode-changes.ts';
import { type Episode, findEpisode, type Story } from '../../core/story/story.ts';
import { canonicalForm } from '../../core/vote/receipt.ts';
import type { ReloadAnswer, ReloadedEpisode } from '../../ports/commands/answers.ts';
import type { SourceFiles } from '../../ports/source-files.ts';
import type { Advancing } from '../context.ts';
import type { Show } from '../shows/show.ts';
import { readShowStory } from '../shows/show-story.ts';
import { advanceSeason } from './advance-season.ts';
import { writeFault } from './check-story.ts';

export type StoryReader = Pick<SourceFiles, 'readStory'>;

/** Of the digest, in hexadecimal digits: a button carries it. It guards against mistakes, not against attacks. */
const VERSION_LENGTH = 12;

/**
 * What the edited story file would change in the season: only episodes that are not out yet, and what comes after one that is
 * out, where that was open. The whole file must be valid. What the audience has seen stays as it was, and so does what a
 * showrunner added and the file lacks.
 * @param confirmed version of the differences that a showrunner was shown: just these are adopted. If they are others by now,
 * they are shown anew.
 */
export async function reloadStory(
  context: Advancing,
  show: Show,
  files: StoryReader,
  by: Actor,
  confirmed?: string,
): Promise<ReloadAnswer> {
  if (show.from.kind === 'serial') return { kind: 'no-file' };
  const read = await readAgain(show, files);
  if (!read.ok) return { kind: 'faulty', faults: read.faults };
  const id = await context.seasons.current(show.story.id);
  const season = id === undefined ? undefined : (await context.states.load(id)).season;
  if (id === undefined || season === undefined) return refused({ code: 'not-started' });
  if (isOver(season)) return refused({ code: 'season-over' });

  const { adopted, kept, gone } = differencesOf(season, read.show.story);
  if (adopted.length === 0 && kept.length === 0 && gone.length === 0)
    return refused({ code: 'nothing-to-reload' });
  const told = adopted.map(({ after, before, part }) => toldChange(after, before, part));
  const version = versionOf({ adopted, kept, gone });
  if (confirmed !== version || adopted.length === 0) {
    return { kind: 'differences', episodes: told, kept, gone, version, others: confirmed !== undefined };
  }
  const episodes = adopted.map(({ after }) => after);
  const advanced = await advanceSeason(context, id, (at) => ({ type: 'reload', at, by, episodes }));
  return advanced.ok
    ? { kind: 'applied', episodes: episodes.map((episode) => episode.id) }
    : refused(advanced.refusal);
}

interface Adopted {
  readonly before?: Episode;
  readonly after: Episode;
  /** `sequel`: it is out, and only what comes after it is adopted. */
  readonly part: 'whole' | 'sequel';
}

interface Differences {
  readonly adopted: readonly Adopted[];
  /** Changed in the file, but out. */
  readonly kept: readonly EpisodeId[];
  /** No longer in the file, and not out. */
  readonly gone: readonly EpisodeId[];
}

function differencesOf(season: Season, file: Story): Differences {
  const adopted: Adopted[] = [];
  const kept: EpisodeId[] = [];
  for (const written of file.episodes) {
    const before = findEpisode(season.story, written.id);
    const after = keepingAdded(written, before);
    if (before !== undefined && canonicalForm(before) === canonicalForm(after)) continue;
    if (before === undefined || !isOut(season, written.id)) {
      adopted.push({ ...(before !== undefined && { before }), after, part: 'whole' });
      continue;
    }
    const isSequel = before.continuation.kind === 'open' && after.continuation.kind !== 'open';
    const continued = { ...before, continuation: after.continuation };
    if (isSequel) adopted.push({ before, after: continued, part: 'sequel' });
    if (!isSequel || canonicalForm(continued) !== canonicalForm(after)) kept.push(written.id);
  }
  const gone = season.story.episodes
    .filter(({ id }) => findEpisode(file, id) === undefined && !isOut(season, id))
    .map(({ id }) => id);
  return { adopted, kept, gone };
}

/** A link that a showrunner added stays where the file has none; so does all that filled in a draft of the file. */
function keepingAdded(written: Episode, before: Episode | undefined): Episode {
  if (before === undefined) return written;
  if (written.draft === true && before.draft !== true) {
    const { draft: _, ...rest } = written;
    const { title, synopsis, url, image } = before;
    return {
      ...rest,
      title,
      synopsis,
      ...(url !== undefined && { url }),
      ...(image !== undefined && { image }),
    };
  }
  return written.url !== undefined || before.url === undefined ? written : { ...written, url: before.url };
}

function toldChange(after: Episode, before: Episode | undefined, part: Adopted['part']): ReloadedEpisode {
  const changes: readonly EpisodeChange[] = before === undefined ? [] : episodeChanges(before, after);
  return { episode: after, isNew: before === undefined, part, changes };
}

/** Names exactly what is adopted, and what it replaces. */
const versionOf = (differences: Differences): string =>
  createHash('sha256').update(canonicalForm(differences)).digest('hex').slice(0, VERSION_LENGTH);

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

const refused = (refusal: Refusal): ReloadAnswer => ({ kind: 'refused', refusal });
