import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readStory } from '../../src/files/story-files.ts';
import { discordCapabilities } from '../../src/platforms/discord/capabilities.ts';
import { TELEGRAM } from '../../src/platforms/telegram/capabilities.ts';
import { DEFAULT_SPEED, speedUp } from '../../src/sandbox/speed.ts';

const SHIPPED = readFileSync('config/stories/night-shift.yaml', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'speed-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(story: string) {
  const path = join(folder, 'story.yaml');
  writeFileSync(path, story);
  const reading = await readStory(path, [discordCapabilities, TELEGRAM]);
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.story;
}

const short = (voting: string, release = '{ after: 2h }') => `id: short
title: Short
opening: a
release: ${release}
voting: ${voting}
episodes:
  a:
    title: A
    url: https://watch.example/a
    choice:
      question: Which way?
      options: [{ id: x, label: Left, next: b }, { id: y, label: Right, next: b }]
      voting: { lasts: 10h } # only here
  b: { title: B, url: "https://watch.example/b", ending: true }
`;

describe('a story made faster', () => {
  it('stays a story that the bot can read, at any speed', async () => {
    const slow = await read(SHIPPED);
    for (const speed of [1, 60, DEFAULT_SPEED, 1e9]) {
      const story = await read(speedUp(SHIPPED, speed));
      expect(story.episodes.map(({ id, title, synopsis, url }) => ({ id, title, synopsis, url }))).toEqual(
        slow.episodes.map(({ id, title, synopsis, url }) => ({ id, title, synopsis, url })),
      );
    }
  });

  it('has its durations divided, in whole seconds', async () => {
    const story = await read(
      speedUp(short('{ opens: 10m, lasts: 20h, runoff: 2h, reminder: 1h, closing: 1h }'), 120),
    );
    expect(story.release).toEqual({ kind: 'after', after: 60_000 });
    expect(story.voting).toMatchObject({
      opens: 5_000,
      lasts: 600_000,
      runoff: 60_000,
      reminder: 30_000,
      closing: 30_000,
    });
    expect(story.episodes[0]?.continuation).toMatchObject({
      choice: { voting: { lasts: 300_000, runoff: 60_000 } },
    });
  });

  it('keeps to the shortest lengths that a story may have, and drops a reminder without room', async () => {
    const story = await read(
      speedUp(short('{ opens: 15m, lasts: 20h, runoff: 2h, reminder: 1h, closing: 60s }'), 1e6),
    );
    expect(story.voting).toMatchObject({ opens: 1_000, lasts: 5_000, runoff: 5_000 });
    expect(story.voting.closing).toBeGreaterThanOrEqual(3_000);
    expect(story.voting).not.toHaveProperty('reminder');
  });

  it('releases after the decision as long as the calendar would have waited', async () => {
    const daily = '{ every: 1d, at: "19:00", timezone: America/New_York }';
    expect((await read(speedUp(short('{ opens: 15m, lasts: 20h }', daily), 60))).release).toEqual({
      kind: 'after',
      after: 225_000,
    });
    const weekly = '{ every: 7d, at: "19:00", timezone: America/New_York }';
    expect((await read(speedUp(short('{ lasts: 8d }', weekly), 86_400))).release).toEqual({
      kind: 'after',
      after: 6_000,
    });
  });

  it('gives a long story time for a group that takes 20 messages a minute', async () => {
    const { release, voting } = await read(speedUp(SHIPPED, 1e9));
    if (release.kind !== 'after') throw new Error('the release follows the calendar still');
    const postsAMinute = (60_000 / (voting.opens + voting.lasts + release.after)) * 3;
    expect(postsAMinute).toBeLessThanOrEqual(16);
  });

  it('keeps the file’s other contents', () => {
    const text = speedUp(short('{ lasts: 20h }'), 60);
    expect(text).toContain('# only here');
    expect(speedUp(SHIPPED, 60)).toContain('# --- Lorna knows ---');
  });
});
