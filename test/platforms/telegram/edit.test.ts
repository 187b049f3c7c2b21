import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Post, strong, text } from '../../../src/core/posts/content.ts';
import { createAnswering } from '../../../src/platforms/telegram/commands/answering.ts';
import { editDrop } from '../../../src/platforms/telegram/posts/edit.ts';
import { createBotApi } from '../../../src/platforms/telegram/requests/client.ts';
import type { ResolvedOutlet } from '../../../src/ports/platform/outlet.ts';
import type { WantedPost } from '../../../src/ports/platform/platform.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import { ConnectedTelegram, drop, question, result, sent } from '../../support/telegram/connected.ts';

let bot: ConnectedTelegram;
let telegram: TelegramStandIn;

beforeEach(async () => {
  bot = await ConnectedTelegram.start();
  ({ telegram } = bot);
});

afterEach(() => bot.stop());

const api = () => createBotApi({ token: telegram.token, apiUrl: telegram.url, limiter: bot.limiter });
const { image: _image, ...plainDrop } = drop;
const updated = { ...drop, url: 'https://watch.example/updated' };

describe('updating a drop', () => {
  it.each([
    ['with a picture', drop],
    ['without one', plainDrop],
  ])('puts the new link on a drop %s', async (_, posted) => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, posted));
    const edited = { ...posted, url: updated.url };
    expect(await editDrop(api(), outlet, message, edited, Date.now())).toEqual({ status: 'edited' });
    const there = telegram.messages(channel)[0];
    expect(there?.reply_markup?.inline_keyboard).toEqual([[{ text: 'Watch', url: updated.url }]]);
    expect(there?.caption ?? there?.text).toContain('Clocking In');
    expect(await editDrop(api(), outlet, message, edited, Date.now())).toEqual({ status: 'edited' });
  });

  it('finds the other kind of message if the picture was left out', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    telegram.world.setPermissions(group, { can_send_photos: false });
    const outlet = await bot.outletOf(group.id);
    const { message } = sent(await bot.post(outlet, drop));
    expect(await editDrop(api(), outlet, message, updated, Date.now())).toEqual({ status: 'edited' });
    expect(telegram.messages(group)[0]?.reply_markup?.inline_keyboard[0]?.[0]?.url).toBe(updated.url);
  });

  it('leaves out the button that Telegram refuses, and keeps the link in the text', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, plainDrop));
    const url = 'http://localhost/updated';
    const edited = await editDrop(api(), outlet, message, { ...plainDrop, url }, Date.now());
    expect(edited).toMatchObject({ status: 'edited', shortfalls: [{ code: 'button' }] });
    expect(telegram.messages(channel)[0]?.text).toContain(url);
  });

  it('says that the drop is gone, that the bot was removed, or when to retry', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, drop));
    telegram.fault({ fault: { kind: 'server-error', status: 502 }, method: 'editMessageCaption', times: 1 });
    expect(await editDrop(api(), outlet, message, updated, Date.now())).toMatchObject({ status: 'retry' });
    telegram.world.deleteMessage(channel, Number(message.id));
    expect(await editDrop(api(), outlet, message, updated, Date.now())).toMatchObject({
      status: 'refused',
      problem: { code: 'message-gone' },
    });
    telegram.world.kickBot(channel);
    expect(await editDrop(api(), outlet, message, updated, Date.now())).toMatchObject({
      status: 'refused',
      problem: { code: 'not-a-member' },
    });
  });
});

describe('a message that a showrunner points at', () => {
  const pointed = (outlet: ResolvedOutlet, link: string, post: Post, more: Partial<WantedPost> = {}) =>
    bot.platform.findPosted?.(outlet, link, { post, since: 0, isTaken: () => false, ...more });
  const code = async (...asked: Parameters<typeof pointed>) => {
    const found = await pointed(...asked);
    return found?.status === 'refused' ? found.problem.code : found?.status;
  };
  const linkTo = (chat: { id: number }, message: number) =>
    `https://t.me/c/${String(chat.id).slice(4)}/${message}`;
  const sameWords = { question: question.question, options: question.options.map(({ label }) => label) };

  it('is the poll that the link leads to', async () => {
    const channel = telegram.world.addChannel({ title: 'C', username: 'nightshift' });
    const outlet = await bot.outletOf(channel.id);
    const poll = await bot.openPoll(outlet);
    const found = await pointed(outlet, `https://t.me/nightshift/${poll.message.id}`, question);
    expect(found).toEqual({ status: 'found', message: poll.message, poll });
    expect(telegram.messages(channel)[0]).not.toHaveProperty('reply_markup');
  });

  it('is refused if it is elsewhere, not a poll, or not there', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    const { message } = sent(await bot.post(outlet, plainDrop));
    expect(await code(outlet, 'no link', question)).toBe('bad-link');
    expect(await code(outlet, 'https://t.me/c/42/7', question)).toBe('other-place');
    expect(await code(outlet, 'https://t.me/nobody_knows/7', question)).toBe('other-place');
    expect(await code(outlet, message.link ?? '', question)).toBe('other-message');
    expect(await code(outlet, linkTo(group, 999), question)).toBe('not-ours');
  });

  it('is refused if it belongs to another delivery, and then is not changed', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    const { message } = sent(await bot.post(outlet, plainDrop));
    const before = telegram.messages(group);
    const isTaken = (id: string) => id === message.id;
    expect(await code(outlet, message.link ?? '', plainDrop, { isTaken })).toBe('other-message');
    expect(telegram.messages(group)).toEqual(before);
  });

  it('is refused if it is older than the first attempt, by more than clocks may differ', async () => {
    const outlet = await bot.outletOf(telegram.world.addSupergroup({ title: 'G' }).id);
    const { link = '' } = (await bot.openPoll(outlet)).message;
    expect(await code(outlet, link, question, { since: Date.now() + 302_000 })).toBe('too-old');
    expect(await code(outlet, link, question, { since: Date.now() + 1_000 })).toBe('found');
  });

  it('is refused if it asks something else, or has other settings than the bot’s polls', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    const { link = '' } = (await bot.openPoll(outlet)).message;
    expect(await code(outlet, link, { ...question, question: 'Who does Mara hate?' })).toBe('other-message');
    const [first, second] = question.options;
    const options = [first, { ...second, label: 'Nobody' }] as typeof question.options;
    expect(await code(outlet, link, { ...question, options })).toBe('other-message');
    const rule = [[text('Fewest votes win.')]];
    expect(await code(outlet, link, { ...question, rule })).toBe('not-ours');
  });

  it('is refused if another administrator of the channel posted a poll with the same words', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const theirs = telegram.postForeignPoll({ chat: channel, from: 'chat', ...sameWords });
    expect(await code(outlet, linkTo(channel, theirs.message_id), question)).toBe('not-ours');
  });

  it('is refused if it was forwarded, or a member posted it', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const there = await bot.outletOf(channel.id);
    const copy = telegram.postForeignPoll({ chat: channel, from: 'chat', ...sameWords, forwarded: true });
    expect(await code(there, linkTo(channel, copy.message_id), question)).toBe('forwarded');
    const group = telegram.world.addSupergroup({ title: 'G' });
    const inGroup = await bot.outletOf(group.id);
    const { message_id: id } = telegram.postForeignPoll({
      chat: group,
      from: telegram.world.addUser({ first_name: 'Mallory' }),
      ...sameWords,
    });
    expect(await code(inGroup, linkTo(group, id), question)).toBe('not-ours');
  });

  it('that is not a poll must say what we sent, and gets its buttons back', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    const { message } = sent(await bot.post(outlet, plainDrop));
    const link = message.link ?? '';
    expect(await pointed(outlet, link, plainDrop)).toEqual({ status: 'found', message });
    expect(telegram.messages(group)[0]?.reply_markup?.inline_keyboard).toEqual([
      [{ text: drop.watch, url: drop.url }],
    ]);
    expect(await code(outlet, link, { ...plainDrop, title: [text('Clocking Out')] })).toBe('other-message');
    expect(await code(outlet, linkTo(group, 77), plainDrop)).toBe('not-ours');
    const { message: over } = sent(await bot.post(outlet, result));
    const winner = (label: string): Post => ({ ...result, lines: [[strong(label), text(' won.')]] });
    expect(await code(outlet, over.link ?? '', winner('Her brother'))).toBe('other-message');
    expect(await code(outlet, over.link ?? '', winner('<b>@all</b>'))).toBe('found');
  });
});

describe('a file', () => {
  it('is attached under its name', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        bodies.push(`${request.url} ${body}`);
        response.setHeader('content-type', 'application/json');
        response.end('{"ok":true,"result":true}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const silent = () => undefined;
    const log = { debug: silent, info: silent, warn: silent, error: silent };
    const answering = createAnswering(createBotApi({ token: '1:a', apiUrl, limiter: bot.limiter }), log);
    await answering.attach(
      { chat: -100, type: 'group', replyTo: 5 },
      { name: 'receipt.json', json: '{"votes":"ü"}' },
    );
    await new Promise((resolve) => server.close(resolve));
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toContain('/bot1:a/sendDocument');
    expect(bodies[0]).toContain('filename="receipt.json"');
    expect(bodies[0]).toContain('{"votes":"ü"}');
    expect(bodies[0]).toContain('"message_id":5');
  });
});
