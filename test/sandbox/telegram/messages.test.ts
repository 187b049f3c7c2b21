import { Telegram } from 'telegraf';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/sandbox/telegram/types.ts';
import { smallPng } from '../../support/small-png.ts';
import { plainCall, refusal, standIn } from '../../support/telegram/stand-in.ts';

const badRequest = (what: string) => ({ code: 400, description: `Bad Request: ${what}` });

describe('a call', () => {
  it('is answered the same way by query, urlencoded body, JSON and multipart', async () => {
    const { telegram } = await standIn();
    const chat = telegram.world.addChannel({ title: 'Night Shift' });
    const path = `/bot${telegram.token}/sendMessage`;
    const form = new FormData();
    form.set('chat_id', String(chat.id));
    form.set('text', 'hello');
    const answers = await Promise.all([
      plainCall(telegram, `${path}?chat_id=${chat.id}&text=hello`),
      plainCall(telegram, path, {
        method: 'POST',
        body: new URLSearchParams({ chat_id: `${chat.id}`, text: 'hello' }),
      }),
      plainCall(telegram, path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ chat_id: chat.id, text: 'hello' }),
      }),
      plainCall(telegram, path.replace('sendMessage', 'SENDmessage'), { method: 'POST', body: form }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ ok: true, result: { text: 'hello', chat: { id: chat.id } } });
    }
    expect(telegram.messages(chat)).toHaveLength(4);
  });

  it('accepts a photo that telegraf uploads, and its file id', async () => {
    const { telegram, client } = await standIn();
    const chat = telegram.world.addChannel({ title: 'Night Shift' });
    const api = new Telegram(telegram.token, { apiRoot: telegram.url });
    const message = await api.sendPhoto(chat.id, { source: smallPng() }, { caption: 'é' });
    expect(message.caption).toBe('é');
    const again = await client.call<Message>('sendPhoto', {
      chat_id: chat.id,
      photo: message.photo[0]?.file_id,
    });
    expect(again.photo?.[0]?.file_id).toBe(message.photo[0]?.file_id);
  });

  it('carries an uploaded file, which is sent again by its id', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const asked = telegram.say({ chat: group, from: 7, text: '/receipt' });
    const send = (document: unknown) =>
      client.call<Message>('sendDocument', {
        chat_id: group.id,
        document,
        reply_parameters: JSON.stringify({ message_id: asked.message_id }),
      });
    const sent = await send({ source: Buffer.from('{"total":3}'), filename: 'receipt-1.json' });
    expect(sent).toMatchObject({
      document: { file_name: 'receipt-1.json', mime_type: 'application/json', file_size: 11 },
      reply_to_message: { message_id: asked.message_id },
    });
    expect((await send(sent.document?.file_id)).document).toEqual(sent.document);
    expect(await refusal(send(''))).toEqual(badRequest('there is no document in the request'));
    telegram.world.restrictBot(group, { can_send_documents: false });
    expect(await refusal(send({ source: Buffer.from('{}'), filename: 'a.json' }))).toEqual(
      badRequest('not enough rights to send documents to the chat'),
    );
  });

  it('is refused without a valid token or a known method, in JSON', async () => {
    const { telegram } = await standIn();
    expect(await plainCall(telegram, '/bot1:wrong/getMe')).toEqual({
      status: 401,
      body: { ok: false, error_code: 401, description: 'Unauthorized' },
    });
    expect((await plainCall(telegram, `/bot${telegram.token}/sendNothing`)).body).toMatchObject({
      error_code: 404,
      description: 'Not Found: method not found',
    });
    expect((await plainCall(telegram, '/elsewhere')).status).toBe(404);
    const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"chat_id":' };
    expect((await plainCall(telegram, `/bot${telegram.token}/sendMessage`, broken)).status).toBe(400);
  });
});

describe('sending', () => {
  it('speaks as the channel in channels and as the bot in groups', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift', username: 'nightshift' });
    const group = telegram.world.addGroup({ title: 'Fans' });
    const post = await client.call<Message>('sendMessage', { chat_id: '@NightShift', text: 'out now' });
    expect(post).toMatchObject({
      message_id: 1,
      sender_chat: { id: channel.id },
      chat: { username: 'nightshift' },
    });
    expect(post.from).toBeUndefined();
    const message = await client.call<Message>('sendMessage', { chat_id: group.id, text: 'out now' });
    expect(message.from).toMatchObject({ id: telegram.bot.id, is_bot: true });
    expect(telegram.pendingUpdates()).toBe(0);
  });

  it('turns HTML into text and entities', async () => {
    const { telegram, client } = await standIn();
    const chat = telegram.world.addChannel({ title: 'Night Shift' });
    const message = await client.call<Message>('sendMessage', {
      chat_id: chat.id,
      text: '<b>Clocking In</b>\n<a href="https://watch.example/1?a=1&amp;b=2">Watch</a> 😀 <i>now</i> #night  ',
      parse_mode: 'HTML',
      link_preview_options: { url: 'https://watch.example/1', prefer_large_media: true },
    });
    expect(message.text).toBe('Clocking In\nWatch 😀 now #night');
    expect(message.entities).toEqual([
      { type: 'bold', offset: 0, length: 11 },
      { type: 'text_link', offset: 12, length: 5, url: 'https://watch.example/1?a=1&b=2' },
      { type: 'italic', offset: 21, length: 3 },
      { type: 'hashtag', offset: 25, length: 6 },
    ]);
    expect(message.link_preview_options).toEqual({
      url: 'https://watch.example/1',
      prefer_large_media: true,
    });
  });

  it.each([
    ['<b>open', `can't parse entities: Can't find end tag corresponding to start tag "b"`],
    ['é <x>?</x>', `can't parse entities: Unsupported start tag "x" at byte offset 3`],
    ['a </b>', "can't parse entities: Unexpected end tag at byte offset 2"],
    ['<b>a</i>', `can't parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"`],
    ['1 < 2', `can't parse entities: Unsupported start tag "" at byte offset 2`],
    ['<constructor>', `can't parse entities: Unsupported start tag "constructor" at byte offset 0`],
    ['<span>a</span>', `can't parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0`],
    ['<b></b> ', 'message text is empty'],
  ])('refuses the HTML %s', async (text, problem) => {
    const { telegram, client } = await standIn();
    const chat = telegram.world.addChannel({ title: 'Night Shift' });
    const sent = client.call('sendMessage', { chat_id: chat.id, text, parse_mode: 'HTML' });
    expect(await refusal(sent)).toEqual(badRequest(problem));
  });

  it('counts lengths in code points after the formatting is gone', async () => {
    const { telegram, client } = await standIn();
    const chat = telegram.world.addChannel({ title: 'Night Shift' });
    const send = (text: string) => client.call('sendMessage', { chat_id: chat.id, text, parse_mode: 'HTML' });
    await send(`<b>${'😀'.repeat(4096)}</b>`);
    expect(await refusal(send('a'.repeat(4097)))).toEqual(badRequest('message is too long'));
    const photo = (caption: string) => ({ chat_id: chat.id, photo: 'https://watch.example/1.jpg', caption });
    await client.call('sendPhoto', photo('b'.repeat(1024)));
    expect(await refusal(client.call('sendPhoto', photo('b'.repeat(1025))))).toEqual(
      badRequest('message caption is too long'),
    );
  });

  it.each([
    [{ text: 'Vote', callback_data: 'x'.repeat(65) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'Vote', callback_data: 'é'.repeat(33) }, 'BUTTON_DATA_INVALID'],
    [
      { text: 'Vote' },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      { text: 'Watch', url: 'javascript://x' },
      "inline keyboard button URL 'javascript://x' is invalid: Unsupported URL protocol",
    ],
  ])('refuses the button %o', async (button, problem) => {
    const { telegram, client } = await standIn();
    const chat = telegram.world.addChannel({ title: 'Night Shift' });
    const sent = client.call('sendMessage', {
      chat_id: chat.id,
      text: 'a',
      reply_markup: { inline_keyboard: [[button]] },
    });
    expect(await refusal(sent)).toEqual(badRequest(problem));
  });
});

describe('rights', () => {
  it('explain why the bot may not write', async () => {
    const { telegram, client } = await standIn();
    const { world } = telegram;
    const channel = world.addChannel({ title: 'Night Shift', bot: 'member' });
    const group = world.addSupergroup({ title: 'Fans' });
    const elsewhere = world.addSupergroup({ title: 'Others', username: 'others', bot: 'absent' });
    const send = (chat_id: number | string) => refusal(client.call('sendMessage', { chat_id, text: 'hi' }));
    expect(await send('')).toEqual(badRequest('chat_id is empty'));
    expect(await send('@nobody')).toEqual(badRequest('chat not found'));
    expect(await send(channel.id)).toEqual(badRequest('need administrator rights in the channel chat'));
    expect(await send(elsewhere.id)).toEqual({
      code: 403,
      description: 'Forbidden: bot is not a member of the supergroup chat',
    });
    world.kickBot(channel);
    expect(await send(channel.id)).toEqual({
      code: 403,
      description: 'Forbidden: bot was kicked from the channel chat',
    });
    world.setPermissions(group, { can_send_messages: false });
    expect(await send(group.id)).toEqual(badRequest('not enough rights to send text messages to the chat'));
    world.kickBot(group);
    expect(await send(group.id)).toEqual({
      code: 403,
      description: 'Forbidden: bot was kicked from the supergroup chat',
    });
  });

  it('know who started the bot and who blocked it', async () => {
    const { telegram, client } = await standIn();
    const [mara, tom] = [
      telegram.world.addUser({ first_name: 'Mara' }),
      telegram.world.addUser({ first_name: 'Tom' }),
    ];
    telegram.world.addPrivateChat(mara);
    const send = (chat_id: number) => client.call<Message>('sendMessage', { chat_id, text: 'hi' });
    expect((await send(mara.id)).chat).toEqual({ id: mara.id, type: 'private', first_name: 'Mara' });
    expect(await refusal(send(tom.id))).toMatchObject({
      description: "Forbidden: bot can't initiate conversation with a user",
    });
    telegram.world.setBlocked(mara, true);
    expect(await refusal(send(mara.id))).toMatchObject({
      description: 'Forbidden: bot was blocked by the user',
    });
  });

  it('decide on pins', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const { message_id } = await client.call<Message>('sendMessage', { chat_id: group.id, text: 'hi' });
    const pin = () => client.call('pinChatMessage', { chat_id: group.id, message_id });
    expect(await refusal(pin())).toEqual(
      badRequest('not enough rights to manage pinned messages in the chat'),
    );
    telegram.world.setBotRights(group, { can_pin_messages: true });
    await pin();
    expect(telegram.world.pinned(group)).toEqual([message_id]);
    expect(await client.call('getChat', { chat_id: group.id })).toMatchObject({
      pinned_message: { message_id },
    });
    expect(telegram.messages(group).at(-1)?.pinned_message?.message_id).toBe(message_id);
  });

  it('are reported by getChatMember and getChatAdministrators', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const mara = telegram.world.addUser({ first_name: 'Mara' });
    telegram.world.addAdministrator(channel, mara, { can_post_messages: true });
    telegram.world.setBotRights(channel, { can_post_messages: true });
    const member = (user_id: number) => client.call('getChatMember', { chat_id: channel.id, user_id });
    expect(await member(telegram.bot.id)).toMatchObject({
      status: 'administrator',
      can_post_messages: true,
      can_edit_messages: false,
    });
    const listed = await client.call<{ user: { id: number } }[]>('getChatAdministrators', {
      chat_id: channel.id,
    });
    expect(listed.map(({ user }) => user.id)).toEqual(expect.arrayContaining([mara.id, telegram.bot.id]));
    telegram.world.removeMember(channel, mara);
    expect(await member(mara.id)).toMatchObject({ status: 'left' });
    telegram.world.setBotRights(channel, null);
    expect(await refusal(member(mara.id))).toEqual(badRequest('member list is inaccessible'));
  });
});

describe('editing', () => {
  it('changes own messages, not those of others, and refuses to change nothing', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const { message_id } = await client.call<Message>('sendMessage', {
      chat_id: group.id,
      text: '<b>a</b>',
      parse_mode: 'HTML',
    });
    const edit = (text: string, id = message_id) =>
      client.call<Message>('editMessageText', { chat_id: group.id, message_id: id, text });
    expect(await edit('b')).toMatchObject({ message_id, text: 'b' });
    expect(telegram.messages(group)[0]?.entities).toBeUndefined();
    expect((await refusal(edit('b'))).description).toMatch(/^Bad Request: message is not modified/);
    const said = telegram.say({ chat: group, from: 42, text: 'hello' });
    expect(await refusal(edit('c', said.message_id))).toEqual(badRequest("message can't be edited"));
    expect(await refusal(edit('c', 999))).toEqual(badRequest('message to edit not found'));
    expect(
      await refusal(client.call('editMessageCaption', { chat_id: group.id, message_id, caption: 'c' })),
    ).toEqual(badRequest('there is no caption in the message to edit'));
    await client.call('deleteMessage', { chat_id: group.id, message_id });
    expect(await refusal(client.call('deleteMessage', { chat_id: group.id, message_id }))).toEqual(
      badRequest('message to delete not found'),
    );
  });
});

describe('forums', () => {
  it('accept messages in topics that exist and are open', async () => {
    const { telegram, client } = await standIn();
    const forum = telegram.world.addSupergroup({ title: 'Fans', forum: true });
    const topic = telegram.world.addTopic(forum, 'Night Shift');
    const send = (message_thread_id: number) =>
      client.call<Message>('sendMessage', { chat_id: forum.id, message_thread_id, text: 'hi' });
    expect(await send(topic)).toMatchObject({ message_thread_id: topic, is_topic_message: true });
    expect(await refusal(send(999))).toEqual(badRequest('message thread not found'));
    telegram.world.closeTopic(forum, topic);
    expect(await refusal(send(topic))).toEqual(badRequest('TOPIC_CLOSED'));
    telegram.world.setBotRights(forum, { can_manage_topics: true });
    await send(topic);
  });
});

describe('a group that becomes a supergroup', () => {
  it('names its successor to writes, keeps its messages, and refuses edits', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addGroup({ title: 'Fans' });
    const old = await client.call<Message>('sendMessage', { chat_id: group.id, text: 'before' });
    const next = telegram.world.migrate(group);
    const send = (chat_id: number) => client.call<Message>('sendMessage', { chat_id, text: 'after' });
    expect(await refusal(send(group.id))).toEqual({
      ...badRequest('group chat was upgraded to a supergroup chat'),
      parameters: { migrate_to_chat_id: next.id },
    });
    const edited = client.call('editMessageText', {
      chat_id: group.id,
      message_id: old.message_id,
      text: 'x',
    });
    expect(await refusal(edited)).toEqual(badRequest("message can't be edited"));
    expect(await send(next.id)).toMatchObject({ chat: { id: next.id, type: 'supergroup', title: 'Fans' } });
    expect(telegram.messages(next).some(({ text }) => text === 'before')).toBe(false);
    const updates = await client.updates();
    expect(
      updates.map(({ message }) => [
        message?.chat.id,
        message?.migrate_to_chat_id,
        message?.migrate_from_chat_id,
      ]),
    ).toEqual([
      [group.id, next.id, undefined],
      [next.id, undefined, group.id],
    ]);
  });
});

describe('rates', () => {
  it('are always measured and refused if limits are set', async () => {
    let now = 1_800_000_000_000;
    const limits = { overallPerSecond: 30, chatPerWindow: 1, groupPerMinute: 3 };
    const { telegram, client } = await standIn({ limits, now: () => now });
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const send = () => client.call('sendMessage', { chat_id: group.id, text: 'hi' });
    await send();
    expect(await refusal(send())).toEqual({
      code: 429,
      description: 'Too Many Requests: retry after 1',
      parameters: { retry_after: 1 },
    });
    now += 1000;
    await send();
    now += 1000;
    await send();
    now += 1000;
    expect((await refusal(send())).parameters).toEqual({ retry_after: 57 });
    expect(telegram.peaks()).toEqual({ overallPerSecond: 1, chatPerSecond: 1, groupPerMinute: 3 });
  });
});
