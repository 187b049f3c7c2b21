import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { sendOwed } from '../../../src/app/deliveries/send-owed.ts';
import { performEffect } from '../../../src/app/perform-effect.ts';
import { type CommandStage, setCommandStage } from '../../support/commands/command-stage.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const story = { ...oneChoice({ lasts: '2h' }), release: { after: '1h' } };

let redis: TestRedis;
let stage: CommandStage;
beforeAll(async () => {
  redis = await startRedis();
});
beforeEach(async () => {
  await redis.flush();
  stage = await setCommandStage(redis.url, [story]);
  await stage.say('season start');
});
afterEach(() => stage.close());
afterAll(() => redis.stop());

/** A process that is killed right before or right after it records how a delivery ended. */
function killed(when: 'before' | 'after'): Context {
  const { context } = stage;
  const settle: Context['ledger']['settle'] = async (...asked) => {
    if (when === 'after') await context.ledger.settle(...asked);
    throw new Error('killed');
  };
  return { ...context, ledger: { ...context.ledger, settle } };
}

const alerts = () => stage.discord.posted.filter(({ post }) => post.kind === 'alert');

function later(): Context {
  const { context } = stage;
  return { ...context, clock: { now: async () => (await context.clock.now()) + 60_000 } };
}

async function performLater(): Promise<void> {
  const { id } = await stage.season();
  const due = await stage.context.outbox.overdue(id, await later().clock.now(), 100);
  for (const { id: effect } of due) await performEffect(later(), id, effect);
}

async function sweepLater(): Promise<void> {
  await performLater();
  const { id } = await stage.season();
  for (const outlet of await stage.context.ledger.claimable(id, await later().clock.now()))
    await sendOwed(later(), id, outlet, new AbortController().signal);
}

async function sendTelegram(context: Context): Promise<void> {
  const { id } = await stage.season();
  const outlets = await stage.context.outlets.all(id);
  const outlet = outlets.find((one) => one.outlet.address.platform === 'telegram');
  if (outlet === undefined) throw new Error('no Telegram outlet');
  for (const { id: effect } of await stage.context.outbox.overdue(id, await stage.context.clock.now(), 100))
    await performEffect(stage.context, id, effect);
  await sendOwed(context, id, outlet.id, AbortSignal.abort());
}

describe('showrunners are told about a message that could not be sent', () => {
  const lost = { status: 'unknown', why: 'no answer in time' } as const;
  const problem = { code: 'not-a-member', what: 'The bot is no member.', fix: 'Add it.' };

  it.each([
    ['unknown', lost],
    ['refused', { status: 'refused', problem }],
  ] as const)('by the next process, if theirs was killed before it could: %s', async (_, fate) => {
    stage.telegram.fates.push(fate);
    await expect(sendTelegram(killed('after'))).rejects.toThrow('killed');
    expect(alerts()).toHaveLength(0);
    await sweepLater();
    expect(alerts()).toHaveLength(1);
    await sweepLater();
    expect(alerts()).toHaveLength(1);
  });

  it('not before it is known how the sending ended', async () => {
    stage.telegram.fates.push(lost);
    await expect(sendTelegram(killed('before'))).rejects.toThrow('killed');
    await performLater();
    const { id } = await stage.season();
    const owed = await stage.context.outbox.overdue(id, Number.POSITIVE_INFINITY, 100);
    expect(owed.map(({ effect }) => effect.kind)).toContain('check-delivery');
    expect(alerts()).toHaveLength(0);
  });

  it('once, if nobody was killed', async () => {
    stage.telegram.fates.push(lost);
    await sendTelegram(stage.context);
    await stage.settle();
    await sweepLater();
    expect(alerts()).toHaveLength(1);
  });
});
