import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sendOwed } from '../../src/app/deliveries/send-owed.ts';
import { performEffect } from '../../src/app/perform-effect.ts';
import { type CommandStage, setCommandStage } from '../support/commands/command-stage.ts';
import type { PaperPlatform } from '../support/paper-platform.ts';
import { oneChoice } from '../support/stage/stories.ts';

describe('a vote that is extended before it opens', () => {
  let stage: CommandStage;
  beforeEach(async () => {
    stage = await setCommandStage('memory', [oneChoice({ opens: '30m', lasts: '2h' })]);
  });
  afterEach(async () => {
    await stage.close();
  });

  const extend = (by: string) => stage.say('vote extend', { round: '1', by, reason: 'a storm' });
  const kinds = ({ posted }: PaperPlatform) => posted.map(({ post }) => post.kind);
  const last = ({ posted }: PaperPlatform) => JSON.stringify(posted.at(-1)?.post);
  const closesAt = async () => String((await stage.season()).rounds[0]?.closesAt);
  /** What the effects owe is sent to this platform only. */
  const settleOn = async (platform: string): Promise<void> => {
    const { id } = await stage.season();
    const { outbox, outlets, clock } = stage.context;
    for (const { id: effect } of await outbox.overdue(id, await clock.now(), 100))
      await performEffect(stage.context, id, effect);
    for (const { id: outlet, outlet: there } of await outlets.all(id))
      if (there.address.platform === platform)
        await sendOwed(stage.context, id, outlet, new AbortController().signal);
  };

  it('is announced once in every outlet whose drop named the old end', async () => {
    await stage.say('season start');
    await stage.settle();
    await extend('1h');
    await stage.settle();
    await stage.settle();
    for (const platform of [stage.discord, stage.telegram]) {
      expect(kinds(platform)).toEqual(['drop', 'extension']);
      expect(last(platform)).toContain('More time.');
      expect(last(platform)).toContain(await closesAt());
    }
  });

  it('is named by a later drop, and not announced there again', async () => {
    await stage.say('season start');
    await settleOn('telegram');
    await extend('1h');
    await stage.settle();
    expect(kinds(stage.telegram)).toEqual(['drop', 'extension']);
    expect(kinds(stage.discord)).toEqual(['drop']);
    expect(last(stage.discord)).toContain(await closesAt());
  });
});
