import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import type { Context } from '../../src/app/context.ts';
import { raiseBotAlert } from '../../src/app/deliveries/raise-bot-alert.ts';
import { type Bot, createBot } from '../../src/app/run-bot.ts';
import { checksOf } from '../../src/compose/checks.ts';
import { openKeeping } from '../../src/compose/keeping.ts';
import type { BotAlert } from '../../src/core/bot-alert.ts';
import { botAlerts } from '../../src/core/ids.ts';
import { plain } from '../../src/core/posts/content.ts';
import { type CommandStage, PLACES, setCommandStage } from '../support/commands/command-stage.ts';
import { type LogLine, logLines } from '../support/log-lines.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage/stories.ts';

let redis: TestRedis;
let client: Redis;
let stage: CommandStage;
let lines: LogLine[];
let uptime: number;
const bots: Bot[] = [];
beforeAll(async () => {
  redis = await startRedis();
  client = new Redis(redis.url);
});
beforeEach(async () => {
  await redis.flush();
  const logged = logLines();
  lines = logged.lines;
  uptime = 1_000;
  stage = await setCommandStage(redis.url, [oneChoice(), { ...oneChoice(), id: 'other' }], {
    log: logged.log,
  });
});
afterEach(async () => {
  for (const bot of bots.splice(0)) await bot.stop();
  await stage.close();
});
afterAll(async () => {
  client.disconnect();
  await redis.stop();
});

/** One that works, with a finished sweep. */
async function startBot(): Promise<Bot> {
  const bot = createBot({
    context: stage.context,
    leases: { acquire: () => Promise.reject(new Error('a worker leases nothing')) },
    feeds: { read: () => Promise.reject(new Error('no show has a feed')) },
    shows: [stage.show],
    alerts: [PLACES.alerts.outlet],
    role: 'worker',
    commands: stage.desk,
    leaseNames: () => [],
    onDisplaced: () => undefined,
    uptime: () => uptime,
  });
  bots.push(bot);
  await bot.start();
  await sweeps(bot);
  return bot;
}

async function sweeps(bot: Bot): Promise<void> {
  for (let sweep = 0; sweep < 3; sweep += 1) await bot.redisCameBack();
}

const ready = (context: Context) =>
  checksOf({
    context,
    started: () => ({ ok: true }),
    redis: async () => ({ ok: true }),
    work: () => ({ ok: true }),
    bot: () => undefined,
  }).seasons?.();

const errors = () => lines.filter(({ level }) => level === 'error');
const failures = () => lines.filter(({ message }) => /failed|could not/.test(message));
const alerts = () => stage.discord.posted.flatMap(({ post }) => (post.kind === 'alert' ? [post] : []));
const newcomer = { place: PLACES.newcomer, account: '300', moderates: async () => true };

const connections = 'cliffhanger:{shows}:connections:lighthouse';
/** How the first value of a hash is damaged. */
const GARBLED: Readonly<Record<string, string>> = {
  torn: '{"v":1,"data":{"id":"disc',
  newer: '{"v":99,"data":{}}',
  empty: '{"v":1,"data":{}}',
  'of another shape': '{"v":1,"data":{"id":7,"outlet":null,"state":"connected","askedAt":"now","by":[]}}',
  'no record': 'nothing',
};

async function garble(key: string, value: string): Promise<string> {
  const [field] = await client.hkeys(key);
  if (field === undefined) throw new Error(`${key} is empty`);
  await client.hset(key, field, value);
  return field;
}

describe('a community whose record cannot be read', () => {
  it.each(Object.entries(GARBLED))('is left out and named, and its show begins: %s', async (_, value) => {
    await stage.say('outlet connect', { show: 'lighthouse' }, { ...newcomer });
    await garble(connections, value);
    const bot = await startBot();
    expect([failures(), bot.health()]).toEqual([[], { ok: true }]);
    expect(errors().map(({ message }) => message)).toEqual([
      expect.stringContaining('communities that joined by command cannot be read'),
    ]);
    expect(await ready(stage.context)).toEqual({
      ok: true,
      state: 'degraded',
      why: 'communities of lighthouse cannot be read and are left out; the show continues',
    });
    await stage.say('season start', { show: 'lighthouse' });
    await expect.poll(() => stage.telegram.posted.map(({ post }) => post.kind)).toContain('drop');
    await expect
      .poll(() =>
        alerts()
          .flatMap(({ lines: told }) => told.map(plain))
          .join('\n'),
      )
      .toContain('data of these communities can’t be read');

    expect(await stage.say('outlet list', { show: 'lighthouse' })).not.toContain('can’t be read');
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain('have asked');
    uptime += 61_000;
    await sweeps(bot);
    expect(await ready(stage.context)).toEqual({ ok: true });
    expect([failures(), errors().length]).toEqual([[], 1]);
  });

  it.each([
    ['its own record is', () => garble(connections, 'nothing')],
    ['those of all are', () => client.multi().del(connections).set(connections, 'nothing').exec()],
  ])('stays in the season that it plays in: %s', async (_, damage) => {
    await stage.say('season start', { show: 'lighthouse' });
    await stage.say('outlet connect', { show: 'lighthouse' }, { place: PLACES.newcomer });
    const season = await stage.context.seasons.current(stage.show.story.id);
    if (season === undefined) throw new Error('no season');
    const playing = async () =>
      (await stage.context.outlets.all(season)).filter(({ leftAt }) => leftAt === undefined);
    const before = await playing();
    await damage();
    await startBot();
    expect(await playing()).toEqual(before);
    expect([before.length, failures(), errors().length]).toEqual([4, [], 1]);
  });
});

describe('data beside the seasons', () => {
  it.each(Object.entries(GARBLED))('does not stop a start: places %s', async (_, value) => {
    await stage.context.places.put({ owner: stage.show.story.id, literal: 'discord:1', lookedAt: 1 });
    await garble('cliffhanger:{shows}:places', value);
    const bot = await startBot();
    expect([failures(), bot.health()]).toEqual([[], { ok: true }]);
  });

  it.each(Object.entries(GARBLED))('keeps a show waiting for its answer: questions %s', async (_, value) => {
    await client.hset('cliffhanger:{shows}:questions', stage.show.story.id, value);
    const bot = await startBot();
    expect([failures(), bot.health()]).toEqual([[], { ok: true }]);
    await expect.poll(alerts).toHaveLength(1);
    expect(await stage.say('season start', { show: 'other' })).toContain('has begun');
    const [{ command, given } = { command: '', given: {} }] = alerts()[0]?.buttons ?? [];
    expect(await stage.say(command, given)).toContain('has begun');
  });
});

const shutOut = (what: string): BotAlert => ({
  code: 'platform-shut-out',
  platform: 'discord',
  what,
  fix: 'Turn it on',
});

const alertsKey = (name: string): string => `cliffhanger:{${botAlerts}}:${name}`;

/** How a key of the bot's own alerts is damaged. */
const DAMAGES: readonly (readonly [name: string, how: string])[] = [
  ['outbox', 'torn'],
  ['outbox', 'empty'],
  ['outlets', 'newer'],
  ['outlets', 'of another shape'],
  ['deliveries', 'no record'],
  ['deliveries', 'newer'],
  ...['outbox', 'outlet-order', 'claimable', 'life'].map((name) => [name, 'of another kind'] as const),
];

/** As the command of the terminal does it. */
async function forgetAlerts(): Promise<boolean> {
  const environment = { TELEGRAM_TOKEN: '0:none', REDIS_URL: redis.url, CLIFFHANGER_PEPPER: 'p'.repeat(40) };
  const keep = await openKeeping(readSettings(environment), { alone: false, writes: true });
  try {
    return await keep.forgetAlerts();
  } finally {
    await keep.close();
  }
}

it('the bot’s own alerts are deleted by nobody where they can be read', async () => {
  await raiseBotAlert(stage.context, 'one', shutOut('No gateway'));
  await stage.settle();
  const before = await client.keys(alertsKey('*'));
  expect(await forgetAlerts()).toBe(false);
  expect(await client.keys(alertsKey('*'))).toEqual(before);
});

describe('the bot’s own alerts, if they cannot be read', () => {
  it.each(DAMAGES)('are only in the log, and everything else goes on: %s %s', async (name, how) => {
    await raiseBotAlert(stage.context, 'one', shutOut('No gateway'));
    await stage.settle();
    expect(alerts()).toHaveLength(1);
    await raiseBotAlert(stage.context, 'two', shutOut('No intents'));
    expect(await stage.context.seasons.fault(botAlerts)).toBeUndefined();
    const value = GARBLED[how];
    if (value !== undefined) await garble(alertsKey(name), value);
    else await client.multi().del(alertsKey(name)).set(alertsKey(name), 'nothing').exec();

    const bot = await startBot();
    await raiseBotAlert(stage.context, 'three', shutOut('No token'));
    await raiseBotAlert(stage.context, 'three', shutOut('No token'));
    await stage.say('season start', { show: 'lighthouse' });
    await expect.poll(() => stage.telegram.posted.map(({ post }) => post.kind)).toContain('drop');
    expect(await stage.say('outlet connect', { show: 'lighthouse' }, newcomer)).toContain('have asked');
    uptime += 61_000;
    await sweeps(bot);

    expect([failures(), bot.health()]).toEqual([[], { ok: true }]);
    expect(errors().map(({ message }) => message)).toEqual([
      expect.stringContaining('the bot’s own alerts cannot be read'),
    ]);
    const untold = lines.filter(({ fields }) => JSON.stringify(fields).includes('No token'));
    expect(untold).toHaveLength(1);
    expect(await ready(stage.context)).toMatchObject({
      state: 'degraded',
      why: expect.stringContaining('alerts'),
    });

    expect(await forgetAlerts()).toBe(true);
    expect(await client.keys(alertsKey('*'))).toEqual([]);
    uptime += 61_000;
    await sweeps(bot);
    expect(await ready(stage.context)).toEqual({ ok: true });
    await raiseBotAlert(stage.context, 'four', shutOut('No way'));
    await expect
      .poll(() =>
        alerts()
          .flatMap(({ lines: told }) => told.map(plain))
          .join('\n'),
      )
      .toContain('No way');
  });
});
