import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramPlatform } from '../../../src/platforms/telegram/platform.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import { byOption, ConnectedTelegram, question, sent } from '../../support/telegram/connected.ts';

let bot: ConnectedTelegram;
let telegram: TelegramStandIn;
let platform: TelegramPlatform;

beforeEach(async () => {
  bot = await ConnectedTelegram.start();
  ({ telegram, platform } = bot);
});

afterEach(() => bot.stop());

describe('closing a poll', () => {
  it('gives the final counts', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const poll = await bot.openPoll(await bot.outletOf(channel.id));
    for (const fan of [1, 2, 3]) telegram.vote(poll.id, fan, [fan === 1 ? 0 : 1]);
    bot.taken.length = 0;
    const reading = await platform.closePoll(poll);
    expect(bot.taken).toEqual([{ keys: ['telegram'], urgent: true }]);
    if (reading.status !== 'final') throw new Error(JSON.stringify(reading));
    expect(byOption(poll, reading.counts)).toEqual({ brother: 1, stranger: 2 });
    expect(telegram.polls()).toMatchObject([{ closedBy: 'bot' }]);
  });

  it.each(['answer-lost', 'twice'])(
    'that is closed already reads the counts from its message and leaves it as it was (%s)',
    async (how) => {
      const channel = telegram.world.addChannel({ title: 'C' });
      const poll = await bot.openPoll(await bot.outletOf(channel.id));
      telegram.vote(poll.id, 1, [1]);
      if (how === 'answer-lost') telegram.fault({ method: 'stopPoll', fault: { kind: 'answer-lost' } });
      const first = await platform.closePoll(poll);
      expect(first.status).toBe(how === 'answer-lost' ? 'retry' : 'final');
      const reading = await platform.closePoll(poll);
      if (reading.status !== 'final') throw new Error(JSON.stringify(reading));
      expect(byOption(poll, reading.counts)).toEqual({ brother: 0, stranger: 1 });
      expect(reading.note).toContain('message');
      expect(telegram.messages(channel)[0]).not.toHaveProperty('reply_markup');
    },
  );

  it('whose reading was interrupted halfway is read the next time', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const poll = await bot.openPoll(await bot.outletOf(channel.id));
    telegram.vote(poll.id, 1, [1]);
    await platform.closePoll(poll);
    telegram.fault({ method: 'editMessageReplyMarkup', fault: { kind: 'answer-lost' } });
    expect(await platform.closePoll(poll)).toMatchObject({ status: 'retry' });
    expect(telegram.messages(channel)[0]).toHaveProperty('reply_markup');
    expect(await platform.closePoll(poll)).toMatchObject({ status: 'final' });
    expect(telegram.messages(channel)[0]).not.toHaveProperty('reply_markup');
  });

  it('is lost if the message or the access is gone, or edits are refused', async () => {
    const { world } = telegram;
    const channel = world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const [deleted, stuck, other] = [
      await bot.openPoll(outlet),
      await bot.openPoll(outlet),
      await bot.openPoll(outlet),
    ];
    world.deleteMessage(channel, Number(deleted.message.id));
    expect(await platform.closePoll(deleted)).toMatchObject({ status: 'lost' });
    await platform.closePoll(stuck);
    const description = "Bad Request: message can't be edited";
    telegram.fault({ method: 'editMessageReplyMarkup', fault: { kind: 'refuse', code: 400, description } });
    expect(await platform.closePoll(stuck)).toMatchObject({ status: 'lost' });
    world.kickBot(channel);
    expect(await platform.closePoll(other)).toMatchObject({ status: 'lost' });
  });

  it('whose message a person deleted is known before the vote ends, and people see nothing of the question', async () => {
    const { world } = telegram;
    for (const chat of [world.addChannel({ title: 'C' }), world.addGroup({ title: 'G' })]) {
      const outlet = await bot.outletOf(chat.id);
      const [deleted, there] = [await bot.openPoll(outlet), await bot.openPoll(outlet)];
      world.deleteMessage(chat, Number(deleted.message.id));
      const edited: unknown[] = [];
      telegram.onEdit((message) => edited.push(message));
      expect([await platform.isPollDeleted?.(deleted), await platform.isPollDeleted?.(there)]).toEqual([
        true,
        false,
      ]);
      expect(edited).toEqual([]);
      const method = 'editMessageReplyMarkup';
      telegram.fault({
        method,
        fault: { kind: 'refuse', code: 400, description: "Bad Request: message can't be edited" },
      });
      expect(await platform.isPollDeleted?.(deleted)).toBe(false);
      telegram.fault({ method, fault: { kind: 'too-many-requests', retryAfter: 1 } });
      expect(await platform.isPollDeleted?.(deleted)).toBe(false);
      world.kickBot(chat);
      expect(await platform.isPollDeleted?.(there)).toBe(false);
    }
  });

  it('whose message is unknown asks nothing, and says why it cannot be stopped', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const { id, answers } = await bot.openPoll(await bot.outletOf(channel.id));
    const poll = { id, answers, message: { in: String(channel.id) } };
    const asked: string[] = [];
    telegram.onExchange(({ method }) => asked.push(method));
    expect(await platform.closePoll(poll)).toEqual({
      status: 'lost',
      because: 'poll-unseen',
      why: 'the bot never learned which message holds this poll, so it could not stop it; its last count before the deadline stands',
    });
    expect(await platform.readPoll(poll)).toMatchObject({ status: 'lost' });
    expect(await platform.isPollDeleted?.(poll)).toBe(false);
    expect(asked).toEqual([]);
  });

  it('is retried when the platform asks for a pause', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const poll = await bot.openPoll(await bot.outletOf(channel.id));
    telegram.fault({ method: 'stopPoll', fault: { kind: 'too-many-requests', retryAfter: 3 } });
    expect(await platform.closePoll(poll)).toMatchObject({ status: 'retry', after: 3000 });
  });

  it('an open poll can be read without closing it', async () => {
    const group = telegram.world.addGroup({ title: 'G' });
    const poll = await bot.openPoll(await bot.outletOf(group.id));
    telegram.vote(poll.id, 1, [0]);
    const reading = await platform.readPoll(poll);
    if (reading.status !== 'open') throw new Error(JSON.stringify(reading));
    expect(byOption(poll, reading.counts)).toEqual({ brother: 1, stranger: 0 });
    expect(telegram.messages(group)[0]).not.toHaveProperty('reply_markup');
  });

  it('whose results are hidden reports no counts before its end, and never zeros instead', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { poll } = sent(await bot.post(outlet, { ...question, sealed: true }));
    if (!poll) throw new Error('no poll');
    expect(poll.sealed).toBe(true);
    expect(await platform.readPoll(poll)).toMatchObject({ status: 'lost' });
    telegram.vote(poll.id, 1, [0]);
    expect(await platform.readPoll(poll)).toMatchObject({ status: 'lost' });
    const reading = await platform.closePoll(poll);
    if (reading.status !== 'final') throw new Error(JSON.stringify(reading));
    expect(byOption(poll, reading.counts)).toEqual({ brother: 1, stranger: 0 });
  });

  it('without votes has none at its end, hidden or not', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { poll } = sent(await bot.post(outlet, { ...question, sealed: true }));
    if (!poll) throw new Error('no poll');
    const reading = await platform.closePoll(poll);
    if (reading.status !== 'final') throw new Error(JSON.stringify(reading));
    expect(byOption(poll, reading.counts)).toEqual({ brother: 0, stranger: 0 });
  });
});
