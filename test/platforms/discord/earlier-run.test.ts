import { REST, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import type { CommandDesk } from '../../../src/ports/commands/command.ts';
import { aDrop, aPoll, HOUR } from '../../support/discord/posts.ts';
import { clearStage, NotingSink, type Stage, setStage } from '../../support/discord/stage.ts';
import { ConnectedTelegram } from '../../support/telegram/connected.ts';
import { clientOf } from '../../support/telegram/stand-in.ts';

afterEach(clearStage);

/** Registers the bot's commands and is never called. */
const desk: CommandDesk = {
  commands,
  shows: [],
  answer: () => Promise.reject(new Error('nobody asks')),
  complete: async () => [],
  welcome: () => Promise.reject(new Error('nobody asks')),
};
const NOTHING = { status: 'read', commands: false, marks: [] };

describe('what an earlier run left on Discord', () => {
  const prepared = async (): Promise<Stage> => {
    const stage = await setStage();
    await stage.platform.prepare();
    return stage;
  };
  const traces = ({ channel, platform }: Stage) =>
    platform.findEarlierRun([{ platform: 'discord', channel }]);

  it('is nothing for a new bot, even beside other people’s posts', async () => {
    const stage = await prepared();
    stage.discord.say(stage.channel, stage.discord.addUser('Fan'), '-# 0123456789');
    expect(await traces(stage)).toEqual(NOTHING);
  });

  it('is the marks of its messages, in embeds as in polls', async () => {
    const stage = await prepared();
    const marks = ['00aa11bb22', '33cc44dd55'];
    const [first = '', second = ''] = marks;
    await stage.send({ post: { ...aDrop(), mark: first }, nonce: 'drop-1' });
    const now = Date.now();
    const poll = aPoll({ mark: second, closesAt: now + HOUR, backstopAt: now + 25 * HOUR });
    await stage.send({ post: poll, nonce: 'poll-1' });
    const read = await traces(stage);
    const place = { platform: 'discord', channel: stage.channel };
    expect(read).toMatchObject({ status: 'read', commands: false, marks: [{ place }] });
    expect(read.status === 'read' ? [...(read.marks[0]?.marks ?? [])].sort() : []).toEqual(marks);
  });

  it('includes only its own posts around a message, and says which came later', async () => {
    const stage = await prepared();
    const { discord, channel, platform } = stage;
    const first = await stage.send({ post: { ...aDrop(), mark: '00aa11bb22' }, nonce: 'drop-1' });
    discord.say(channel, discord.addUser('Fan'), '-# 0123456789');
    const now = Date.now();
    const poll = aPoll({ mark: '33cc44dd55', closesAt: now + HOUR, backstopAt: now + 25 * HOUR });
    await stage.send({ post: poll, nonce: 'poll-1' });
    if (first.status !== 'sent') throw new Error('not sent');
    const around = (await platform.ownPosts?.(first.message)) ?? [];
    const told = around.map(({ marks, isPoll, isAfter }) => [marks, isPoll, isAfter(first.message)]);
    expect(told.sort()).toEqual([
      [['00aa11bb22'], false, false],
      [['33cc44dd55'], true, true],
    ]);
    for (const { age } of around) expect(age).toBeLessThan(60_000);
    for (const { age } of around) expect(age).toBeGreaterThan(0);
  });

  it('is exactly its commands, and not those of another program', async () => {
    const stage = await prepared();
    const { applicationId, token, url } = stage.discord;
    const body = ['path', 'standings', 'receipt'].map((name) => ({ name, description: name }));
    const rest = new REST({ api: url, version: '10' }).setToken(token);
    await rest.put(Routes.applicationCommands(applicationId), { body });
    expect(await traces(stage)).toEqual(NOTHING);
    await stage.platform.listen(new NotingSink(), desk);
    expect(await traces(stage)).toMatchObject({ commands: true });
  });

  it('is unknown if Discord does not answer; channels that cannot be read count as empty', async () => {
    const stage = await prepared();
    const fault = stage.discord.faults.rest(
      { method: 'GET', route: /messages/ },
      { kind: 'server-error' },
      9,
    );
    expect(await traces(stage)).toMatchObject({ status: 'retry' });
    fault.cancel();
    expect(await stage.platform.findEarlierRun([{ platform: 'discord', channel: '1' }])).toEqual(NOTHING);
  });
});

describe('what an earlier run left on Telegram', () => {
  let telegram: ConnectedTelegram;
  beforeEach(async () => {
    telegram = await ConnectedTelegram.start();
  });
  afterEach(() => telegram.stop());

  it('is exactly its menus, and not those of another program', async () => {
    const { platform } = telegram;
    expect(await platform.findEarlierRun([])).toEqual(NOTHING);
    const client = clientOf(telegram.telegram);
    const menu = ['path', 'standings', 'receipt'].map((command) => ({ command, description: command }));
    // Any bot may have the fans' menu.
    await client.call('setMyCommands', { commands: menu });
    expect(await platform.findEarlierRun([])).toEqual(NOTHING);
    await platform.listen(new NotingSink(), desk);
    // They are written while the bot listens.
    await expect.poll(() => platform.findEarlierRun([])).toMatchObject({ status: 'read', commands: true });
  });

  it('is unknown if Telegram does not answer', async () => {
    const { platform } = telegram;
    telegram.telegram.fault({ method: 'getMyCommands', fault: { kind: 'server-error', status: 502 } });
    expect(await platform.findEarlierRun([])).toMatchObject({ status: 'retry' });
  });
});
