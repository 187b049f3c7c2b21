import { createHash } from 'node:crypto';
import { storySchema } from '../../config/story-schema.ts';
import type { Capabilities } from '../core/posts/capabilities.ts';
import { misfits } from '../core/posts/fit.ts';
import { addressDoubts } from '../core/story/address-doubts.ts';
import { graphFaults } from '../core/story/graph.ts';
import { choiceOf, type Story, type WrittenStory } from '../core/story/story.ts';
import { timingDoubts } from '../core/story/timing.ts';
import { lookOf } from '../core/text/lookalikes.ts';
import type { StoryReading } from '../ports/source-files.ts';
import { partialStory } from './partial-story.ts';
import { shapeFaults } from './shape-faults.ts';
import { alsoFaulty, byPlace, type PathFault, readYamlFile, type YamlFile } from './yaml-file.ts';

/**
 * Reads a story file and checks everything that can be checked without a platform: its shape, its graph, and
 * whether it fits the strictest limits of the platforms in `capabilities`. Reports every fault at once. If
 * the file's syntax is wrong somewhere, it reports the faults of those values that can be read.
 *
 * `languages` are those that the bot has a catalogue for.
 * @throws StartupError if the file can't be read at all.
 */
export async function readStory(
  path: string,
  capabilities: readonly Capabilities[],
  languages: readonly string[] = ['en'],
): Promise<StoryReading> {
  const reading = await readYamlFile(path);
  if (!reading.ok) {
    const garbled = reading.rest?.garbled ?? true;
    const faults = alsoFaulty(reading, (yaml) => readParts(yaml, capabilities, languages, garbled).faults);
    return { ok: false, faults };
  }
  const { yaml, bytes } = reading;
  const { story, faults } = readParts(yaml, capabilities, languages, false);
  if (faults.length > 0) return { ok: false, faults: faults.map(yaml.fault).sort(byPlace) };
  return {
    ok: true,
    story,
    hash: createHash('sha256').update(bytes).digest('hex'),
    warnings: warningsOf(story, capabilities).map(yaml.fault).sort(byPlace),
  };
}

/** @param garbled then nothing is concluded about where its episodes lead. */
function readParts(
  yaml: YamlFile,
  capabilities: readonly Capabilities[],
  languages: readonly string[],
  garbled: boolean,
): { readonly story: WrittenStory; readonly faults: readonly PathFault[] } {
  const parsed = storySchema.safeParse(yaml.data);
  const shape = parsed.success ? [] : shapeFaults(yaml.data, parsed.error.issues);
  const partial = partialStory(yaml.data, yaml.keysOf(['episodes']));
  const more = [
    ...languageFaults(partial.story, languages),
    ...(garbled ? [] : [...partial.faults, ...graphFaults(partial.story, partial.unclear)]),
    ...misfits(partial.story, capabilities),
  ];
  return { story: partial.story, faults: [...shape, ...unexplained(more, shape)] };
}

/**
 * Faults that are not already explained by a fault of a value's shape: one at the same place, or of a value that could not be
 * read at all.
 */
function unexplained(faults: readonly PathFault[], shape: readonly PathFault[]): readonly PathFault[] {
  const told = new Set(shape.map((fault) => JSON.stringify(fault.path)));
  const unread = new Set(
    shape.filter((fault) => fault.at !== 'key').map((fault) => JSON.stringify(fault.path)),
  );
  return faults.filter(({ path }) => {
    const within = path.some((_, length) => unread.has(JSON.stringify(path.slice(0, length))));
    return !within && !told.has(JSON.stringify(path));
  });
}

export function languageFaults(story: Story, languages: readonly string[]): readonly PathFault[] {
  if (languages.includes(story.language)) return [];
  const right = `one of: ${languages.join(', ')}`;
  return [{ path: ['language'], what: `the bot does not speak "${story.language}"`, right }];
}

function warningsOf(story: WrittenStory, capabilities: readonly Capabilities[]): readonly PathFault[] {
  const unlinked = story.episodes
    .filter((episode) => episode.url === undefined && episode.draft !== true)
    .map(({ id }) => ({
      path: ['episodes', id],
      what: `"${id}" has no url`,
      right: 'the season waits for "/episode link" when it is due',
      at: 'key' as const,
    }));
  const open = capabilities.filter((each) => !each.poll.sealed).map((each) => each.platform);
  const unsealed =
    open.length === 0
      ? []
      : story.episodes
          .filter((episode) => choiceOf(episode)?.voting.sealed === true)
          .map(({ id }) => ({
            path: ['episodes', id, 'choice'],
            what: `counts cannot be hidden on ${open.join(' and ')}`,
            right: 'the poll says so there',
            at: 'key' as const,
          }));
  const doubts = timingDoubts(story).map(({ episode, key, what, right }) => ({
    path: ['episodes', episode, key],
    what,
    right,
    at: 'key' as const,
  }));
  return [
    ...unlinked,
    ...doubts,
    ...unsealed,
    ...confusableWarnings(story),
    ...addressWarnings(story, capabilities),
  ];
}

/** Only warnings: two names may be alike on purpose. */
function confusableWarnings(story: Story): readonly PathFault[] {
  return story.episodes.flatMap((episode) => {
    const options = choiceOf(episode)?.options ?? [];
    const firsts = new Map<string, number>();
    return options.flatMap(({ label }, index): readonly PathFault[] => {
      const look = lookOf(label);
      const first = firsts.get(look);
      if (first === undefined) firsts.set(look, index);
      if (first === undefined || look === '') return [];
      return [
        {
          path: ['episodes', episode.id, 'choice', 'options', index, 'label'],
          what: `option ${index + 1} is easily taken for option ${first + 1}`,
          right: 'labels that differ in more than look-alike letters, such as 1 and l, or rn and m',
        },
      ];
    });
  });
}

/** Only warnings: a story that is tried on one machine, or inside a company, has such addresses on purpose. */
function addressWarnings(story: Story, capabilities: readonly Capabilities[]): readonly PathFault[] {
  return story.episodes.flatMap((episode) =>
    (['url', 'image'] as const).flatMap((key) =>
      addressDoubts(episode[key] ?? '', Math.min(...capabilities.map((each) => each[key]))).map((doubt) => ({
        path: ['episodes', episode.id, key],
        ...doubt,
      })),
    ),
  );
}
