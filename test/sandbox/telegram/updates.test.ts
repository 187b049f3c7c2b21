import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import type { Message, Update } from '../../../src/sandbox/telegram/types.ts';
import { clientOf, refusal, standIn } from '../../support/telegram/stand-in.ts';

const texts = (updates: readonly Update[]) =>
  updates.map((update) => (update.message ?? update.channel_post)?.text);

/** A private chat in which a person says these things. */
function sayAll(telegram: TelegramStandIn, ...said: string[]): void {
  const mara = telegram.world.addUser({ first_name: 'Mara' });
  telegram.world.addPrivateChat(mara);
  for (const text of said) telegram.say({ chat: mara, from: mara, text });
}

describe('getUpdates', () => {
  it('confirms everything below the offset, and nothing else', async () => {
    const { telegram, client } = await standIn();
    sayAll(telegram, 'a', 'b', 'c', 'd');
    const get = (params: object = {}) => client.call<Update[]>('getUpdates', params);
    const first = await get({ limit: 2 });
    expect(texts(first)).toEqual(['a', 'b']);
    expect(texts(await get())).toEqual(['a', 'b', 'c', 'd']);
    const [a, b] = first.map((update) => update.update_id);
    expect(b).toBe((a ?? 0) + 1);
    expect(texts(await get({ offset: b }))).toEqual(['b', 'c', 'd']);
    expect(texts(await get({ offset: 0 }))).toEqual(['b', 'c', 'd']);
    expect(texts(await get({ offset: -1 }))).toEqual(['d']);
    expect(texts(await get())).toEqual(['d']);
    expect(texts(await get({ offset: (a ?? 0) + 1000 }))).toEqual(['d']);
  });

  it('waits for the first update', async () => {
    const { telegram, client } = await standIn();
    const waiting = client.updates(30);
    sayAll(telegram, 'at last');
    expect(texts(await waiting)).toEqual(['at last']);
  });

  it('answers the older of two pollers with a conflict', async () => {
    const { telegram, client } = await standIn();
    const second = clientOf(telegram);
    const older = refusal(client.updates(30));
    let conflicts = 0;
    telegram.onExchange(({ status }) => {
      conflicts += status === 409 ? 1 : 0;
    });
    const newer = second.updates(30).catch(() => second.updates(30));
    expect(await older).toEqual({
      code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    expect(conflicts).toBe(1);
    sayAll(telegram, 'for the newer');
    expect(texts(await newer)).toEqual(['for the newer']);
  });

  it('sends what allowed_updates names, and chat_member only when named', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    telegram.world.addMember(channel, 1);
    expect(await client.updates()).toEqual([]);
    await client.call('getUpdates', { allowed_updates: ['chat_member'] });
    telegram.world.addMember(channel, 2);
    telegram.say({ chat: channel, from: 'chat', text: 'not asked for' });
    // The choice outlives the call that made it.
    const updates = await client.updates();
    expect(updates.map(({ chat_member }) => chat_member?.new_chat_member.user.id)).toEqual([2]);
    await client.call('getUpdates', { allowed_updates: [] });
    telegram.say({ chat: channel, from: 'chat', text: 'by default' });
    expect(texts(await client.updates())).toEqual(['by default']);
  });

  it('keeps updates for 24 hours', async () => {
    let now = Date.now();
    const { telegram, client } = await standIn({ now: () => now });
    sayAll(telegram, 'old');
    now += 24 * 3600 * 1000;
    sayAll(telegram, 'new');
    expect(texts(await client.updates())).toEqual(['new']);
  });
});

describe('scripted update faults', () => {
  it('double, reorder and forget', async () => {
    const { telegram, client } = await standIn();
    telegram.updates.duplicate(1);
    sayAll(telegram, 'a', 'b');
    const doubled = await client.updates();
    expect(texts(doubled)).toEqual(['a', 'a', 'b']);
    expect(doubled[0]?.update_id).toBe(doubled[1]?.update_id);
    telegram.updates.reorder(3);
    sayAll(telegram, '1', '2', '3');
    const reordered = await client.updates();
    expect(texts(reordered)).toEqual(['3', '2', '1']);
    sayAll(telegram, 'lost');
    expect(telegram.updates.forget()).toBe(4);
    expect(await client.updates()).toEqual([]);
  });
});

describe('scripted call faults', () => {
  it('hit the calls they name, as often as they say', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    const send = () => client.call<Message>('sendMessage', { chat_id: channel.id, text: 'hi' });
    telegram.fault({ method: 'sendMessage', times: 1, fault: { kind: 'too-many-requests', retryAfter: 7 } });
    telegram.fault({ method: 'sendMessage', fault: { kind: 'server-error', status: 502, afterDoing: true } });
    telegram.fault({ when: ({ chat_id }) => chat_id === channel.id, fault: { kind: 'request-lost' } });
    expect(await refusal(send())).toEqual({
      code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    });
    expect(telegram.messages(channel)).toHaveLength(0);
    expect(await refusal(send())).toEqual({ code: 502, description: 'Bad Gateway' });
    expect(telegram.messages(channel)).toHaveLength(1);
    await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(telegram.messages(channel)).toHaveLength(1);
    expect((await send()).message_id).toBe(2);
  });

  it('lose the answer of a message that was sent', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    telegram.fault({ method: 'sendMessage', fault: { kind: 'answer-lost' } });
    const lost: boolean[] = [];
    telegram.onExchange((exchange) => lost.push(exchange.lost));
    await expect(client.call('sendMessage', { chat_id: channel.id, text: 'hi' })).rejects.toMatchObject({
      type: 'system',
      code: 'ECONNRESET',
    });
    expect(telegram.messages(channel).map(({ text }) => text)).toEqual(['hi']);
    expect(lost).toEqual([true]);
  });
});

describe('an answer that is cut off', () => {
  it('arrives in half', async () => {
    const { telegram } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    telegram.fault({ method: 'sendMessage', fault: { kind: 'answer-cut' } });
    const url = `${telegram.url}/bot${telegram.token}/sendMessage?chat_id=${channel.id}&text=hi`;
    const response = await fetch(url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(telegram.messages(channel)).toHaveLength(1);
  });
});

describe('people', () => {
  it('write commands that a bot without privileges still gets', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addSupergroup({ title: 'Fans', forum: true });
    const topic = telegram.world.addTopic(group, 'Night Shift');
    await client.updates();
    const mara = telegram.world.addUser({ first_name: 'Mara' });
    telegram.say({ chat: group, from: mara, text: 'just talk of #night' });
    telegram.say({ chat: group, from: mara, text: '/path@other_bot' });
    telegram.say({ chat: group, topic, from: mara, text: `/path@${telegram.bot.username} now` });
    telegram.say({ chat: group, from: 'chat', text: 'see /path' });
    const [command, anonymous, ...rest] = (await client.updates()).map(({ message }) => message);
    expect(rest).toEqual([]);
    expect(command).toMatchObject({ from: mara, message_thread_id: topic, is_topic_message: true });
    expect(command?.entities).toEqual([{ type: 'bot_command', offset: 0, length: 29 }]);
    expect(command?.reply_to_message?.forum_topic_created?.name).toBe('Night Shift');
    expect(anonymous).toMatchObject({
      sender_chat: { id: group.id },
      from: { username: 'GroupAnonymousBot' },
    });
    expect(anonymous?.entities).toEqual([{ type: 'bot_command', offset: 4, length: 5 }]);
  });

  it('write channel posts', async () => {
    const { telegram, client } = await standIn();
    const channel = telegram.world.addChannel({ title: 'Night Shift' });
    telegram.say({ chat: channel, from: 'chat', text: '/path' });
    const [update] = await client.updates();
    expect(update?.channel_post).toMatchObject({ sender_chat: { id: channel.id }, text: '/path' });
    expect(update?.channel_post?.from).toBeUndefined();
  });

  it('press buttons, and see the answer and the edits before it', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addSupergroup({ title: 'Fans' });
    const place = { chat_id: group.id };
    const sent = await client.call<Message>('sendMessage', {
      ...place,
      text: 'Is it there?',
      reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'there:1' }]] },
    });
    const pressed = telegram.press({ chat: group, message: sent.message_id, data: 'there:1', from: 5 });
    const [update] = await client.updates(5);
    const query = update?.callback_query;
    expect(query).toMatchObject({
      from: { id: 5 },
      data: 'there:1',
      message: { message_id: sent.message_id },
    });
    await client.call('editMessageText', { ...place, message_id: sent.message_id, text: 'It is there.' });
    const answer = { callback_query_id: query?.id, text: 'Noted', show_alert: true };
    await client.call('answerCallbackQuery', answer);
    expect(await pressed).toMatchObject({
      answer: { text: 'Noted', showAlert: true },
      edits: [{ text: 'It is there.' }],
    });
    expect((await refusal(client.call('answerCallbackQuery', answer))).description).toBe(
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    );
    await expect(
      telegram.press({ chat: group, message: sent.message_id, data: 'x', from: 5 }),
    ).rejects.toThrow('has no button "x"');
  });

  it('add, promote and remove the bot', async () => {
    const { telegram, client } = await standIn();
    const group = telegram.world.addSupergroup({ title: 'Fans', bot: 'absent' });
    telegram.world.addBot(group);
    telegram.world.setBotRights(group, { can_pin_messages: true });
    telegram.world.kickBot(group);
    const updates = await client.updates();
    const changes = updates.flatMap(({ my_chat_member: change }) =>
      change ? [[change.old_chat_member.status, change.new_chat_member.status]] : [],
    );
    expect(changes).toEqual([
      ['left', 'member'],
      ['member', 'administrator'],
      ['administrator', 'kicked'],
    ]);
    expect(updates[1]?.message?.new_chat_members).toMatchObject([{ id: telegram.bot.id }]);
  });
});

describe('command menus', () => {
  it('are kept by scope and language', async () => {
    const { telegram, client } = await standIn();
    const commands = [{ command: 'path', description: 'The story so far' }];
    await client.call('setMyCommands', { commands, scope: { type: 'all_group_chats' }, language_code: 'de' });
    expect(await client.call('getMyCommands')).toEqual([]);
    expect(telegram.commands('all_group_chats de')).toEqual(commands);
    const wrong = client.call('setMyCommands', { commands: [{ command: 'Path', description: 'x' }] });
    expect(await refusal(wrong)).toMatchObject({ description: 'Bad Request: BOT_COMMAND_INVALID' });
    await client.call('deleteMyCommands', { scope: { type: 'all_group_chats' }, language_code: 'de' });
    expect(telegram.commands('all_group_chats de')).toEqual([]);
  });
});

const receivers: { close(): void }[] = [];
afterEach(() => {
  for (const receiver of receivers.splice(0)) receiver.close();
});

/** A webhook that accepts what it gets, or refuses it with the next of these codes. */
async function receiver(
  codes: number[],
): Promise<{ url: string; next(count: number): Promise<IncomingMessage[]>; bodies: Update[] }> {
  const requests: IncomingMessage[] = [];
  const bodies: Update[] = [];
  let wake = () => {};
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      response.writeHead(codes.shift() ?? 200).end();
      requests.push(request);
      bodies.push(JSON.parse(text) as Update);
      wake();
    });
  });
  receivers.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    bodies,
    next: async (count) => {
      while (requests.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return requests;
    },
  };
}

describe('a webhook', () => {
  it('gets each update with the secret, again after a failure, in order', async () => {
    const { telegram, client } = await standIn({ webhookRetryMs: 5 });
    const hook = await receiver([500, 200, 200]);
    await client.call('setWebhook', { url: hook.url, secret_token: 'a-secret_1' });
    sayAll(telegram, 'first', 'second');
    const requests = await hook.next(3);
    expect(requests.map(({ headers }) => headers['x-telegram-bot-api-secret-token'])).toEqual(
      Array(3).fill('a-secret_1'),
    );
    expect(texts(hook.bodies)).toEqual(['first', 'first', 'second']);
    expect(await client.call('getWebhookInfo')).toMatchObject({
      url: hook.url,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    });
  });

  it('and getUpdates exclude each other', async () => {
    const { telegram, client } = await standIn();
    const hook = await receiver([]);
    const waiting = refusal(client.updates(30));
    const isWaiting = new Promise<void>((resolve) => setTimeout(resolve, 20));
    await isWaiting;
    await client.call('setWebhook', { url: hook.url });
    expect((await waiting).description).toBe('Conflict: terminated by setWebhook request');
    expect((await refusal(client.updates())).code).toBe(409);
    await client.call('deleteWebhook');
    sayAll(telegram, 'by polling again');
    expect(texts(await client.updates())).toEqual(['by polling again']);
  });

  it('must be HTTPS except on loopback, with a secret of plain characters', async () => {
    const { client } = await standIn();
    const set = (params: object) => refusal(client.call('setWebhook', params));
    expect((await set({ url: 'http://bot.example/hook' })).description).toBe(
      'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    );
    expect((await set({ url: 'https://bot.example/hook', secret_token: 'a b' })).code).toBe(400);
  });
});
