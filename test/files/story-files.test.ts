import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { episodeId } from '../../src/core/ids.ts';
import { choiceOf, findEpisode } from '../../src/core/story/story.ts';
import { readStory } from '../../src/files/story-files.ts';
import { discordCapabilities } from '../../src/platforms/discord/capabilities.ts';
import { StartupError } from '../../src/ports/startup-error.ts';
import { aStoryText, type StoryText } from '../support/stories.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cliffhanger-stories-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string | Uint8Array) {
  const path = join(folder, 'story.yaml');
  await writeFile(path, text);
  return readStory(path, [discordCapabilities]);
}

async function storyOf(parts: StoryText) {
  const reading = await read(aStoryText(parts));
  if (!reading.ok) throw new Error(`The story has faults: ${JSON.stringify(reading.faults)}`);
  return reading.story;
}

/** `line:column path: what`. */
async function faultsOf(text: string | Uint8Array): Promise<string[]> {
  const reading = await read(text);
  if (reading.ok) return [];
  return reading.faults.map(({ line, column, path, what }) => `${line}:${column} ${path}: ${what}`);
}

const END = '{ title: The End, url: "https://watch.example/end", ending: true }';
/** A story whose opening is `pilot`, on line 7, followed by one ending called `end`. */
const withPilot = (pilot: string, others: Record<string, string> = {}) =>
  aStoryText({ episodes: { pilot, end: END, ...others } });
const pilotFaults = (pilot: string) => faultsOf(withPilot(pilot));

describe('a sound story file', () => {
  it('becomes a story with its defaults filled in', async () => {
    const story = await storyOf({ title: ' Cafe\u0301 ' });
    expect(story).toMatchObject({
      id: 'test-story',
      title: 'Café',
      language: 'en',
      release: { kind: 'after', after: 2_000 },
      voting: {
        opens: 0,
        lasts: 72_000_000,
        tie: 'first-listed',
        runoff: 72_000_000,
        quorum: 0,
        closing: 60_000,
        sealed: false,
      },
    });
    expect(story.voting).not.toHaveProperty('reminder');
    expect(story.episodes.map((episode) => episode.id)).toEqual(['pilot', 'left', 'right']);
    expect(story.episodes[1]).toEqual({
      id: 'left',
      title: 'Left',
      url: 'https://watch.example/1',
      synopsis: '',
      revisited: false,
      continuation: { kind: 'ending' },
    });
  });

  it('is named by the SHA-256 of its bytes', async () => {
    const text = aStoryText();
    const reading = await read(text);
    expect(reading).toMatchObject({ ok: true, hash: createHash('sha256').update(text).digest('hex') });
  });

  it('may follow a calendar', async () => {
    const story = await storyOf({ release: '{ every: 7d, at: "19:00", timezone: Europe/Berlin }' });
    expect(story.release).toEqual({ kind: 'daily', days: 7, at: '19:00', timezone: 'Europe/Berlin' });
  });

  it('may change single rules for one choice', async () => {
    const options = '[{ id: a, label: A, next: end }, { id: b, label: B, next: end }]';
    const story = await storyOf({
      voting: '{ lasts: 20h, tie: runoff, runoff: 2h, reminder: 1h }',
      episodes: {
        pilot: `{ title: P, choice: { question: Q, options: ${options}, voting: { lasts: 1d, sealed: true } } }`,
        end: END,
      },
    });
    const pilot = findEpisode(story, episodeId('pilot'));
    expect(pilot && choiceOf(pilot)?.voting).toEqual({
      ...story.voting,
      lasts: 86_400_000,
      sealed: true,
    });
  });

  it('may ask for a prediction beside its one next episode', async () => {
    const story = await storyOf({
      episodes: {
        pilot:
          '{ title: P, next: end, choice: { kind: prediction, question: Q, options: [{ id: a, label: A }, { id: b, label: B }] } }',
        end: END,
      },
    });
    expect(story.episodes[0]?.continuation).toMatchObject({
      kind: 'next',
      next: 'end',
      prediction: { kind: 'prediction' },
    });
  });

  it('may come with a byte order mark, Windows line ends, anchors and aliases', async () => {
    const text = aStoryText({ voting: '&rules { lasts: 20h }' }).replaceAll('\n', '\r\n');
    expect(await faultsOf(`\uFEFF${text}`)).toEqual([]);
    const shared = withPilot(
      '{ title: P, choice: { question: Q, options: [{ id: a, label: A, next: end }, { id: b, label: B, next: end }], voting: *rules } }',
    ).replace('{ lasts: 20h }', '&rules { lasts: 20h }');
    expect(await faultsOf(shared)).toEqual([]);
  });

  it('keeps the order of its episodes, also if their ids are numbers', async () => {
    const story = await storyOf({
      opening: '"10"',
      episodes: { 10: '{ title: A, next: "2" }', 2: '{ title: B, next: "1" }', 1: END },
    });
    // JavaScript sorts such keys of an object, but the order of the file counts.
    const inFile = [...(await readFile(join(folder, 'story.yaml'), 'utf8')).matchAll(/^ {2}(\d+):/gm)].map(
      (found) => found[1],
    );
    expect(story.episodes.map((episode) => episode.id)).toEqual(inFile);
  });

  it('is warned about if an episode has no link yet, or counts cannot be hidden', async () => {
    const reading = await read(
      aStoryText({ voting: '{ lasts: 20h, sealed: true }' }).replace(
        'title: Left, url: "https://watch.example/1"',
        'title: Left',
      ),
    );
    expect(reading.ok && reading.warnings.map(({ line, what }) => `${line} ${what}`)).toEqual([
      '7 counts cannot be hidden on discord',
      '8 "left" has no url',
    ]);
  });

  it('may hold drafts, which need a title only and may say what follows them', async () => {
    const reading = await read(
      withPilot('{ title: P, draft: true, next: middle }', {
        middle:
          '{ title: M, draft: true, choice: { question: Q, options: [{ id: a, label: A, next: open }, { id: b, label: B, next: end }] } }',
        open: '{ title: O, draft: true }',
        end: '{ title: E, draft: true, ending: true }',
      }),
    );
    expect(reading.ok && reading.warnings).toEqual([]);
    expect(
      reading.ok && reading.story.episodes.map(({ draft, continuation }) => [draft, continuation.kind]),
    ).toEqual([
      [true, 'next'],
      [true, 'ending'],
      [true, 'choice'],
      [true, 'open'],
    ]);
    const written = await read(withPilot('{ title: P, draft: false, next: end }'));
    expect(written.ok && written.story.episodes[0]).not.toHaveProperty('draft');
  });

  it('may end in nothing but drafts', async () => {
    expect(await faultsOf(aStoryText({ episodes: { pilot: '{ title: P, draft: true }' } }))).toEqual([]);
  });

  it.each([
    ['{ title: P, draft: maybe, next: end }', 'episodes.pilot.draft: "draft" is "maybe"'],
    ['{ draft: true, next: end }', 'episodes.pilot.title: "title" is missing'],
    [
      '{ title: P, draft: true, next: end, ending: true }',
      'episodes.pilot.ending: an ending also has a "next"',
    ],
    ['{ title: P, draft: true, next: nowhere }', 'episodes.pilot.next: no episode is called "nowhere"'],
  ])('has a fault in a draft as anywhere: %s', async (pilot, fault) => {
    expect((await pilotFaults(pilot)).map((line) => line.replace(/^\d+:\d+ /, ''))).toContain(fault);
  });

  it('is warned about addresses that a platform refuses or that cannot be opened, each at its place', async () => {
    const reading = await read(
      withPilot(
        '{ title: P, url: "http://localhost:8080/1", image: "http://[::1]/1.png", choice: { question: Q, options: [{ id: a, label: A, next: end }, { id: b, label: B, next: end }] } }',
      ),
    );
    expect(reading.ok && reading.warnings.map(({ line, path, what }) => `${line} ${path}: ${what}`)).toEqual([
      '7 episodes.pilot.url: "localhost" is not a public name: it cannot be a link button, and viewers cannot open it',
      '7 episodes.pilot.url: the address names port 8080, which many networks block',
      '7 episodes.pilot.image: [::1] is an IPv6 address: it cannot be a link button, and viewers cannot open it',
    ]);
  });

  it.each([600, 1_000, 2_048])(
    'may have a picture at a signed address of %s characters, but no such link',
    async (length) => {
      const address = 'https://watch.example/1.jpg?signature='.padEnd(length, 'x');
      const withPicture = await read(
        withPilot(`{ title: P, url: "https://watch.example/1", image: "${address}", ending: true }`),
      );
      const faults = withPicture.ok ? [] : withPicture.faults.map(({ path, what }) => `${path}: ${what}`);
      expect(faults.filter((fault) => fault.includes('image'))).toEqual([]);
      const withLink = await read(withPilot(`{ title: P, url: "${address}", ending: true }`));
      expect(!withLink.ok && withLink.faults.map(({ path }) => path)).toContain('episodes.pilot.url');
    },
  );

  it('is the one that comes with the bot', async () => {
    const reading = await readStory('config/stories/night-shift.yaml', [discordCapabilities]);
    expect(reading).toMatchObject({ ok: true, story: { id: 'night-shift' } });
  });
});

describe('the faults of a story file', () => {
  it('are reported all at once, in the order of the file, each with its place', async () => {
    const text = withPilot(
      '{ title: 1984, url: htp://x, choice: { question: Q, options: [{ id: a, label: A, next: nowhere }, { id: b, label: B, next: end, nxt: x }] } }',
      { lost: END },
    )
      .replace('title: Test Story', 'titel: Test Story')
      .replace('lasts: 20h', 'lasts: 20');
    const column = (word: string) => (text.split('\n')[6] ?? '').indexOf(word) + 1;
    expect(await faultsOf(text)).toEqual([
      '1:1 title: "title" is missing',
      '2:1 titel: "titel" is not known here',
      '5:18 voting.lasts: "lasts" is the number 20',
      `7:${column('1984')} episodes.pilot.title: "title" is the number 1984`,
      `7:${column('htp:')} episodes.pilot.url: "url" is "htp://x"`,
      `7:${column('nowhere')} episodes.pilot.choice.options[0].next: no episode is called "nowhere"`,
      `7:${column('nxt')} episodes.pilot.choice.options[1].nxt: "nxt" is not known here`,
    ]);
  });

  it.each([
    ['{ title: A, url: "https://w.example/1", ending: "yes" }', 'expected true'],
    [
      '{ title: A, url: "https://w.example/1", choice: { question: Q?, options: ["Serve him", "Go"] } }',
      'write each option as { id: brother, label: Her brother, next: brother }',
    ],
  ])('say what to write: %s', async (pilot, right) => {
    const reading = await read(withPilot(pilot));
    expect(!reading.ok && reading.faults.map((fault) => fault.right)).toContain(right);
  });

  it('say what would be right', async () => {
    const reading = await read(aStoryText().replace('title: Test', 'titel: Test'));
    expect(!reading.ok && reading.faults.map((fault) => fault.right)).toEqual([
      'a title; in quotes where it is a number or the like',
      'did you mean "title"? (known here: id, title, language, opening, release, voting, episodes)',
    ]);
  });

  it.each([
    ['nothing that follows', 'pilot', '{ title: P }', 'episodes.pilot: the episode leads nowhere'],
    [
      'a choice and a next',
      'next: end, choice',
      '{ title: P, next: end, choice: { question: Q, options: [{ id: a, label: A, next: end }, { id: b, label: B, next: end }] } }',
      'episodes.pilot.next: the episode has both a choice and a "next"',
    ],
    [
      'an ending with a next',
      'ending:',
      '{ title: P, ending: true, next: end }',
      'episodes.pilot.ending: an ending also has a "next"',
    ],
    [
      'a prediction without a next',
      'choice:',
      '{ title: P, choice: { kind: prediction, question: Q, options: [{ id: a, label: A }, { id: b, label: B }] } }',
      'episodes.pilot.choice: a prediction decides nothing, so where the episode leads is missing',
    ],
    [
      'a prediction that leads somewhere',
      'next: end }',
      '{ title: P, next: end, choice: { kind: prediction, question: Q, options: [{ id: a, label: A, next: end }, { id: b, label: B }] } }',
      'episodes.pilot.choice.options[0].next: an option of a prediction has a "next"',
    ],
    [
      'an option that leads nowhere',
      '{ id: b',
      '{ title: P, choice: { question: Q, options: [{ id: a, label: A, next: end }, { id: b, label: B }] } }',
      'episodes.pilot.choice.options[1].next: option 2 leads nowhere',
    ],
  ])('name an episode with %s', async (_, word, pilot, fault) => {
    const column = `  pilot: ${pilot}`.indexOf(word) + 1;
    expect(await pilotFaults(pilot)).toEqual([`7:${column} ${fault}`]);
  });

  it.each([
    ['release', '{ every: 1d, after: 2s }', 'two rules for the release are mixed'],
    ['release', '{ every: 1d }', 'the release has no at and no timezone'],
    ['release', '{ on: link, after: 2s }', 'two rules for the release are mixed'],
    [
      'release',
      '{ days: [mon], every: 1d, at: "19:00", timezone: UTC }',
      'two rules for the release are mixed',
    ],
    ['release', '{ days: [mon], at: "19:00" }', 'the release has no timezone'],
    ['release', '{ at: "19:00", timezone: UTC }', 'the release has no every or days'],
    ['release', '{}', 'the release has no rule'],
    ['release', '{ on: demand }', '"on" is "demand"'],
    ['release', '{ days: [], at: "19:00", timezone: UTC }', '"days" is a list of 0'],
    ['release', '{ days: [mon, mon], at: "19:00", timezone: UTC }', '"days" is a list of 2'],
    ['release', '{ days: [mon, Tuesday], at: "19:00", timezone: UTC }', 'day 2 is "Tuesday"'],
    ['release', '{ days: mon, at: "19:00", timezone: UTC }', '"days" is "mon"'],
    ['release', '{ after: 400d }', '"after" is "400d"'],
    ['release', '{ every: 0d, at: "19:00", timezone: UTC }', '"every" is "0d"'],
    ['release', '{ every: 1d, at: "24:00", timezone: UTC }', '"at" is "24:00"'],
    ['release', '{ every: 1d, at: "19:00", timezone: Mars/Olympus }', '"timezone" is "Mars/Olympus"'],
    ['release', '{ every: 1d, at: "19:00", timezone: "+05:00" }', '"timezone" is "+05:00"'],
    ['voting', '{ lasts: 4s }', '"lasts" is "4s"'],
    ['voting', '{ lasts: 30d }', '"lasts" is "30d"'],
    ['voting', '{ lasts: 20h, runoff: 30d }', '"runoff" is "30d"'],
    ['voting', '{ lasts: 20h, closing: 2h }', '"closing" is "2h"'],
    ['voting', '{ lasts: 20h, opens: 8d }', '"opens" is "8d"'],
    ['voting', '{ lasts: 20h, quorum: -1 }', '"quorum" is the number -1'],
    ['voting', '{ lasts: 20h, quorum: 1.5 }', '"quorum" is the number 1.5'],
    ['voting', '{ lasts: 20h, tie: coin }', '"tie" is "coin"'],
    ['voting', '{ lasts: 20h, sealed: yes }', '"sealed" is "yes"'],
    [
      'voting',
      '{ lasts: 20h, reminder: 20h }',
      'the reminder is due 20h before the end of a vote that lasts 20h',
    ],
    ['voting', '{}', '"lasts" is missing'],
    ['id', 'Night Shift', '"id" is "Night Shift"'],
    ['language', 'tlh', 'the bot does not speak "tlh"'],
    ['opening', 'prologue', 'no episode is called "prologue"'],
    ['title', '"a\\u202Eb"', '"title" is "a\\u202eb"'],
    ['title', '"a\\x07b"', '"title" is "a\\u0007b"'],
    ['title', '"\\u200B"', '"title" is "\\u200b"'],
    ['title', '""', '"title" is empty'],
  ] as const)('name %s: %s', async (key, value, what) => {
    const found = await faultsOf(aStoryText({ [key]: value }));
    expect(found.map((fault) => fault.replace(/^\d+:\d+ [^:]*: /, ''))).toEqual([what]);
  });

  it.each([
    [
      '{ days: [fri, mon], at: "19:00", timezone: Europe/Berlin }',
      { kind: 'weekly', weekdays: ['mon', 'fri'], at: '19:00', timezone: 'Europe/Berlin' },
    ],
    ['{ on: link }', { kind: 'on-link' }],
  ])('takes the release %s', async (release, rule) => {
    expect((await storyOf({ release })).release).toEqual(rule);
  });

  it.each([
    ['{ after: 2s }', '2026-12-24T20:00:00-05:00', '2026-12-25T01:00:00.000Z'],
    [
      '{ every: 1d, at: "19:00", timezone: America/New_York }',
      '2026-12-24 20:00',
      '2026-12-25T01:00:00.000Z',
    ],
    // Clocks go from two to three.
    ['{ every: 1d, at: "19:00", timezone: Europe/Berlin }', '2027-03-28T02:30', '2027-03-28T01:00:00.000Z'],
  ])('takes the own date of an episode beside %s: %s', async (release, own, instant) => {
    const episodes = { pilot: `{ title: P, at: "${own}", ending: true }` };
    const [episode] = (await storyOf({ release, episodes, opening: 'pilot' })).episodes;
    expect(new Date(episode?.at ?? 0).toISOString()).toBe(instant);
  });

  it.each([
    ['2026-12-24T20:00', 'it is not known which time zone this time is of'],
    ['2026-02-30T20:00Z', '"at" is "2026-02-30T20:00Z"'],
    ['2026-12-24T25:00Z', '"at" is "2026-12-24T25:00Z"'],
    ['2026-12-24', '"at" is "2026-12-24"'],
    ['tomorrow', '"at" is "tomorrow"'],
  ])('name an own date that means no instant: %s', async (own, what) => {
    const [fault = ''] = await pilotFaults(`{ title: P, at: "${own}", ending: true }`);
    expect(fault.replace(/^\d+:\d+ [^:]*: /, '')).toBe(what);
  });

  it.each([
    'ftp://watch.example/1',
    'javascript:alert(1)',
    'https://user@watch.example/1',
    'https://:secret@watch.example/1',
    'https://',
    `https://watch.example/${'x'.repeat(2_100)}`,
    'https://watch.example/a b',
    'https://watch.example/\u202eb',
    'https://wa\u00adtch.example/1',
  ])('name the url %s', async (url) => {
    expect(await pilotFaults(`{ title: P, url: "${url}", next: end }`)).toEqual([
      expect.stringContaining('episodes.pilot.url: '),
    ]);
  });

  it('name every text that no platform in use can carry', async () => {
    const label = 'x'.repeat(56);
    expect(
      await pilotFaults(
        `{ title: P, choice: { question: Q, options: [{ id: a, label: ${label}, next: end }, { id: b, label: B, next: end }] } }`,
      ),
    ).toEqual(['7:71 episodes.pilot.choice.options[0].label: the label has 56 characters']);
  });

  const labelled = (one: string, other: string): string =>
    `{ title: P, choice: { question: Q, options: [{ id: a, label: "${one}", next: end }, { id: b, label: "${other}", next: end }] } }`;
  const column = (pilot: string, word: string): number => `  pilot: ${pilot}`.lastIndexOf(word) + 1;

  it.each([
    ['U+200B', '\u200b', '\\u200b'],
    ['U+200E', '\u200e', '\\u200e'],
    ['U+061C', '\u061c', '\\u061c'],
    ['U+00AD', '\u00ad', '\\u00ad'],
    ['U+034F', '\u034f', '\\u034f'],
    ['U+2060', '\u2060', '\\u2060'],
    ['U+206A', '\u206a', '\\u206a'],
    ['U+3164', '\u3164', '\\u3164'],
    ['tags', '\u{e0041}\u{e0042}', '\\U000e0041\\U000e0042'],
  ])('name a label that contains the invisible %s, and make it visible', async (_, unseen, shown) => {
    const pilot = labelled('Yes', `Yes${unseen}`);
    expect(await pilotFaults(pilot)).toEqual([
      `7:${column(pilot, '"Yes')} episodes.pilot.choice.options[1].label: "label" is "Yes${shown}"`,
    ]);
  });

  it.each([
    ['a non-joiner', '\u200c'],
    ['a joiner', '\u200d'],
    ['a variation selector', '\ufe0f'],
    ['a rare variation selector', '\u{e0100}'],
  ])('name a label that differs from another only in %s', async (_, joining) => {
    const pilot = labelled('Yes', `Yes${joining}`);
    expect(await pilotFaults(pilot)).toEqual([
      `7:${column(pilot, '"Yes')} episodes.pilot.choice.options[1].label: option 2 reads like option 1`,
    ]);
  });

  it.each(['\ufe0f', '\u200d', '\u2800', '\u3164'])('name a label of nothing to see (%j)', async (label) => {
    expect(await pilotFaults(labelled('Yes', label))).toEqual([
      expect.stringContaining('episodes.pilot.choice.options[1].label: "label" is '),
    ]);
  });

  it.each(['🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', '👩‍🚀', '❤️', 'می‌خواهم'])(
    'do not name the label %s, whose joiners people need',
    async (label) => {
      expect(await pilotFaults(labelled('Yes', label))).toEqual([]);
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])(
    'name %s as an id, which is a name of every object',
    async (word) => {
      const option = `{ title: P, choice: { question: Q, options: [{ id: ${word}, label: A, next: end }, { id: b, label: B, next: end }] } }`;
      expect(await pilotFaults(option)).toHaveLength(1);
      expect((await faultsOf(withPilot('{ title: P, next: end }', { [`"${word}"`]: END })))[0]).toContain(
        'reserved',
      );
    },
  );

  it('are not repeated by what follows from them', async () => {
    expect(await pilotFaults('{ title: P, choice: no }')).toEqual([
      `7:${'  pilot: { title: P, choice: no'.length - 1} episodes.pilot.choice: "choice" is "no"`,
    ]);
    const misspelt =
      '{ title: P, next: end, choise: { question: Q, options: [{ id: a, label: A, next: roof }] } }';
    expect(await faultsOf(withPilot(misspelt, { roof: END }))).toEqual([
      expect.stringContaining('episodes.pilot.choise: "choise" is not known here'),
    ]);
  });

  it('name a key that occurs twice', async () => {
    expect(await faultsOf(`${aStoryText()}title: Again\n`)).toEqual([
      '10:1 : "title" occurs a second time here',
    ]);
  });
});

describe('a file that is not a story', () => {
  it.each([
    ['is empty', '', 'the file is empty'],
    ['is a list', '- 1', 'the file is a list of 1'],
    ['is a word', 'hello', 'the file is "hello"'],
    ['has two documents', `${aStoryText()}---\na: 1\n`, 'a second document begins here'],
    ['asks for YAML 1.1', `%YAML 1.1\n---\n${aStoryText()}`, 'the file asks for YAML 1.1'],
    ['uses merge keys', aStoryText({ voting: '{ <<: { lasts: 1d } }' }), 'merge keys (<<) are not supported'],
    [
      'uses tags',
      aStoryText({ title: '!!binary aGk=' }),
      'the tag tag:yaml.org,2002:binary means nothing here',
    ],
    ['uses a list as a key', '? [a]\n: b', 'this key is not a plain word'],
    ['is indented with tabs', 'a:\n\tb: 1', 'this line is indented with a tab'],
    ['breaks off', 'title: "never closed', 'missing closing "quote'],
    ['refers to nothing', 'title: *nothing', 'there is no anchor before this called &nothing'],
    ['holds itself', 'title: &a [*a]', 'this alias leads into itself'],
  ])('is refused if it %s', async (_, text, what) => {
    const found = await faultsOf(text);
    expect(found.join('\n')).toContain(what);
  });

  it('is refused if it is not UTF-8, at the first byte that is not', async () => {
    expect(await faultsOf(Buffer.from('id: x\ntitle: caf\xe9\n', 'latin1'))).toEqual([
      '2:11 : this is not UTF-8 text',
    ]);
    expect(await faultsOf(Buffer.from('\uFEFFid: x', 'utf16le'))).toEqual(['1:1 : this is not UTF-8 text']);
  });

  it('is refused if it is larger than 1 MB', async () => {
    expect(await faultsOf(`# ${'x'.repeat(1_048_576)}`)).toEqual(['1:1 : the file is larger than 1 MB']);
  });

  it('cannot be read if it is missing or a folder, which is said in one sentence, without a stack', async () => {
    await expect(readStory(join(folder, 'missing.yaml'), [])).rejects.toThrow(StartupError);
    await expect(readStory(join(folder, 'missing.yaml'), [])).rejects.toThrow(/does not exist$/);
    await expect(readStory(folder, [])).rejects.toThrow(/is a folder, not a file$/);
  });
});

describe('a hostile file', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 0; level < 9; level += 1) {
    const [name, last] = [String.fromCharCode(98 + level), String.fromCharCode(97 + level)];
    bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${last}`).join(', ')}]`);
  }
  it.each([
    ['aliases of aliases', bomb.join('\n')],
    ['a hundred thousand keys', Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['repeated keys', 'k: 1\n'.repeat(5_000)],
    ['unknown keys', Array.from({ length: 5_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['brackets that close nothing', ']'.repeat(1_000_000)],
    ['a key without end', 'a'.repeat(1_000_000)],
    ['a number without end', `quorum: ${'9'.repeat(1_000_000)}`],
    ['text without end', `title: "${'x '.repeat(500_000)}"`],
    [
      'thousands of episodes in a circle',
      `opening: e0\nepisodes:\n${Array.from({ length: 5_000 }, (_, index) => `  e${index}: { title: x, next: e${(index + 1) % 5_000} }`).join('\n')}`,
    ],
  ])('of %s is refused', async (_, text) => {
    const found = await faultsOf(text);
    expect(found.length).toBeGreaterThan(0);
  });

  it.each([
    ['in brackets', '['.repeat(500_000)],
    ['in brackets that are closed', '['.repeat(3_000) + ']'.repeat(3_000)],
    ['in braces', '{a: '.repeat(200_000)],
    ['in dashes', '- '.repeat(500_000)],
    ['in question marks', '? '.repeat(500_000)],
    ['by indentation', Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['that the parser takes, but no story has', `${'['.repeat(30)}${']'.repeat(30)}`],
  ])('nested %s is refused before it can exhaust the stack', async (_, text) => {
    expect(await faultsOf(text)).toContainEqual(expect.stringMatching(/: the nesting is too deep$/));
  });

  it('never crashes the reader, whatever bytes it contains', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const reading = await read(bytes);
        expect(reading.ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('made from a sound one by random damage gives a story or faults inside the file', async () => {
    const sound = await readFile('config/stories/night-shift.yaml', 'utf8');
    const damage = fc.record({
      at: fc.nat(sound.length - 1),
      cut: fc.nat(40),
      put: fc.oneof(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ': ',
          '- ',
          '&a ',
          '*a',
          '"',
          "'",
          '\n',
          '\t',
          '|',
          '>',
          '#',
          '!!x ',
          '<<: ',
          '__proto__: ',
          '? ',
          '\u0000',
          '\u202E',
        ),
        fc.string({ unit: 'binary', maxLength: 8 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 5 }), async (damages) => {
        let text = sound;
        for (const { at, cut, put } of damages) text = text.slice(0, at) + put + text.slice(at + cut);
        const reading = await read(text);
        if (reading.ok) return;
        // A carriage return alone ends a line too (YAML 1.2, 5.4).
        const lines = text.split(/\r\n?|\n/).length;
        expect(reading.faults.length).toBeGreaterThan(0);
        for (const fault of reading.faults) {
          expect(fault.line).toBeGreaterThanOrEqual(1);
          expect(fault.line).toBeLessThanOrEqual(lines);
          expect(fault.what).not.toBe('');
          expect(`${fault.what}${fault.right}`).not.toMatch(
            /undefined|NaN|\[object|Invalid|[\p{Cc}\u202A-\u202E]/u,
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});
