import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import { until } from '../../support/telegram/connected.ts';
import { buttonsOf, TelegramConversation } from '../../support/telegram/conversation.ts';

let stage: TelegramConversation;
let telegram: TelegramStandIn;

beforeEach(async () => {
  stage = await TelegramConversation.start();
  telegram = stage.bot.telegram;
});

afterEach(() => stage.stop());

describe('an answer for its caller alone, requested in a group', () => {
  it('is written in private to a person who has started the bot, and shown to all by a button', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const alone = telegram.world.addPrivateChat(stage.fan);
    telegram.say({ chat: group, from: stage.fan, text: '/standings' });
    const answer = await stage.next(alone, 0);
    expect(answer.text).toContain('standings done');
    expect(buttonsOf(answer).map(({ text }) => text)).toEqual(['Show everybody']);
    expect(stage.ours(group)).toEqual([]);
    await stage.press(answer, 'Show everybody', stage.fan);
    const shown = await stage.next(group, 0);
    expect(shown.text).toContain('standings done');
    expect(buttonsOf(shown)).toEqual([]);
    stage.desk.shownJustNow = true;
    const again = await stage.press(answer, 'Show everybody', stage.fan);
    expect(again.answer).toMatchObject({ text: 'Shown a moment ago.', showAlert: true });
    expect(stage.ours(group)).toHaveLength(1);
  });

  it('is a link for a person who has not, which gives it in private, with the button', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const pointer = await stage.say(group, stage.fan, '/standings night-shift');
    expect(pointer.text).not.toContain('standings done');
    const [{ url = '' } = {}] = buttonsOf(pointer);
    const [, bot, token] = /^https:\/\/t\.me\/(\w+)\?start=([\w-]{1,64})$/.exec(url) ?? [];
    expect(bot).toBe(telegram.bot.username);
    const alone = telegram.world.addPrivateChat(stage.fan);
    const answer = await stage.say(alone, stage.fan, `/start ${token}`);
    expect(answer.text).toContain('standings done: {"show":"night-shift"}');
    await stage.press(answer, 'Show everybody', stage.fan);
    expect((await stage.next(group, 1)).text).toContain('standings done');
    expect((await stage.say(alone, stage.fan, '/start AAAAAAAAAAAAAAAA')).text).toContain('expired');
  });

  it('is given to the person who presses a button in the group as well', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const standing = { inline_keyboard: [[{ text: 'Standings', callback_data: 'standings|snight-shift' }]] };
    const params = { chat_id: group.id, text: 'The result', reply_markup: standing };
    await fetch(`${telegram.url}/bot${telegram.token}/sendMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    const result = await stage.next(group, 0);
    const stranger = await stage.press(result, 'Standings', stage.fan);
    expect(stranger.answer?.url).toMatch(/^https:\/\/t\.me\/\w+\?start=[\w-]+$/);
    const alone = telegram.world.addPrivateChat(stage.fan);
    const known = await stage.press(result, 'Standings', stage.fan);
    expect(known.answer).toMatchObject({ text: expect.stringContaining('written to you in private') });
    expect((await stage.next(alone, 0)).text).toContain('standings done');
    expect(stage.ours(group)).toHaveLength(1);
    expect(buttonsOf(stage.message(group, result.message_id))).toHaveLength(1);
  });

  it('requested in private is given there', async () => {
    const alone = telegram.world.addPrivateChat(stage.fan);
    const answer = await stage.say(alone, stage.fan, '/standings');
    expect(buttonsOf(answer)).toEqual([]);
  });
});

describe('an answer for which its group has no room', () => {
  it('is sent as soon as there is room, in order, and combined into one message per person', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const other = telegram.world.addUser({ first_name: 'Other' });
    const full = { is: true };
    stage.bot.limiter.take = async (rules) => {
      if (full.is && rules.some(({ key }) => key.includes(':answers:'))) throw new Error('no place in time');
    };
    telegram.say({ chat: group, from: other, text: '/path day-shift' });
    telegram.say({ chat: group, from: stage.showrunner, text: '/season status night-shift' });
    telegram.say({ chat: group, from: other, text: '/path night-shift' });
    telegram.say({ chat: group, from: stage.showrunner, text: '/vote extend night-shift 2h' });
    await until(() => stage.desk.requests.some(({ name }) => name === 'vote extend'));
    expect(stage.ours(group)).toEqual([]);
    full.is = false;
    await until(() => stage.ours(group).length === 3);
    const [first, second, question] = stage.ours(group);
    expect(first?.text).toMatch(/^path done: .*day-shift.*\n\npath done: .*night-shift/);
    expect(second?.text).toContain('season status done');
    expect(question?.text).toContain('The reason is missing');
    // A question that came late is answered like any other.
    const done = await stage.say(group, stage.showrunner, 'more', { replyTo: question?.message_id ?? 0 });
    expect(done.text).toContain('vote extend done');
  });
});
