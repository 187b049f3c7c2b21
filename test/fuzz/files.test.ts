import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { variablesOf } from '../../config/environment.ts';
import { readSettings } from '../../config/settings.ts';
import { EVENT_VERSION } from '../../src/core/season/events.ts';
import { parseBackup } from '../../src/files/backup-files.ts';
import { readOperatorFile } from '../../src/files/operator/operator-file.ts';
import { platforms } from '../../src/platforms/index.ts';
import { StartupError } from '../../src/ports/startup-error.ts';
import { encodeRecord } from '../../src/redis/shared/records.ts';
import { visible } from '../../src/terminal/visible.ts';
import { hostileJson, hostileText, mutated, pollution } from '../support/hostile-values.ts';
import { aReceipt, signed, verified } from '../support/receipts.ts';
import { aStory, play, start } from '../support/seasons/season-specification.ts';
import { storedShapes } from '../support/stored-shapes.ts';
import { aStoryText } from '../support/stories.ts';

const SECRETS: readonly string[] = [
  'DISCORD_TOKEN',
  'TELEGRAM_TOKEN',
  'CLIFFHANGER_PEPPER',
  'TELEGRAM_WEBHOOK_SECRET',
  'REDIS_URL',
];

describe('the settings', () => {
  it('are read or refused by name, whatever the environment contains, and never reveal a secret', () => {
    const names = Object.keys(variablesOf(platforms));
    const secret = 'hunter2hunter2hunter2hunter2hunter2';
    const value = fc.oneof(
      hostileText(),
      fc.constant(secret),
      fc.constant(`123456:${secret}`),
      fc.constant(`redis://:${secret}@`),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (env) => {
        try {
          const { platforms: on, pepper, redisUrl } = readSettings(env);
          const secrets = Object.values(on).map(({ values }) => values as Record<string, unknown>);
          const told = JSON.stringify([
            secrets.map(({ token, webhook }) => [token, webhook && (webhook as { secret: unknown }).secret]),
            pepper,
            redisUrl,
          ]);
          expect(told).not.toContain(secret);
        } catch (error) {
          if (!(error instanceof StartupError)) throw error;
          for (const name of SECRETS) {
            const own = env[name];
            const told = error.message.split('\n').filter((line) => line.trim().startsWith(name));
            if (own !== undefined && own.length > 20) expect(told.join()).not.toContain(own);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(pollution()).toEqual([]);
  });
});

describe("the operator's file", () => {
  const SOUND = {
    showrunners: { discord: ['175928847299117063'], telegram: [123_456_789] },
    alerts: { discord: '1100000000000000009', telegram: -1_001_234_567_890 },
    telegram: { unknown: 'ask' },
    shows: [
      {
        story: 'stories/one.yaml',
        starts: 'now',
        communities: 'open',
        retention: '90d',
        source: {
          feed: 'https://watch.example/feed.xml',
          every: '5m',
          skip: 'trailer',
          confirm: true,
          gap: '10m',
        },
        outlets: [
          { discord: '1100000000000000001', mention: '1100000000000000002' },
          { telegram: '@nightshift', topic: 12 },
        ],
      },
      {
        serial: {
          id: 'backroom',
          title: 'The Back Room',
          language: 'en',
          release: { every: '7d', at: '19:00', timezone: 'Europe/Berlin' },
          voting: { lasts: '20h', tie: 'runoff', runoff: '2h' },
        },
      },
    ],
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cliffhanger-fuzz-'));
    await mkdir(join(folder, 'stories'));
    await writeFile(join(folder, 'stories', 'one.yaml'), aStoryText({ id: 'one' }));
    await writeFile(join(folder, '..', 'outside.yaml'), aStoryText({ id: 'outside' }));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await rm(join(folder, '..', 'outside.yaml'), { force: true });
  });

  it('with anything in it changed is read, or refused at a place inside it', async () => {
    const path = join(folder, 'cliffhanger.yaml');
    await fc.assert(
      fc.asyncProperty(mutated(SOUND), async (data) => {
        const text = JSON.stringify(data, null, 1) ?? '';
        await writeFile(path, text);
        const reading = await readOperatorFile(path, new Set(['discord', 'telegram']), platforms);
        if (reading.ok) {
          for (const { from } of reading.operator.shows)
            if (from.kind === 'story') expect(from.path.startsWith(join(folder, 'stories'))).toBe(true);
          return;
        }
        expect(reading.faults.length).toBeGreaterThan(0);
        for (const { line, column, what, right } of reading.faults) {
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
          expect(column).toBeGreaterThan(0);
          expect(`${what}${right}`).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
        }
      }),
      { numRuns: 150 },
    );
    expect(pollution()).toEqual([]);
  });

  it.each([
    '../outside.yaml',
    '/etc/passwd',
    'stories/../../outside.yaml',
    'stories/one.yaml\u0000',
    'C:\\\\x',
    '~/x',
    'file:///etc/passwd',
    '.',
    '',
  ])('cannot lead out of its folder: %j', async (story) => {
    const path = join(folder, 'escape.yaml');
    await writeFile(path, JSON.stringify({ shows: [{ story }] }));
    expect(await readOperatorFile(path, new Set(['discord']), platforms)).toMatchObject({ ok: false });
  });
});

describe('a receipt given to verify', () => {
  const receipt = aReceipt();
  const verify = verified;

  it('is genuine as printed', () => {
    expect(verify(signed(receipt))).toMatchObject({ code: 0, said: expect.stringContaining('Consistent') });
  });

  it('of any shape gets an answer, and none that is incomplete is genuine', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText(),
          hostileJson().map((value) => JSON.stringify(value)),
          mutated(receipt).map((value) => JSON.stringify(value)),
        ),
        (text) => {
          expect(verify(text)).toMatchObject({
            code: 1,
            said: expect.stringMatching(/^(This is not a receipt|CHANGED)/),
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that was hashed again after a change is genuine only if it adds up', () => {
    const changed = mutated(receipt).filter(
      (value): value is Record<string, unknown> =>
        typeof value === 'object' && value !== null && !Array.isArray(value),
    );
    fc.assert(
      fc.property(changed, (value) => {
        const { code, said } = verify(signed(value));
        if (code === 1) return;
        expect(said).toContain('Consistent');
        const { options, outlets, total } = value as unknown as {
          options: readonly { id: string; count: number }[];
          outlets: readonly { counts?: Readonly<Record<string, number>> }[];
          total: number;
        };
        expect(options.reduce((sum, { count }) => sum + count, 0)).toBe(total);
        for (const { id, count } of options) {
          const sum = outlets.reduce(
            (all, { counts }) =>
              all + (counts !== undefined && Object.hasOwn(counts, id) ? Number(counts[id]) : 0),
            0,
          );
          expect(count).toBe(sum);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('nested as deep as a file can be exhausts nothing', () => {
    const deep = `{"hash":"x","options":[],"outlets":[],"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(verify(deep)).toMatchObject({ code: 1 });
  });
});

describe('a backup given to restore', () => {
  const backup = {
    format: 'cliffhanger-backup',
    version: 1,
    show: 'show',
    season: 'show.1',
    takenAt: 5,
    keys: [
      {
        name: 'events',
        type: 'list',
        values: play(start(aStory())).log.map((event) => encodeRecord(event, EVENT_VERSION)),
      },
      { name: 'ballots:1:0:0', type: 'hash', values: [{ base64: '/wAAAAAAAAA=' }, '1'] },
    ],
  };
  it('of any shape is a backup or refused', () => {
    expect(parseBackup('f', Buffer.from(JSON.stringify(backup)), storedShapes)).toEqual(backup);
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText(),
          mutated(backup).map((value) => JSON.stringify(value) ?? ''),
        ),
        (text) => {
          try {
            const { season, show } = parseBackup('f', Buffer.from(text), storedShapes);
            expect(season).toMatch(/^[a-z0-9-]+\.\d+$/);
            expect(season.startsWith(`${show}.`)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(StartupError);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(pollution()).toEqual([]);
  });
});

describe('a line for a terminal', () => {
  it('controls nothing, and stays the same JSON', () => {
    fc.assert(
      fc.property(hostileJson(), (value) => {
        const text = JSON.stringify(value);
        expect(visible(text)).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
        expect(JSON.parse(visible(text))).toEqual(value);
      }),
    );
  });
});
