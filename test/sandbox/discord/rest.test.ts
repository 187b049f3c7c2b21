import { Routes } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { Permission, POLL_BOT_PERMISSIONS } from '../../../src/sandbox/discord/permissions.ts';
import type { DiscordStandIn } from '../../../src/sandbox/discord/server.ts';
import { Stage } from './bot.ts';

const stage = new Stage();
afterEach(() => stage.stop());

async function guildWithBot(options?: Parameters<Stage['discord']>[0]) {
  const discord = await stage.discord(options);
  const guild = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }, { name: 'other' }] });
  const bot = await stage.bot(discord);
  const channel = await bot.client.channels.fetch(guild.channels.show ?? '');
  if (!channel?.isSendable()) throw new Error('no channel to send to');
  return { discord, guild, bot, channel };
}

const poll = (answers: string[] = ['Her brother', 'The number on the card'], duration = 24) => ({
  question: { text: 'Who does Mara call?' },
  answers: answers.map((text) => ({ text })),
  duration,
  allowMultiselect: false,
});

function post(discord: DiscordStandIn, path: string, body: string, token = discord.token) {
  return fetch(`${discord.url}/v10${path}`, {
    method: 'POST',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body,
  });
}

describe('the Discord stand-in over REST', () => {
  it('accepts a real client and shows it its permissions', async () => {
    const { bot, channel, guild } = await guildWithBot();
    expect(bot.client.guilds.cache.get(guild.id)?.name).toBe('Fans');
    if (!('permissionsFor' in channel)) throw new Error('not a guild channel');
    expect(channel.permissionsFor(bot.client.user)?.bitfield).toBe(POLL_BOT_PERMISSIONS);
  });

  it('keeps a message with embed, link button and poll as it was sent', async () => {
    const { discord, channel } = await guildWithBot();
    const sent = await channel.send({
      content: 'Episode 1',
      embeds: [{ title: 'Clocking In', url: 'https://watch.example/1', footer: { text: 'mark 1' } }],
      components: [
        { type: 1, components: [{ type: 2, style: 5, label: 'Watch', url: 'https://watch.example/1' }] },
      ],
    });
    const voted = await channel.send({ content: 'Plurality decides.', poll: poll() });
    const records = discord.messages(channel.id);
    expect(records.map(({ content }) => content)).toEqual(['Episode 1', 'Plurality decides.']);
    expect(records[0]?.embeds[0]).toMatchObject({ title: 'Clocking In', footer: { text: 'mark 1' } });
    expect(sent.components[0]?.toJSON()).toMatchObject({ components: [{ url: 'https://watch.example/1' }] });
    expect(voted.poll?.answers.map(({ text }) => text)).toEqual(['Her brother', 'The number on the card']);
    expect(discord.polls()).toHaveLength(1);
  });

  it('returns the first message for a repeated nonce, and makes a second one without enforcement', async () => {
    const { discord, channel } = await guildWithBot();
    const message = { content: 'once', nonce: 'drop-1', enforceNonce: true };
    const first = await channel.send(message);
    const again = await channel.send(message);
    expect(again.id).toBe(first.id);
    await channel.send({ ...message, enforceNonce: false });
    expect(discord.messages(channel.id)).toHaveLength(2);
  });

  it('forgets a nonce after the window', async () => {
    const { discord, channel } = await guildWithBot({ behaviour: { nonceWindowMs: -1 } });
    const message = { content: 'once', nonce: 'drop-1', enforceNonce: true };
    await channel.send(message);
    await channel.send(message);
    expect(discord.messages(channel.id)).toHaveLength(2);
  });

  it('posts once when the answer to a post is lost and the client asks again', async () => {
    const { discord, channel } = await guildWithBot();
    const lost = discord.faults.rest(
      { method: 'POST', route: '/channels/:channel/messages' },
      { kind: 'answer-lost' },
    );
    await channel.send({ content: 'once', nonce: 'drop-1', enforceNonce: true });
    expect(lost.struck()).toBe(1);
    expect(discord.messages(channel.id)).toHaveLength(1);
  });

  it('names every fault of a bad message at once', async () => {
    const { discord, guild } = await guildWithBot();
    const body = {
      content: 'x'.repeat(2001),
      nonce: 'n'.repeat(26),
      embeds: [{ title: 't'.repeat(257) }],
      poll: {
        question: { text: 'q'.repeat(301) },
        answers: [{ poll_media: { text: 'a'.repeat(56) } }],
        duration: 0.5,
      },
    };
    const answer = await post(discord, `/channels/${guild.channels.show}/messages`, JSON.stringify(body));
    expect(answer.status).toBe(400);
    const fault = (code: unknown) => ({ _errors: [{ code, message: expect.any(String) }] });
    expect(await answer.json()).toEqual({
      code: 50035,
      message: 'Invalid Form Body',
      errors: {
        content: fault('BASE_TYPE_MAX_LENGTH'),
        nonce: fault('NONCE_TYPE_TOO_LONG'),
        embeds: { '0': { title: fault('BASE_TYPE_MAX_LENGTH'), description: fault('BASE_TYPE_REQUIRED') } },
        poll: {
          question: { text: fault('BASE_TYPE_BAD_LENGTH') },
          answers: { '0': { poll_media: { text: fault('BASE_TYPE_BAD_LENGTH') } } },
          duration: fault('NUMBER_TYPE_COERCE'),
        },
      },
    });
  });

  it.each([
    ['an empty message', '{}', 400, 50006],
    ['a body that is no JSON', '{"content":', 400, 50109],
    ['a poll of eleven answers', JSON.stringify({ poll: wirePoll(11, 24) }), 400, 50035],
    ['a poll of 769 hours', JSON.stringify({ poll: wirePoll(2, 769) }), 400, 50035],
    ['a poll with Components V2', JSON.stringify({ poll: wirePoll(2, 24), flags: 1 << 15 }), 400, 50035],
  ])('refuses %s', async (_name, body, status, code) => {
    const discord = await stage.discord();
    const { channels } = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }] });
    const answer = await post(discord, `/channels/${channels.show}/messages`, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    expect(discord.messages(channels.show ?? '')).toEqual([]);
  });

  it.each([
    ['send messages', Permission.sendMessages, 50013],
    ['send polls', Permission.sendPolls, 50013],
    ['embed links', Permission.embedLinks, 50013],
    ['view the channel', Permission.viewChannel, 50001],
  ])('refuses a bot that may not %s', async (_name, missing, code) => {
    const { discord, channel } = await guildWithBot();
    discord.setBotPermissions(channel.id, POLL_BOT_PERMISSIONS & ~missing);
    const sending = channel.send({ embeds: [{ title: 'a' }], poll: poll() });
    await expect(sending).rejects.toMatchObject({ status: 403, code });
    expect(discord.messages(channel.id)).toEqual([]);
  });

  it('distinguishes an unknown channel, an unknown message and a wrong token', async () => {
    const { discord, bot, channel } = await guildWithBot();
    const { rest } = bot.client;
    await expect(rest.get(Routes.channel('123'))).rejects.toMatchObject({ status: 404, code: 10003 });
    await expect(rest.get(Routes.channelMessage(channel.id, '123'))).rejects.toMatchObject({ code: 10008 });
    const answer = await post(discord, `/channels/${channel.id}/messages`, '{"content":"a"}', 'wrong');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ message: '401: Unauthorized', code: 0 });
  });

  it('refuses a bot in a guild that it was kicked from', async () => {
    const { discord, bot, channel, guild } = await guildWithBot();
    discord.kickBot(guild.id);
    await bot.until(() => bot.named('GUILD_DELETE').length === 1);
    await expect(bot.client.rest.get(Routes.guild(guild.id))).rejects.toMatchObject({ code: 10004 });
    await expect(channel.send('hello')).rejects.toMatchObject({ status: 403, code: 50001 });
  });

  it('opens a thread under a message once, and accepts messages and polls there', async () => {
    const { discord, bot, channel, guild } = await guildWithBot();
    const drop = await channel.send('Episode 1');
    const thread = await drop.startThread({ name: 'Talk about episode 1' });
    expect(thread.id).toBe(drop.id);
    await thread.send({ poll: poll() });
    expect(discord.polls()[0]?.channelId).toBe(thread.id);
    const again = bot.client.rest.post(Routes.threads(channel.id, drop.id), { body: { name: 'x' } });
    await expect(again).rejects.toMatchObject({ code: 160004 });
    discord.setBotPermissions(guild.id, POLL_BOT_PERMISSIONS & ~Permission.sendMessagesInThreads);
    await expect(thread.send('late')).rejects.toMatchObject({ code: 50013 });
  });

  it('pins with the pin permission and announces it in the channel', async () => {
    const { discord, channel, guild } = await guildWithBot();
    const message = await channel.send('Episode 1');
    await message.pin();
    expect(discord.messages(channel.id).map(({ type }) => type)).toEqual([0, 6]);
    discord.setBotPermissions(guild.id, POLL_BOT_PERMISSIONS & ~Permission.pinMessages);
    await expect(message.unpin()).rejects.toMatchObject({ code: 50013 });
  });

  it('pages through a channel, newest first', async () => {
    const { discord, bot, channel } = await guildWithBot();
    const ids = ['a', 'b', 'c', 'd'].map((text) => discord.say(channel.id, '99', text).id);
    const page = (query: Record<string, string>) =>
      bot.client.rest
        .get(Routes.channelMessages(channel.id), { query: new URLSearchParams(query) })
        .then((found) => (found as { id: string }[]).map(({ id }) => id));
    expect(await page({ limit: '2' })).toEqual([ids[3], ids[2]]);
    expect(await page({ before: ids[2] ?? '', limit: '1' })).toEqual([ids[1]]);
    expect(await page({ after: ids[0] ?? '', limit: '2' })).toEqual([ids[2], ids[1]]);
  });

  it('hides what others write from a bot without the message content intent', async () => {
    const { discord, bot, channel } = await guildWithBot();
    const { id } = discord.say(channel.id, discord.addUser('Fan'), 'secret');
    const found = await bot.client.rest.get(Routes.channelMessage(channel.id, id));
    expect(found).toMatchObject({ content: '', author: { username: 'fan' } });
  });

  it('says whom a message really pinged', async () => {
    const { discord, channel, guild } = await guildWithBot();
    const role = discord.addRole(guild.id, { name: 'Fans', mentionable: true });
    await channel.send({ content: `<@&${role}> @everyone <@5>`, allowedMentions: { parse: [] } });
    await channel.send({ content: `<@&${role}> @everyone <@5>`, allowedMentions: { roles: [role] } });
    expect(discord.messages(channel.id).map(({ pings }) => pings)).toEqual([
      { everyone: false, roles: [], users: [] },
      { everyone: false, roles: [role], users: [] },
    ]);
  });
});

describe('rate limits of the Discord stand-in', () => {
  it('announces the bucket and refuses what is over it', async () => {
    const discord = await stage.discord({
      rateLimits: { global: null, routes: {}, otherwise: { limit: 1, windowMs: 60_000 } },
    });
    const { channels } = discord.addGuild({ name: 'Fans', channels: [{ name: 'show' }, { name: 'other' }] });
    const send = (name: string) => post(discord, `/channels/${channels[name]}/messages`, '{"content":"a"}');
    const first = await send('show');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('0');
    const second = await send('show');
    expect(second.status).toBe(429);
    expect(second.headers.get('x-ratelimit-scope')).toBe('user');
    expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await second.json()).toMatchObject({ global: false });
    expect((await send('other')).status).toBe(200);
    expect(discord.invalidRequests()).toBe(1);
  });

  it('enforces the global limit over all routes', async () => {
    const discord = await stage.discord({
      rateLimits: {
        global: { limit: 2, windowMs: 60_000 },
        routes: {},
        otherwise: { limit: 100, windowMs: 1000 },
      },
    });
    const statuses: number[] = [];
    for (const path of ['/users/@me', '/gateway', '/applications/@me']) {
      const headers = { authorization: `Bot ${discord.token}` };
      const answer = await fetch(`${discord.url}/v10${path}`, { headers });
      statuses.push(answer.status);
      if (answer.status === 429) expect(answer.headers.get('x-ratelimit-global')).toBe('true');
    }
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('keeps a real client within buckets of the usual sizes', async () => {
    const { discord, channel } = await guildWithBot({ rateLimits: 'discord-like' });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((content) => channel.send(content)));
    const sixth = await post(discord, `/channels/${channel.id}/messages`, '{"content":"f"}');
    expect(sixth.status).toBe(429);
    expect(discord.messages(channel.id)).toHaveLength(5);
  });

  it('lets discord.js wait and continue after a 429 and a 5xx', async () => {
    const { discord, channel } = await guildWithBot();
    const route = { method: 'POST', route: '/channels/:channel/messages' };
    discord.faults.rest(route, { kind: 'rate-limit', retryAfter: 0.05, scope: 'shared' });
    discord.faults.rest(route, { kind: 'server-error', status: 502 });
    await channel.send('through');
    expect(discord.messages(channel.id).map(({ content }) => content)).toEqual(['through']);
  });
});

function wirePoll(answers: number, duration: number) {
  return {
    question: { text: 'Who?' },
    answers: Array.from({ length: answers }, (_, index) => ({ poll_media: { text: `answer ${index}` } })),
    duration,
  };
}
