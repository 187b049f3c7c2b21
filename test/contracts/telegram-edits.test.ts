import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramStandIn } from '../../src/sandbox/telegram/server.ts';
import { createAnswering } from '../../src/telegram/answering.ts';
import { createBotApi } from '../../src/telegram/client.ts';
import { editDrop } from '../../src/telegram/edit-drop.ts';
import { findPosted } from '../../src/telegram/find-posted.ts';
import { ConnectedTelegram, drop, question, sent } from '../support/telegram-connected.ts';

let bot: ConnectedTelegram;
let telegram: TelegramStandIn;

beforeEach(async () => {
  bot = await ConnectedTelegram.start();
  ({ telegram } = bot);
});

afterEach(() => bot.stop());

const api = () => createBotApi({ token: telegram.token, apiUrl: telegram.url, limiter: bot.limiter });
const { image: _image, ...plainDrop } = drop;
const mended = { ...drop, url: 'https://watch.example/mended' };

describe('mending a drop', () => {
  it.each([
    ['with a picture', drop],
    ['without one', plainDrop],
  ])('puts the new link on a drop %s', async (_, posted) => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, posted));
    const edited = { ...posted, url: mended.url };
    expect(await editDrop(api(), outlet, message, edited, Date.now())).toEqual({ status: 'edited' });
    const there = telegram.messages(channel)[0];
    expect(there?.reply_markup?.inline_keyboard).toEqual([[{ text: 'Watch', url: mended.url }]]);
    expect(there?.caption ?? there?.text).toContain('Clocking In');
    expect(await editDrop(api(), outlet, message, edited, Date.now())).toEqual({ status: 'edited' });
  });

  it('finds the other kind of message where the picture was left out', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    telegram.world.setPermissions(group, { can_send_photos: false });
    const outlet = await bot.outletOf(group.id);
    const { message } = sent(await bot.post(outlet, drop));
    expect(await editDrop(api(), outlet, message, mended, Date.now())).toEqual({ status: 'edited' });
    expect(telegram.messages(group)[0]?.reply_markup?.inline_keyboard[0]?.[0]?.url).toBe(mended.url);
  });

  it('leaves off the button that Telegram does not take, and keeps the link in the text', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, plainDrop));
    const url = 'http://localhost/mended';
    const edited = await editDrop(api(), outlet, message, { ...plainDrop, url }, Date.now());
    expect(edited).toMatchObject({ status: 'edited', shortfalls: [{ code: 'button' }] });
    expect(telegram.messages(channel)[0]?.text).toContain(url);
  });

  it('says that the drop is gone, that the bot is out, or when to come back', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, drop));
    telegram.fault({ fault: { kind: 'server-error', status: 502 }, method: 'editMessageCaption', times: 1 });
    expect(await editDrop(api(), outlet, message, mended, Date.now())).toMatchObject({ status: 'retry' });
    telegram.world.deleteMessage(channel, Number(message.id));
    expect(await editDrop(api(), outlet, message, mended, Date.now())).toMatchObject({
      status: 'refused',
      problem: { code: 'message-gone' },
    });
    telegram.world.kickBot(channel);
    expect(await editDrop(api(), outlet, message, mended, Date.now())).toMatchObject({
      status: 'refused',
      problem: { code: 'not-a-member' },
    });
  });
});

describe('a message that a showrunner points at', () => {
  it('is the poll where the link leads to it', async () => {
    const channel = telegram.world.addChannel({ title: 'C', username: 'nightshift' });
    const outlet = await bot.outletOf(channel.id);
    const poll = await bot.openPoll(outlet);
    const found = await findPosted(api(), outlet, `https://t.me/nightshift/${poll.message.id}`, question);
    expect(found).toEqual({ status: 'found', message: poll.message, poll });
    expect(telegram.messages(channel)[0]).not.toHaveProperty('reply_markup');
  });

  it('is refused where it is elsewhere, no poll, or not there', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    const { message } = sent(await bot.post(outlet, plainDrop));
    const problem = async (link: string) => {
      const found = await findPosted(api(), outlet, link, question);
      return found.status === 'refused' ? found.problem.code : found.status;
    };
    expect(await problem('no link')).toBe('bad-link');
    expect(await problem('https://t.me/c/42/7')).toBe('other-place');
    expect(await problem('https://t.me/nobody_knows/7')).toBe('other-place');
    expect(await problem(message.link ?? '')).toBe('other-message');
    expect(await problem((message.link ?? '').replace(/\d+$/, '999'))).toBe('not-ours');
  });

  it('other than a poll is taken on their word', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    const link = `https://t.me/c/${String(group.id).slice(4)}/77`;
    const message = { id: '77', in: String(group.id), link };
    expect(await findPosted(api(), outlet, link, drop)).toEqual({ status: 'found', message });
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
