import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkStory } from '../../src/app/season/check-story.ts';
import { repeatedShows } from '../../src/app/shows/repeated-shows.ts';
import { type PlatformName, showId } from '../../src/core/ids.ts';
import { readOperatorFile } from '../../src/files/operator/operator-file.ts';
import { sourceFiles } from '../../src/files/source-files.ts';
import { createCardFonts } from '../../src/pictures/card/card-fonts.ts';
import { discord } from '../../src/platforms/discord/definition.ts';
import { platforms } from '../../src/platforms/index.ts';
import { StartupError } from '../../src/ports/startup-error.ts';
import { aStoryText } from '../support/stories.ts';

const BOTH: ReadonlySet<PlatformName> = new Set(['discord', 'telegram']);
const DISCORD: ReadonlySet<PlatformName> = new Set(['discord']);

let folder: string;
let file: string;
beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), 'cliffhanger-operator-'));
  folder = join(root, 'config');
  file = join(folder, 'cliffhanger.yaml');
  await mkdir(join(folder, 'stories'), { recursive: true });
  await writeFile(join(folder, 'stories', 'one.yaml'), aStoryText({ id: 'one' }));
  await writeFile(join(folder, 'stories', 'two.yaml'), aStoryText({ id: 'two' }));
  await writeFile(join(folder, 'stories', 'one-again.yaml'), aStoryText({ id: 'one' }));
  await writeFile(join(root, 'outside.yaml'), aStoryText());
  await symlink(join(root, 'outside.yaml'), join(folder, 'stories', 'link.yaml'));
});
afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }));

async function read(text: string | Uint8Array, on = BOTH) {
  await writeFile(file, text);
  return readOperatorFile(file, on, platforms);
}

async function faultsOf(text: string, on = BOTH) {
  const reading = await read(text, on);
  return reading.ok
    ? []
    : reading.faults.map(({ line, column, path, what }) => `${line}:${column} ${path}: ${what}`);
}

const show = (...lines: string[]) =>
  ['shows:', '  - story: stories/one.yaml', ...lines.map((line) => `    ${line}`)].join('\n');
const SERIAL = ['id: backroom', 'title: The Back Room', 'voting: { lasts: 20h, tie: runoff, runoff: 2h }'];
const outlets = (...lines: string[]) => show('outlets:', ...lines.map((line) => `  - ${line}`));

describe('the operator file', () => {
  it('says what plays where, and who may steer it', async () => {
    const reading = await read(
      [
        'showrunners: { discord: ["175928847299117063"], telegram: [123456789, "987654321"] }',
        'alerts: { discord: "1100000000000000009", telegram: -1001234567890 }',
        'telegram: { unknown: resend }',
        show(
          'starts: 2026-12-01T19:00:00-05:00',
          'communities: open',
          'retention: 90d',
          'outlets:',
          '  - { discord: "1100000000000000001", mention: "1100000000000000002" }',
          '  - { telegram: "@nightshift", topic: 12 }',
          '  - telegram: -1001234567890',
        ),
      ].join('\n'),
    );
    expect(reading).toMatchObject({ ok: true, warnings: [] });
    expect(reading.ok && reading.operator).toEqual({
      showrunners: { discord: ['175928847299117063'], telegram: ['123456789', '987654321'] },
      limits: { discord: 50, telegram: 30 },
      alerts: [
        { platform: 'discord', channel: '1100000000000000009' },
        { platform: 'telegram', chat: '-1001234567890' },
      ],
      unknown: { telegram: 'resend' },
      shows: [
        {
          from: { kind: 'story', path: join(folder, 'stories', 'one.yaml') },
          starts: { kind: 'at', at: Date.UTC(2026, 11, 2, 0, 0, 0) },
          communities: 'open',
          appearance: {},
          retention: 7_776_000_000,
          outlets: [
            {
              address: { platform: 'discord', channel: '1100000000000000001' },
              mention: '1100000000000000002',
            },
            { address: { platform: 'telegram', chat: '@nightshift', topic: 12 } },
            { address: { platform: 'telegram', chat: '-1001234567890' } },
          ],
          at: { file, line: 5, column: 12 },
        },
      ],
    });
  });

  it('says where episodes come from and how they are posted', async () => {
    const sourceOf = async (source: string) => {
      const reading = await read(show(`source: ${source}`));
      return reading.ok ? reading.operator.shows[0]?.source : reading.faults;
    };
    expect(await sourceOf('{ feed: "https://watch.example/feed.xml" }')).toEqual({
      feed: 'https://watch.example/feed.xml',
      every: 300_000,
      confirm: false,
      gap: 600_000,
      private: false,
    });
    expect(
      await sourceOf(
        '{ feed: "http://10.0.0.5:8000/feed", every: 10s, only: "^episode", skip: "trailer|/shorts/", confirm: true, gap: 0s, private: true }',
      ),
    ).toEqual({
      feed: 'http://10.0.0.5:8000/feed',
      every: 10_000,
      only: '^episode',
      skip: 'trailer|/shorts/',
      confirm: true,
      gap: 0,
      private: true,
    });
    expect(await sourceOf('{ confirm: true, gap: 1h }')).toEqual({
      every: 300_000,
      confirm: true,
      gap: 3_600_000,
      private: false,
    });
  });

  it('names a serial show, whose episodes arrive while it plays', async () => {
    const first = await read(`shows:\n  - serial:\n      ${SERIAL.join('\n      ')}`);
    expect(first.ok ? first.operator.shows : first.faults).toEqual([
      {
        from: {
          kind: 'serial',
          story: {
            id: 'backroom',
            title: 'The Back Room',
            language: 'en',
            release: { kind: 'on-link' },
            voting: expect.objectContaining({
              lasts: 72_000_000,
              tie: 'runoff',
              runoff: 7_200_000,
              quorum: 0,
            }),
            episodes: [],
          },
          hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
        starts: { kind: 'on-command' },
        communities: 'approved',
        appearance: {},
        source: { every: 300_000, confirm: false, gap: 600_000, private: false },
        outlets: [],
        at: { file, line: 3, column: 11 },
      },
    ]);
  });

  it('knows a serial show again whatever the order of its keys, and not with other rules', async () => {
    const hashOf = async (lines: readonly string[]) => {
      const reading = await read(`shows:\n  - serial:\n      ${lines.join('\n      ')}`);
      const from = reading.ok ? reading.operator.shows[0]?.from : undefined;
      return from?.kind === 'serial' ? from.hash : undefined;
    };
    const hash = await hashOf(SERIAL);
    expect(await hashOf([...SERIAL].reverse())).toBe(hash);
    expect(await hashOf([...SERIAL, 'release: { on: link }'])).toBe(hash);
    expect(await hashOf([...SERIAL, 'release: { every: 1d, at: "19:00", timezone: UTC }'])).not.toBe(hash);
  });

  it('needs nothing but a story', async () => {
    const reading = await read(show());
    expect(reading.ok && reading.operator).toMatchObject({
      showrunners: { discord: [], telegram: [] },
      alerts: [],
      unknown: { telegram: 'ask' },
      shows: [{ starts: { kind: 'on-command' }, communities: 'approved', outlets: [] }],
    });
    expect(reading.ok && reading.warnings.map((warning) => warning.what)).toEqual([
      'nobody may steer the shows',
    ]);
  });

  it('names no showrunner by an id of Telegram’s own, a group or a channel', async () => {
    const reading = await read(
      `showrunners: { telegram: [1087968824, "777000", -1001234567890] }\nalerts: { telegram: 136817688 }\n${show()}`,
    );
    expect(reading.ok ? [] : reading.faults.map(({ path, what }) => `${path}: ${what}`)).toEqual([
      'showrunners.telegram[0]: 1087968824 is @GroupAnonymousBot, which stands for every anonymous administrator of every group',
      'showrunners.telegram[1]: 777000 is Telegram’s own service account',
      'showrunners.telegram[2]: -1001234567890 is a group or channel: numbers that begin with "-" are',
      'alerts.telegram: 136817688 is @Channel_Bot, which stands for everybody who writes in the name of a channel',
    ]);
  });

  it('is the example that comes with the bot', async () => {
    expect(await readOperatorFile('config/cliffhanger.yaml', BOTH, platforms)).toMatchObject({
      ok: true,
      warnings: [],
    });
  });

  it('sends no alerts to a platform that is off, and says so', async () => {
    const reading = await read(
      `alerts: { telegram: 5 }\nshowrunners: { discord: ["175928847299117063"] }\n${show()}`,
      DISCORD,
    );
    expect(reading.ok && reading.operator.alerts).toEqual([]);
    expect(reading.ok && reading.warnings.map((warning) => warning.what)).toEqual([
      'alerts for telegram go nowhere: TELEGRAM_TOKEN is not set',
    ]);
  });

  it('that is missing is told with what to do', async () => {
    const missing = readOperatorFile(join(folder, 'nowhere.yaml'), BOTH, platforms);
    await expect(missing).rejects.toThrow(/nowhere\.yaml does not exist$/);
    await expect(missing).rejects.toMatchObject({
      hint: expect.stringContaining('CLIFFHANGER_CONFIG'),
      exitCode: 1,
    });
    await expect(missing).rejects.toBeInstanceOf(StartupError);
  });
});

describe('the requests that a bot may make', () => {
  it('are those that every bot may make, or what the file says', async () => {
    const limits = async (text: string) => {
      const reading = await read(`${text}\n${show()}`);
      return reading.ok ? reading.operator.limits : reading.faults.map(({ path, right }) => [path, right]);
    };
    expect(await limits('')).toEqual({ discord: 50, telegram: 30 });
    expect(await limits('limits: { telegram: 200 }')).toEqual({ discord: 50, telegram: 200 });
    const right = 'requests a second that Discord allows this bot, 1 to 1000';
    for (const wrong of ['0', '1001', '2.5', '"50"'])
      expect(await limits(`limits: { discord: ${wrong} }`)).toEqual([['limits.discord', right]]);
  });
});

describe('how a show looks', () => {
  beforeAll(() => writeFile(join(folder, 'logo.png'), 'not read here'));

  it('is a colour and a logo, which is a file of this folder or an address', async () => {
    const looks = async (text: string) => {
      const reading = await read(show(text));
      return reading.ok ? reading.operator.shows[0]?.appearance : reading.faults;
    };
    expect(await looks('')).toEqual({});
    expect(await looks('colour: "#E5484D"\n    logo: logo.png')).toEqual({
      colour: '#e5484d',
      logo: { kind: 'file', path: join(folder, 'logo.png') },
    });
    expect(await looks('logo: https://watch.example/logo.png')).toEqual({
      logo: { kind: 'address', url: 'https://watch.example/logo.png' },
    });
  });

  it.each([
    ['colour: red', 'a colour such as "#e5484d", in quotes'],
    ['colour: "#e54"', 'a colour such as "#e5484d", in quotes'],
    ['logo: ../logo.png', 'a path inside this folder'],
    ['logo: missing.png', 'the path of a picture, relative to this file'],
    ['logo: file:///etc/passwd', 'https://…, or the path of a picture in this folder'],
    ['logo: https://me:secret@watch.example/logo.png', 'https://…, or the path of a picture in this folder'],
  ])('is refused as %s', async (text, right) => {
    const reading = await read(show(text));
    expect(reading.ok ? [] : reading.faults.map((fault) => fault.right)).toEqual([right]);
  });
});

describe('the faults of an operator file', () => {
  it('are reported all at once, in the order of the file', async () => {
    const text = `showrunner: {}\n${outlets('{ discord: "12" }', '{}')}\nalerts: { telegram: nightshift }\n`;
    expect(await faultsOf(text)).toEqual([
      '1:1 showrunner: "showrunner" is not known here',
      '5:20 shows[0].outlets[0].discord: "discord" is "12"',
      '6:9 shows[0].outlets[1]: the outlet is on no platform',
      '7:21 alerts.telegram: "telegram" is "nightshift"',
    ]);
  });

  it('name an id whose quotes are missing, with the digits of the file', async () => {
    const reading = await read(outlets('discord: 1100000000000000001'));
    expect(!reading.ok && reading.faults.map(({ what, right }) => `${what} — ${right}`)).toEqual([
      '"discord" is the number 1100000000000000001 — "1100000000000000001", in quotes: as a number it would lose digits',
    ]);
  });

  it('name an outlet on a platform that is off, with the variable that would turn it on', async () => {
    const reading = await read(outlets('discord: "1100000000000000001"', 'telegram: "@nightshift"'), DISCORD);
    expect(!reading.ok && reading.faults).toMatchObject([
      {
        path: 'shows[0].outlets[1].telegram',
        what: 'the outlet is on telegram, which is off: TELEGRAM_TOKEN is not set',
        right: 'set TELEGRAM_TOKEN, or remove the outlet',
      },
    ]);
  });

  it.each([
    [
      'discord: "1100000000000000001"',
      '{ discord: "1100000000000000001", mention: "1100000000000000002" }',
      1,
    ],
    ['telegram: "@nightshift"', 'telegram: "@NightShift"', 1],
    ['telegram: -1001234567890', 'telegram: "-1001234567890"', 1],
    ['{ telegram: -1001234567890, topic: 1 }', '{ telegram: -1001234567890, topic: 1 }', 1],
    ['{ telegram: -1001234567890, topic: 1 }', '{ telegram: -1001234567890, topic: 2 }', 0],
    ['{ telegram: -1001234567890, topic: 1 }', 'telegram: -1001234567890', 0],
  ])('name an outlet that a show has twice: %s and %s', async (one, other, faults) => {
    const found = await faultsOf(outlets(one, other));
    expect(found).toEqual(faults === 0 ? [] : ['5:9 shows[0].outlets[1]: this is outlet 1 again']);
  });

  it.each([
    ['{ discord: "1100000000000000001", telegram: "@nightshift" }', 'the outlet is on both platforms'],
    ['{ discord: "1100000000000000001", topic: 3 }', 'Discord has no topics'],
    ['{ telegram: "@nightshift", mention: "1100000000000000002" }', 'Telegram has no roles to mention'],
    ['telegram: 1234567', '"telegram" is the number 1234567'],
    ['telegram: "nightshift"', '"telegram" is "nightshift"'],
    ['telegram: "@x"', '"telegram" is "@x"'],
    ['{ telegram: "@nightshift", topic: 0 }', '"topic" is the number 0'],
    ['5', 'outlet 1 is the number 5'],
  ])('name the outlet %s', async (outlet, what) => {
    const found = await faultsOf(outlets(outlet));
    expect(found.map((fault) => fault.replace(/^\S+ \S+ /, ''))).toEqual([what]);
  });

  it.each(['soon', '2026-12-01', '2026-12-01T19:00:00', '2026-02-30T19:00:00Z', '2026-12-01T25:00:00Z', '5'])(
    'name the start "%s"',
    async (starts) => {
      expect(await faultsOf(show(`starts: ${starts}`))).toEqual([
        expect.stringMatching(/^3:13 shows\[0\]\.starts: /),
      ]);
    },
  );

  it.each([
    ['{ id: Back Room, title: T, voting: { lasts: 1h } }', ['2:19 shows[0].serial.id: "id" is "Back Room"']],
    ['{ id: back, title: T }', ['2:5 shows[0].serial.voting: "voting" is missing']],
    [
      '{ id: back, title: T, voting: { lasts: 1h, reminder: 2h }, language: tlh }',
      [
        '2:66 shows[0].serial.voting.reminder: the reminder is due 2h before the end of a vote that lasts 1h',
        '2:82 shows[0].serial.language: the bot does not speak "tlh"',
      ],
    ],
    [
      '{ id: back, title: T, voting: { lasts: 1h }, release: { every: 1d } }',
      ['2:58 shows[0].serial.release: the release has no at and no timezone'],
    ],
    [
      '{ id: back, title: T, voting: { lasts: 1h }, opening: pilot, episodes: {} }',
      [
        '2:58 shows[0].serial.opening: "opening" is not known here',
        '2:74 shows[0].serial.episodes: "episodes" is not known here',
      ],
    ],
    ['', ['2:13 shows[0].serial: "serial" is empty']],
  ])('name the serial show %s', async (serial, faults) => {
    expect(await faultsOf(`shows:\n  - serial: ${serial}`)).toEqual(faults);
  });

  it('name a show that plays nothing, or two things', async () => {
    expect(await faultsOf('shows:\n  - outlets: []')).toEqual([
      '2:5 shows[0].story: the show has neither a "story" nor a "serial"',
    ]);
    expect(await faultsOf(show('serial: { id: back, title: T, voting: { lasts: 1h } }'))).toEqual([
      '3:5 shows[0].serial: the show has both a "story" and a "serial"',
    ]);
  });

  it.each([
    ['{ feed: watch.example/feed.xml }', '3:21 shows[0].source.feed: "feed" is "watch.example/feed.xml"'],
    ['{ feed: "file:///etc/passwd" }', '3:21 shows[0].source.feed: "feed" is "file:///etc/passwd"'],
    ['{ feed: "https://x.example", every: 9s }', '3:49 shows[0].source.every: "every" is "9s"'],
    ['{ feed: "https://x.example", every: 25h }', '3:49 shows[0].source.every: "every" is "25h"'],
    ['{ feed: "https://x.example", gap: 31d }', '3:47 shows[0].source.gap: "gap" is "31d"'],
    ['{ feed: "https://x.example", skip: "" }', '3:48 shows[0].source.skip: "skip" is empty'],
    [
      '{ feed: "https://x.example", skip: "(trailer" }',
      '3:48 shows[0].source.skip: "skip" is not usable: it has a ( without a )',
    ],
    [
      '{ feed: "https://x.example", only: "(?!trailer)" }',
      '3:48 shows[0].source.only: "only" is not usable: it has a group that begins with (?',
    ],
    ['{ feed: "https://x.example", confirm: "yes" }', '3:51 shows[0].source.confirm: "confirm" is "yes"'],
    ['{ feeds: "https://x.example" }', '3:15 shows[0].source.feeds: "feeds" is not known here'],
    ['https://x.example', '3:13 shows[0].source: "source" is "https://x.example"'],
    [
      '{ confirm: true, every: 5m }',
      '3:30 shows[0].source.every: "every" is a rule for a feed, and there is no "feed"',
    ],
  ])('name the source %s', async (source, fault) => {
    expect(await faultsOf(show(`source: ${source}`))).toEqual([fault]);
  });

  it.each([
    ['../outside.yaml', 'the story lies outside the folder of this file'],
    ['/etc/hostname', 'the story lies outside the folder of this file'],
    ['stories/link.yaml', 'the story lies outside the folder of this file'],
    ['stories/../../outside.yaml', 'the story lies outside the folder of this file'],
    ['stories', '"stories" is not a file'],
    ['stories/three.yaml', 'there is no file "stories/three.yaml"'],
  ])('name the story path %s', async (path, what) => {
    expect(await faultsOf(`shows:\n  - story: ${path}`)).toEqual([`2:12 shows[0].story: ${what}`]);
  });

  it('name a story that two shows play', async () => {
    expect(await faultsOf('shows:\n  - story: stories/one.yaml\n  - story: ./stories/one.yaml')).toEqual([
      '3:12 shows[1].story: this story is played by an earlier show',
    ]);
  });

  it('name two stories with one id, once they are read', async () => {
    const reading = await read('shows:\n  - story: stories/one.yaml\n  - story: stories/one-again.yaml');
    if (!reading.ok) throw new Error('The file has faults');
    const { shows } = reading.operator;
    expect(repeatedShows(shows, [showId('one'), showId('two')])).toEqual([]);
    expect(repeatedShows(shows, [showId('one'), showId('one')])).toMatchObject([
      { file, line: 3, column: 12, what: 'the story\'s id "one" is that of an earlier show' },
    ]);
    expect(repeatedShows(shows, [undefined, undefined])).toEqual([]);
    const serial = await read(`${show()}\n  - serial: { id: one, title: T, voting: { lasts: 1h } }`);
    expect(serial.ok && repeatedShows(serial.operator.shows, [showId('one'), showId('one')])).toMatchObject([
      { line: 3, column: 19, path: 'shows[1].serial.id', what: '"one" is the id of an earlier show' },
    ]);
  });

  it('are found in any file, whatever bytes it contains', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await read(bytes)).ok).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('cliffhanger check', () => {
  const files = sourceFiles([discord]);
  async function check(path: string) {
    const lines: string[] = [];
    const exit = await checkStory(path, (line) => lines.push(line), files, createCardFonts());
    return { exit, lines };
  }

  it('describes a story', async () => {
    const path = join(folder, 'stories', 'one.yaml');
    expect(await check(path)).toEqual({
      exit: 0,
      lines: [
        `${path}: "Test Story" is fine`,
        '  3 episodes, 1 choice, 2 endings',
        '  longest path 2 episodes, shortest 2 episodes',
      ],
    });
  });

  it('prints every fault with its place, and how many there are', async () => {
    const path = join(folder, 'broken.yaml');
    await writeFile(path, aStoryText({ opening: 'nowhere', language: 'xx' }));
    const { exit, lines } = await check(path);
    expect(exit).toBe(1);
    expect(lines).toEqual([
      `${path}:3:10  opening: no episode is called "nowhere" — one of the episodes: pilot, left, right`,
      `${path}:6:11  language: the bot does not speak "xx" — one of: en`,
      '2 faults',
    ]);
  });

  it('checks the operator file with every story it names', async () => {
    await writeFile(file, 'shows:\n  - story: stories/one.yaml\n  - story: stories/one-again.yaml\n');
    const { exit, lines } = await check(file);
    expect(exit).toBe(1);
    expect(lines.filter((line) => line.includes('is fine'))).toHaveLength(2);
    expect(lines.slice(-2)).toEqual([
      `${file}:3:12  shows[1].story: the story's id "one" is that of an earlier show — shows with different ids`,
      '1 fault',
    ]);
  });

  it('tells of a serial show', async () => {
    await writeFile(file, `shows:\n  - serial:\n      ${SERIAL.join('\n      ')}`);
    expect(await check(file)).toMatchObject({
      exit: 0,
      lines: [
        `${file}: 1 show, 0 outlets`,
        expect.stringContaining('nobody may steer'),
        `${file}: "The Back Room" is fine: a serial show, its episodes arrive while it plays`,
        '  episodes from the webhook or a command; at least 10m between two drops',
      ],
    });
  });

  it('says where the episodes of a show come from', async () => {
    await writeFile(
      file,
      show('source: { feed: "https://watch.example/feed.xml", skip: trailer, confirm: true }'),
    );
    expect((await check(file)).lines.at(-1)).toBe(
      '  episodes from the feed https://watch.example/feed.xml, fetched every 5m, without /trailer/; a showrunner confirms each; at least 10m between two drops',
    );
    await writeFile(file, show('source: { gap: 0s }'));
    expect((await check(file)).lines.at(-1)).toBe('  episodes from the webhook or a command');
  });

  it('reports that a file is missing', async () => {
    await expect(check(join(folder, 'nowhere.yaml'))).rejects.toThrow(StartupError);
  });
});
