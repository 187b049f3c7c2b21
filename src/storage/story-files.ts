import { createHash } from 'node:crypto';
import { storySchema } from '../../config/story-schema.ts';
import { addressDoubts } from '../core/address-doubts.ts';
import type { Capabilities } from '../core/capabilities.ts';
import { misfits } from '../core/fit.ts';
import { choiceOf, type Story } from '../core/story.ts';
import { graphFaults } from '../core/story-graph.ts';
import type { StoryReading } from '../ports/source-files.ts';
import { shapeFaults } from './shape-faults.ts';
import { draftStory } from './story-draft.ts';
import { byPlace, type PathFault, readYamlFile } from './yaml-file.ts';

/**
 * Reads a story file and checks everything that can be checked without a platform: its shape, its graph, and
 * that it fits the tightest limits of the platforms that `capabilities` describe. Every fault is reported at
 * once; a file that cannot be parsed has only the parser's.
 *
 * `languages` are those that the bot has a catalogue for.
 * @throws StartupError where the file cannot be read at all.
 */
export async function readStory(
  path: string,
  capabilities: readonly Capabilities[],
  languages: readonly string[] = ['en'],
): Promise<StoryReading> {
  const reading = await readYamlFile(path);
  if (!reading.ok) return reading;
  const { yaml, bytes } = reading;
  const parsed = storySchema.safeParse(yaml.data);
  const shape = parsed.success ? [] : shapeFaults(yaml.data, parsed.error.issues);
  const draft = draftStory(yaml.data, yaml.keysOf(['episodes']));
  const faults = [...shape];
  const stages = [
    languageFaults(draft.story, languages),
    draft.faults,
    graphFaults(draft.story, draft.unclear),
    misfits(draft.story, capabilities),
  ];
  for (const stage of stages) faults.push(...unexplained(stage, faults));
  if (faults.length > 0) return { ok: false, faults: faults.map(yaml.fault).sort(byPlace) };
  return {
    ok: true,
    story: draft.story,
    hash: createHash('sha256').update(bytes).digest('hex'),
    warnings: warningsOf(draft.story, capabilities).map(yaml.fault).sort(byPlace),
  };
}

/** Those that no earlier fault accounts for: one of the same place, or of a value that could not be read at all. */
function unexplained(faults: readonly PathFault[], earlier: readonly PathFault[]): readonly PathFault[] {
  const told = new Set(earlier.map((fault) => JSON.stringify(fault.path)));
  const unread = new Set(
    earlier.filter((fault) => fault.at !== 'key').map((fault) => JSON.stringify(fault.path)),
  );
  return faults.filter(({ path }) => {
    const within = path.some((_, length) => unread.has(JSON.stringify(path.slice(0, length))));
    return !within && !told.has(JSON.stringify(path));
  });
}

function languageFaults(story: Story, languages: readonly string[]): readonly PathFault[] {
  if (languages.includes(story.language)) return [];
  const right = `one of: ${languages.join(', ')}`;
  return [{ path: ['language'], what: `the bot does not speak "${story.language}"`, right }];
}

function warningsOf(story: Story, capabilities: readonly Capabilities[]): readonly PathFault[] {
  const unlinked = story.episodes
    .filter((episode) => episode.url === undefined)
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
            what: `the counts cannot be hidden on ${open.join(' and ')}`,
            right: 'the poll says so there',
            at: 'key' as const,
          }));
  return [...unlinked, ...unsealed, ...addressWarnings(story, capabilities)];
}

/** Not faults: a story that is tried out on one machine, or behind a company's door, has such addresses on purpose. */
function addressWarnings(story: Story, capabilities: readonly Capabilities[]): readonly PathFault[] {
  const longest = Math.min(...capabilities.map(({ url }) => url));
  return story.episodes.flatMap((episode) =>
    (['url', 'image'] as const).flatMap((key) =>
      addressDoubts(episode[key] ?? '', longest).map((doubt) => ({
        path: ['episodes', episode.id, key],
        ...doubt,
      })),
    ),
  );
}
