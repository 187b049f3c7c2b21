import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Notice, strong, text } from '../../../src/core/posts/content.ts';
import type { ResolvedOutlet } from '../../../src/ports/platform/outlet.ts';
import type { PictureToSend } from '../../../src/ports/platform/sending.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import type { Exchange } from '../../../src/sandbox/telegram/types.ts';
import { memorySentPictures } from '../../support/memory/sent-pictures.ts';
import { smallPng } from '../../support/small-png.ts';
import { ConnectedTelegram, sent } from '../../support/telegram/connected.ts';

let bot: ConnectedTelegram;
let telegram: TelegramStandIn;
let exchanges: Exchange[];

beforeEach(async () => {
  bot = await ConnectedTelegram.start();
  ({ telegram } = bot);
  exchanges = [];
  telegram.onExchange((exchange) => exchanges.push(exchange));
});

afterEach(() => bot.stop());

const picture: PictureToSend = { png: smallPng(), key: 'k1', alt: 'Her brother won.' };
const winner = [text('Winner: '), strong('Her brother'), text(', with 12 of 20 votes')];
const card: Notice = {
  kind: 'result',
  mark: 'm',
  language: 'en',
  title: 'The audience has decided',
  lines: [winner, [text('Who does Mara call?')]],
  looks: [{ label: 'Receipt', danger: false, command: 'receipt', given: { show: '#1f3c22ab', round: '3' } }],
};

const post = (
  outlet: ResolvedOutlet,
  more: Partial<PictureToSend> = {},
  notice = card,
  from = bot.platform,
) => from.send({ outlet, post: notice, nonce: 'n', now: Date.now(), picture: { ...picture, ...more } });
const isUpload = ({ method, params }: Exchange) => method === 'sendPhoto' && typeof params.photo === 'object';
const uploads = () => exchanges.filter(isUpload);
const photos = () => exchanges.filter(({ method }) => method === 'sendPhoto');

async function channels(count: number) {
  const chats = Array.from({ length: count }, (_, n) => telegram.world.addChannel({ title: `C${n}` }));
  return { chats, outlets: await Promise.all(chats.map(({ id }) => bot.outletOf(id))) };
}

describe('a result with its card on Telegram', () => {
  it('is one photo with the words as its caption, and the buttons', async () => {
    const { chats, outlets } = await channels(1);
    for (const outlet of outlets) sent(await post(outlet));
    expect(chats.flatMap((chat) => telegram.messages(chat))).toMatchObject([
      {
        photo: [{}, {}, {}, { width: 1200, height: 675 }],
        caption: 'The audience has decided\n\nWinner: Her brother, with 12 of 20 votes\nWho does Mara call?',
        caption_entities: expect.arrayContaining([expect.objectContaining({ type: 'bold' })]),
        reply_markup: { inline_keyboard: [[{ text: 'Receipt', url: expect.stringContaining('t.me/') }]] },
      },
    ]);
  });

  it('is uploaded once, however many chats get it at the same time', async () => {
    const { chats, outlets } = await channels(12);
    await Promise.all(outlets.map(async (outlet) => sent(await post(outlet))));
    expect(chats.map((chat) => telegram.messages(chat).length)).toEqual(chats.map(() => 1));
    expect(photos()).toHaveLength(12);
    expect(uploads()).toHaveLength(1);
  });

  it('is not uploaded again by another process', async () => {
    const ids = new Map<string, string>();
    const [one, other] = [1, 2].map(() => bot.connect({ sentPictures: memorySentPictures(ids) }));
    const { outlets } = await channels(2);
    const [first, second] = outlets;
    if (!first || !second || !one || !other) throw new Error('no outlets');
    sent(await post(first, {}, card, one));
    sent(await post(second, {}, card, other));
    expect(uploads()).toHaveLength(1);
    expect(ids.size).toBe(1);
  });

  it('is uploaded again if Telegram no longer knows its id', async () => {
    const { chats, outlets } = await channels(3);
    const [first, ...others] = outlets;
    if (!first) throw new Error('no outlet');
    sent(await post(first));
    telegram.forgetFiles();
    for (const outlet of others) sent(await post(outlet));
    expect(uploads()).toHaveLength(2);
    expect(chats.map((chat) => telegram.messages(chat).length)).toEqual([1, 1, 1]);
  });

  it('with other content is another picture', async () => {
    const { outlets } = await channels(2);
    for (const [index, outlet] of outlets.entries()) sent(await post(outlet, { key: `k${index}` }));
    expect(uploads()).toHaveLength(2);
  });

  it('goes out as text where photos are forbidden, and the others still get the picture', async () => {
    const group = telegram.world.addSupergroup({ title: 'G' });
    telegram.world.setPermissions(group, { can_send_photos: false });
    const { chats, outlets } = await channels(2);
    const outcomes = await Promise.all(
      [await bot.outletOf(group.id), ...outlets].map(async (outlet) => sent(await post(outlet))),
    );
    expect(outcomes.map(({ shortfalls }) => shortfalls?.map(({ code }) => code))).toEqual([
      ['picture'],
      undefined,
      undefined,
    ]);
    expect(telegram.messages(group)).toMatchObject([{ text: expect.stringContaining('Her brother') }]);
    expect(chats.map((chat) => telegram.messages(chat)[0]?.photo?.length)).toEqual([4, 4]);
  });

  it('goes out as text if Telegram can make no photo of the file', async () => {
    const { chats, outlets } = await channels(1);
    for (const outlet of outlets) sent(await post(outlet, { png: Buffer.from('no picture') }));
    expect(chats.map((chat) => telegram.messages(chat))).toMatchObject([[{ text: expect.any(String) }]]);
  });

  it('is unknown if the upload got no answer, and is never sent a second time', async () => {
    telegram.fault({ method: 'sendPhoto', fault: { kind: 'answer-lost' } });
    const { chats, outlets } = await channels(2);
    const [first, second] = outlets;
    if (!first || !second) throw new Error('no outlets');
    expect(await post(first)).toMatchObject({ status: 'unknown' });
    sent(await post(second));
    expect(chats.map((chat) => telegram.messages(chat).length)).toEqual([1, 1]);
  });

  it('leaves lines out of a caption that is too long: first what the picture shows, never who won', async () => {
    const standings = Array.from({ length: 10 }, (_, n) => [text(`Option ${n} ${'x'.repeat(60)}`)]);
    const notes = [[text(`A note ${'y'.repeat(300)}`)], [text(`The last ${'z'.repeat(300)}`)]];
    const long: Notice = { ...card, lines: [winner, ...standings, ...notes], onPicture: standings };
    const { chats, outlets } = await channels(1);
    for (const outlet of outlets) sent(await post(outlet, {}, long));
    const [message] = chats.flatMap((chat) => telegram.messages(chat));
    expect(message?.caption?.length).toBeLessThanOrEqual(1_024);
    expect(message?.caption).toContain('Winner: Her brother, with 12 of 20 votes');
    expect(message?.caption).toContain('A note');
    expect(message?.caption).toContain('The last');
    expect(message?.caption).toContain('Option 0');
    expect(message?.caption).not.toContain('Option 9');
  });

  it.each(['with its picture', 'as text'])('that was sent %s is corrected', async (how) => {
    const { chats, outlets } = await channels(1);
    const [outlet] = outlets;
    if (!outlet) throw new Error('no outlet');
    const first = how === 'as text' ? await bot.post(outlet, card) : await post(outlet);
    const links = [{ label: 'Watch next', url: 'https://watch.example/2' }];
    const corrected = { ...card, lines: [winner, [text('Corrected')]], links };
    const edit = () => bot.platform.editNotice?.(outlet, sent(first).message, corrected);
    expect(await edit()).toEqual({ status: 'edited' });
    expect(await edit()).toEqual({ status: 'edited' });
    const [message] = chats.flatMap((chat) => telegram.messages(chat));
    expect(message?.caption ?? message?.text).toContain('Corrected');
    expect(message?.photo?.length).toBe(how === 'as text' ? undefined : 4);
    expect(message?.reply_markup?.inline_keyboard.map(([button]) => button?.text)).toEqual([
      'Watch next',
      'Receipt',
    ]);
  });

  it('is recognised when a showrunner points at it', async () => {
    const channel = telegram.world.addChannel({ title: 'C', username: 'nightshift' });
    const outlet = await bot.outletOf(channel.id);
    const { message } = sent(await post(outlet));
    const wanted = { post: card, since: 0, isTaken: () => false };
    const found = await bot.platform.findPosted?.(outlet, message.link ?? '', wanted);
    expect(found).toEqual({ status: 'found', message });
  });
});

describe('buttons below a channel’s result', () => {
  const pages = (page: string): Notice => ({
    ...card,
    looks: (card.looks ?? []).map((look) => ({ ...look, page })),
  });
  const urlIn = async (chat: { readonly id: number }, page: string) => {
    sent(await post(await bot.outletOf(chat.id), {}, pages(page)));
    return telegram.messages(chat.id).at(-1)?.reply_markup?.inline_keyboard[0]?.[0]?.url;
  };

  it('lead to the page, where people can reach it; in a group the bot answers in private', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const group = telegram.world.addSupergroup({ title: 'G' });
    const page = 'https://shows.example/shows/night-shift#receipts';
    expect(await urlIn(channel, page)).toBe(page);
    expect(await urlIn(group, page)).toMatch(/^https:\/\/t\.me\//);
    expect(await urlIn(channel, 'http://localhost:8080/shows/night-shift')).toMatch(/^https:\/\/t\.me\//);
  });

  it('are left out if their address is none that Telegram takes', async () => {
    const { chats, outlets } = await channels(1);
    const links = [{ label: 'Watch next', url: 'http://localhost/2' }];
    for (const outlet of outlets)
      expect(sent(await post(outlet, {}, { ...card, links })).shortfalls).toBe(undefined);
    expect(chats.flatMap((chat) => telegram.messages(chat))[0]?.reply_markup?.inline_keyboard).toHaveLength(
      1,
    );
  });
});
