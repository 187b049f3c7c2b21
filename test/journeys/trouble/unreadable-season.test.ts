import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { onCommand } from '../../support/stage/commands.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const VOTES = { club: [1, 1, 0], news: [1] } as const;

/** By show: how its season's keys are damaged while no bot runs. */
const DAMAGES: Readonly<Record<string, (redis: Redis, keys: (name: string) => string) => Promise<unknown>>> =
  {
    garbled: (redis, keys) => redis.lset(keys('events'), 1, '{"v":1,"data":{"type":"round-'),
    newer: (redis, keys) => redis.lset(keys('events'), 0, '{"v":99,"data":{}}'),
    mistyped: async (redis, keys) => {
      await redis.del(keys('outlets'));
      await redis.set(keys('outlets'), 'nothing');
    },
    ledger: async (redis, keys) => {
      const [field = ''] = await redis.hkeys(keys('deliveries'));
      await redis.hset(keys('deliveries'), field, '{"v":1}');
    },
    disordered: async (redis, keys) => {
      await redis.rpush(keys('events'), '{"v":1,"data":{"type":"round-opened","at":1,"round":7}}');
    },
    polls: async (redis, keys) => {
      const [poll = ''] = await redis.hkeys(keys('polls:1'));
      await redis.hset(keys('polls:1'), poll, 'nothing');
    },
  };

describe('a season that cannot be read', { timeout: 120_000 }, () => {
  it('is set aside and named, and all other shows play on', async ({ onTestFinished }) => {
    const server = await startRedis();
    const redis = new Redis(server.url);
    onTestFinished(async () => {
      redis.disconnect();
      await server.stop();
    });
    const { stage, discord, telegram } = await onCommand(
      {
        story: oneChoice(),
        places: { club: 'server', news: 'channel' } as const,
        environment: { REDIS_URL: server.url },
        expectedErrors: /a season cannot be read|a command failed/,
      },
      onTestFinished,
    );
    const broken = Object.keys(DAMAGES);
    for (const id of broken) await stage.write(`${id}.yaml`, { ...oneChoice(), id, title: `Show ${id}` });
    const outlets = stage.all.map(({ entry }) => entry);
    const config = JSON.parse(await readFile(join(stage.folder, 'cliffhanger.yaml'), 'utf8'));
    config.shows.push(...broken.map((id) => ({ story: `${id}.yaml`, starts: 'on-command', outlets })));
    await stage.write('cliffhanger.yaml', config);

    await stage.startBot();
    for (const show of ['lighthouse', ...broken])
      await (await discord.showrunner.use('season start', { show })).says('has begun');
    const polls = () =>
      stage.book.lines.filter(
        ({ message, fields }) => message === 'delivered' && fields.delivery === 'poll.1',
      );
    await stage.book.untilTrue('all polls are up', () => polls().length === 2 * (broken.length + 1));
    await stage.stopBot();
    for (const [show, damage] of Object.entries(DAMAGES))
      await damage(redis, (name) => `cliffhanger:{${show}.1}:${name}`);

    await stage.startBot();
    const named = stage.book.lines.filter(({ message }) => message.startsWith('a season cannot be read'));
    expect(named.map(({ fields }) => fields.season).sort()).toEqual(broken.map((id) => `${id}.1`).sort());

    await stage.playRound(1, VOTES);
    await stage.over();
    expect(await stage.receipt(1)).toMatchObject({ total: 4, decision: { label: 'The doctor' } });

    const ready = await fetch(`${stage.bot.address}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      checks: { seasons: { ok: true, state: 'degraded', why: expect.stringContaining('6 seasons') } },
    });
    await discord.alert('garbled.1');
    await telegram.alert('garbled.1');
    await (await discord.showrunner.use('season status', { show: 'garbled' })).says('can’t be read');
    const fan = discord.person('Fan', discord.in('club'));
    await (await fan.use('path', { show: 'newer' })).says('can’t be read');
    await (await fan.use('path', { show: 'lighthouse' })).says('The doctor');
    const told = await stage.cli('status', 'ledger');
    expect(told).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be read: ledger.1: deliveries'),
    });
    expect(told.stderr).not.toContain('bug in the bot');
    expect(await stage.cli('status', 'lighthouse')).toMatchObject({ code: 0 });
  });
});
