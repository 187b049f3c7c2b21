import type { Settings } from '../../config/settings.ts';
import { writeFault } from '../app/season/check-story.ts';
import { repeatedShows } from '../app/shows/repeated-shows.ts';
import type { Show } from '../app/shows/show.ts';
import { readShowStory } from '../app/shows/show-story.ts';
import { languages } from '../core/wording/catalogues.ts';
import { readOperatorFile } from '../files/operator/operator-file.ts';
import { readStory } from '../files/story-files.ts';
import type { Platforms } from '../ports/platform/platform-definition.ts';
import type { FileFault, OperatorFile } from '../ports/source-files.ts';
import { StartupError } from '../ports/startup-error.ts';
import { limitsOf } from './platforms.ts';

/**
 * The operator's file with the stories that it names. `warnings` have the form of `check`.
 * @throws StartupError that names every fault of all of them.
 */
export async function readShows(
  settings: Settings,
  platforms: Platforms,
): Promise<{ operator: OperatorFile; shows: readonly Show[]; warnings: readonly string[] }> {
  const reading = await readOperatorFile(
    settings.configPath,
    new Set(Object.keys(settings.platforms)),
    platforms,
    languages,
  );
  const limits = limitsOf(settings, platforms);
  const files = { readStory: (path: string) => readStory(path, limits, languages) };
  if (!reading.ok) {
    const stories = await Promise.all(reading.storyPaths.map(files.readStory));
    throw faulty([...reading.faults, ...stories.flatMap((story) => (story.ok ? [] : story.faults))]);
  }
  const { operator } = reading;
  const stories = await Promise.all(
    operator.shows.map(async (entry) => ({
      entry,
      reading: await readShowStory(entry, files),
    })),
  );
  const faults: FileFault[] = [];
  const shows: Show[] = [];
  const warnings = [...reading.warnings];
  for (const { entry, reading: story } of stories) {
    if (story.ok) {
      shows.push({ ...entry, story: story.story, storyHash: story.hash });
      warnings.push(...story.warnings);
    } else faults.push(...story.faults);
  }
  if (faults.length === 0)
    faults.push(
      ...repeatedShows(
        operator.shows,
        shows.map((show) => show.story.id),
      ),
    );
  if (faults.length > 0) throw faulty(faults);
  return { operator, shows, warnings: warnings.map(writeFault) };
}

function faulty(faults: readonly FileFault[]): StartupError {
  const lines = faults.map((fault) => `  ${writeFault(fault)}`);
  return new StartupError(
    `${faults.length === 1 ? 'There is an error' : 'There are errors'} in the files:\n${lines.join('\n')}`,
    'Fix this, then start again. `npx cliffhanger check FILE` reads a file without starting anything.',
  );
}
