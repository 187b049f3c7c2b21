import { describe, expect, it } from 'vitest';
import type { Message, Update } from '../../../src/sandbox/telegram/types.ts';
import {
  checkTelegramExchange,
  checkTelegramUpdate,
  telegramSpecAbsence,
  telegramSpecAvailable,
} from '../../support/telegram/spec.ts';
import { standIn } from '../../support/telegram/stand-in.ts';

const absent = !telegramSpecAvailable;

describe(absent ? `the Bot API list (${telegramSpecAbsence})` : 'the Bot API list', () => {
  it.skipIf(absent)('knows every call, answer and update of the stand-in', async () => {
    const { telegram, client } = await standIn();
    const problems: string[] = [];
    const methods = new Set<string>();
    telegram.onExchange((exchange) => {
      methods.add(exchange.method);
      problems.push(...checkTelegramExchange(exchange));
    });
    telegram.onUpdate((update) => problems.push(...checkTelegramUpdate(update)));
    const { world } = telegram;
    const mara = world.addUser({
      first_name: 'Mara',
      last_name: 'Voss',
      username: 'mara',
      language_code: 'en',
    });
    const channel = world.addChannel({ title: 'Night Shift', username: 'nightshift' });
    const forum = world.addSupergroup({ title: 'Fans', forum: true, bot: 'administrator' });
    const group = world.addGroup({ title: 'Small group' });
    world.addPrivateChat(mara);
    world.addAdministrator(forum, mara);
    world.addMember(forum, 9);
    world.restrictBot(group, { can_send_photos: false });

    await client.call('getMe');
    const commands = [{ command: 'path', description: 'The story so far' }];
    await client.call('setMyCommands', { commands, scope: { type: 'chat', chat_id: forum.id } });
    await client.call('getMyCommands');
    await client.call('deleteMyCommands');
    for (const chat_id of [channel.id, forum.id, group.id, mara.id]) {
      await client.call('getChat', { chat_id });
      await client.call('getChatMember', { chat_id, user_id: telegram.bot.id });
      await client.call('getChatMemberCount', { chat_id });
    }
    await client.call('getChatAdministrators', { chat_id: forum.id });
    const topic = await client.call<{ message_thread_id: number }>('createForumTopic', {
      chat_id: forum.id,
      name: 'A',
    });
    const inForum = { chat_id: forum.id, message_thread_id: topic.message_thread_id };
    await client.call('sendChatAction', { ...inForum, action: 'typing' });
    const text = await client.call<Message>('sendMessage', {
      ...inForum,
      text: '<b>Clocking In</b> https://watch.example <tg-spoiler>!</tg-spoiler> <blockquote expandable>x</blockquote>',
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: {
        inline_keyboard: [
          [{ text: 'Watch', url: 'https://watch.example' }],
          [{ text: 'Yes', callback_data: 'y' }],
        ],
      },
      protect_content: true,
    });
    const place = { chat_id: forum.id, message_id: text.message_id };
    await client.call('pinChatMessage', place);
    await client.call('unpinChatMessage', place);
    await client.call('unpinAllChatMessages', { chat_id: forum.id });
    const pressed = telegram.press({ chat: forum, message: text.message_id, data: 'y', from: mara });
    const queries = (await client.call<Update[]>('getUpdates', { timeout: 1 })).flatMap(
      (u) => u.callback_query ?? [],
    );
    await client.call('answerCallbackQuery', { callback_query_id: queries[0]?.id, text: 'Noted' });
    await pressed;
    await client.call('editMessageText', { ...place, text: 'changed' });
    await client.call('closeForumTopic', inForum);
    await client.call('reopenForumTopic', inForum);
    const photo = await client.call<Message>('sendPhoto', {
      chat_id: channel.id,
      photo: 'https://watch.example/1.jpg',
      caption: 'One line',
    });
    await client.call('editMessageCaption', {
      chat_id: channel.id,
      message_id: photo.message_id,
      caption: 'Two',
    });
    await client.call('sendDocument', {
      ...inForum,
      document: { source: Buffer.from('{}'), filename: 'receipt.json' },
      reply_parameters: JSON.stringify({ message_id: text.message_id }),
      caption: 'To check',
    });
    for (const [chat_id, is_anonymous] of [
      [channel.id, true],
      [forum.id, false],
    ] as const) {
      const sent = await client.call<Message>('sendPoll', {
        chat_id,
        question: 'Who does Mara call?',
        options: [{ text: 'Her brother' }, { text: 'The number' }],
        is_anonymous,
        allows_revoting: true,
        open_period: 600,
        description: 'Open for <i>ten</i> minutes',
        description_parse_mode: 'HTML',
        media: { type: 'photo', media: 'https://watch.example/1.jpg' },
      });
      const pollId = sent.poll?.id ?? '';
      telegram.vote(pollId, 9, [0]);
      telegram.vote(pollId, { id: forum.id, type: 'supergroup', title: 'Fans' }, [1]);
      telegram.retract(pollId, 9);
      const message = { chat_id, message_id: sent.message_id };
      await client.call('editMessageReplyMarkup', {
        ...message,
        reply_markup: { inline_keyboard: [[{ text: 'Watch', url: 'https://watch.example' }]] },
      });
      await client.call('stopPoll', message);
      await client.call('stopPoll', message).catch(() => undefined);
      await client.call('deleteMessage', message);
    }
    await client.call('deleteMessages', { chat_id: forum.id, message_ids: [text.message_id] });
    telegram.say({ chat: forum, from: 'chat', text: '/path' });
    telegram.say({ chat: channel, from: 'chat', text: 'a post #tag @mara' });
    world.migrate(group);
    await client.call('sendMessage', { chat_id: group.id, text: 'where?' }).catch(() => undefined);
    world.setBlocked(mara, true);
    world.kickBot(channel);
    await client.call('leaveChat', { chat_id: forum.id });
    await client.call('getUpdates', { allowed_updates: ['chat_member'] });
    await client.call('getWebhookInfo');
    await client.call('setWebhook', { url: 'https://bot.example/hook' });
    await client.call('getWebhookInfo');
    await client.call('deleteWebhook', { drop_pending_updates: true });

    expect(problems).toEqual([]);
    expect(methods.size).toBe(31);
  });

  it.skipIf(absent)('is strict', () => {
    const good = { id: 1, is_bot: true, first_name: 'A' };
    const exchange = (more: object) => ({
      method: 'getMe',
      params: {},
      status: 200,
      responseBody: { ok: true, result: good },
      ...more,
    });
    expect(checkTelegramExchange(exchange({}))).toEqual([]);
    expect(
      checkTelegramExchange(exchange({ responseBody: { ok: true, result: { ...good, is_bot: 'yes' } } })),
    ).toEqual(['getMe answer.result(User).is_bot should be Boolean, is "yes"']);
    expect(
      checkTelegramExchange(
        exchange({ responseBody: { ok: true, result: { id: 1, is_bot: true, name: 'A' } } }),
      ),
    ).toEqual([
      'getMe answer.result(User) has the unknown field "name"',
      'getMe answer.result(User) lacks the required field "first_name"',
    ]);
    expect(
      checkTelegramExchange(exchange({ status: 400, responseBody: { ok: false, error_code: 404 } })),
    ).toEqual(['getMe answer has error_code 404, status 400', 'getMe answer has no description']);
    const poll = { chat_id: 1, question: 'Q', options: [{ text: 'a' }, { label: 'b' }], is_anon: true };
    const sent = checkTelegramExchange({
      method: 'sendPoll',
      params: poll,
      status: 400,
      responseBody: { ok: false, error_code: 400, description: 'Bad Request' },
    });
    expect(sent).toEqual([
      'sendPoll has the unknown field "is_anon"',
      'sendPoll.options[1](InputPollOption) has the unknown field "label"',
      'sendPoll.options[1](InputPollOption) lacks the required field "text"',
    ]);
    expect(checkTelegramExchange(exchange({ method: 'getYou' }))).toEqual([
      'getYou is no method of the Bot API',
    ]);
  });
});
