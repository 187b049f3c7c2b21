import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendOwed } from '../../../src/app/deliveries/send-owed.ts';
import { createHalt } from '../../../src/app/halt.ts';
import { askAboutPast } from '../../../src/app/past/ask-past.ts';
import { BotPast } from '../../../src/app/past/bot-past.ts';
import { forgetPast } from '../../../src/app/past/forget-past.ts';
import { recogniseBot } from '../../../src/app/past/recognise-bot.ts';
import { performEffect } from '../../../src/app/perform-effect.ts';
import { startDueShow } from '../../../src/app/season/start-season.ts';
import type { PlacedOutlet } from '../../../src/app/shows/join-outlets.ts';
import { type SeasonId, type ShowId, seasonId, showId } from '../../../src/core/ids.ts';
import { createStartedFile } from '../../../src/files/started-file.ts';
import { createRedisPastStore } from '../../../src/redis/bot/past.ts';
import { type CommandStage, setCommandStage } from '../../support/commands/command-stage.ts';
import { logLines } from '../../support/log-lines.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const SHOW = showId('lighthouse');
const FIRST = seasonId(SHOW, 1);

let redis: TestRedis;
let client: Redis;
let stage: CommandStage;
let folder: string;
beforeAll(async () => {
  redis = await startRedis();
  client = new Redis(redis.url);
});
beforeEach(async () => {
  await redis.flush();
  folder = await mkdtemp(join(tmpdir(), 'cliffhanger-past-'));
  stage = await setCommandStage(redis.url, [oneChoice({ lasts: '2h' })]);
});
afterEach(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  client.disconnect();
  await redis.stop();
});

/** Like a process that starts with a data folder. */
function opened(dataDir = folder, log = stage.context.log): Promise<BotPast> {
  const { seasons, clock } = stage.context;
  const marks = createStartedFile(dataDir, log);
  return BotPast.open({
    store: createRedisPastStore(client),
    marks,
    seasons,
    clock,
    log,
    halt: createHalt(),
  });
}

const posts = (): number => stage.discord.posted.length + stage.telegram.posted.length;

/** Starts by itself, as in a sweep. */
async function sweepStart(context = stage.context): Promise<void> {
  const placed: PlacedOutlet[] = [];
  for (const { address } of stage.show.outlets) {
    const inspection = await (address.platform === 'discord' ? stage.discord : stage.telegram).inspect(
      address,
    );
    if (inspection.ok === true) placed.push({ outlet: inspection.outlet });
  }
  await startDueShow(context, { ...stage.show, starts: { kind: 'now' } }, () => placed);
  await stage.settle();
}

const open = async (past: BotPast): Promise<readonly (readonly [ShowId, SeasonId | undefined])[]> =>
  [...(await past.check())].map(([show, { season }]) => [show, season] as const);

describe('a Redis that has lost what the data folder says was started', () => {
  it.each([
    ['all of it', () => client.flushall()],
    ['the log of the season', () => client.del(`cliffhanger:{${FIRST}}:events`)],
    ['which season is current', () => client.del('cliffhanger:{shows}:current')],
  ])('is not mistaken for a first run: %s', async (_, lose) => {
    await sweepStart();
    const before = posts();
    expect(before).toBe(4);
    await lose();
    await sweepStart();
    expect(await open(stage.context.past)).toEqual([[SHOW, FIRST]]);
    expect(posts()).toBe(before);
    // The data folder of another machine learns it, too.
    expect(await open(await opened())).toEqual([[SHOW, FIRST]]);

    expect(await stage.say('season start', {}, { confirmed: false })).toContain('Start a new run?');
    expect(posts()).toBe(before);
    expect(await stage.say('season start')).toContain('has begun');
    await stage.settle();
    expect(posts()).toBe(before + 4);
    expect(await stage.context.seasons.current(SHOW)).toBe(seasonId(SHOW, 2));
    expect(await open(stage.context.past)).toEqual([]);
  });

  it('is given up on the command line, and the show starts its next season by itself', async () => {
    await sweepStart();
    await client.flushall();
    await sweepStart();
    expect(await forgetPast(await opened(), SHOW)).toBe(true);
    await sweepStart();
    expect(await stage.context.seasons.current(SHOW)).toBe(seasonId(SHOW, 2));
    expect(posts()).toBe(8);
    expect(await forgetPast(await opened(), SHOW)).toBe(false);
  });

  it('is not asked about again after an archive, a restore or a restart of the process', async () => {
    const past = await opened();
    await sweepStart();
    await past.noteStarted(FIRST);
    await stage.say('season cancel', { reason: 'over' });
    await stage.settle();
    await stage.archive();
    expect(await stage.context.seasons.current(SHOW)).toBeUndefined();
    expect(await open(past)).toEqual([]);
    expect(await open(await opened())).toEqual([]);
    await sweepStart();
    expect(await stage.context.seasons.current(SHOW)).toBeUndefined();
  });

  it('an answer that was given while a machine was off applies there too, and a later loss is asked about again', async () => {
    const other = join(folder, 'other');
    const past = await opened();
    await sweepStart();
    for (const one of [past, await opened(other)]) await one.noteStarted(FIRST);
    await client.flushall();
    expect(await open(past)).toEqual([[SHOW, FIRST]]);
    await past.answer(SHOW, 'fresh');
    const later = await opened(other);
    expect(await open(later)).toEqual([]);
    await sweepStart();
    await later.noteStarted(seasonId(SHOW, 2));
    await client.flushall();
    expect(await open(later)).toEqual([[SHOW, seasonId(SHOW, 2)]]);
  });
});

describe('the file that records what was started', () => {
  const path = () => join(folder, 'started.json');

  it.each([
    ['empty', ''],
    ['cut off', '{"format":"cliffhanger-started","vers'],
    ['of something else', '{"format":"cliffhanger-archive","version":1,"shows":{}}'],
    [
      'with a season that is none',
      '{"format":"cliffhanger-started","version":1,"shows":{"a":{"ordinal":-1}}}',
    ],
    [
      'with a show that is none',
      '{"format":"cliffhanger-started","version":1,"shows":{"../a":{"ordinal":1}}}',
    ],
    ['of another version', '{"format":"cliffhanger-started","version":2,"shows":{}}'],
  ])('is warned about and counts as unknown when it is %s; the next post rewrites it', async (_, text) => {
    await writeFile(path(), text);
    const { log, lines } = logLines();
    const past = await opened(folder, log);
    expect(lines.map(({ level, fields }) => [level, fields.file])).toEqual([['warn', path()]]);
    expect(await open(past)).toEqual([]);
    await past.noteStarted(FIRST);
    expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({
      shows: { lighthouse: { ordinal: 1 } },
    });
  });

  it('is warned about once if it cannot be written, and stops nothing', async () => {
    await mkdir(path());
    const { log, lines } = logLines();
    const past = await opened(folder, log);
    await past.noteStarted(FIRST);
    await past.noteStarted(seasonId(SHOW, 2));
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });
});

describe('with an empty store', () => {
  const recognised = async () => {
    const { platforms } = stage.context;
    for (const platform of platforms.values())
      await recogniseBot(stage.context, platform, '1', [stage.show], new AbortController().signal);
  };

  it('a bot that finds none of its commands starts at once', async () => {
    await client.flushall();
    await recognised();
    await sweepStart();
    expect(posts()).toBe(4);
  });

  it.each(['discord', 'telegram'] as const)(
    'a bot that finds its commands on %s posts nothing and asks',
    async (name) => {
      await client.flushall();
      stage[name].commandsThere = true;
      await recognised();
      await sweepStart();
      expect(posts()).toBe(0);
      expect([...(await stage.context.past.check()).values()]).toMatchObject([
        { show: SHOW, found: 'platform' },
      ]);
      expect(await stage.say('season start', {}, { confirmed: false })).toContain('Start a new run?');
      await stage.say('season start');
      await stage.settle();
      expect(posts()).toBe(4);
    },
  );

  it('a show that was answered for before its first start is not asked about', async () => {
    await client.flushall();
    stage.telegram.commandsThere = true;
    expect(await forgetPast(await opened(), SHOW)).toBe(true);
    await recognised();
    await sweepStart();
    expect(posts()).toBe(4);
  });

  it('a show waits for a platform that does not answer, because it may have been played there', async () => {
    await client.flushall();
    const context = { ...stage.context, past: await opened() };
    for (const platform of context.platforms.values()) {
      await sweepStart(context);
      expect(posts()).toBe(0);
      await recogniseBot(context, platform, '1', [stage.show], new AbortController().signal);
    }
    await sweepStart(context);
    expect(posts()).toBe(4);
  });

  it('the findings of a second process do not count if the first had found nothing and posted since', async () => {
    await client.flushall();
    await recognised();
    stage.telegram.commandsThere = true;
    stage.discord.commandsThere = true;
    await recognised();
    expect(await open(stage.context.past)).toEqual([]);
  });

  it('a show that is new to a store with other shows is not asked about', async () => {
    await client.flushall();
    await stage.context.seasons.claim(showId('other'), seasonId(showId('other'), 1), undefined);
    stage.telegram.commandsThere = true;
    await recognised();
    expect(await open(stage.context.past)).toEqual([]);
  });
});

describe('the identity of the bot', () => {
  it.each([
    ['discord', /another Discord bot \(1\).*belongs to 2/],
    ['telegram', /another Telegram bot \(1\).*belongs to 2/],
    ['pepper', /pepper is not the one/],
  ] as const)('is refused if it differs: %s', async (part, words) => {
    const past = await opened();
    await past.introduce(part, '1');
    await past.introduce(part, '1');
    await expect(past.introduce(part, '2')).rejects.toThrow(words);
  });

  it('is written to Redis again after a loss, and another bot that came between is refused', async () => {
    const past = await opened();
    await past.introduce('discord', '1');
    await client.flushall();
    await past.check();
    expect((await past.look()).identity.discord).toBe('1');
    await client.hset('cliffhanger:{shows}:bot', 'discord', '2');
    await expect(past.check()).rejects.toThrow('another Discord bot (2)');
  });
});

describe('another process that uses this bot’s account with other data', () => {
  const alerts = () => stage.discord.posted.filter(({ post }) => post.kind === 'alert').length;

  it('stops every process of this store, until it has been quiet for a while', async () => {
    const other = { halt: createHalt() };
    const { seasons, outbox, clock, log } = stage.context;
    const marks = createStartedFile(folder, log);
    const worker = await BotPast.open({
      store: createRedisPastStore(client),
      marks,
      seasons,
      clock,
      log,
      ...other,
    });
    await stage.context.past.noteRival('listens');
    await askAboutPast(stage.context, [stage.show]);
    await worker.check();
    for (const { halt } of [stage.context, other]) {
      expect(halt.why()).toMatch(/same Telegram token.*Stop one of the two/);
    }
    await stage.settle();
    await stage.say('season start');
    const { id } = await stage.season();
    for (const { id: effect } of await outbox.overdue(id, await clock.now(), 9))
      await performEffect(stage.context, id, effect);
    for (const outlet of await stage.context.ledger.claimable(id, await clock.now()))
      await sendOwed(stage.context, id, outlet, new AbortController().signal);
    expect([posts(), alerts()]).toEqual([1, 1]);

    const key = 'cliffhanger:{shows}:rival:listens';
    expect(await client.pttl(key)).toBeGreaterThan(100_000);
    await client.del(key);
    for (const past of [stage.context.past, worker]) await past.check();
    for (const { halt } of [stage.context, other]) expect(halt.why()).toBeUndefined();
    await stage.settle();
    expect(posts()).toBe(5);
  });

  it('is detected by a message that is older than the first attempt to post it', async () => {
    await stage.say('season start');
    const elder = { id: '1', in: 'there', link: 'https://discord.example/1' };
    const { send } = stage.discord;
    stage.discord.send = async (order) => {
      const outcome = await send.call(stage.discord, order);
      return outcome.status === 'sent' ? { ...outcome, elder } : outcome;
    };
    const { context } = stage;
    const { id } = await stage.season();
    for (const { id: effect } of await context.outbox.overdue(id, await context.clock.now(), 9))
      await performEffect(context, id, effect);
    for (const outlet of await context.ledger.claimable(id, await context.clock.now()))
      await sendOwed(context, id, outlet, new AbortController().signal);
    // Everything after the first message waits.
    expect(stage.discord.posted).toHaveLength(1);
    expect(context.halt.why()).toContain('same Discord token');
  });
});
