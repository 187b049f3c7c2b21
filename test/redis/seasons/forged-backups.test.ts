import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupSeason } from '../../../src/app/keeping/backup-season.ts';
import { reportReceipt } from '../../../src/app/reports/report-receipt.ts';
import { reportStatus } from '../../../src/app/reports/report-status.ts';
import { sweep } from '../../../src/app/sweep.ts';
import { nativePollId, roundNumber, type SeasonId } from '../../../src/core/ids.ts';
import { decide } from '../../../src/core/season/decide.ts';
import { parseBackup } from '../../../src/files/backup-files.ts';
import { StartupError } from '../../../src/ports/startup-error.ts';
import type { SeasonBackup, StoredKey, StoredValue } from '../../../src/ports/stores/season-archive.ts';
import { seasonJobRemover } from '../../../src/queues/season-jobs.ts';
import { connectRedis } from '../../../src/redis/connection/connection.ts';
import { createRedisSeasonVault } from '../../../src/redis/seasons/vault.ts';
import { type CommandStage, setCommandStage } from '../../support/commands/command-stage.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { oneChoice } from '../../support/stage/stories.ts';
import { storedShapes } from '../../support/stored-shapes.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let redis: TestRedis;
let stage: CommandStage;
let vault: ReturnType<typeof createRedisSeasonVault>;
const closing: (() => unknown)[] = [];
/** In the middle of a vote, with ballots and a snapshot; and after the decision. */
const backups: SeasonBackup[] = [];

beforeAll(async () => {
  redis = await startRedis();
  stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h' })]);
  const client = connectRedis(redis.url, 'store', { log: silent });
  vault = createRedisSeasonVault(client, seasonJobRemover(client, ['discord', 'telegram']));
  closing.push(
    () => redis.stop(),
    () => client.disconnect(),
    () => stage.close(),
  );
  await stage.say('season start');
  await stage.settle();
  await vote();
  await take();
  await stage.say('vote close', { reason: 'because' });
  await stage.settle();
  await take();
}, 60_000);
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

async function vote(): Promise<void> {
  for (const platform of [stage.discord, stage.telegram]) {
    const poll = platform.posted.find((one) => one.poll !== undefined)?.poll;
    if (poll === undefined) throw new Error('no poll');
    const answers = Object.keys(poll.answers);
    const [answer = ''] = answers;
    platform.votes.set(poll.id, [2, 1]);
    const counts = Object.fromEntries(answers.map((one, index) => [one, index === 0 ? 2 : 1]));
    await stage.context.ballots.count(
      {
        poll: nativePollId(poll.id),
        epoch: 1,
        number: 1,
        ballots: [
          { voter: 'c3c3c3c3c3c3c3c3' as never, answer: answer as never },
          { voter: '0000000000000001' as never, answer: answer as never },
        ],
        snapshot: { sequence: 1, counts, closed: false, question: '', labels: [] },
      },
      await stage.context.clock.now(),
    );
  }
}

async function take(): Promise<void> {
  const stores = { seasons: stage.context.seasons, vault };
  const backup = await backupSeason(stores, stage.show.story.id, await stage.context.clock.now());
  if (backup === undefined) throw new Error('nothing to back up');
  backups.push(backup);
}

const bytes = (backup: object): Uint8Array => Buffer.from(JSON.stringify(backup));

/** What a bot does with a season at its start, and reports about it. */
async function playOn(season: SeasonId): Promise<void> {
  const { context, show } = stage;
  expect(await context.seasons.fault(season)).toBeUndefined();
  const { season: state } = await context.states.load(season);
  const report = await reportStatus(context, show.story.id, 'x');
  JSON.stringify(report);
  for (const { number } of state?.rounds ?? []) {
    await reportReceipt(context, show.story.id, number);
    await context.ballots.anyOpen(season, number);
    for (const { poll } of await context.ballots.polls(season, number)) {
      await context.ballots.live(poll.id);
      await context.ballots.snapshot(poll.id);
      await context.ballots.find(poll.id);
    }
  }
  await context.counts.of(season, roundNumber(1));
  await context.ballots.discardClosed(season);
  decide(state, { type: 'tick', at: await context.clock.now() });
  await sweep(context);
  expect(context.aside.all()).toEqual([]);
}

describe('a backup that somebody has changed', () => {
  it('is restored as it was, and played on', async () => {
    for (const backup of backups) {
      await redis.flush();
      const read = parseBackup('f', bytes(backup), storedShapes);
      expect(read).toEqual(backup);
      expect(await vault.restore(read, undefined, backup.takenAt + 5)).toBe(true);
      await playOn(backup.season);
    }
  });

  it('is refused before a key is written, or harmless', async () => {
    let refused = 0;
    let accepted = 0;
    for (const backup of backups) {
      for (const { what, forged } of forgeries(backup)) {
        let read: SeasonBackup;
        try {
          read = parseBackup('f', bytes(forged), storedShapes);
        } catch (error) {
          expect(error, what).toBeInstanceOf(StartupError);
          refused += 1;
          continue;
        }
        accepted += 1;
        // The reader checks each one; some are played.
        if (accepted % 15 !== 0) continue;
        await redis.flush();
        expect(await vault.restore(read, undefined, backup.takenAt + 5), what).toBe(true);
        await playOn(backup.season).catch((error: Error) => {
          throw new Error(`${what}: ${error.message}`, { cause: error });
        });
      }
    }
    // The check is not empty, and does not refuse every change.
    expect(refused).toBeGreaterThan(accepted);
    expect(accepted).toBeGreaterThan(100);
  }, 120_000);

  it.each([
    ['a key of another type', { name: 'events', type: 'string', values: ['x'] }],
    ['a key that nobody knows', { name: 'secrets', type: 'string', values: ['x'] }],
    ['ballots of voters with too few bytes', { name: 'ballots:1:0:0', type: 'hash', values: ['abc', '1'] }],
    ['ballots that are no number', { name: 'ballots:1:0:0', type: 'hash', values: ['abcdefgh', 'x'] }],
    ['a delivery that is queued and not there', { name: 'queue:x', type: 'list', values: ['drop.7'] }],
    [
      'counts of a round that there is not',
      { name: 'counts', type: 'hash', values: ['7', '{"v":1,"data":[]}'] },
    ],
    ['a record of a newer version', { name: 'outbox', type: 'hash', values: ['1.0', '{"v":9,"data":{}}'] }],
  ] as const)('is refused with %s', (_, key) => {
    const [backup] = backups;
    if (backup === undefined) throw new Error('no backup');
    const keys = [...backup.keys.filter(({ name }) => name !== key.name), key];
    expect(() => parseBackup('f', bytes({ ...backup, keys }), storedShapes)).toThrow(
      'does not contain a season that can be played',
    );
  });
});

describe('a backup with a value that only a part of the bot could read', () => {
  const daily = (at: string, timezone: string) => JSON.stringify({ kind: 'daily', days: 1, at, timezone });
  it.each([
    ['a language that nobody wrote', 'language":"en"', 'language":"tlh"'],
    ['no language', 'language":"en"', 'language":""'],
    ['an hour that no day has', /"release":\{.*?\}/, `"release":${daily('25:00', 'Europe/Berlin')}`],
    ['a time zone that there is not', /"release":\{.*?\}/, `"release":${daily('20:00', 'Mars/Base')}`],
    ['no time zone', /"release":\{.*?\}/, `"release":${daily('20:00', '')}`],
  ] as const)('is refused with %s', (_, from, to) => {
    const [backup] = backups;
    const changed = (value: StoredValue) => String(value).replace(from, to);
    const keys = (backup?.keys ?? []).map((key) =>
      key.name === 'events' ? { ...key, values: key.values.map(changed) } : key,
    );
    expect(keys).not.toEqual(backup?.keys);
    expect(() => parseBackup('f', bytes({ ...backup, keys }), storedShapes)).toThrow('can be played');
  });

  it.each([' 5', '5 ', 'inf', '-inf', 'nan', '0x10', '', '5,5', '1e999'])(
    'is refused with the score "%s"',
    (score) => {
      const [backup] = backups;
      const scored = (key: StoredKey): StoredKey =>
        key.type === 'zset' ? { ...key, values: key.values.with(1, score) } : key;
      const places = (backup?.keys ?? []).flatMap(({ type }, index) => (type === 'zset' ? [index] : []));
      expect(places.length).toBeGreaterThan(1);
      for (const place of places) {
        const keys = backup?.keys.map((key, index) => (index === place ? scored(key) : key));
        expect(() => parseBackup('f', bytes({ ...backup, keys }), storedShapes)).toThrow('can be played');
      }
    },
  );

  it('may have a daily hour in a time zone', () => {
    const [backup] = backups;
    const keys = backup?.keys.map((key) => ({
      ...key,
      values: key.values.map((value) =>
        key.name === 'events'
          ? String(value).replace(/"release":\{.*?\}/, `"release":${daily('20:00', 'Europe/Berlin')}`)
          : value,
      ),
    }));
    expect(() => parseBackup('f', bytes({ ...backup, keys }), storedShapes)).not.toThrow();
  });
});

interface Forgery {
  readonly what: string;
  readonly forged: object;
}

const OTHER_VALUES: readonly unknown[] = [null, -1, 0.5, 1e300, '', 'nonsense', '__proto__', [], {}, true];

/** Every key, and every value in it, changed in each way in turn. */
function* forgeries(backup: SeasonBackup): Iterable<Forgery> {
  let turn = 0;
  for (const [index, key] of backup.keys.entries()) {
    const withKey = (changed: readonly object[]): object => ({
      ...backup,
      keys: [...backup.keys.slice(0, index), ...changed, ...backup.keys.slice(index + 1)],
    });
    yield { what: `${key.name} missing`, forged: withKey([]) };
    yield { what: `${key.name} twice`, forged: withKey([key, key]) };
    yield { what: `${key.name} renamed`, forged: withKey([{ ...key, name: `${key.name}9` }]) };
    for (const type of ['string', 'list', 'set', 'hash', 'zset'])
      if (type !== key.type) yield { what: `${key.name} as ${type}`, forged: withKey([{ ...key, type }]) };
    for (const [at, value] of key.values.entries()) {
      const withValue = (changed: StoredValue): object =>
        withKey([{ ...key, values: key.values.map((one, place) => (place === at ? changed : one)) }]);
      for (const changed of ['', '{', 'nonsense', '{"v":99,"data":{}}', '{"v":1,"data":null}'])
        yield { what: `${key.name}[${at}] is ${changed}`, forged: withValue(changed) };
      yield { what: `${key.name}[${at}] is bytes`, forged: withValue({ base64: '////' }) };
      yield { what: `${key.name}[${at}] missing`, forged: withKey([without(key, at)]) };
      if (typeof value !== 'string') continue;
      for (const [path, record] of variants(value)) {
        turn += 1;
        const other = OTHER_VALUES[Math.floor(turn / 2) % OTHER_VALUES.length];
        const changed = turn % 2 === 0 ? undefined : other;
        const how = changed === undefined ? 'removed' : `is ${JSON.stringify(changed)}`;
        yield { what: `${key.name}[${at}].${path} ${how}`, forged: withValue(record(changed)) };
      }
    }
  }
}

const without = (key: StoredKey, at: number): StoredKey => ({
  ...key,
  values: key.values.filter((_, place) => place !== at),
});

/** For each place in a JSON record: the record with something else there. */
function* variants(text: string): Iterable<readonly [path: string, record: (value: unknown) => string]> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return;
  }
  for (const path of placesIn(parsed)) {
    yield [
      path.join('.'),
      (value) => {
        const copy = structuredClone({ root: parsed }) as Record<string, unknown>;
        let parent = copy;
        for (const step of ['root', ...path].slice(0, -1)) parent = parent[step] as Record<string, unknown>;
        const last = path.at(-1) ?? 'root';
        if (value === undefined) delete parent[last];
        else parent[last] = value;
        return JSON.stringify(copy.root ?? null);
      },
    ];
  }
}

function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return path.length === 0 ? [] : [path];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key])),
  ];
}
