import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendOwed } from '../../src/app/deliveries/send-owed.ts';
import { sinkFor, tellShutOuts } from '../../src/app/listen.ts';
import { performEffect } from '../../src/app/perform-effect.ts';
import { deliveryId, type OutletId } from '../../src/core/ids.ts';
import { plain } from '../../src/core/posts/content.ts';
import type { Log } from '../../src/ports/log.ts';
import { type CommandStage, PLACES, setCommandStage } from '../support/commands/command-stage.ts';
import { oneChoice } from '../support/stage/stories.ts';

let stage: CommandStage;
let logged: string[];
const log: Log = {
  debug: () => {},
  info: () => {},
  warn: (_, message) => void logged.push(message),
  error: () => {},
};
beforeEach(async () => {
  logged = [];
  stage = await setCommandStage('memory', [oneChoice({ lasts: '2h' })], { log });
});
afterEach(() => stage.close());

/** A loss of access touches neither votes nor counts. */
const NOT_NEEDED = undefined as never;
const LOCKED = { code: 'thread-locked', what: 'The thread is locked.', fix: 'Unlock it.' };
const KICKED = { code: 'not-a-member', what: 'The bot was kicked.', fix: 'Let it in.' };
const CLOSED = { code: 'topic-closed', what: 'The topic is closed.', fix: 'Open it.' };

/** The next messages to @fans are refused for these reasons. */
const refuse = (...problems: readonly (typeof KICKED)[]): void => {
  for (const problem of problems) stage.telegram.fates.push({ status: 'refused', problem });
};

/** More messages for every outlet: that its vote is void, if it had one, and the poll of the repeated vote. */
async function another(): Promise<void> {
  expect(await stage.say('vote void', { reason: 'again' })).toContain('is void');
  await stage.settle();
}

const alerts = (): readonly string[] =>
  stage.discord.posted.flatMap(({ post }) => (post.kind === 'alert' ? [post.lines.map(plain).join()] : []));

const fans = async (): Promise<OutletId> => {
  const outlets = await stage.context.outlets.all((await stage.season()).id);
  const found = outlets.find(({ outlet }) => outlet.name === '@fans');
  if (found === undefined) throw new Error('@fans does not play');
  return found.id;
};

describe('an outlet that refuses its episode', () => {
  it('gets no poll either, and is reported once, whatever is tried', async () => {
    refuse(LOCKED, LOCKED, LOCKED);
    await stage.say('season start');
    await stage.settle();
    await another();
    await another();
    expect(stage.telegram.posted).toEqual([]);
    expect(alerts()).toEqual([
      '@fans did not get the post of episode 1. The thread is locked. Unlock it. So the poll on this episode is not posted there either.',
    ]);
    const status = await stage.say('season status');
    expect(status).toContain('@fans: 4 refused; the poll of round 3 was not sent');
    expect(status).toContain('The episode was not posted there');
  });

  it('is reported with the next refusal if the bot died before it reported the first', async () => {
    refuse(LOCKED);
    await stage.say('season start');
    const { id } = await stage.season();
    const outlet = await fans();
    // Its effects are performed, and the drop is refused, but nobody is told.
    const now = await stage.context.clock.now();
    const drop = {
      id: deliveryId('drop', 1),
      outlet,
      kind: 'drop',
      number: 1,
      dueAt: now,
      expiresAt: now + 60_000,
    } as const;
    await stage.context.ledger.owe(id, [drop], now);
    await stage.context.ledger.claim(id, outlet, 'dead', now, 60_000);
    await stage.context.ledger.settle(id, outlet, drop.id, 'dead', { kind: 'refused', problem: LOCKED }, now);
    await stage.settle();
    expect(alerts()).toEqual([
      expect.stringContaining('did not get the post of episode 1. The thread is locked.'),
    ]);
  });

  it('gets it with the next poll, if the cause is fixed by then', async () => {
    refuse(LOCKED);
    await stage.say('season start');
    await stage.settle();
    expect(stage.telegram.posted).toEqual([]);
    await another();
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll']);
    await another();
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll', 'notice', 'poll']);
    expect(alerts()).toHaveLength(1);
  });
});

describe('an outlet that gets a message without a part that its platform refused', () => {
  it('is reported once for each kind, though the log has every one', async () => {
    const shortfalls = [{ code: 'button', why: '400 BUTTON_URL_INVALID' }] as const;
    stage.telegram.shortfalls.push(shortfalls, shortfalls, [], [{ code: 'rules', why: 'too long' }]);
    await stage.say('season start');
    await stage.settle();
    await another();
    expect(alerts()).toEqual([
      '@fans got the post of episode 1 without its button; the link is in the text. The platform’s own words: “400 BUTTON_URL_INVALID”.',
      '@fans got the poll of round 2 without the voting rules. The platform’s own words: “too long”.',
    ]);
    const line = 'posted, but without a part that the platform refused';
    expect(logged.filter((message) => message === line)).toHaveLength(3);
  });
});

describe('a platform that no longer accepts the bot', () => {
  it('is reported on the other one, once a day, as long as a person has to act', async () => {
    const shutOut = { what: 'The token was revoked', fix: 'Put the new one into TELEGRAM_TOKEN' };
    stage.telegram.listening = { up: false, why: '401', shutOut };
    for (let time = 1; time <= 3; time += 1) {
      await tellShutOuts(stage.context);
      await stage.settle();
    }
    expect(alerts()).toEqual([
      expect.stringContaining('The token was revoked. Put the new one into TELEGRAM_TOKEN.'),
    ]);
  });

  it('is not reported if it comes back by itself', async () => {
    stage.telegram.listening = { up: false, why: 'the connection broke' };
    await tellShutOuts(stage.context);
    await stage.settle();
    expect(alerts()).toEqual([]);
  });
});

describe('an outlet that refuses one message after the other', () => {
  beforeEach(async () => {
    await stage.say('season start');
    await stage.settle();
  });

  it('is reported once, though each refusal is logged and shown in the status', async () => {
    refuse(LOCKED, LOCKED, LOCKED, LOCKED);
    await another();
    await another();
    await another();
    // The name is a link to the last post there.
    expect(alerts()).toEqual([
      '@fans did not get the notice about the show. The thread is locked. Unlock it.,@fans',
    ]);
    expect(logged.filter((message) => message === 'delivery refused')).toHaveLength(4);
    expect(await stage.say('season status')).toContain('4 refused; the poll of round 4 was refused');
  });

  it('is reported again when it refuses for another reason, or worked in between', async () => {
    refuse(LOCKED, LOCKED, CLOSED, CLOSED, LOCKED);
    for (let time = 1; time <= 3; time += 1) await another();
    expect(alerts()).toHaveLength(2);
    expect(alerts().at(-1)).toContain('did not get the poll of round 3. The topic is closed.');
    await another();
    expect(alerts()).toHaveLength(3);
    expect(alerts().at(-1)).toContain('did not get the poll of round 5. The thread is locked.');
    await another();
    expect(stage.telegram.posted.map(({ post }) => post.kind)).toEqual(['drop', 'poll', 'poll']);
    expect(alerts()).toHaveLength(3);
    refuse(LOCKED, LOCKED);
    await another();
    await another();
    expect(alerts()).toHaveLength(4);
    expect(alerts().at(-1)).toContain('did not get the notice about the show. The thread is locked.');
  });

  it('did not work in between if the bot itself gave a message up', async () => {
    refuse(LOCKED, LOCKED, LOCKED);
    await another();
    await another();
    const { id } = await stage.season();
    const now = await stage.context.clock.now();
    const reminder = {
      id: deliveryId('reminder', 1),
      outlet: await fans(),
      kind: 'reminder',
      number: 1,
    } as const;
    await stage.context.ledger.owe(id, [{ ...reminder, dueAt: now, expiresAt: now + 60_000 }], now);
    const overtaken = { code: 'overtaken', what: 'The vote is over.', fix: '' };
    expect(await stage.context.ledger.withdraw(id, reminder.id, overtaken, now)).toBe(1);
    refuse(LOCKED);
    await another();
    // What was no longer true is missed by nobody.
    expect(await stage.say('season status')).toContain('4 refused');
    expect(alerts()).toHaveLength(1);
  });
});

describe('an outlet that the bot was removed from', () => {
  /** What is owed comes up after this long. */
  const later = async (ms: number): Promise<void> => {
    const { clock } = stage.context;
    const then = { ...stage.context, clock: { now: async () => (await clock.now()) + ms } };
    const { id } = await stage.season();
    for (const { id: effect } of await stage.context.outbox.overdue(id, await then.clock.now(), 100))
      await performEffect(then, id, effect);
    for (const outlet of await stage.context.ledger.claimable(id, await then.clock.now()))
      await sendOwed(then, id, outlet, new AbortController().signal);
  };
  const removed = () =>
    sinkFor(stage.context, stage.telegram, NOT_NEEDED, NOT_NEEDED).accessLost({
      kind: 'community-left',
      community: PLACES.telegram.community,
    });
  beforeEach(async () => {
    await stage.say('season start');
    await stage.settle();
  });

  it('is told of once, as a removal, where a message was refused a moment before that', async () => {
    refuse(KICKED);
    await another();
    expect(alerts()).toEqual([]);
    await removed();
    await stage.settle();
    await later(6_000);
    expect(alerts()).toEqual([expect.stringContaining('The bot was removed from @fans.')]);
  });

  it('is told of once, as a refusal, where the platform says long after that that it was removed', async () => {
    refuse(KICKED);
    await another();
    await later(6_000);
    await removed();
    await stage.settle();
    expect(alerts()).toEqual([expect.stringContaining('The bot was kicked. Let it in.')]);
  });

  it('is told of though the platform never says that it was removed', async () => {
    refuse({ code: 'missing-permission:VIEW_CHANNEL', what: 'It cannot be seen.', fix: 'Show it.' });
    await another();
    await later(6_000);
    expect(alerts()).toEqual([expect.stringContaining('It cannot be seen. Show it.')]);
  });
});
