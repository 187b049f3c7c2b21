import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notice } from '../../src/core/content.ts';
import { text } from '../../src/core/content.ts';
import type { TelegramStandIn } from '../../src/sandbox/telegram/server.ts';
import { Notebook, sent, until } from '../support/telegram-connected.ts';
import { buttonsOf, TelegramConversation } from '../support/telegram-conversation.ts';

let stage: TelegramConversation;
let telegram: TelegramStandIn;

beforeEach(async () => {
  stage = await TelegramConversation.start();
  ({ telegram } = stage.bot);
});

afterEach(() => stage.stop());

describe('a command in a chat', () => {
  it('is answered as a reply, with the account and the place that it came from', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const asked = telegram.say({
      chat: group,
      from: stage.fan,
      text: '/path@cliffhanger_sandbox_bot night-shift',
    });
    const answer = await stage.next(group, 0);
    expect(answer.text).toBe('path done: {"show":"night-shift"}');
    expect(answer.reply_to_message?.message_id).toBe(asked.message_id);
    expect(stage.desk.requests).toMatchObject([
      {
        account: String(stage.fan.id),
        place: {
          community: String(group.id),
          outlet: { platform: 'telegram', chat: String(group.id) },
        },
      },
    ]);
  });

  it('is answered in the topic that it stands in', async () => {
    const { forum, topic } = stage.bot.forumWithTopic('Forum');
    const inTopic = await stage.say(forum, stage.fan, '/path', { topic });
    expect(inTopic.message_thread_id).toBe(topic);
    const inGeneral = await stage.say(forum, stage.fan, '/path');
    expect(inGeneral).not.toHaveProperty('message_thread_id');
    expect(stage.desk.requests.map(({ place }) => place.outlet)).toEqual([
      { platform: 'telegram', chat: String(forum.id), topic },
      { platform: 'telegram', chat: String(forum.id) },
    ]);
  });

  it('for another bot, forwarded, or within a text is none', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'administrator' });
    telegram.say({ chat: group, from: stage.fan, text: '/path@some_other_bot' });
    telegram.say({ chat: group, from: stage.fan, text: 'what does /path do?' });
    telegram.say({ chat: group, from: stage.fan, text: '/weather' });
    telegram.say({ chat: group, from: stage.fan, text: '/help' });
    const unknown = await stage.say(group, stage.fan, '/weather@cliffhanger_sandbox_bot');
    expect(unknown.text).toContain('/help');
    expect(stage.ours(group)).toHaveLength(1);
    expect(stage.desk.requests).toEqual([]);
  });

  it('in private concerns no community, and whose rights are asked of nobody', async () => {
    const chat = telegram.world.addPrivateChat(stage.fan);
    await stage.say(chat, stage.fan, '/path');
    expect(stage.desk.requests[0]?.place).toEqual({ platform: 'telegram' });
    const refused = await stage.say(chat, stage.fan, '/season status');
    expect(refused.text).toBe('season status is for a moderator <only>.');
  });

  it('lists what it can do for this person when its second word is missing', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'administrator' });
    expect((await stage.say(group, stage.showrunner, '/season')).text).toContain(
      '/season pause [show] <reason…>',
    );
    expect((await stage.say(group, stage.fan, '/season')).text).toContain('moderators');
    telegram.world.addAdministrator(group, 991);
    const before = stage.ours(group).length;
    telegram.say({ chat: group, from: 991, text: '/season whatever' });
    const listed = (await stage.next(group, before)).text;
    expect(listed).toContain('/season status');
    expect(listed).not.toContain('/season start');
  });

  it('written while the bot was away does nothing, and says so in private', async () => {
    const old = Math.floor(Date.now() / 1000) - 3600;
    const chat = telegram.world.addPrivateChat(stage.showrunner);
    const posted = stage.bot.connect({ webhook: { url: 'https://bot.example/telegram' } });
    await posted.prepare();
    await posted.listen(new Notebook(), stage.desk);
    const message = {
      message_id: 1,
      date: old,
      chat: { id: chat.id, type: 'private' },
      from: { id: stage.showrunner.id },
      text: '/season start',
    };
    await posted.handleUpdate({ update_id: 5, message });
    expect(stage.ours(chat)[0]?.text).toContain('was away');
    expect(stage.desk.ran).toEqual([]);
  });

  it('that comes twice runs once', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    telegram.updates.duplicate(1);
    await stage.say(group, stage.fan, '/path');
    await stage.settled();
    await stage.say(group, stage.fan, '/receipt');
    expect(stage.desk.ran.map(({ name }) => name)).toEqual(['path', 'receipt']);
  });
});

describe('who may', () => {
  it('is asked of the platform for administrators, once in a while', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'administrator' });
    const asked: unknown[] = [];
    telegram.onExchange(({ method, params }) => method === 'getChatMember' && asked.push(params));
    telegram.world.addAdministrator(group, 991);
    expect((await stage.say(group, 991, '/season status')).text).toContain('done');
    expect((await stage.say(group, 991, '/season status')).text).toContain('done');
    expect((await stage.say(group, stage.fan, '/season status')).text).toContain('moderator');
    expect((await stage.say(group, 991, '/season start')).text).toContain('showrunner');
    expect(asked).toHaveLength(2);
  });

  it('is not known while Telegram does not say, and asked again', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'administrator' });
    telegram.world.addAdministrator(group, 991);
    telegram.fault({ method: 'getChatMember', times: 1, fault: { kind: 'server-error', status: 502 } });
    expect((await stage.say(group, 991, '/season status')).text).toContain('did not say');
    expect((await stage.say(group, 991, '/season status')).text).toContain('done');
  });

  it('an anonymous administrator moderates, and is never a showrunner', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'administrator' });
    expect((await stage.say(group, 'chat', '/season status')).text).toContain('done');
    expect((await stage.say(group, 'chat', '/season start')).text).toContain('showrunner');
    for (const request of stage.desk.requests) expect(request).not.toHaveProperty('account');
  });

  it('an administrator confirms what an anonymous one asked, a fan does not', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'administrator' });
    telegram.world.addAdministrator(group, 991);
    const question = await stage.say(group, 'chat', '/outlet disconnect');
    expect((await stage.press(question, 'Go ahead', stage.fan)).answer.text).toContain('Only the person');
    await stage.press(question, 'Go ahead', 991);
    expect(stage.desk.ran.map(({ name }) => name)).toEqual(['outlet disconnect']);
  });

  it('a channel’s post is nobody’s', async () => {
    const channel = telegram.world.addChannel({ title: 'News' });
    const outcome = new Promise<string | undefined>((resolve) =>
      telegram.onMessage(({ message, byBot }) => byBot && resolve(message.text)),
    );
    telegram.say({ chat: channel, from: 'chat', text: '/season status' });
    expect(await outcome).toContain('moderator');
    expect(stage.desk.ran).toEqual([]);
  });
});

describe('what is missing', () => {
  it('is chosen by a button, then asked for in a reply', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const which = await stage.say(group, stage.showrunner, '/vote decide night-shift');
    expect(which.text).toContain('/vote decide night-shift brother <reason…>');
    expect(buttonsOf(which).map(({ text: label }) => label)).toEqual([
      'Her brother',
      'The number on the card',
    ]);
    const stranger = await stage.press(which, 'Her brother', stage.fan);
    expect(stranger.answer).toMatchObject({
      text: expect.stringContaining('Only the person'),
      showAlert: true,
    });
    await stage.press(which, 'Her brother', stage.showrunner);
    const why = await stage.next(group, 1);
    expect(why.text).toContain('The reason is missing.');
    telegram.say({ chat: group, from: stage.fan, text: 'because I say so', replyTo: why.message_id });
    await stage.settled();
    const done = await stage.say(group, stage.showrunner, 'it was a tie', { replyTo: why.message_id });
    expect(done.text).toContain('vote decide done');
    expect(stage.desk.ran).toEqual([
      { name: 'vote decide', given: { show: 'night-shift', option: 'brother', reason: 'it was a tie' } },
    ]);
    await until(() => buttonsOf(stage.message(group, which.message_id)).length === 0);
    expect(stage.message(group, which.message_id).text).toContain('✓ Her brother');
  });

  it('is listed where there is too much for buttons', async () => {
    const chat = telegram.world.addPrivateChat(stage.showrunner);
    const which = await stage.say(chat, stage.showrunner, '/episode preview');
    expect(buttonsOf(which)).toEqual([]);
    expect(which.text).toContain('• e11');
  });

  it('says what it cannot place', async () => {
    const chat = telegram.world.addPrivateChat(stage.fan);
    const answer = await stage.say(chat, stage.fan, '/path night-shift <b>and</b> more');
    expect(answer.text).toContain('“<b>and</b> more”');
    expect(stage.desk.ran).toEqual([]);
  });
});

describe('what cannot be undone', () => {
  async function asked() {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const question = await stage.say(group, stage.showrunner, '/vote close everybody has voted');
    return { group, question };
  }

  it('is done when the person who asked confirms it, once', async () => {
    const { group, question } = await asked();
    expect(question.text).toBe('Close the vote now?');
    expect((await stage.press(question, 'Close it', stage.fan)).answer.text).toContain('Only the person');
    await stage.press(question, 'Close it', stage.showrunner);
    await until(() => buttonsOf(stage.message(group, question.message_id)).length === 0);
    expect(stage.message(group, question.message_id).text).toContain('vote close done');
    expect(stage.desk.ran).toEqual([{ name: 'vote close', given: { reason: 'everybody has voted' } }]);
  });

  it('confirmed twice at the same time is done once', async () => {
    const { question } = await asked();
    const presses = await Promise.all([
      stage.press(question, 'Close it', stage.showrunner),
      stage.press(question, 'Close it', stage.showrunner),
    ]);
    expect(presses.map(({ answer }) => answer.text?.includes('expired') ?? false).toSorted()).toEqual([
      false,
      true,
    ]);
    expect(stage.desk.ran).toHaveLength(1);
  });

  it('is left alone on the other button', async () => {
    const { group, question } = await asked();
    await stage.press(question, 'Never mind', stage.showrunner);
    await until(
      () => stage.message(group, question.message_id).text?.includes('Nothing was changed') ?? false,
    );
    expect(stage.desk.ran).toEqual([]);
  });

  it('is not done for a button from before a restart', async () => {
    const { question } = await asked();
    await stage.platform.stop();
    const restarted = stage.bot.connect();
    await restarted.prepare();
    await restarted.listen(new Notebook(), stage.desk);
    const { answer } = await stage.press(question, 'Close it', stage.showrunner);
    expect(answer).toMatchObject({ text: expect.stringContaining('expired'), showAlert: true });
    expect(stage.desk.ran).toEqual([]);
  });
});

describe('a button of an alert', () => {
  const alert: Notice = {
    kind: 'alert',
    mark: 'm',
    language: 'en',
    title: 'Night Shift',
    lines: [[text('A tie: <b>who</b> wins?')]],
    buttons: [
      { label: 'Approve @them', danger: false, command: 'outlet approve', given: { outlet: '#1f3c22ab' } },
      { label: 'Run again', danger: true, command: 'vote close', given: {} },
    ],
  };

  async function posted() {
    const group = telegram.world.addSupergroup({ title: 'Showrunners' });
    const outlet = await stage.bot.outletOf(group.id);
    const { message } = sent(await stage.bot.post(outlet, alert));
    return { group, message: stage.message(group, Number(message.id)) };
  }

  it('stands for its command, whose level is that of who presses', async () => {
    const { group, message } = await posted();
    const refused = await stage.press(message, 'Approve @them', stage.fan);
    expect(refused.answer).toMatchObject({
      text: 'outlet approve is for a showrunner <only>.',
      showAlert: true,
    });
    expect(stage.desk.ran).toEqual([]);
    await stage.press(message, 'Approve @them', stage.showrunner);
    await until(() => buttonsOf(stage.message(group, message.message_id)).length === 0);
    expect(stage.desk.ran).toEqual([{ name: 'outlet approve', given: { outlet: '#1f3c22ab' } }]);
    expect(stage.message(group, message.message_id)).toMatchObject({
      text: 'Night Shift\n\nA tie: <b>who</b> wins?\n\n✓ Approve @them',
      entities: [{ type: 'bold', offset: 0, length: 11 }, { type: 'code' }],
    });
  });

  it('asks for the reason, then for the confirmation, and only then is done', async () => {
    const { group, message } = await posted();
    await stage.press(message, 'Run again', stage.showrunner);
    const why = await stage.next(group, 1);
    const sure = await stage.say(group, stage.showrunner, 'a mistake', { replyTo: why.message_id });
    expect(stage.desk.ran).toEqual([]);
    expect(buttonsOf(stage.message(group, message.message_id))).toHaveLength(2);
    await stage.press(sure, 'Close it', stage.showrunner);
    await until(() => buttonsOf(stage.message(group, message.message_id)).length === 0);
    expect(stage.desk.ran).toEqual([{ name: 'vote close', given: { reason: 'a mistake' } }]);
  });

  it('that is not under the message does nothing, whatever it says', async () => {
    const posted = stage.bot.connect({ webhook: { url: 'https://bot.example/telegram' } });
    await posted.prepare();
    await posted.listen(new Notebook(), stage.desk);
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const notified: unknown[] = [];
    telegram.onExchange(
      ({ method, params }) => method === 'answerCallbackQuery' && notified.push(params.text),
    );
    const forge = (update: number, data: unknown, markup?: object) =>
      posted.handleUpdate({
        update_id: update,
        callback_query: {
          id: String(update),
          from: { id: stage.showrunner.id, is_bot: false, first_name: 'Sam' },
          chat_instance: '1',
          message: { message_id: 1, date: 0, chat: { id: group.id, type: 'supergroup' }, ...markup },
          data,
        },
      });
    await forge(1, 'season start');
    await forge(2, 'season start', {
      reply_markup: { inline_keyboard: [[{ text: 'Path', callback_data: 'path' }]] },
    });
    await forge(3, undefined);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (data) => {
        await forge(100 + notified.length, data, {
          reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: `!${data}` }]] },
        });
      }),
      { numRuns: 30 },
    );
    expect(notified).toHaveLength(33);
    expect(new Set(notified)).toEqual(new Set(['This button has expired. Give the command again.']));
    expect(stage.desk.requests).toEqual([]);
  });
});

describe('a command that takes longer', () => {
  it('is told to be under way, and later how it ended', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    stage.desk.late = true;
    expect((await stage.say(group, stage.fan, '/path')).text).toBe('It still runs.');
    expect((await stage.next(group, 1)).text).toContain('path done');
  });

  it('and was confirmed ends in the message that asked', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const question = await stage.say(group, stage.showrunner, '/vote close enough');
    stage.desk.late = true;
    const { answer } = await stage.press(question, 'Close it', stage.showrunner);
    expect(answer.text).toBe('It still runs.');
    await until(() => stage.message(group, question.message_id).text?.includes('vote close done') ?? false);
    expect(stage.ours(group)).toHaveLength(1);
  });
});

describe('a press of a fan’s button', () => {
  it('answers everybody, and leaves the button for the next', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const receipt = await stage.say(group, stage.fan, '/receipt');
    await stage.press(receipt, 'The path', 992);
    expect((await stage.next(group, 1)).text).toContain('path done');
    expect(buttonsOf(stage.message(group, receipt.message_id))).toHaveLength(1);
  });
});

describe('hostile words', () => {
  it('are shown to the letter and break nothing', async () => {
    const chat = telegram.world.addPrivateChat(stage.showrunner);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), async (words) => {
        const before = stage.ours(chat).length;
        telegram.say({ chat, from: stage.showrunner, text: `/season pause ${words}` });
        await stage.next(chat, before);
      }),
      { numRuns: 25, interruptAfterTimeLimit: 4_000 },
    );
    for (const message of stage.ours(chat)) {
      // A hashtag opens a search and concerns nobody.
      expect(message.entities?.filter(({ type }) => type !== 'code' && type !== 'hashtag') ?? []).toEqual([]);
    }
  });
});

describe('a chat', () => {
  it('is answered in order, and a slow one holds up no other', async () => {
    const slow = telegram.world.addSupergroup({ title: 'Slow' });
    const quick = telegram.world.addSupergroup({ title: 'Quick' });
    let open: () => void = () => undefined;
    stage.desk.gate = new Promise((resolve) => {
      open = resolve;
    });
    telegram.say({ chat: slow, from: stage.fan, text: '/path' });
    await until(() => stage.desk.requests.length === 1);
    const held = stage.desk.gate;
    stage.desk.gate = Promise.resolve();
    telegram.say({ chat: slow, from: stage.fan, text: '/receipt' });
    // The next question to Telegram waits three seconds at most for the command before it.
    await stage.say(quick, stage.fan, '/path');
    expect(stage.ours(slow).map(({ text: words }) => words)).toEqual([
      'This takes longer than usual; the answer follows.',
    ]);
    open();
    await held;
    await until(() => stage.ours(slow).length === 3);
    expect(stage.ours(slow).map(({ text: words }) => words?.split(' ')[0])).toEqual([
      'This',
      'path',
      'receipt',
    ]);
  });

  it('gets an answer where the rate limits cannot be asked', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const { limiter } = stage.bot;
    const take = limiter.take;
    limiter.take = (_rules, options) =>
      new Promise((_, reject) => options?.signal?.addEventListener('abort', () => reject(new Error('away'))));
    const answer = await stage.say(group, stage.fan, '/path');
    limiter.take = take;
    expect(answer.text).toContain('path done');
  });
});

describe('the menus', () => {
  it('are written once, and a showrunner’s when there is a chat', async () => {
    const written: unknown[] = [];
    telegram.onExchange(({ method, params }) => method === 'setMyCommands' && written.push(params.scope));
    await until(() => telegram.commands('all_chat_administrators ').length > 0);
    expect(telegram.commands().map(({ command }) => command)).toEqual(['path', 'receipt']);
    const chat = telegram.world.addPrivateChat(stage.showrunner);
    await stage.say(chat, stage.showrunner, '/start');
    const own = `chat ${chat.id} 0 `;
    await until(() => telegram.commands(own).length > 0);
    expect(telegram.commands(own).map(({ command }) => command)).toContain('vote');
    const times = written.length;
    const again = stage.bot.connect({ showrunners: [String(stage.showrunner.id)] });
    await stage.platform.stop();
    const read: unknown[] = [];
    telegram.onExchange(({ method }) => method === 'getMyCommands' && read.push(method));
    await again.prepare();
    await again.listen(new Notebook(), stage.desk);
    await until(() => read.length === 3);
    await again.stop();
    expect(written).toHaveLength(times);
  });
});

describe('the person who adds the bot', () => {
  it('is told in private what to press, and the press counts for that chat', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans <3', bot: 'absent' });
    const owner = telegram.messages(group)[0]?.from ?? (await ownerOf(group));
    const chat = telegram.world.addPrivateChat(owner);
    telegram.world.addBot(group);
    const told = await stage.next(chat, 0);
    expect(told.text).toBe('The bot was added to Fans <3.\nConnect a show with /outlet connect.');
    await stage.press(told, 'Night Shift', owner);
    expect((await stage.next(chat, 1)).text).toContain('outlet connect done');
    expect(stage.desk.requests[0]?.place).toEqual({
      platform: 'telegram',
      community: String(group.id),
      outlet: { platform: 'telegram', chat: String(group.id) },
    });
    expect(stage.ours(group)).toEqual([]);
  });

  it('is told in the group where the bot may not write in private', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'absent' });
    telegram.world.addBot(group);
    const told = await stage.next(group, 0);
    expect(told.text).toContain('/outlet connect');
    expect(buttonsOf(told)).toMatchObject([
      { text: 'Night Shift', callback_data: 'outlet connect|snight-shift' },
    ]);
  });

  it('to a channel leaves its subscribers alone', async () => {
    const channel = telegram.world.addChannel({ title: 'News', bot: 'absent' });
    telegram.world.addBot(channel, { can_post_messages: true });
    await stage.settled();
    expect(telegram.messages(channel)).toEqual([]);
  });

  async function ownerOf(group: { id: number }) {
    void group;
    return { id: 700_000_001, is_bot: false, first_name: 'Owner' };
  }
});
