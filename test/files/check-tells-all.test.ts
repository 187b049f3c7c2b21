import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LineCounter } from 'yaml';
import { checkStory } from '../../src/app/season/check-story.ts';
import { isWebAddress } from '../../src/core/story/web-address.ts';
import { lookOf } from '../../src/core/text/lookalikes.ts';
import { asSeen } from '../../src/core/text/unseen.ts';
import { sourceFiles } from '../../src/files/source-files.ts';
import { readInSpite } from '../../src/files/yaml-repair.ts';
import { createCardFonts } from '../../src/pictures/card/card-fonts.ts';
import { platforms } from '../../src/platforms/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliffhanger-check-'));
  await mkdir(join(folder, 'stories'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(text: string | Uint8Array, file = 'file.yaml') {
  const path = join(folder, file);
  await writeFile(path, text);
  const lines: string[] = [];
  const code = await checkStory(
    path,
    (line) => lines.push(line),
    sourceFiles(platforms, ['en']),
    createCardFonts(),
  );
  return { code, said: lines.join('\n'), lines };
}

const STORY = `id: show
title: A Show
opening: pilot
release: { after: 2s }
voting: { lasts: 20h }
episodes:
`;
const END = `  end: { title: The end, url: https://watch.example/2, ending: true }\n`;
const LONG = 'x'.repeat(400);

const choice = (labels: readonly string[]): string =>
  `${STORY}  pilot:\n    title: Pilot\n    url: https://watch.example/1\n    choice:\n      question: Who?\n      options:\n${labels
    .map((label, index) => `        - { id: o${index}, label: ${JSON.stringify(label)}, next: end }\n`)
    .join('')}${END}`;

describe('check names every fault at once', () => {
  it('of an episode that nothing leads to: also its durations and options', async () => {
    const lost = `  lost:\n    title: ${LONG}\n    choice:\n      question: ${LONG}\n      options:\n        - { id: a, label: One, next: end }\n`;
    const { code, said } = await check(
      `${STORY}  pilot: { title: P, url: https://watch.example/1, next: end }\n${lost}${END}`,
    );
    expect(code).toBe(1);
    expect(said).toContain('no path from the opening leads to "lost"');
    expect(said).toContain('episodes.lost.title');
    expect(said).toContain('episodes.lost.choice.question');
    expect(said).toContain('there are 1 options');
  });

  it('of an option that reads like another and is too long', async () => {
    const { said } = await check(choice([LONG, LONG]));
    expect(said).toContain('option 2 reads like option 1');
    expect(said.match(/400 characters/g)?.length).toBe(2);
  });

  it('of a choice without options', async () => {
    const { code, said } = await check(choice([]).replace('options:\n', 'options: []\n'));
    expect(code).toBe(1);
    expect(said).toContain('there are 0 options');
  });

  it('of a file whose syntax is wrong in one place: also those of what can be read', async () => {
    const text = `${STORY}  pilot:\n    title: "Pilot\n    url: https://watch.example/1\n    next: end\n${END}`;
    const broken = text
      .replace('lasts: 20h', 'lasts: 20x')
      .replace('title: A Show', `title: ${LONG}\nlanguage: [`);
    const { code, lines } = await check(broken);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('"lasts" is "20x"');
    expect(lines.length).toBeGreaterThan(2);
    // Nothing is concluded from what was only misread.
    expect(lines.join('\n')).not.toMatch(/" is missing|leads nowhere/);
  });

  it.each([
    ['a second colon', 'title: Pilot: the beginning'],
    ['a quote that is not closed', 'title: "Pilot'],
    ['an apostrophe in quotes', "title: 'it's Pilot'"],
    ['words behind a quote', 'title: "Pilot" the first'],
    ['a sign that begins no text', 'title: %Pilot'],
    ['an escape that is none', 'title: "Pilot \\q"'],
    ['a colon that is missing', 'title Pilot'],
    ['a bracket that is not closed', 'choice: [Pilot'],
    ['a wrong indentation', ' title: Pilot'],
    ['a key without its blank', 'title:Pilot'],
    ['two anchors', 'title: &One &two'],
  ])('of a file with %s: also of all lines after it', async (_, line) => {
    const { code, lines } = await check(
      `${STORY}  pilot:\n    ${line}\n    url: nowhere\n    image: 5\n    next: end\n${END}  more: { title: M, url: elsewhere, next: end, synopsis: [] }\n`,
    );
    expect(code).toBe(1);
    const said = lines.join('\n');
    expect(said).toMatch(/:9:\d+ +episodes.pilot.url: "url" is "nowhere"/);
    expect(said).toMatch(/:10:\d+ +episodes.pilot.image: "image" is the number 5/);
    expect(said).toMatch(/:13:26 +episodes.more.url: "url" is "elsewhere"/);
    expect(said).toMatch(/:13:58 +episodes.more.synopsis: /);
    // The fault of the syntax itself, and the sum.
    expect(lines.length).toBeGreaterThanOrEqual(6);
    expect(said).not.toMatch(/" is missing|leads nowhere|is empty/);
  });

  it('of a file between brackets, one of which is not closed', async () => {
    const { said } = await check(
      `${STORY}  pilot: { title: P, url: nowhere, next: end\n${END.replace('https', 'ftp')}`,
    );
    expect(said).toContain('episodes.pilot.url: "url" is "nowhere"');
    expect(said).toContain('episodes.end.url: "url" is "ftp');
  });

  it.each([2, 4, 8])(
    'of a file that is indented with tabs, which its editor shows %s blanks wide',
    async (width) => {
      const lines = ['\ttitle: P', `${' '.repeat(width)}url: nowhere`, '\tnext: end'].join('\n');
      const { said } = await check(
        `${STORY.replace('episodes', 'episodes')} pilot:\n${lines}\n end: { title: E, url: 5, ending: true }\n`,
      );
      expect(said).toContain('indented with a tab');
      expect(said).toMatch(/:9:\d+ +episodes.pilot.url: "url" is "nowhere"/);
      expect(said).toMatch(/:11:\d+ +episodes.end.url: "url" is the number 5/);
      expect(said).not.toMatch(/is empty|is missing/);
    },
  );

  it('of every line that a tab indents, and of none where a tab is part of a text or stands between brackets', async () => {
    const { said } = await check(
      `${STORY}\tpilot:\n\t\ttitle: P\n\t\turl: https://watch.example/1\n\t\t# a comment\n    synopsis: >\n      One line\n      \tand one more\n    choice: { question: What now,\n\t\toptions: [] }\n\t\tnext: end\n${END}`,
    );
    const told = [...said.matchAll(/:(\d+):\d+ .*this line is indented with a tab/g)].map(([, line]) =>
      Number(line),
    );
    expect(told).toEqual([7, 8, 9, 16]);
  });

  it('of both values of a key that occurs twice', async () => {
    const { said } = await check(
      `${STORY}  pilot: { title: P, url: nowhere, next: end }\n  pilot: { title: P, image: 5, next: end }\n${END}`,
    );
    expect(said).toContain('"pilot" occurs a second time here');
    expect(said).toMatch(/:7:\d+ +episodes.pilot.url: "url" is "nowhere"/);
    expect(said).toMatch(/:8:\d+ +episodes.pilot.image: "image" is the number 5/);
  });

  it('of a file without episodes, and suggests none of them', async () => {
    const { said } = await check(STORY);
    expect(said).not.toMatch(/one of the episodes: *$/m);
  });

  it('of a file with hundreds of them, which is not parsed again for each', async () => {
    const episode = (n: number) => `  e${n}:\n    title: E: ${n}\n    url: nowhere\n    next: e${n + 1}\n`;
    const file = STORY + Array.from({ length: 600 }, (_, n) => episode(n)).join('');
    const { said } = await check(file);
    expect(said).toContain('there is a second ":" in this line');
    // The parser reports each line to it, every time it parses the file.
    const parsed = new LineCounter();
    readInSpite(file, { lineCounter: parsed });
    expect(parsed.lineStarts.length / file.split('\n').length).toBeLessThan(20);
  });

  it.each([
    ['UTF-16 without a mark', Buffer.from(STORY, 'utf16le'), 'this is UTF-16 text'],
    ['a web page', Buffer.from('<!DOCTYPE html>\n<html><title>404: Not found</title>'), 'a web page'],
  ])('of %s: that it is none', async (_, bytes, what) => {
    const { code, said } = await check(bytes);
    expect(code).toBe(1);
    expect(said).toContain(what);
    expect(said).toContain('1 fault');
  });

  it('of none, if lines end as on old Macintoshes', async () => {
    const text = `${STORY}  pilot: { title: P, url: https://watch.example/1, next: end }\n${END}`;
    expect(await check(text.replaceAll('\n', '\r'))).toMatchObject({ code: 0 });
  });

  it('of a file with a key that occurs twice: also all others', async () => {
    const { said } = await check(
      `${STORY}  pilot: { title: P, url: nowhere, next: nothing }\n${END}`.replace(
        'title: A',
        'title: B\ntitle: A',
      ),
    );
    expect(said).toContain('"title" occurs a second time here');
    expect(said).toContain('"url" is "nowhere"');
    expect(said).toContain('no episode is called "nothing"');
  });

  it('of an operator’s file, and of the stories that it names', async () => {
    await writeFile(join(folder, 'stories', 'a.yaml'), `${STORY}${END}`);
    const { said } = await check(
      'showrunners: { discord: [12] }\nshows:\n  - { story: stories/a.yaml, outlets: [{ discord: x }] }\n',
      'op.yaml',
    );
    expect(said).toContain('showrunners.discord');
    expect(said).toContain('outlets[0].discord');
    expect(said).toMatch(/a\.yaml.*opening/);
  });

  it.each([
    'showrunners: { discord: ["175928847299117063"] }\n',
    'alerts: { telegram: -100 }\nlimits: { discord: 9 }\n',
    'telegram: { unknown: ask }\nshwos: []\n',
    'showrunners: { discord: [ }\nalerts: {}\n',
  ])('of an operator’s file without shows, as of an operator’s file: %j', async (text) => {
    const { code, said } = await check(text);
    expect(code).toBe(1);
    expect(said).not.toMatch(/"episodes"|"opening"/);
  });
});

describe('an address', () => {
  it.each([
    'https:///x',
    'http://///x',
    'https://\\x',
    'https://?x',
    'https://#x',
    'https://user@watch.example/1',
    'https://watch.example/\u200bx',
    'https://watch.example/\u202ex',
    'https://watch.example/a b',
    'ftp://watch.example/1',
    'https://',
    'https://watch.example/\ufffc',
    'https://watch.example/\ue000x',
    'https://watch.example/\u{13441}',
    `https://watch.example/${'x'.repeat(2_048)}`,
  ])('is invalid, in a file as in a command: %s', async (url) => {
    expect(isWebAddress(url)).toBe(false);
    const { said } = await check(
      `${STORY}  pilot: { title: P, url: ${JSON.stringify(url)}, ending: true }\n`,
    );
    expect(said).toMatch(/"url" is .* an address such as/);
  });

  it.each([
    'https://watch.example/1',
    'http://localhost:8080/x',
    'https://watch.example',
    'https://münchen.example/ä?q=1#x',
  ])('is valid: %s', (url) => expect(isWebAddress(url)).toBe(true));

  it('stays valid however often it is checked', () => {
    const looks = Array.from({ length: 50_000 }, () => isWebAddress('https://münchen.example/ä'));
    expect(looks.every(Boolean)).toBe(true);
  });
});

describe('answers that look identical', () => {
  it.each([
    ['an object replacement character', '\ufffc'],
    ['a control of hieroglyphs', '\u{13430}'],
    ['a null note head', '\u{1d159}'],
    ['a filler of Khitan', '\u{16fe4}'],
    ['a Hangul filler', '\u3164'],
    ['an empty Braille cell', '\u2800'],
    ['what no version of Unicode has assigned', '\u{e0fff}'],
    ['a control of shorthand', '\u{1bca0}'],
    ['a Mongolian vowel separator', '\u180e'],
    ['a joiner', '\u200d'],
    ['a variation selector', '\ufe0f'],
  ])('are refused, with %s or without it', async (_, mark) => {
    expect(asSeen(`Yes${mark}`)).toBe(asSeen('Yes'));
    expect((await check(choice(['Yes', `Yes${mark}`]))).code).toBe(1);
    expect((await check(choice(['Yes', mark]))).code).toBe(1);
  });

  it('do not include those with emoji, even newer than this program, nor Persian ones with a joiner', async () => {
    const labels = ['👩‍🚀', '👩', '❤️', '🇩🇪', '\u{1fac9}', 'می‌خواهم', 'می‌روم', '𐀀', 'नमस्ते'];
    expect(new Set(labels.map(asSeen)).size).toBe(labels.length);
    expect(await check(choice(labels))).toMatchObject({ code: 0 });
  });
});

describe('answers that are easily confused', () => {
  it.each([
    ['Room 1', 'Room l'],
    ['modern', 'modem'],
    ['Сцена', 'Cцена'],
    ['paypal', 'раураl'],
    ['O', '0'],
    ['Ill', 'III'],
    ['it’s', "it's"],
    ['overlook', 'over\u200alook'],
    ['ﬁre', 'fire'],
  ])('are warned about with their place, and never refused: %s and %s', async (one, other) => {
    expect(lookOf(one)).toBe(lookOf(other));
    const { code, said } = await check(choice([one, other]));
    expect(code).toBe(0);
    expect(said).toMatch(/note: .*file\.yaml:14:\d+ .*option 2 is easily taken for option 1/);
  });

  it('are not plainly different ones', async () => {
    const { said } = await check(choice(['Her brother', 'The number on the card', 'Run', 'Turn']));
    expect(said).not.toContain('easily taken');
  });

  it('names the drafts of a sound story', async () => {
    const { code, lines } = await check(
      `${STORY}  pilot: { title: P, url: "https://watch.example/1", next: later }\n  later: { title: L, draft: true }\n`,
    );
    expect(code).toBe(0);
    expect(lines).toContain('  longest path 2 episodes, shortest 2 episodes, as far as it is written');
    expect(lines).toContain('  1 draft, for which the season waits when due: later');
    expect(lines.join('\n')).not.toContain('note:');
  });
});

describe('check tells which pictures cannot be drawn', () => {
  it('with the characters that no font here has, and what to install', async () => {
    const { code, said } = await check(choice(['ქართული', 'Left']));
    expect(code).toBe(0);
    expect(said).toContain(
      '  note: no font here has ქ ა რ თ უ ლ ი, so results with them are posted as text without a picture; for pictures: npm install @fontsource/noto-sans-georgian',
    );
  });

  it('and says nothing of scripts, symbols and emoji that the bot has', async () => {
    const { said } = await check(
      choice(['Её брат', 'Ποιος', 'من يفتح', 'אחי', 'मारा', 'น้ำ', '→ ★ ✓', '🇩🇪 👍🏽 1️⃣', 'Łódź', 'Đỗ']),
    );
    expect(said).not.toContain('no font');
    expect(said).toContain('is fine');
  });
});
