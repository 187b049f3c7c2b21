import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { backupSeason } from '../../../src/app/keeping/backup-season.ts';
import { createSeasonStates } from '../../../src/app/season/season-states.ts';
import { seasonId, showId } from '../../../src/core/ids.ts';
import type { SeasonEvent } from '../../../src/core/season/events.ts';
import { replay } from '../../../src/core/season/evolve.ts';
import type { SeasonBackup } from '../../../src/ports/stores/season-archive.ts';
import type { SeasonLog } from '../../../src/ports/stores/season-log.ts';
import { createRedisSeasonLog } from '../../../src/redis/seasons/log.ts';
import { createRedisSeasonVault } from '../../../src/redis/seasons/vault.ts';
import { redisKeys } from '../../../src/redis/shared/keys.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { aStory, play, showrunner, start, T0 } from '../../support/seasons/season-specification.ts';
import { storedShapes } from '../../support/stored-shapes.ts';

const show = showId('show');
const season = seasonId(show, 1);
const logKey = redisKeys('cliffhanger').seasonKeys(season).events;
const { log: begun } = play(start(aStory()));

/** `count` events, each a second after the one before. */
const pauses = (count: number, from = 1): SeasonEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    type: index % 2 === 0 ? 'season-paused' : 'season-resumed',
    at: T0 + (from + index) * 1_000,
    by: showrunner,
    reason: `${index}`,
  }));

describe('the states of seasons', () => {
  let server: TestRedis;
  let redis: Redis;
  let log: SeasonLog;
  /** Events that came out of Redis. */
  let read = 0;
  const counted: Pick<SeasonLog, 'read'> = {
    async read(...asked) {
      const reading = await log.read(...asked);
      read += reading.events.length;
      return reading;
    },
  };
  const vault = () => createRedisSeasonVault(redis, async () => undefined);
  const backup = async (): Promise<SeasonBackup> => {
    const taken = await backupSeason({ seasons: log, vault: vault() }, show, T0);
    if (taken === undefined) throw new Error('There is nothing to back up');
    return taken;
  };
  const scripts = async (): Promise<number> => {
    const stats = await redis.info('commandstats');
    return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  };

  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
    log = createRedisSeasonLog(redis, storedShapes);
  });
  beforeEach(async () => {
    await server.flush();
    await log.claim(show, season, undefined);
    read = 0;
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it('cost one command a load, and read each event once', async () => {
    const states = createSeasonStates(counted);
    const events = [...begun, ...pauses(600)];
    await log.append(season, 0, events, []);
    const before = await scripts();
    for (let load = 0; load < 50; load += 1) {
      const { season: state, version } = await states.load(season);
      expect([state?.id, version]).toEqual([season, events.length]);
    }
    expect([read, (await scripts()) - before]).toEqual([events.length, 50]);
    await log.append(season, events.length, pauses(2, 700), []);
    expect((await states.load(season)).version).toBe(events.length + 2);
    expect(read).toBe(events.length + 2);
  });

  it('are those of a replay from the beginning, event by event', async () => {
    const states = createSeasonStates(log);
    const events = [...begun, ...pauses(5)];
    for (const [version, event] of events.entries()) {
      await log.append(season, version, [event], []);
      const loaded = await states.load(season);
      const so = events.slice(0, version + 1);
      expect(loaded).toMatchObject({ season: replay(so), events: so, version: version + 1 });
    }
  });

  it('follow a log that lost its last events, and went on to the same length', async () => {
    const states = createSeasonStates(log);
    await log.append(season, 0, [...begun, ...pauses(1)], []);
    expect((await states.load(season)).season?.paused).toBe(true);
    // What a server forgets that was killed before it had written its last second.
    await redis.rpop(logKey);
    expect((await states.load(season)).season?.paused).toBe(false);
    await log.append(season, begun.length, pauses(1, 90), []);
    await states.load(season);
    await redis.rpop(logKey);
    await log.append(season, begun.length, pauses(1, 99), []);
    expect((await states.load(season)).events.at(-1)).toMatchObject({ at: T0 + 99_000 });
  });

  it('are gone with a log that was deleted, and those of a new one under the same name', async () => {
    const states = createSeasonStates(log);
    const away = createSeasonStates(log);
    await log.append(season, 0, [...begun, ...pauses(3)], []);
    for (const one of [states, away]) await one.load(season);
    await server.flush();
    expect(await states.load(season)).toMatchObject({ season: undefined, events: [], version: 0 });
    const later = play(start(aStory({ title: 'Another run' }), T0 + 5)).log;
    await log.append(season, 0, [...later, ...pauses(3, 50)], []);
    for (const one of [states, away])
      expect((await one.load(season)).season?.story.title).toBe('Another run');
  });

  it('are those of the backup that was put back, also where a person edited an early event of it', async () => {
    const states = createSeasonStates(log);
    await log.append(season, 0, [...begun, ...pauses(2)], []);
    const taken = await backup();
    const edited = JSON.parse(JSON.stringify(taken).replaceAll('A Show', 'A Fixed Show')) as SeasonBackup;
    expect((await states.load(season)).season?.story.title).toBe('A Show');
    expect(await vault().restore(edited, season, T0)).toBe(true);
    expect((await states.load(season)).season?.story.title).toBe('A Fixed Show');
    expect(await vault().restore(taken, season, T0)).toBe(true);
    expect((await states.load(season)).season?.story.title).toBe('A Show');
    // Which restore it was is nothing that a backup holds.
    expect((await backup()).keys.map(({ name }) => name)).not.toContain('restore');
  });

  it('are kept of so many seasons, the last that were asked for', async () => {
    const states = createSeasonStates(counted, 2);
    const ids = [1, 2, 3].map((ordinal) => seasonId(show, ordinal));
    for (const id of ids) await log.append(id, 0, begun, []);
    for (const id of ids) await states.load(id);
    const [first = season, , third = season] = ids;
    read = 0;
    await states.load(third);
    expect(read).toBe(0);
    await states.load(first);
    expect(read).toBe(begun.length);
  });

  it('of a season that cannot be replayed are refused by name, every time', async () => {
    const states = createSeasonStates(log);
    await log.append(season, 0, begun, []);
    await states.load(season);
    await log.append(season, begun.length, begun.slice(0, 1), []);
    for (let load = 0; load < 2; load += 1)
      await expect(states.load(season)).rejects.toThrow(
        `the log of ${season}: Season ${season} is started twice`,
      );
  });
});
