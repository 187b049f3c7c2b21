import { DiscordAPIError, Routes } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { Permission, POLL_BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import type { Exchange } from '../../../src/sandbox/discord/rest/rest.ts';
import { discordSpec, discordSpecAvailable } from '../../support/discord/spec.ts';
import { smallPng } from '../../support/small-png.ts';
import { Stage } from './bot.ts';

const stage = new Stage();
afterEach(() => stage.stop());

const png = smallPng();
const files = [{ name: 'card.png', contentType: 'image/png', data: png }];
const withCard = {
  embeds: [{ description: 'The audience has decided', image: { url: 'attachment://card.png' } }],
  attachments: [{ id: '0', filename: 'card.png', description: 'Her brother won' }],
};

async function channelWithBot() {
  const discord = await stage.discord();
  const guild = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }] });
  const channel = guild.channels.show ?? '';
  const { rest } = (await stage.bot(discord)).client;
  const post = async (body: object, uploaded = files) =>
    (await rest.post(Routes.channelMessages(channel), { body, files: uploaded })) as Wire;
  const patch = async (id: string, body: object, uploaded: typeof files = []) =>
    (await rest.patch(Routes.channelMessage(channel, id), { body, files: uploaded })) as Wire;
  return { discord, guild: guild.id, channel, rest, post, patch };
}

interface Wire {
  readonly id: string;
  readonly embeds: readonly { readonly image?: { readonly url: string } }[];
  readonly attachments: readonly {
    readonly id: string;
    readonly url: string;
    readonly description?: string;
  }[];
}

const refusalOf = async (sent: Promise<unknown>): Promise<DiscordAPIError> => {
  const error: unknown = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DiscordAPIError)) throw new Error(`not refused: ${String(error)}`);
  return error;
};

describe('a file in the Discord stand-in', () => {
  it('comes with its message, is shown in the embed only, and can be loaded', async () => {
    const { discord, channel, post } = await channelWithBot();
    const exchanges: Exchange[] = [];
    discord.onExchange((exchange) => exchanges.push(exchange));
    const sent = await post(withCard);
    expect(sent.attachments).toEqual([]);
    const url = sent.embeds[0]?.image?.url ?? '';
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/attachments\/\d+\/\d+\/card\.png$/);
    const loaded = await fetch(url);
    expect(loaded.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await loaded.arrayBuffer()).equals(png)).toBe(true);
    expect(discord.messages(channel)[0]?.attachments).toMatchObject([
      { filename: 'card.png', description: 'Her brother won', isInEmbed: true },
    ]);
    if (discordSpecAvailable) expect(exchanges.flatMap((one) => discordSpec().check(one))).toEqual([]);
    discord.deleteMessage(sent.id);
    expect((await fetch(url)).status).toBe(404);
  });

  it('without an embed is listed with the message', async () => {
    const { post } = await channelWithBot();
    const sent = await post({ content: 'look' });
    expect(sent.attachments).toMatchObject([
      { filename: 'card.png', content_type: 'image/png', size: png.length },
    ]);
    expect((await fetch(sent.attachments[0]?.url ?? '')).status).toBe(200);
  });

  it('stays at an edit that shows it by its name, and is seen twice where its address is repeated', async () => {
    const { post, patch } = await channelWithBot();
    const sent = await post(withCard);
    const kept = await patch(sent.id, { embeds: [{ ...withCard.embeds[0], description: 'corrected' }] });
    expect(kept.embeds).toMatchObject([
      { description: 'corrected', image: { url: sent.embeds[0]?.image?.url } },
    ]);
    expect(kept.attachments).toEqual([]);
    const twice = await patch(sent.id, { embeds: sent.embeds });
    expect(twice.attachments).toHaveLength(1);
    const gone = await patch(sent.id, { embeds: [{ description: 'x' }], attachments: [] });
    expect(gone.attachments).toEqual([]);
  });

  it('is replaced by one that comes with an edit', async () => {
    const { discord, channel, post, patch } = await channelWithBot();
    const sent = await post(withCard);
    const other = smallPng(20);
    await patch(sent.id, withCard, [{ name: 'card.png', contentType: 'image/png', data: other }]);
    const [message] = discord.messages(channel);
    expect(message?.attachments.map(({ bytes }) => bytes.equals(other))).toEqual([true]);
  });

  it.each([
    ['an embed that shows a file which is not there', { embeds: withCard.embeds }, [], 50035],
    [
      'a description of 1,025 characters',
      { ...withCard, attachments: [{ id: '0', filename: 'card.png', description: 'x'.repeat(1_025) }] },
      files,
      50035,
    ],
    ['an entry without its file', { ...withCard, attachments: [{ id: '3' }] }, files, 50035],
    [
      'a file above 10 MB',
      withCard,
      [{ name: 'card.png', contentType: 'image/png', data: Buffer.alloc(10 * 1024 * 1024 + 1) }],
      40005,
    ],
  ])('refuses %s', async (_what, body, uploaded, code) => {
    const { discord, channel, post } = await channelWithBot();
    expect((await refusalOf(post(body, uploaded))).code).toBe(code);
    expect(discord.messages(channel)).toEqual([]);
  });

  it('needs the permission to attach files', async () => {
    const { discord, guild, post } = await channelWithBot();
    discord.setBotPermissions(guild, POLL_BOT_PERMISSIONS & ~Permission.attachFiles);
    expect((await refusalOf(post(withCard))).code).toBe(50013);
    expect((await post({ content: 'text' }, [])).attachments).toEqual([]);
  });
});

describe('an emoji of an answer in the Discord stand-in', () => {
  const poll = (name: string) => ({
    poll: {
      question: { text: 'Who?' },
      answers: [{ poll_media: { text: 'Her brother', emoji: { name } } }, { poll_media: { text: 'b' } }],
    },
  });

  it('is shown with the answer', async () => {
    const { post } = await channelWithBot();
    const sent: unknown = await post(poll('👩🏽‍🚀'), []);
    expect(sent).toMatchObject({ poll: { answers: [{ poll_media: { emoji: { name: '👩🏽‍🚀' } } }, {}] } });
  });

  it.each(['a', '🎬🎬', ''])('is refused if it is %j', async (name) => {
    const { post } = await channelWithBot();
    expect((await refusalOf(post(poll(name), []))).code).toBe(50035);
  });
});
