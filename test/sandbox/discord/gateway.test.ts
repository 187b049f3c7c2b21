import { GatewayIntentBits } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { DiscordOptions, DiscordStandIn } from '../../../src/sandbox/discord/server.ts';
import { type Bot, eventually, Stage } from './bot.ts';

const stage = new Stage();
afterEach(() => stage.stop());

async function openPoll(options?: DiscordOptions) {
  const discord = await stage.discord(options);
  const { id: guildId, channels } = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }] });
  const bot = await stage.bot(discord);
  const channel = await bot.client.channels.fetch(channels.show ?? '');
  if (!channel?.isSendable()) throw new Error('no channel to send to');
  const answers = [{ text: 'a' }, { text: 'b' }];
  const poll = { question: { text: 'Who?' }, answers, duration: 1, allowMultiselect: false };
  const message = await channel.send({ poll });
  return { discord, bot, guildId, channel, messageId: message.id };
}

const votersHeard = (bot: Bot) => bot.named('MESSAGE_POLL_VOTE_ADD').map(({ d }) => d.user_id);

/** Sends one payload after the hello and returns the close code. */
function closeCode(
  discord: DiscordStandIn,
  payload: unknown,
  query = '?v=10&encoding=json',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${discord.gatewayUrl}${query}`);
    socket.on('message', () => socket.send(JSON.stringify(payload)));
    socket.on('close', resolve);
    socket.on('error', reject);
  });
}

const identify = (discord: DiscordStandIn, change: Record<string, unknown>) => ({
  op: 2,
  d: { token: discord.token, intents: 1, properties: {}, shard: [0, 1], ...change },
});

describe('the gateway of the Discord stand-in', () => {
  it.each([
    [4004, { token: 'wrong' }],
    [4010, { shard: [1, 1] }],
    [4013, { intents: 1 << 30 }],
    [4014, { intents: GatewayIntentBits.GuildMembers }],
  ])('closes with %i for an identify with %o', async (code, change) => {
    const discord = await stage.discord();
    expect(await closeCode(discord, identify(discord, change))).toBe(code);
  });

  it('closes on an event before the identify, a wrong version, and invalid JSON', async () => {
    const discord = await stage.discord();
    expect(await closeCode(discord, { op: 8, d: {} })).toBe(4003);
    expect(await closeCode(discord, 'nonsense')).toBe(4002);
    expect(await closeCode(discord, identify(discord, {}), '?v=9&encoding=json')).toBe(4012);
  });

  it('sends message events only to sessions that declared the intent', async () => {
    const discord = await stage.discord();
    const { channels } = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }] });
    const least = await stage.bot(discord);
    const more = await stage.bot(discord, {
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    });
    discord.say(channels.show ?? '', '99', 'hello');
    await more.until(() => more.named('MESSAGE_CREATE').length === 1);
    expect(least.named('MESSAGE_CREATE')).toEqual([]);
  });

  it('sends a guild to the shard that its id belongs to', async () => {
    const discord = await stage.discord({ recommendedShards: 2 });
    for (const step of [0n, 1n]) {
      discord.addGuild({ name: `guild ${step}`, id: String((1000n + step) << 22n) });
    }
    const bot = await stage.bot(discord, { shards: [1], shardCount: 2 });
    expect([...bot.client.guilds.cache.values()].map(({ name }) => name)).toEqual(['guild 1']);
  });

  it('replays what was missed to a session that resumes', async () => {
    const { discord, bot, messageId } = await openPoll();
    discord.vote(messageId, '71', 1);
    await bot.until(() => votersHeard(bot).length === 1);
    discord.gateway.disconnect();
    discord.vote(messageId, '72', 1);
    discord.vote(messageId, '73', 1);
    await bot.until(() => bot.named('RESUMED').length === 1);
    expect(votersHeard(bot)).toEqual(['71', '72', '73']);
    expect(bot.named('READY')).toHaveLength(1);
  });

  it('loses what was missed with an invalid session, and allows the bot to identify again', async () => {
    const { discord, bot, messageId } = await openPoll();
    discord.gateway.disconnectAndForget();
    discord.vote(messageId, '72', 1);
    await bot.until(() => bot.named('READY').length === 2);
    discord.vote(messageId, '73', 1);
    await bot.until(() => votersHeard(bot).length > 0);
    expect(votersHeard(bot)).toEqual(['73']);
  });

  it('lets a bot resume after asking it to reconnect', async () => {
    const { discord, bot, messageId } = await openPoll();
    discord.gateway.requestReconnect();
    await eventually('the bot left', () => !discord.gateway.connected);
    discord.vote(messageId, '72', 1);
    await bot.until(() => bot.named('RESUMED').length === 1);
    expect(votersHeard(bot)).toEqual(['72']);
  });

  it('keeps the events of an outage for as long as it lasts', async () => {
    const { discord, bot, messageId } = await openPoll();
    discord.gateway.goDown();
    for (const voter of ['71', '72', '73']) discord.vote(messageId, voter, 1);
    discord.gateway.comeUp();
    await bot.until(() => votersHeard(bot).length === 3);
    expect(bot.named('READY')).toHaveLength(1);
  });

  it('turns into a zombie that the client notices by the missing heartbeat', async () => {
    const { discord, bot, messageId } = await openPoll({ behaviour: { heartbeatIntervalMs: 100 } });
    discord.gateway.makeZombies();
    discord.vote(messageId, '71', 1);
    await bot.until(() => bot.named('RESUMED').length === 1);
    expect(votersHeard(bot)).toEqual(['71']);
  });

  it('duplicates, reorders and withholds events as scripted', async () => {
    const { discord, bot, messageId } = await openPoll();
    discord.faults.duplicate('MESSAGE_POLL_VOTE_ADD');
    discord.vote(messageId, '71', 1);
    discord.faults.withhold('MESSAGE_POLL_VOTE_ADD');
    discord.vote(messageId, '72', 1);
    discord.faults.reorder('MESSAGE_POLL_VOTE_ADD', 2);
    discord.vote(messageId, '73', 1);
    discord.vote(messageId, '74', 1);
    await bot.until(() => votersHeard(bot).includes('73'));
    expect(votersHeard(bot)).toEqual(['71', '71', '74', '73']);
    expect(discord.poll(messageId).total).toBe(4);
  });

  it('sends no votes of a channel that the bot cannot see', async () => {
    const { discord, bot, channel, messageId } = await openPoll();
    discord.setBotPermissions(channel.id, 0n);
    discord.vote(messageId, '71', 1);
    discord.setBotPermissions(channel.id, 1n << 10n);
    discord.vote(messageId, '72', 1);
    await bot.until(() => votersHeard(bot).length > 0);
    expect(votersHeard(bot)).toEqual(['72']);
  });
});
