import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { translate } from '../../../src/core/wording/command-translations.ts';
import { menusOf } from '../../../src/platforms/telegram/commands/register.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import { writtenMenus } from '../../support/discord/stage.ts';
import { Notebook, until } from '../../support/telegram/connected.ts';
import { buttonsOf, TelegramConversation } from '../../support/telegram/conversation.ts';

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

  it('is answered in its topic', async () => {
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

  it('for another bot, forwarded, or within a text is not a command', async () => {
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

  it('in private concerns no community, and needs no permission lookup', async () => {
    const chat = telegram.world.addPrivateChat(stage.fan);
    await stage.say(chat, stage.fan, '/path');
    expect(stage.desk.requests[0]?.place).toEqual({ platform: 'telegram' });
    const refused = await stage.say(chat, stage.fan, '/season status');
    expect(refused.text).toBe('season status is for a moderator <only>.');
  });

  it('lists what this person can do if its second word is missing', async () => {
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

  it('behind the link below a result is answered in private, and starts no other command', async () => {
    const chat = telegram.world.addPrivateChat(stage.fan);
    const answer = await stage.say(chat, stage.fan, '/start receipt-s_1f3c22ab-r3');
    expect(answer.text).toContain('receipt done');
    expect(stage.desk.requests).toMatchObject([
      { name: 'receipt', account: String(stage.fan.id), given: { show: '#1f3c22ab', round: '3' } },
    ]);
    for (const forged of ['vote void-s_1f3c22ab', 'season-s_1f3c22ab', 'receipt-x_1', 'receipt|s#1f3c22ab'])
      expect((await stage.say(chat, stage.fan, `/start ${forged}`)).text).toContain('expired');
    expect(stage.desk.requests).toHaveLength(1);
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
    expect(stage.ours(chat)[0]?.text).toContain('was offline');
    expect(stage.desk.ran).toEqual([]);
  });

  it.each([
    ['ahead of', -600_000],
    ['behind', 600_000],
  ])(
    'is answered in a group if this machine’s clock is ten minutes %s the platform’s, which is logged',
    async (how, shift) => {
      const shifted = await TelegramConversation.start({ now: () => Date.now() + shift });
      onTestFinished(() => shifted.stop());
      const group = shifted.bot.telegram.world.addSupergroup({ title: 'Fans' });
      expect((await shifted.say(group, shifted.fan, '/path')).text).not.toBe('');
      expect(shifted.desk.requests).toHaveLength(1);
      expect(shifted.bot.lines.join('\n')).toContain(`s ${how} Telegram’s. Set it with NTP`);
    },
  );

  it('written while the bot was away is ignored in a group, and the log says so', async () => {
    const posted = stage.bot.connect({ webhook: { url: 'https://bot.example/telegram' } });
    await posted.prepare();
    await posted.listen(new Notebook(), stage.desk);
    const message = {
      message_id: 1,
      date: Math.floor(Date.now() / 1000) - 3600,
      chat: { id: -5, type: 'group' },
      from: { id: stage.fan.id },
      text: '/path',
    };
    await posted.handleUpdate({ update_id: 5, message });
    expect(stage.desk.requests).toEqual([]);
    expect(stage.bot.lines.join('\n')).toContain('ignoring a command that was written too long ago');
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
  it('the platform is asked for administrators, once in a while', async () => {
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

  it('is unknown while Telegram does not answer, and asked again', async () => {
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

  it('a channel’s post belongs to no person', async () => {
    const channel = telegram.world.addChannel({ title: 'News' });
    const outcome = new Promise<string | undefined>((resolve) =>
      telegram.onMessage(({ message, byBot }) => byBot && resolve(message.text)),
    );
    telegram.say({ chat: channel, from: 'chat', text: '/season status' });
    expect(await outcome).toContain('moderator');
    expect(stage.desk.ran).toEqual([]);
  });
});

describe('hostile words', () => {
  it('are shown letter by letter and break nothing', async () => {
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
      // A hashtag only opens a search.
      expect(message.entities?.filter(({ type }) => type !== 'code' && type !== 'hashtag') ?? []).toEqual([]);
    }
  });
});

describe('a chat', () => {
  it('is answered in order, and a slow chat does not hold up another', async () => {
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

  it('gets an answer even if Redis cannot check the rate limits', async () => {
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

/** Whether a scope has its menu in every language. */
const areWritten = (type: string, key: string): boolean =>
  menusOf(stage.desk.commands, [String(stage.showrunner.id)], translate)
    .filter(({ scope }) => scope.type === type)
    .every(({ language }) => telegram.commands(`${key} ${language ?? ''}`).length > 0);

describe('the menus', () => {
  it('are written once, and a showrunner’s when there is a chat', async () => {
    const written: unknown[] = [];
    telegram.onExchange(({ method, params }) => method === 'setMyCommands' && written.push(params.scope));
    await until(() => areWritten('default', 'default'));
    await until(() => areWritten('all_chat_administrators', 'all_chat_administrators'));
    expect(telegram.commands().map(({ command }) => command)).toEqual(['path', 'standings', 'receipt']);
    const chat = telegram.world.addPrivateChat(stage.showrunner);
    await stage.say(chat, stage.showrunner, '/start');
    await until(() => areWritten('chat', `chat ${chat.id} 0`));
    expect(telegram.commands(`chat ${chat.id} 0 `).map(({ command }) => command)).toContain('vote');

    // A person who is still writing is waited for.
    await stage.platform.stop();
    const times = written.length;
    const again = stage.bot.connect({ showrunners: [String(stage.showrunner.id)] });
    const read: unknown[] = [];
    telegram.onExchange(({ method }) => method === 'getMyCommands' && read.push(method));
    await again.prepare();
    await again.listen(new Notebook(), stage.desk);
    await until(() => read.length >= menusOf(stage.desk.commands, ['1'], translate).length);
    await again.stop();
    expect(written).toHaveLength(times);
  });
});

describe('menus of former settings', () => {
  it('are removed: those of a former showrunner, and of a language', async () => {
    const chat = telegram.world.addPrivateChat(stage.showrunner);
    await stage.say(chat, stage.showrunner, '/start');
    await stage.platform.stop();
    const written = writtenMenus();
    const connectWith = async (showrunners: readonly string[]): Promise<void> => {
      const bot = stage.bot.connect({ showrunners, written });
      await bot.prepare();
      await bot.listen(new Notebook(), stage.desk);
      await until(() => areWritten('default', 'default'));
      await bot.stop();
    };
    await connectWith([String(stage.showrunner.id)]);
    await until(() => telegram.commands(`chat ${chat.id} 0 `).length > 0);
    await written.add([JSON.stringify({ scope: { type: 'default' }, language_code: 'it' })]);
    // Of somebody who never wrote to the bot: there is no menu to delete.
    await written.add([JSON.stringify({ scope: { type: 'chat', chat_id: 799_999_999 } })]);

    const deleted: unknown[] = [];
    telegram.onExchange(({ method, params }) => method === 'deleteMyCommands' && deleted.push(params));
    await connectWith([]);
    expect(telegram.commands(`chat ${chat.id} 0 `)).toEqual([]);
    expect(JSON.stringify(deleted)).toContain('"it"');
    expect((await written.all()).filter((note) => note.includes('"chat"') || note.includes('"it"'))).toEqual(
      [],
    );
    expect(areWritten('default', 'default')).toBe(true);
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

  it('is told in the group if the bot may not write in private', async () => {
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'absent' });
    telegram.world.addBot(group);
    const told = await stage.next(group, 0);
    expect(told.text).toContain('/outlet connect');
    expect(buttonsOf(told)).toMatchObject([
      { text: 'Night Shift', callback_data: 'outlet connect|snight-shift' },
    ]);
  });

  it('to a channel does not bother its subscribers', async () => {
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
