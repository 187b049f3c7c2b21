import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../../config/settings.ts';
import { openKeeping } from '../../../src/compose/keeping.ts';
import { showId } from '../../../src/core/ids.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';
import { aStoryText } from '../../support/stories.ts';
import { readXml } from '../../support/xml-tree.ts';

let build: Build;
let folder: string;

beforeAll(async () => {
  build = await buildBot();
  folder = await mkdtemp(join(tmpdir(), 'cliffhanger-map-'));
  await writeFile(join(folder, 'story.yaml'), aStoryText());
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly notes: string;
}

function map(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = { PATH: process.env.PATH ?? '', CLIFFHANGER_DATA: join(folder, 'no-data'), ...environment };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(build.folder, 'cli.js'), 'map', ...words],
      { cwd: folder, env, timeout: 30_000, killSignal: 'SIGKILL' },
      (_, output, notes) => resolve({ code: child.exitCode, output, notes }),
    );
  });
}

describe('cliffhanger map', { timeout: 60_000 }, () => {
  it('prints Mermaid, and writes SVG or Mermaid as the output file is called', async () => {
    const printed = await map(['story.yaml']);
    expect(printed).toMatchObject({ code: 0, notes: '' });
    expect(printed.output).toContain('  ep_pilot -->|"Ann"| ep_left\n');
    const asked = await map(['story.yaml', '--format', 'svg']);
    expect(readXml(asked.output.trimEnd()).text).toContain('Who calls?');
    const written = await map(['story.yaml', '-o', 'map.SVG']);
    expect(written).toEqual({ code: 0, output: '', notes: '' });
    expect(await readFile(join(folder, 'map.SVG'), 'utf8')).toBe(asked.output);
    await map(['story.yaml', '--output', 'map.mmd']);
    expect(await readFile(join(folder, 'map.mmd'), 'utf8')).toBe(printed.output);
  });

  it('says what is wrong with its words or its file, and draws nothing', async () => {
    await writeFile(join(folder, 'faulty.yaml'), aStoryText({ opening: 'nowhere' }));
    await writeFile(join(folder, 'operator.yaml'), 'showrunners: {}\nshows: []\n');
    const tries: readonly (readonly [string, 1 | 2, RegExp])[] = [
      ['', 2, /There is nothing to draw\nName a story file, or a season/],
      ['story.yaml -o map.png', 2, /map\.png: the name does not say which format .*\nEnd it in \.svg/],
      ['story.yaml --format png', 2, /Allowed choices are mermaid, svg/],
      ['story.yaml --format svg -o ./story.yaml', 2, /is the file that is read, so nothing was written/],
      ['story.yaml -o no/map.svg', 1, /no\/map\.svg could not be written: ENOENT.*\nCreate its folder/],
      ['story.yaml --season other', 2, /story\.yaml is the story test-story, but --season names other/],
      ['story.yaml --season ../x', 2, /Name a season by its show/],
      ['story.yaml --season test-story', 1, /no bot's data|Nothing|Cannot read/],
      ['operator.yaml', 2, /is an operator's file, and a map is of one story/],
      ['nothing.yaml', 1, /nothing\.yaml does not exist/],
      [
        'faulty.yaml',
        1,
        /faulty\.yaml:3:\d+ {2}opening: no episode is called "nowhere".*\n.*faults: correct/s,
      ],
    ];
    for (const [words, code, notes] of tries) {
      const ended = await map(words.split(' ').filter((word) => word !== ''));
      expect(ended.notes).toMatch(notes);
      expect([words, ended.code, ended.output]).toEqual([words, code, '']);
    }
    expect(await readFile(join(folder, 'story.yaml'), 'utf8')).toBe(aStoryText());
  });

  it('draws the way of a season that plays, of one that is archived, and without a file', async ({
    onTestFinished,
  }) => {
    const places = { club: 'server', news: 'channel' } as const;
    const { stage, discord } = await onCommand({ story: oneChoice(), places }, onTestFinished);
    await stage.startBot();
    await (await discord.showrunner.use('season start')).says('The Lighthouse has begun');
    const file = join(stage.folder, 'story.yaml');
    const voting = await map([file, '--season', 'lighthouse'], stage.environment);
    expect(voting).toMatchObject({ code: 0, notes: '' });
    expect(voting.output).toMatch(/ep_storm\("1 — Storm<br\/>.*Now#58; voting until/);

    await stage.playRound(1, { club: [1, 1, 0], news: [1] });
    await stage.over();
    const over = await map(['--season', 'lighthouse'], stage.environment);
    expect(over.output).toContain('ep_storm ==>|"✓ The doctor"| ep_ward');
    expect(over.output).toContain('The season ended here');
    expect((await map(['--season', 'lighthouse.1'], stage.environment)).output).toBe(over.output);

    const keeping = await openKeeping(readSettings(stage.environment), { alone: false });
    expect(await keeping.archive(showId('lighthouse'))).toMatchObject([{ status: 'archived' }]);
    await keeping.close();
    for (const season of ['lighthouse', 'lighthouse.1'])
      expect((await map(['--season', season], stage.environment)).output).toBe(over.output);
    expect(await map(['--season', 'lighthouse.2'], stage.environment)).toMatchObject({
      code: 1,
      output: '',
      notes: '\nThere is no season lighthouse.2\nThese are stored: lighthouse.1.\n',
    });
    await writeFile(file, `${await readFile(file, 'utf8')}\n# edited\n`);
    const edited = await map([file, '--season', 'lighthouse'], stage.environment);
    expect(edited).toMatchObject({ code: 0, output: over.output });
    expect(edited.notes).toMatch(
      /^lighthouse\.1 began with another version of .*story\.yaml\. Episodes that are out/,
    );
  });
});
