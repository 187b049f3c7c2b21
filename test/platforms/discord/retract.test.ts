import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { line, type Notice } from '../../../src/core/posts/content.ts';
import type { RetractedPost } from '../../../src/ports/platform/platform.ts';
import type { MessageRef } from '../../../src/ports/platform/sending.ts';
import { aDrop, aPoll, aResult, HOUR } from '../../support/discord/posts.ts';
import { clearStage, eventually, type Stage, setStage } from '../../support/discord/stage.ts';

afterEach(clearStage);

const MESSAGE = '/channels/:channel/messages/:message';
const WORDS = 'This episode was taken back.';
const blank: Notice = { kind: 'notice', mark: 'm1.blank', language: 'en', title: '', lines: [line(WORDS)] };
const poll = () => aPoll({ closesAt: Date.now() + HOUR, backstopAt: Date.now() + 25 * HOUR });

async function prepared(...stage: Parameters<typeof setStage>): Promise<Stage> {
  const made = await setStage(...stage);
  await made.platform.prepare();
  return made;
}

async function sent(stage: Stage, order: Parameters<Stage['send']>[0]): Promise<MessageRef> {
  const outcome = await stage.send(order);
  if (outcome.status !== 'sent') throw new Error(`not sent: ${outcome.status}`);
  return outcome.message;
}

const retract = async (
  stage: Stage,
  message: MessageRef,
  kind: RetractedPost['kind'],
  outlet?: Awaited<ReturnType<Stage['outlet']>>,
) => stage.platform.retract(outlet ?? (await stage.outlet()), message, { kind, blank });

describe('taking back what was posted on Discord', () => {
  it('deletes it, and is content if it is gone already', async () => {
    const stage = await prepared();
    const message = await sent(stage, { post: aResult(), nonce: 'result-1' });
    expect(await retract(stage, message, 'result')).toEqual({ status: 'deleted' });
    expect(stage.discord.messages(stage.channel)).toEqual([]);
    expect(await retract(stage, message, 'result')).toEqual({ status: 'deleted' });
  });

  it('renames and closes the thread of a drop, in which people have written', async () => {
    const stage = await prepared();
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    expect(await retract(stage, message, 'drop')).toEqual({ status: 'deleted' });
    const thread = stage.discord.world.findChannel(message.id);
    expect(thread).toMatchObject({ name: WORDS, thread: { archived: true } });
    // After a crash in between it is done again.
    expect(await retract(stage, message, 'drop')).toEqual({ status: 'deleted' });
    expect(stage.discord.world.findChannel(message.id)).toMatchObject({
      name: WORDS,
      thread: { archived: true },
    });
  });

  it('deletes a poll together with what Discord posted about its end', async () => {
    const stage = await prepared({ behaviour: { finaliseAfterMs: 0 } });
    const outcome = await stage.send({ post: poll(), nonce: 'poll-1' });
    if (outcome.status !== 'sent' || outcome.poll === undefined) throw new Error('not sent');
    await stage.platform.closePoll(outcome.poll);
    const there = () => stage.discord.messages(stage.channel);
    await eventually('the result is there', () => there().length === 2);
    expect(await retract(stage, outcome.message, 'poll')).toEqual({ status: 'deleted' });
    expect(stage.discord.messages(stage.channel)).toEqual([]);
  });

  it('removes everything but the words where Discord does not let the bot delete', async () => {
    const stage = await prepared();
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    const refusal = { kind: 'refuse', status: 403, code: 50013, message: 'Missing Permissions' } as const;
    stage.discord.faults.rest({ method: 'DELETE', route: MESSAGE }, refusal);
    expect(await retract(stage, message, 'drop')).toEqual({ status: 'blanked' });
    const there = stage.discord.messages(stage.channel).find(({ id }) => id === message.id);
    expect(there).toMatchObject({ content: '', embeds: [{ description: WORDS }], components: [] });
    expect(JSON.stringify(there)).not.toContain('watch.example');
  });

  it('says that it cannot where the bot no longer sees the channel', async () => {
    const stage = await prepared();
    const message = await sent(stage, { post: aDrop(), nonce: 'drop-1' });
    const outlet = await stage.outlet();
    stage.discord.setBotPermissions(
      stage.channel,
      PermissionsBitField.All & ~PermissionFlagsBits.ViewChannel,
    );
    expect(await retract(stage, message, 'drop', outlet)).toMatchObject({
      status: 'refused',
      problem: { code: 'missing-permission:VIEW_CHANNEL' },
    });
  });

  it.each([
    ['a lost answer', { kind: 'answer-lost' }],
    ['a 503', { kind: 'server-error', status: 503 }],
  ] as const)('is tried again after %s', async (_, fault) => {
    const stage = await prepared();
    const message = await sent(stage, { post: aResult(), nonce: 'result-1' });
    stage.discord.faults.rest({ method: 'DELETE', route: MESSAGE }, fault);
    expect(await retract(stage, message, 'result')).toMatchObject({ status: 'retry' });
    expect(await retract(stage, message, 'result')).toEqual({ status: 'deleted' });
  });
});
