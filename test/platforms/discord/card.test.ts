import { afterEach, describe, expect, it } from 'vitest';
import type { PictureToSend } from '../../../src/ports/platform/sending.ts';
import { Permission, POLL_BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import type { Exchange } from '../../../src/sandbox/discord/rest/rest.ts';
import { aResult } from '../../support/discord/posts.ts';
import { requestFaults } from '../../support/discord/request-spec.ts';
import { clearStage, type Stage, setStage } from '../../support/discord/stage.ts';
import { smallPng } from '../../support/small-png.ts';

afterEach(clearStage);

const picture: PictureToSend = { png: smallPng(), key: 'k1', alt: 'Her brother won with 12 of 20 votes.' };
const post = aResult({ looks: [{ label: 'Receipt', danger: false, command: 'receipt', given: {} }] });

async function prepared() {
  const stage = await setStage();
  await stage.platform.prepare();
  const exchanges: Exchange[] = [];
  stage.discord.onExchange((exchange) => exchanges.push(exchange));
  const results = () => stage.discord.messages(stage.channel).filter(({ byBot }) => byBot);
  const posts = () => exchanges.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
  return { ...stage, exchanges, results, posts };
}

const sentFrom = (outcome: Awaited<ReturnType<Stage['send']>>) => {
  if (outcome.status !== 'sent') throw new Error(JSON.stringify(outcome));
  return outcome;
};

describe('a result with its card on Discord', () => {
  it('is one message, whose embed shows the picture and whose words and buttons are as without it', async () => {
    const { send, results, exchanges } = await prepared();
    sentFrom(await send({ post, nonce: 'n1', picture }));
    expect(results()).toMatchObject([
      {
        content: '',
        embeds: [
          { description: expect.stringContaining('Her brother wins'), image: { url: expect.any(String) } },
        ],
        components: [{ components: [{ label: 'Receipt' }] }],
        attachments: [{ filename: 'card.png', description: picture.alt, isInEmbed: true }],
      },
    ]);
    expect(results()[0]?.attachments[0]?.bytes.equals(Buffer.from(picture.png))).toBe(true);
    const faults = exchanges.flatMap(({ method, path, requestBody }) =>
      method === 'POST' ? requestFaults(method, path, requestBody) : [],
    );
    expect(faults).toEqual([]);
  });

  it('goes out as text where the bot may not attach files, and says why', async () => {
    const { send, results, discord, guild, outlet } = await prepared();
    const there = await outlet();
    discord.setBotPermissions(guild, POLL_BOT_PERMISSIONS & ~Permission.attachFiles);
    const { shortfalls } = sentFrom(await send({ post, nonce: 'n1', picture, outlet: there }));
    expect(shortfalls).toMatchObject([{ code: 'picture', cause: 'missing-permission:ATTACH_FILES' }]);
    expect(results()).toMatchObject([{ embeds: [{ description: expect.any(String) }], attachments: [] }]);
    expect(results()[0]?.embeds[0]).not.toHaveProperty('image');
  });

  it('warns of that when the outlet is inspected', async () => {
    const { discord, guild, channel, platform } = await prepared();
    discord.setBotPermissions(guild, POLL_BOT_PERMISSIONS & ~Permission.attachFiles);
    expect(await platform.inspect({ platform: 'discord', channel })).toMatchObject({
      ok: true,
      warnings: [{ code: 'missing-permission:ATTACH_FILES' }],
    });
  });

  it('goes out without a picture that Discord finds too large', async () => {
    const { send, results } = await prepared();
    const huge = { ...picture, png: new Uint8Array(11 * 1024 * 1024) };
    const { shortfalls } = sentFrom(await send({ post, nonce: 'n1', picture: huge }));
    expect(shortfalls).toMatchObject([{ code: 'picture' }]);
    expect(results()).toHaveLength(1);
  });

  it('is posted once if the answer is lost', async () => {
    const { send, results, discord } = await prepared();
    discord.faults.rest({ method: 'POST', route: '/channels/:channel/messages' }, { kind: 'answer-lost' });
    sentFrom(await send({ post, nonce: 'n1', picture }));
    expect(results()).toHaveLength(1);
  });

  it('is found by its mark when only that can tell, and is not posted again', async () => {
    const { send, results, posts } = await prepared();
    sentFrom(await send({ post, nonce: 'n1', picture }));
    const now = Date.now() + 120_000;
    const again = await send({ post, nonce: 'n1', picture, now, firstTriedAt: now - 120_000 });
    expect(sentFrom(again).message.id).toBe(results()[0]?.id);
    expect(posts()).toHaveLength(1);
  });

  it('keeps its picture inside the embed when its words are corrected', async () => {
    const { send, results, platform, outlet, exchanges } = await prepared();
    const { message } = sentFrom(await send({ post, nonce: 'n1', picture }));
    const before = results()[0]?.embeds[0]?.image;
    const links = [{ label: 'Watch next', url: 'https://watch.example/2' }];
    const edited = aResult({ lines: [[{ kind: 'text', text: 'Corrected: 13 of 21 votes.' }]], links });
    expect(await platform.editNotice(await outlet(), message, edited)).toEqual({ status: 'edited' });
    expect(await platform.editNotice(await outlet(), message, edited)).toEqual({ status: 'edited' });
    expect(results()).toMatchObject([
      {
        embeds: [{ description: expect.stringContaining('13 of 21'), image: before }],
        components: [{ components: [{ label: 'Watch next', url: 'https://watch.example/2' }] }],
        attachments: [{ isInEmbed: true }],
      },
    ]);
    const patches = exchanges.filter(({ method }) => method === 'PATCH');
    expect(patches.flatMap(({ path, requestBody }) => requestFaults('PATCH', path, requestBody))).toEqual([]);
  });

  it('that was posted as text is corrected as text', async () => {
    const { send, results, platform, outlet } = await prepared();
    const { message } = sentFrom(await send({ post, nonce: 'n1' }));
    expect(await platform.editNotice(await outlet(), message, post)).toEqual({ status: 'edited' });
    expect(results()[0]?.embeds[0]).not.toHaveProperty('image');
  });
});
