import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { type Keeping, openKeeping } from '../../src/compose/keeping.ts';
import { showId } from '../../src/core/ids.ts';
import { parseBackup } from '../../src/files/backup-files.ts';
import { startRedis } from '../support/redis.ts';
import { type Finished, SeasonStage } from '../support/seasons/season-stage.ts';
import type { Place } from '../support/stage/places.ts';
import { postsAs } from '../support/stage/posts.ts';
import { oneChoice } from '../support/stage/stories.ts';
import { storedShapes } from '../support/stored-shapes.ts';

const PLACES = { club: 'server', news: 'channel', talk: 'group' } as const;
const ENDED = ['drop storm', 'result 6 The doctor', 'drop ward'];
const VOTES = { club: [1, 1, 0], news: [1], talk: [1, 0] };

/** A bot with its own Redis, so that every key can be checked while it runs. */
async function begin(onFinished: Finished, environment: Record<string, string> = {}) {
  const server = await startRedis();
  const redis = new Redis(server.url);
  onFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
  const stage = await SeasonStage.set(
    { story: oneChoice(), places: PLACES, environment: { REDIS_URL: server.url, ...environment } },
    onFinished,
  );
  await stage.startBot();
  const keysWith = async (part: string) => (await redis.keys('*')).filter((key) => key.includes(part));
  return { stage, redis, keysWith };
}

/** What the command line does, without a child process for each step. */
async function keeping<Result>(
  stage: { readonly environment: Readonly<Record<string, string | undefined>> },
  use: (keep: Keeping) => Promise<Result>,
): Promise<Result> {
  const keep = await openKeeping(readSettings(stage.environment), { alone: false });
  return use(keep).finally(() => keep.close());
}
const SHOW = showId('lighthouse');

describe.concurrent('what a bot stores', { timeout: 60_000 }, () => {
  it('about the accounts that vote is gone when their polls are closed', async ({ onTestFinished }) => {
    const { stage, redis, keysWith } = await begin(onTestFinished);
    await stage.polled(1);
    stage.cast(1, VOTES);
    await stage.counted('club', 1);
    await stage.counted('talk', 1);
    const buckets = () =>
      keysWith(':ballots:').then((keys) => keys.filter((key) => /:ballots:\d+:\d+:\d+$/.test(key)));
    const fields = await Promise.all((await buckets()).map((key) => redis.hkeysBuffer(key)));
    // Eight bytes per voter, from which no account id can be read.
    expect(fields.flat().map(({ length }) => length)).toEqual([8, 8, 8, 8, 8]);
    await stage.closeEarly(1);
    await stage.over();
    expect(await buckets()).toEqual([]);
    expect(await stage.receipt(1)).toMatchObject({ total: 6 });
    const everything = JSON.stringify(await everyValue(redis));
    for (const account of ['200000000000000000', '1000000000', '1000000001'])
      expect(everything).not.toContain(account);
  });

  it('about one person is deleted on request, and no longer counted', async ({ onTestFinished }) => {
    const { stage } = await begin(onTestFinished);
    await stage.polled(1);
    stage.cast(1, VOTES);
    await stage.counted('club', 1);
    await stage.counted('talk', 1);
    const forget = (platform: 'discord' | 'telegram', account: string) =>
      keeping(stage, (keep) => keep.forget(platform, account));
    expect(await forget('discord', '200000000000000001')).toBe(1);
    expect(await stage.live('club', 1)).toEqual({ sister: 1, doctor: 1, nobody: 0 });
    expect(await forget('telegram', '1000000001')).toBe(1);
    expect(await stage.live('talk', 1)).toEqual({ sister: 0, doctor: 1, nobody: 0 });
    expect(await forget('telegram', '1000000001')).toBe(0);
    expect((await stage.cli('forget', 'telegram', '1000000000')).stdout).toContain('1 ballot deleted.');
    expect(await stage.cli('forget', 'telegram', '@mara')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not an account'),
    });
  });

  it('is not found without the pepper, and says so instead of reporting none', async ({ onTestFinished }) => {
    const { stage } = await begin(onTestFinished);
    await stage.stopBot();
    await rm(join(stage.folder, 'data', 'pepper'));
    await expect(keeping(stage, (keep) => keep.forget('telegram', '1000000001'))).rejects.toThrow(
      'There is no pepper',
    );
  });

  it('of a season that is over goes into a file, and no key of it is left', async ({ onTestFinished }) => {
    const { stage, redis, keysWith } = await begin(onTestFinished);
    await stage.polled(1);
    expect(await keeping(stage, (keep) => keep.archive(SHOW))).toEqual([
      { season: 'lighthouse.1', status: 'kept', why: 'it is not over' },
    ]);
    await stage.playRound(1, VOTES);
    await stage.over();
    const before = { status: await stage.status(), receipt: await stage.receipt(1) };
    expect(await stage.cli('archive', 'lighthouse')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('lighthouse.1 is archived in'),
    });

    expect(await keysWith('lighthouse.1')).toEqual([]);
    expect(await redis.hlen('cliffhanger:{polls}:index')).toBe(0);
    expect(await stage.status()).toEqual(before.status);
    expect(await stage.receipt(1)).toEqual(before.receipt);
    const file = await readFile(join(stage.folder, 'data', 'archive', 'lighthouse.1.json'), 'utf8');
    expect(JSON.parse(file)).toMatchObject({ format: 'cliffhanger-archive', season: 'lighthouse.1' });
    for (const account of ['200000000000000000', '1000000000', '1000000001'])
      expect(file).not.toContain(account);

    // A restarted bot does not write any of it again, and a show that starts by itself counts as started.
    stage.book.lines.length = 0;
    await stage.stopBot();
    await stage.startBot();
    await stage.stopBot();
    expect(await keysWith('lighthouse.1')).toEqual([]);
    expect(await keysWith('lighthouse.2')).toEqual([]);
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('goes there by itself when its retention is over', async ({ onTestFinished }) => {
    const { stage, keysWith } = await begin(onTestFinished);
    await stage.playRound(1, VOTES);
    await stage.over();
    await stage.stopBot();
    const receipt = await stage.receipt(1);
    const operator = JSON.parse(await stage.read('cliffhanger.yaml')) as { shows: object[] };
    const keep = async (retention: string) => {
      await stage.write('cliffhanger.yaml', {
        shows: operator.shows.map((show) => ({ ...show, retention })),
      });
      await stage.startBot();
    };
    await keep('90d');
    await stage.book.until({ message: 'season kept', fields: { why: 'its retention is not over' } });
    await stage.stopBot();
    await keep('0s');
    await stage.book.until({ message: 'season archived: its retention is over' });
    expect(await keysWith('lighthouse.1')).toEqual([]);
    expect(await stage.receipt(1)).toEqual(receipt);
  });

  it('is completely deleted by the next archiving if the first one died', async ({ onTestFinished }) => {
    const { stage, redis, keysWith } = await begin(onTestFinished);
    await stage.playRound(1, VOTES);
    await stage.over();
    await stage.stopBot();
    const receipt = await stage.receipt(1);
    const events = await redis.dumpBuffer('cliffhanger:{lighthouse.1}:events');
    await keeping(stage, (keep) => keep.archive(SHOW));
    await redis.restore('cliffhanger:{lighthouse.1}:events', 0, events ?? '');
    expect(await keeping(stage, (keep) => keep.archive(SHOW))).toEqual([]);
    expect(await keysWith('lighthouse.1')).toEqual([]);
    expect(await stage.receipt(1)).toEqual(receipt);
  });
});

describe.concurrent('a backup of a running season', { timeout: 60_000 }, () => {
  it('restores it into an empty data folder, during a vote, and it plays on', async ({ onTestFinished }) => {
    const stage = await SeasonStage.set({ story: oneChoice(), places: PLACES }, onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, VOTES);
    await stage.counted('club', 1);
    await stage.counted('talk', 1);
    // At a moment in which a poll is being closed with a platform's workaround.
    const { ballots, clock, closings } = stage.bot.context;
    const [open] = await ballots.open(stage.season);
    if (open === undefined) throw new Error('no poll is open');
    const now = await clock.now();
    const closing = await closings.begin(stage.season, open.poll.id, { now, leaseFor: 1, since: now });
    await closing?.plan(now + 1, false);
    await closings.leaveTrace(stage.season, open.poll.id, now);
    const backup = await stage.cli('backup', 'lighthouse');
    expect(backup.code).toBe(0);
    await stage.write('backup.json', backup.stdout);
    const file = join(stage.folder, 'backup.json');
    await expect(openKeeping(readSettings(stage.environment), { alone: true })).rejects.toThrow(
      'Another bot is already running',
    );
    await stage.stopBot();
    expect(await stage.cli('restore', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the show is running'),
    });

    const data = join(stage.folder, 'data');
    const pepper = await readFile(join(data, 'pepper'));
    await rm(data, { recursive: true });
    await mkdir(data);
    await writeFile(join(data, 'pepper'), pepper);
    expect(await stage.cli('restore', file)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('lighthouse.1 is restored'),
    });

    stage.book.lines.length = 0;
    await stage.startBot();
    expect(await stage.live('talk', 1)).toEqual({ sister: 1, doctor: 1, nobody: 0 });
    // An account that had voted before the backup is the same one after it.
    stage.cast(1, { talk: [0] });
    stage.cast(1, { talk: [1] });
    await stage.counted('talk', 1);
    await stage.closeEarly(1);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({
      total: 6,
      provisional: false,
      decision: { option: 'doctor' },
    });
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('does not repeat what was posted after it was taken, and asks if it cannot look', async ({
    onTestFinished,
  }) => {
    const stage = await SeasonStage.set(
      { story: oneChoice({ lasts: '10s' }), places: { club: 'server', news: 'channel' } },
      onTestFinished,
    );
    const { club, news } = stage.places;
    await stage.startBot();
    await stage.polled(1);
    const backup = await keeping(stage, (keep) => keep.backup(SHOW));
    stage.cast(1, { club: [1, 1, 0], news: [1] });
    await stage.over();
    const posted = ['drop storm', 'result 4 The doctor', 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, posted)).toEqual(posted);
    const before = await stage.receipt(1);
    await stage.stopBot();

    const data = join(stage.folder, 'data');
    const pepper = await readFile(join(data, 'pepper'));
    await rm(data, { recursive: true });
    await mkdir(data);
    await writeFile(join(data, 'pepper'), pepper);
    const settings = readSettings(stage.environment);
    const keep = await openKeeping(settings, { alone: true });
    const read = parseBackup('backup.json', Buffer.from(JSON.stringify(backup)), storedShapes);
    await keep.restore(read).finally(() => keep.close());
    stage.book.lines.length = 0;
    await stage.startBot();
    const status = await stage.over();

    for (const place of stage.all) {
      expect(postsAs(place, posted)).toEqual(posted);
      expect(place.polls()).toHaveLength(1);
    }
    const after = await stage.receipt(1);
    expect(after).toMatchObject({ total: 4, provisional: false, decision: before.decision });
    const became = (place: Place) =>
      status.deliveries
        .find(({ outlet }) => outlet === place.outlet)
        ?.deliveries.map((one) => `${one.kind} ${one.status}`);
    expect(became(club)).toEqual(['drop sent', 'poll sent', 'result sent', 'drop sent']);
    expect(became(news)).toEqual(['drop sent', 'poll sent', 'result unknown', 'drop unknown']);
    expect(stage.book.found({ message: 'a showrunner is needed: delivery unknown' })).toHaveLength(2);
  });

  it.each([
    '',
    '{}',
    '[1]',
    '{"format":"cliffhanger-backup"',
    '{"format":"cliffhanger-backup","version":1,"show":"../x","season":"../x.1","takenAt":1,"keys":[]}',
    '{"format":"cliffhanger-backup","version":1,"show":"x","season":"x.1","takenAt":1,"keys":[{"name":"events","type":"hash","values":["a"]}]}',
  ])('is refused if it is not one, or was cut off: %s', (text) => {
    expect(() => parseBackup('backup.json', Buffer.from(text), storedShapes)).toThrow(
      'backup.json is not a backup of a season',
    );
  });
});

/** Every key with everything that it contains. */
async function everyValue(redis: Redis): Promise<unknown> {
  const keys = await redis.keys('*');
  return Promise.all(
    keys.map(async (key) => {
      switch (await redis.type(key)) {
        case 'hash':
          return [key, await redis.hgetall(key)];
        case 'list':
          return [key, await redis.lrange(key, 0, -1)];
        case 'set':
          return [key, await redis.smembers(key)];
        case 'zset':
          return [key, await redis.zrangebyscore(key, '-inf', '+inf')];
        case 'stream':
          return [key, await redis.xrange(key, '-', '+')];
        default:
          return [key, await redis.get(key)];
      }
    }),
  );
}
