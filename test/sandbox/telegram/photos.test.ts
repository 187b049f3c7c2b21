import { Telegram, TelegramError } from 'telegraf';
import { describe, expect, it } from 'vitest';
import type { Exchange, Message } from '../../../src/sandbox/telegram/types.ts';
import { smallPng } from '../../support/small-png.ts';
import { checkTelegramExchange, telegramSpecAvailable } from '../../support/telegram/spec.ts';
import { standIn } from '../../support/telegram/stand-in.ts';

async function channel() {
  const { telegram, client } = await standIn();
  const chat = telegram.world.addChannel({ title: 'Night Shift' });
  const api = new Telegram(telegram.token, { apiRoot: telegram.url });
  const upload = (bytes: Buffer) => api.sendPhoto(chat.id, { source: bytes }, { caption: 'the card' });
  return { telegram, client, chat, api, upload };
}

const refusalOf = (sent: Promise<unknown>) =>
  sent.then(
    () => 'not refused',
    (error: unknown) => (error instanceof TelegramError ? error.description : String(error)),
  );

describe('a photo in the Telegram stand-in', () => {
  it('has several sizes with an id each, and can be loaded', async () => {
    const { telegram, api, upload } = await channel();
    const exchanges: Exchange[] = [];
    telegram.onExchange((exchange) => exchanges.push(exchange));
    const png = smallPng();
    const { photo } = await upload(png);
    expect(photo.map(({ width, height }) => [width, height])).toEqual([
      [90, 51],
      [320, 180],
      [800, 450],
      [1200, 675],
    ]);
    expect(new Set(photo.map(({ file_id }) => file_id)).size).toBe(4);
    const link = await api.getFileLink(photo.at(-1)?.file_id ?? '');
    const path = `${telegram.url}/file/bot${telegram.token}/${link.pathname.split('/').slice(-2).join('/')}`;
    expect(Buffer.from(await (await fetch(path)).arrayBuffer()).equals(png)).toBe(true);
    expect((await fetch(path.replace(telegram.token, '1:other'))).status).toBe(404);
    if (telegramSpecAvailable) expect(exchanges.flatMap(checkTelegramExchange)).toEqual([]);
  });

  it('is sent again by the id of any size, as long as the id is known', async () => {
    const { telegram, client, chat, upload } = await channel();
    const { photo } = await upload(smallPng());
    for (const { file_id } of photo) {
      const again = await client.call<Message>('sendPhoto', { chat_id: chat.id, photo: file_id });
      expect(again.photo).toEqual(photo);
    }
    telegram.forgetFiles();
    const sent = client.call('sendPhoto', { chat_id: chat.id, photo: photo[0]?.file_id });
    expect(await refusalOf(sent)).toContain('wrong file identifier/HTTP URL specified');
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'file must be non-empty'],
    ['what is no picture', Buffer.from('not a picture'), 'IMAGE_PROCESS_FAILED'],
    ['a picture that is too long', smallPng(1, 3_000, 100), 'PHOTO_INVALID_DIMENSIONS'],
    ['more than 10 MB', Buffer.concat([smallPng(), Buffer.alloc(10 * 1024 * 1024)]), 'file is too big'],
  ])('is not accepted if it is %s', async (_what, bytes, refusal) => {
    const { telegram, chat, upload } = await channel();
    expect(await refusalOf(upload(bytes))).toContain(refusal);
    expect(telegram.messages(chat)).toEqual([]);
  });

  it('keeps its picture when its caption is edited', async () => {
    const { telegram, client, chat, upload } = await channel();
    const { message_id, photo } = await upload(smallPng());
    await client.call('editMessageCaption', { chat_id: chat.id, message_id, caption: 'corrected' });
    expect(telegram.messages(chat)).toMatchObject([{ caption: 'corrected', photo }]);
  });
});
