import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/context.ts';
import { raiseBotAlert, refreshAlertPlaces } from '../../src/app/deliveries/raise-bot-alert.ts';
import { sendOwed } from '../../src/app/deliveries/send-owed.ts';
import { performEffect } from '../../src/app/perform-effect.ts';
import { sweep } from '../../src/app/sweep.ts';
import type { BotAlert } from '../../src/core/bot-alert.ts';
import { botAlerts, showId } from '../../src/core/ids.ts';
import type { OutletAddress } from '../../src/ports/platform/outlet.ts';
import { type CommandStage, PLACES, setCommandStage } from '../support/commands/command-stage.ts';
import { logLines } from '../support/log-lines.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { oneChoice } from '../support/stage/stories.ts';

const show = { id: showId('lighthouse'), title: 'The Lighthouse', language: 'en' } as const;
const unplayable = (name: string): BotAlert => ({
  code: 'outlets-unplayable',
  show,
  outlets: [{ name, what: 'The bot may not send polls.', fix: 'Allow it.' }],
  more: 0,
});

let redis: TestRedis;
let stage: CommandStage;
beforeAll(async () => {
  redis = await startRedis();
});
beforeEach(async () => {
  await redis.flush();
  stage = await setCommandStage(redis.url, [oneChoice()]);
});
afterEach(() => stage.close());
afterAll(() => redis.stop());

const told = () => stage.discord.posted.filter(({ post }) => post.kind === 'alert');

/** With a second place, which is not on Discord. */
function alsoAt(...more: readonly OutletAddress[]): Context {
  const { context } = stage;
  return { ...context, alertPlaces: { language: 'de', addresses: [PLACES.alerts.outlet, ...more] } };
}

/** What is owed becomes claimable after this time. */
async function later(context: Context, ms: number): Promise<void> {
  const { clock } = stage.context;
  const then = { ...context, clock: { now: async () => (await clock.now()) + ms } };
  for (const { id } of await context.outbox.overdue(botAlerts, await then.clock.now(), 100))
    await performEffect(then, botAlerts, id);
  for (const outlet of await context.ledger.claimable(botAlerts, await then.clock.now()))
    await sendOwed(then, botAlerts, outlet, new AbortController().signal);
}

describe('an alert that belongs to no season', () => {
  it('is sent once for each occasion, and no show has a season for that', async () => {
    for (const about of ['one', 'one', 'two']) {
      await raiseBotAlert(stage.context, about, unplayable('Fans'));
      await stage.settle();
    }
    expect(told()).toHaveLength(2);
    expect(told()[0]?.post).toMatchObject({
      kind: 'alert',
      title: [{ text: 'The Lighthouse' }, { text: ' needs you' }],
    });
    expect(await stage.context.seasons.all()).toEqual(new Map());
    expect(await stage.say('season status')).not.toContain('Showrunners');
  });

  it('is stored before anything is sent, and a sweep finds it after a kill', async () => {
    const jobless: Context = { ...stage.context, jobs: { ...stage.context.jobs, effect: async () => {} } };
    await raiseBotAlert(jobless, 'one', unplayable('Fans'));
    const woken: string[] = [];
    const swept: Context = {
      ...stage.context,
      jobs: {
        ...stage.context.jobs,
        effect: async (season, effect) => {
          woken.push(effect);
          await performEffect(stage.context, season, effect);
        },
        delivery: async (_, season, outlet) => {
          await sendOwed(stage.context, season, outlet, new AbortController().signal);
        },
      },
    };
    await sweep(swept);
    await sweep(swept);
    expect([woken.length, told().length]).toEqual([1, 1]);
  });

  it('waits for a place that cannot be reached yet, and does not hold up others', async () => {
    const group: OutletAddress = { platform: 'telegram', chat: '-1009' };
    const context = alsoAt(group);
    await raiseBotAlert(context, 'one', unplayable('Fans'));
    await later(context, 0);
    expect([told().length, stage.telegram.posted.length]).toEqual([1, 0]);
    stage.telegram.addPlace(group, 'Showrunners', '-1009');
    await later(context, 29_000);
    expect(stage.telegram.posted).toHaveLength(0);
    await later(context, 31_000);
    await later(context, 62_000);
    expect([told().length, stage.telegram.posted.length]).toEqual([1, 1]);
  });

  it('is given up after a day if its place cannot be reached', async () => {
    const context = alsoAt({ platform: 'telegram', chat: '-1009' });
    await raiseBotAlert(context, 'one', unplayable('Fans'));
    await later(context, 0);
    await later(context, 86_500_000);
    expect(await context.outbox.overdue(botAlerts, Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('goes to a place as it was last known, if its name no longer leads anywhere', async () => {
    await refreshAlertPlaces(stage.context);
    stage.discord.closed.add('#desk in Showrunners');
    await refreshAlertPlaces(stage.context);
    await raiseBotAlert(stage.context, 'one', unplayable('Fans'));
    await stage.settle();
    expect(told()).toHaveLength(1);
  });

  it('is in the log alone, once, if the file names no place', async () => {
    const { log, lines } = logLines();
    const context: Context = { ...stage.context, log, alertPlaces: { addresses: [], language: 'en' } };
    for (let again = 0; again < 3; again += 1) {
      await raiseBotAlert(context, 'one', unplayable('Fans'));
      await later(context, 0);
    }
    expect(lines.map(({ message }) => message)).toEqual(['a showrunner is needed: outlets unplayable']);
  });

  it('is sent even if the store has just lost everything it knew', async () => {
    await raiseBotAlert(stage.context, 'one', unplayable('Fans'));
    await stage.settle();
    await redis.flush();
    await raiseBotAlert(stage.context, 'another', unplayable('Fans'));
    await stage.settle();
    expect(told()).toHaveLength(2);
  });
});
