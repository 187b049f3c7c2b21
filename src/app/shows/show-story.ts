import type { Story } from '../../core/story/story.ts';
import type { ShowEntry, SourceFiles, StoryReading } from '../../ports/source-files.ts';

/** The story that a show plays, as its file has it now, at the pace of the show's source. */
export async function readShowStory(
  { from, source }: Pick<ShowEntry, 'from' | 'source'>,
  { readStory }: Pick<SourceFiles, 'readStory'>,
): Promise<StoryReading<Story>> {
  const reading: StoryReading<Story> =
    from.kind === 'story'
      ? await readStory(from.path)
      : { ok: true, story: from.story, hash: from.hash, warnings: [] };
  if (!reading.ok || source === undefined) return reading;
  return { ...reading, story: { ...reading.story, gap: source.gap } };
}
