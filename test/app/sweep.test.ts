import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/context.ts';
import { type Bot, createBot } from '../../src/app/run-bot.ts';
import { sweep } from '../../src/app/sweep.ts';
import { TEMPO } from '../../src/app/tempo.ts';
import { deferred } from '../../src/core/deferred.ts';
import { nativeAnswerId, nativePollId, voterHash } from '../../src/core/ids.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { gate } from '../queues/jobs.contract.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import { logLines } from '../support/log-lines.ts';
import { oneChoice } from '../support/stage/stories.ts';

let stage: CommandStage;
beforeEach(async () => {
  stage = await setCommandStage('memory', [oneChoice()]);
});
afterEach(() => stage.close());

describe('votes in an unknown poll', () => {
  it('are dropped after a quarter of an hour, which the log says and the metrics count', async () => {
    const { log, lines } = logLines();
    const metrics = createMetrics(async () => ({}));
    const context: Context = { ...stage.context, log, metrics };
    const heldAt = await context.clock.now();
    const ballots = ['a1', 'b2'].map((hex) => ({ voter: voterHash(hex), answer: nativeAnswerId('1') }));
    const batch = { poll: nativePollId('telegram:nobody’s'), epoch: 1, number: 1, ballots };
    expect(await context.ballots.count(batch, heldAt)).toEqual({ kind: 'held' });
    const sweepAfter = (ms: number) => sweep({ ...context, clock: { now: async () => heldAt + ms } });
    const counted = async () =>
      /^cliffhanger_ballots_dropped_total\{reason="unknown-poll"\} (\d+)$/m.exec(
        await metrics.page.text(),
      )?.[1];

    await sweepAfter(899_000);
    expect([lines, await counted()]).toEqual([[], undefined]);
    await sweepAfter(901_000);
    const told = {
      level: 'info',
      message: 'held ballots dropped',
      fields: { ballots: 2, why: 'unknown-poll' },
    };
    expect([lines, await counted()]).toEqual([[told], '2']);
    await sweepAfter(902_000);
    expect([lines.length, await counted()]).toEqual([1, '2']);
  });
});

describe('a message that a process was sending when it ended', () => {
  it('is taken over with the next sweep, long before its lease is over', async () => {
    const sending = deferred<void>();
    const send = stage.telegram.send.bind(stage.telegram);
    stage.telegram.send = async (order) => {
      await order.beforeSending?.();
      sending.resolve();
      return new Promise(() => {});
    };
    await stage.say('season start');
    void stage.settle();
    await sending.promise;
    stage.telegram.send = send;
    const { context } = stage;
    const { id: season } = await stage.season();
    const drop = async () =>
      (await context.ledger.list(season)).find(
        ({ outlet, kind }) => /^telegram/.test(outlet) && kind === 'drop',
      );
    expect((await drop())?.status.kind).toBe('sending');
    await sweep(context);
    await stage.settle();
    expect((await drop())?.status.kind).toBe('sending');
    await sweep({ ...context, processes: { ...context.processes, isGone: async () => true } });
    await stage.settle();
    expect((await drop())?.status.kind).toBe('sent');
  });
});

describe('a sweep that hangs', () => {
  let uptime = 0;
  let bot: Bot;
  let hanging: Promise<void> | undefined;
  beforeEach(() => {
    uptime = 1_000;
    hanging = undefined;
    const { seasons } = stage.context;
    const all: typeof seasons.all = async () => {
      await hanging;
      return seasons.all();
    };
    bot = createBot({
      // The examination hangs as well, and holds up a start for as long as it may.
      context: {
        ...stage.context,
        seasons: { ...seasons, all },
        tempo: { ...TEMPO, examinedWithin: 50 },
      },
      leases: { acquire: () => Promise.reject(new Error('a worker leases nothing')) },
      feeds: { read: () => Promise.reject(new Error('no show has a feed')) },
      shows: [],
      alerts: [],
      role: 'worker',
      commands: stage.desk,
      leaseNames: () => [],
      onDisplaced: () => undefined,
      uptime: () => uptime,
    });
  });
  afterEach(() => bot.stop());

  it('is reported half a minute after the last one ended, until one ends again', async () => {
    await bot.start();
    // The start does not wait for the first sweep.
    await bot.redisCameBack();
    const rest = gate();
    hanging = rest.opened;
    const next = bot.redisCameBack();
    uptime += 30_000;
    expect(bot.health()).toEqual({ ok: true });
    uptime += 1;
    expect(bot.health()).toEqual({ ok: false, why: 'the last sweep ended more than 30 s ago' });
    rest.open();
    await next;
    expect(bot.health()).toEqual({ ok: true });
  });

  it('is not reported if it is the first one, and holds up no start', async () => {
    const rest = gate();
    hanging = rest.opened;
    await bot.start();
    uptime += 120_000;
    expect(bot.health()).toEqual({ ok: true });
    rest.open();
    await bot.redisCameBack();
    expect(bot.health()).toEqual({ ok: true });
  });

  it('is different from a sweep that fails, which is reported after the second time', async () => {
    await bot.start();
    await bot.redisCameBack();
    hanging = Promise.reject(new Error('WRONGTYPE'));
    hanging.catch(() => undefined);
    await bot.redisCameBack();
    expect(bot.health()).toEqual({ ok: true });
    await bot.redisCameBack();
    expect(bot.health()).toEqual({ ok: false, why: 'one sweep after another fails; the log says why' });
    hanging = undefined;
    await bot.redisCameBack();
    expect(bot.health()).toEqual({ ok: true });
  });
});
