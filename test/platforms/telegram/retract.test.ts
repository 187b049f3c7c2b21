import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { line, type Notice } from '../../../src/core/posts/content.ts';
import { retractPost } from '../../../src/platforms/telegram/posts/retract.ts';
import { createBotApi } from '../../../src/platforms/telegram/requests/client.ts';
import type { RetractedPost } from '../../../src/ports/platform/platform.ts';
import type { MessageRef } from '../../../src/ports/platform/sending.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import { ConnectedTelegram, drop, question, result, sent } from '../../support/telegram/connected.ts';

const WORDS = 'This episode was taken back.';
const blank: Notice = { kind: 'notice', mark: 'm', language: 'en', title: '', lines: [line(WORDS)] };
const TOO_OLD = 49;

let bot: ConnectedTelegram;
let telegram: TelegramStandIn;

beforeEach(async () => {
  bot = await ConnectedTelegram.start();
  ({ telegram } = bot);
});

afterEach(() => bot.stop());

const { image: _image, ...plainDrop } = drop;
type Outlet = Awaited<ReturnType<ConnectedTelegram['outletOf']>>;
const retract = (outlet: Outlet, message: MessageRef, kind: RetractedPost['kind']) => {
  const api = createBotApi({ token: telegram.token, apiUrl: telegram.url, limiter: bot.limiter });
  return retractPost(api, outlet, message, { kind, blank });
};

describe('taking back what was posted on Telegram', () => {
  it.each([
    ['drop', drop],
    ['poll', question],
    ['result', result],
  ] as const)('deletes a %s, and is content if it is gone already', async (kind, post) => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, post));
    expect(await retract(outlet, message, kind)).toEqual({ status: 'deleted' });
    expect(telegram.messages(channel)).toEqual([]);
    expect(await retract(outlet, message, kind)).toEqual({ status: 'deleted' });
  });

  it('removes everything but the words after 48 hours', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    const { message } = sent(await bot.post(outlet, plainDrop));
    telegram.world.ageMessage(group, Number(message.id), TOO_OLD);
    expect(await retract(outlet, message, 'drop')).toEqual({ status: 'blanked' });
    const [there] = telegram.messages(group);
    expect(there?.text).toBe(WORDS);
    expect(there?.reply_markup).toBeUndefined();
    expect(JSON.stringify(there)).not.toContain(plainDrop.url);
    expect(await retract(outlet, message, 'drop')).toEqual({ status: 'blanked' });
  });

  it('says that a picture stays, after it removed the words and the button', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, drop));
    telegram.world.ageMessage(channel, Number(message.id), TOO_OLD);
    expect(await retract(outlet, message, 'drop')).toMatchObject({
      status: 'refused',
      problem: { code: 'picture-stays' },
    });
    const [there] = telegram.messages(channel);
    expect(there?.caption).toBe(WORDS);
    expect(there?.reply_markup).toBeUndefined();
  });

  it('says that an old poll stays: it has no words that a bot could change', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, question));
    telegram.world.ageMessage(channel, Number(message.id), TOO_OLD);
    expect(await retract(outlet, message, 'poll')).toMatchObject({
      status: 'refused',
      problem: { code: 'cannot-delete' },
    });
  });

  it('says that the bot was removed, or when to try again', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await bot.post(outlet, drop));
    telegram.fault({ fault: { kind: 'server-error', status: 502 }, method: 'deleteMessage', times: 1 });
    expect(await retract(outlet, message, 'drop')).toMatchObject({ status: 'retry' });
    telegram.world.kickBot(channel);
    expect(await retract(outlet, message, 'drop')).toMatchObject({
      status: 'refused',
      problem: { code: 'not-a-member' },
    });
  });
});
