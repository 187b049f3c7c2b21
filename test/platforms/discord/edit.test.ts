import { afterEach, describe, expect, it } from 'vitest';
import type { Post } from '../../../src/core/posts/content.ts';
import { markedAddress } from '../../../src/platforms/discord/wire/marks.ts';
import type { WantedPost } from '../../../src/ports/platform/platform.ts';
import type { MessageRef } from '../../../src/ports/platform/sending.ts';
import { aDrop, aPoll, aResult, HOUR } from '../../support/discord/posts.ts';
import { clearStage, type Stage, setStage } from '../../support/discord/stage.ts';

afterEach(clearStage);

const MESSAGE = '/channels/:channel/messages/:message';

async function prepared(): Promise<Stage> {
  const stage = await setStage();
  await stage.platform.prepare();
  return stage;
}

async function sent(stage: Stage, order: Parameters<Stage['send']>[0]): Promise<MessageRef> {
  const outcome = await stage.send(order);
  if (outcome.status !== 'sent') throw new Error(`not sent: ${outcome.status}`);
  return outcome.message;
}

const poll = () => aPoll({ closesAt: Date.now() + HOUR, backstopAt: Date.now() + 25 * HOUR });

describe('updating a drop', () => {
  const updated = aDrop({ url: 'https://watch.example/updated' });
  const update = async (stage: Stage, message: MessageRef) =>
    stage.platform.editDrop(await stage.outlet(), message, updated, Date.now());

  it('changes its link and its button in place and keeps its ping', async () => {
    const stage = await prepared();
    const role = stage.discord.addRole(stage.guild, { name: 'Fans', mentionable: true });
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1', mention: role });
    expect(await update(stage, message)).toEqual({ status: 'edited' });
    expect(await update(stage, message)).toEqual({ status: 'edited' });
    const [drop, ...more] = stage.discord
      .messages(stage.channel)
      .filter(({ byBot, type }) => byBot && type === 0);
    expect(more).toEqual([]);
    expect(drop).toMatchObject({
      content: `<@&${role}>`,
      embeds: [{ url: updated.url, author: { url: markedAddress(updated.url, updated.mark) } }],
      components: [{ components: [{ url: updated.url }] }],
    });
  });

  it('gives a drop that was posted as text its embed, and removes the text with the old link', async () => {
    const stage = await prepared();
    const refusal = { kind: 'refuse', status: 400, code: 50035, message: 'Invalid Form Body' } as const;
    stage.discord.faults.rest({ method: 'POST', route: '/channels/:channel/messages' }, refusal);
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    const there = () => stage.discord.messages(stage.channel).find(({ id }) => id === message.id);
    expect(there()?.content).toContain(aDrop().url);
    expect(await update(stage, message)).toEqual({ status: 'edited' });
    expect(there()).toMatchObject({ content: '', embeds: [{ url: updated.url }] });
  });

  it('leaves out the button if Discord refuses it', async () => {
    const stage = await prepared();
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    const url = `https://watch.example/${'ä'.repeat(150)}`;
    const outlet = await stage.outlet();
    expect(await stage.platform.editDrop(outlet, message, aDrop({ url }), Date.now())).toMatchObject({
      status: 'edited',
      shortfalls: [{ code: 'button' }],
    });
    expect(stage.discord.messages(stage.channel).find(({ id }) => id === message.id)).toMatchObject({
      embeds: [{ url: new URL(url).href }],
      components: [],
    });
  });

  it('says why it is impossible', async () => {
    const stage = await prepared();
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    stage.discord.deleteMessage(message.id);
    expect(await update(stage, message)).toMatchObject({
      status: 'refused',
      problem: { code: 'unknown-message' },
    });
  });

  it('is retried if Discord does not answer', async () => {
    const stage = await prepared();
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    stage.discord.faults.rest({ method: 'PATCH', route: MESSAGE }, { kind: 'answer-lost' });
    expect(await update(stage, message)).toMatchObject({ status: 'retry' });
    expect(await update(stage, message)).toEqual({ status: 'edited' });
  });
});

describe('a message that a person says is ours', () => {
  const found = async (stage: Stage, link: string, post: Post, more: Partial<WantedPost> = {}) =>
    stage.platform.findPosted(await stage.outlet(), link, { post, since: 0, isTaken: () => false, ...more });
  const NOT_HERE = { status: 'refused', problem: { code: 'not-a-message-here' } };
  const ANOTHER = { status: 'refused', problem: { code: 'another-message' } };

  it('is found by its link, with its poll', async () => {
    const stage = await prepared();
    const post = poll();
    const message = await sent(stage, { post, nonce: 'poll-1' });
    for (const link of [
      message.link ?? '',
      ` ${message.link?.replace('https://', 'https://ptb.')} `,
      message.id,
    ]) {
      const outcome = await found(stage, link, post);
      expect(outcome).toMatchObject({ status: 'found', message });
      expect(outcome.status === 'found' && Object.values(outcome.poll?.answers ?? {}).sort()).toEqual(
        post.options.map(({ id }) => id).sort(),
      );
    }
  });

  it('is found if it is not a poll', async () => {
    const stage = await prepared();
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    expect(await found(stage, message.link ?? '', aDrop())).toEqual({ status: 'found', message });
  });

  it('is not confused with another message of ours', async () => {
    const stage = await prepared();
    const drop = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    const other = await sent(stage, { post: poll(), nonce: 'poll-1' });
    expect(await found(stage, drop.link ?? '', poll())).toMatchObject(ANOTHER);
    expect(await found(stage, drop.link ?? '', aResult())).toMatchObject(ANOTHER);
    expect(await found(stage, other.link ?? '', aPoll({ mark: 'of another round' }))).toMatchObject(ANOTHER);
  });

  it('is not confused with one of another delivery, nor with an older one', async () => {
    const stage = await prepared();
    const { id, link = '' } = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    expect(await found(stage, link, aDrop(), { isTaken: (one) => one === id })).toMatchObject(ANOTHER);
    expect(await found(stage, link, aDrop(), { since: Date.now() + 301_000 })).toMatchObject(ANOTHER);
    expect(await found(stage, link, aDrop(), { since: Date.now() + 1_000 })).toMatchObject({
      status: 'found',
    });
  });

  it('is refused if somebody else wrote it, or it was deleted', async () => {
    const stage = await prepared();
    const { id } = stage.discord.say(stage.channel, stage.discord.addUser('Fan'), 'Clocking In');
    const link = `https://discord.com/channels/${stage.guild}/${stage.channel}/${id}`;
    expect(await found(stage, link, aDrop())).toMatchObject({ problem: { code: 'not-our-message' } });
    stage.discord.deleteMessage(id);
    expect(await found(stage, link, aDrop())).toMatchObject({ problem: { code: 'unknown-message' } });
  });

  it.each([
    'no address',
    'https://discord.com/channels/1/2/3',
    'https://discord.com.evil.example/channels/123456789012345678/CHANNEL/123456789012345678',
    'https://discord.com/channels/123456789012345678/123456789012345678/123456789012345678',
    'https://t.me/c/1/2',
  ])('is refused if the link leads elsewhere: %s', async (link) => {
    const stage = await prepared();
    expect(await found(stage, link.replace('CHANNEL', stage.channel), aDrop())).toMatchObject(NOT_HERE);
  });
});
