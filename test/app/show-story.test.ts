import { expect, it } from 'vitest';
import { reloadStory } from '../../src/app/season/reload-story.ts';
import { readShowStory } from '../../src/app/shows/show-story.ts';
import { showId } from '../../src/core/ids.ts';
import type { Story } from '../../src/core/story/story.ts';
import { readStory } from '../../src/files/story-files.ts';
import { setCommandStage } from '../support/commands/command-stage.ts';
import { withoutLink } from '../support/stage/stories.ts';

it('a show plays its file at the pace of its source; a serial show has no file to read again', async ({
  onTestFinished,
}) => {
  const stage = await setCommandStage('memory', [withoutLink()]);
  onTestFinished(() => stage.close());
  const { show, context } = stage;
  const read: string[] = [];
  const files = {
    readStory: (path: string) => {
      read.push(path);
      return readStory(path, []);
    },
  };
  const source = { every: 300_000, confirm: false, gap: 60_000, private: false };
  const gapOf = async (one: Parameters<typeof readShowStory>[0]) => {
    const reading = await readShowStory(one, files);
    return reading.ok && reading.story.gap;
  };
  expect(await gapOf(show)).toBeUndefined();
  expect(await gapOf({ ...show, source })).toBe(60_000);
  expect(read).toHaveLength(2);

  const story: Story = { ...show.story, id: showId('backroom'), episodes: [] };
  const from = { kind: 'serial', story, hash: 'a hash' } as const;
  expect(await gapOf({ from, source })).toBe(60_000);
  expect(read).toHaveLength(2);
  const by = { kind: 'person', pseudonym: 'a showrunner' } as const;
  expect(await reloadStory(context, { ...show, from, source }, files, by)).toEqual({ kind: 'no-file' });
});
