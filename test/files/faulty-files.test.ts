import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { checkStory } from '../../src/app/season/check-story.ts';
import { openFiles } from '../../src/compose/reports.ts';
import { readShows } from '../../src/compose/shows.ts';
import { createCardFonts } from '../../src/pictures/card/card-fonts.ts';
import { platforms } from '../../src/platforms/index.ts';
import { aStoryText } from '../support/stories.ts';

it('a start with faulty files names every fault in the words of `cliffhanger check`', async ({
  onTestFinished,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'cliffhanger-faulty-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [story, config] = [join(folder, 'story.yaml'), join(folder, 'cliffhanger.yaml')];
  await writeFile(story, aStoryText({ title: `Z${'\u0335'.repeat(40)}`, language: 'tlh' }));
  await writeFile(config, 'shows: [{ story: story.yaml, outlets: [{ telegram: "@fans" }] }]');

  const told: string[] = [];
  expect(await checkStory(story, (line) => told.push(line), openFiles(), createCardFonts())).toBe(1);
  const faults = told.slice(0, -1);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(
    /^.+story\.yaml:\d+:\d+ {2}title: the title has 40 marks on one character — at most 8 marks$/,
  );
  const settings = readSettings({ TELEGRAM_TOKEN: '1:none', CLIFFHANGER_CONFIG: config });
  await expect(readShows(settings, platforms)).rejects.toThrow(
    `There are errors in the files:\n${faults.map((one) => `  ${one}`).join('\n')}`,
  );
});
