import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { choiceOf } from '../../src/core/story/story.ts';
import { readStory } from '../../src/files/story-files.ts';
import { discordCapabilities } from '../../src/platforms/discord/capabilities.ts';
import { aStoryText } from '../support/stories.ts';

const URL = 'https://watch.example/1';

async function read(intended: string) {
  const folder = await mkdtemp(join(tmpdir(), 'intended-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'story.yaml');
  const pilot = `{ title: Pilot, url: "${URL}", choice: { question: Who calls?, intended: ${intended}, options: [{ id: a, label: Ann, next: left }, { id: b, label: Ben, next: right }] } }`;
  const end = (title: string) => `{ title: ${title}, url: "${URL}", ending: true }`;
  await writeFile(path, aStoryText({ episodes: { pilot, left: end('Left'), right: end('Right') } }));
  return readStory(path, [discordCapabilities]);
}

it('what a writer intended is part of the story', async () => {
  const reading = await read('{ a: 0.6 }');
  const [pilot] = reading.ok ? reading.story.episodes : [];
  expect(pilot && choiceOf(pilot)?.intended).toEqual({ a: 0.6 });
});

it.each([
  ['{ c: 0.6 }', 'episodes.pilot.choice.intended.c', 'there is no option "c"'],
  ['{ a: 0.6, b: 0.5 }', 'episodes.pilot.choice.intended', 'the shares add up to 110 %'],
  ['{ a: 60 }', 'episodes.pilot.choice.intended.a', ''],
  ['{ a: -0.1 }', 'episodes.pilot.choice.intended.a', ''],
  ['{ a: most }', 'episodes.pilot.choice.intended.a', ''],
  ['0.6', 'episodes.pilot.choice.intended', ''],
])('%s is a fault', async (intended, path, what) => {
  const reading = await read(intended);
  expect(reading.ok ? [] : reading.faults).toMatchObject([{ path, what: expect.stringContaining(what) }]);
});

it('shares that were rounded may add up to a little more than one', async () => {
  expect(await read('{ a: 0.667, b: 0.334 }')).toMatchObject({ ok: true });
});
