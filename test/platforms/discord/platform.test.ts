import { createServer } from 'node:http';
import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { nativePollId, optionId } from '../../../src/core/ids.ts';
import type { PollPost } from '../../../src/core/posts/content.ts';
import { createDiscordPlatform } from '../../../src/platforms/discord/platform.ts';
import type { NativePoll, PostedPoll } from '../../../src/ports/platform/sending.ts';
import { StartupError } from '../../../src/ports/startup-error.ts';
import { aDrop, aPoll, aResult, HOUR } from '../../support/discord/posts.ts';
import {
  clearStage,
  eventually,
  NotingSink,
  quiet,
  type Stage,
  setStage,
  writtenMenus,
} from '../../support/discord/stage.ts';

afterEach(clearStage);

const ALL = PermissionsBitField.All;
const POSTING = '/channels/:channel/messages';
const soon = (change: Partial<PollPost> = {}): PollPost =>
  aPoll({
    closesAt: Date.now() + HOUR,
    backstopAt: Date.now() + 25 * HOUR,
    extendableTo: Date.now() + 24.5 * HOUR,
    ...change,
  });

async function prepared(...stage: Parameters<typeof setStage>): Promise<Stage> {
  const made = await setStage(...stage);
  while ((await made.platform.prepare()).status !== 'known');
  return made;
}

async function openPoll(stage: Stage): Promise<PostedPoll> {
  const outcome = await stage.send({ post: soon(), nonce: 'poll-1' });
  if (outcome.status !== 'sent' || outcome.poll === undefined) throw new Error(`not sent: ${outcome.status}`);
  return outcome.poll;
}

/** The native answer of an option. */
function answerFor(poll: NativePoll, option: string): number {
  const entry = Object.entries(poll.answers).find(([, meant]) => meant === optionId(option));
  if (entry === undefined) throw new Error(`no answer for ${option}`);
  return Number(entry[0]);
}

describe('preparing', () => {
  it('finds out who the bot is without opening the gateway', async () => {
    const { discord, platform } = await prepared();
    expect(platform.self).toEqual({
      id: discord.botUserId,
      name: 'cliffhanger',
      application: discord.applicationId,
    });
    expect(discord.gateway.sessions).toEqual([]);
    expect(platform.listening).toEqual({ up: true });
  });

  it('names DISCORD_TOKEN if the token is wrong, and where to find one', async () => {
    const { platform } = await setStage({}, { token: 'wrong' });
    const refusal = await platform.prepare().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartupError);
    expect(refusal).toMatchObject({ message: expect.stringContaining('DISCORD_TOKEN') });
    expect(refusal).toMatchObject({ hint: expect.stringContaining('discord.com/developers') });
  });

  it('knows nothing if Discord cannot be reached, and sends and inspects nothing until it can', async () => {
    const { platform, send, channel } = await setStage({}, { apiUrl: 'http://127.0.0.1:9/api' });
    expect(await platform.prepare()).toMatchObject({ status: 'no-answer', why: /ECONNREFUSED/ });
    expect(await platform.inspect({ platform: 'discord', channel })).toMatchObject({ ok: undefined });
    await expect(send({ post: aResult(), nonce: 'result-1' })).rejects.toThrow(/has not answered/);
  });

  it.each([
    ['a 503', { kind: 'server-error', status: 503 }],
    ['a lost answer', { kind: 'answer-lost' }],
    ['a 429', { kind: 'rate-limit', retryAfter: 90 }],
    [
      'a refusal that is not about the token',
      { kind: 'refuse', status: 403, code: 40_333, message: 'internal' },
    ],
  ] as const)('does not count %s as an answer, and logs in as soon as Discord answers', async (_, fault) => {
    for (const route of ['/users/@me', '/applications/@me']) {
      const { discord, platform } = await setStage();
      const struck = discord.faults.rest({ route }, fault, 1);
      expect(await platform.prepare()).toMatchObject({ status: 'no-answer' });
      expect(struck.struck()).toBe(1);
      if (fault.kind === 'rate-limit') continue;
      expect(await platform.prepare()).toEqual({ status: 'known', account: discord.botUserId });
      await clearStage();
    }
  });

  it('does not take the 401 of something in between as an answer about the token', async () => {
    const edge = createServer((_, answer) =>
      answer.writeHead(401, { 'content-type': 'text/html' }).end('<p>no'),
    );
    await new Promise<void>((resolve) => edge.listen(0, '127.0.0.1', resolve));
    const address = edge.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { platform } = await setStage({}, { apiUrl: `http://127.0.0.1:${port}/api` });
    for (let time = 0; time < 2; time += 1)
      expect(await platform.prepare()).toMatchObject({ status: 'no-answer' });
    await new Promise((resolve) => edge.close(resolve));
  });

  it('takes a place in the shared limiter for every request', async () => {
    const { discord, platform, limiter } = await setStage();
    let requests = 0;
    discord.onExchange(() => {
      requests += 1;
    });
    await platform.prepare();
    expect(limiter.taken.length).toBe(requests);
    expect(new Set(limiter.taken.map(({ key }) => key))).toEqual(new Set(['discord']));
  });
});

describe('inspecting an outlet', () => {
  it('reports how many members its server has, or nothing if Discord does not say', async () => {
    const { platform, channel } = await prepared();
    const inspection = await platform.inspect({ platform: 'discord', channel });
    if (inspection.ok !== true) throw new Error('not resolved');
    expect(await platform.countMembers?.(inspection.outlet)).toBeGreaterThan(0);
    expect(await platform.countMembers?.({ ...inspection.outlet, community: '1' })).toBeUndefined();
  });

  it('resolves it', async () => {
    const { platform, channel, guild } = await prepared();
    expect(await platform.inspect({ platform: 'discord', channel })).toEqual({
      ok: true,
      outlet: {
        address: { platform: 'discord', channel },
        name: '#general in Fans of Night Shift',
        community: guild,
        namedVotes: true,
        traits: { kind: 'text' },
      },
      warnings: [],
    });
  });

  it('names every missing permission, how to grant it, and whose channel it is', async () => {
    const { discord, platform, channel, guild } = await prepared();
    discord.setBotPermissions(channel, 1n << 10n);
    const inspection = await platform.inspect({ platform: 'discord', channel });
    expect(inspection.ok).toBe(false);
    const problems = inspection.ok === false ? inspection.problems : [];
    expect(problems.map((problem) => problem.code)).toEqual([
      'missing-permission:SEND_MESSAGES',
      'missing-permission:EMBED_LINKS',
      'missing-permission:SEND_POLLS',
      'missing-permission:READ_MESSAGE_HISTORY',
    ]);
    expect(problems[2]?.fix).toContain('"Create Polls"');
    expect(inspection).toMatchObject({ community: guild });
  });

  it('only warns if no discussion threads can be opened', async () => {
    const { discord, platform, channel, guild } = await prepared();
    const role = discord.world.guild(guild).roles.get(discord.world.guild(guild).botRoleId);
    discord.setBotPermissions(guild, (role?.permissions ?? 0n) & ~(1n << 35n));
    const inspection = await platform.inspect({ platform: 'discord', channel });
    expect(inspection).toMatchObject({
      ok: true,
      warnings: [{ code: 'missing-permission:CREATE_PUBLIC_THREADS' }],
    });
  });

  it('warns about a role that a drop could not ping', async () => {
    const { discord, platform, channel, guild } = await prepared();
    const loud = discord.addRole(guild, { name: 'Loud', mentionable: true });
    const mute = discord.addRole(guild, { name: 'Mute' });
    const codes = async (role: string) => {
      const inspection = await platform.inspect({ platform: 'discord', channel }, role);
      return inspection.ok === true ? inspection.warnings.map((warning) => warning.code) : undefined;
    };
    expect(await codes(loud)).toEqual([]);
    expect(await codes(mute)).toEqual(['missing-permission:MENTION_EVERYONE']);
    expect(await codes('123456789012345678')).toEqual(['unknown-role']);
  });

  it('refuses the id of the server as a role to ping, and explains how to ping everybody', async () => {
    const { platform, channel, guild } = await prepared();
    const inspection = await platform.inspect({ platform: 'discord', channel }, guild);
    expect(inspection).toMatchObject({
      ok: false,
      problems: [{ code: 'everyone-as-role', fix: expect.stringContaining('mention: everyone') }],
    });
  });

  it('warns if everybody cannot be pinged, and about a bot’s role', async () => {
    const { discord, platform, channel, guild } = await prepared();
    const address = { platform: 'discord', channel } as const;
    const warnings = async (mention: string): Promise<readonly string[]> => {
      const inspection = await platform.inspect(address, mention);
      return inspection.ok === true ? inspection.warnings.map(({ code }) => code) : ['refused'];
    };
    expect(await warnings('everyone')).toEqual(['missing-permission:MENTION_EVERYONE']);
    const own = [...(discord.world.guilds.get(guild)?.roles.values() ?? [])].find(({ managed }) => managed);
    expect(await warnings(own?.id ?? '')).toEqual(['role-of-a-bot']);
    expect(await warnings(discord.addUser('Ada'))).toEqual(['unknown-role']);
    discord.setBotPermissions(channel, ALL);
    expect(await warnings('everyone')).toEqual([]);
  });

  it.each([
    [2, 'a voice channel'],
    [4, 'a category'],
    [13, 'a stage channel'],
    [14, 'a directory'],
    [15, 'a forum'],
    [16, 'a media channel'],
  ])('refuses a channel of type %d: it is %s', async (type, kind) => {
    const { discord, platform, guild } = await prepared();
    const channel = discord.addChannel(guild, { name: 'elsewhere', type });
    const inspection = await platform.inspect({ platform: 'discord', channel });
    expect(inspection).toMatchObject({
      ok: false,
      problems: [{ code: 'unsuitable-channel', what: expect.stringContaining(`is ${kind}`) }],
    });
  });

  it('says so if the channel id is the server’s id', async () => {
    const { platform, guild } = await prepared();
    const inspection = await platform.inspect({ platform: 'discord', channel: guild });
    expect(inspection).toMatchObject({
      ok: false,
      problems: [
        { code: 'unknown-channel', what: expect.stringContaining('the server Fans of Night Shift itself') },
      ],
    });
  });

  it('warns about showrunners that are not people', async () => {
    const told: string[] = [];
    const log = { ...quiet, warn: (_: unknown, message: string) => void told.push(message) };
    const { discord, limiter, turnedAway, guild, channel } = await setStage();
    const ada = discord.addUser('Ada');
    const platform = createDiscordPlatform({
      token: discord.token,
      apiUrl: discord.url,
      limiter,
      turnedAway,
      written: writtenMenus(),
      log,
      showrunners: [ada, discord.botUserId, discord.applicationId, '190000000000000009', guild, channel],
    });
    await platform.prepare();
    await eventually('five warnings', () => told.length === 5);
    // What is no account: as the id of a webhook, of a server or of a channel.
    expect(told).toEqual([
      expect.stringContaining('the bot itself'),
      expect.stringContaining('the bot itself'),
      expect.stringContaining('not a Discord account'),
      expect.stringContaining('not a Discord account'),
      expect.stringContaining('not a Discord account'),
    ]);
    await platform.stop();
  });

  it('takes a thread that is archived, which a message wakes, and none that is locked as well', async () => {
    const { discord, platform, channel, send } = await prepared();
    await send({ post: aDrop(), nonce: 'drop-1' });
    const id = discord.messages(channel)[0]?.id ?? '';
    const { thread } = discord.world.channel(id);
    if (thread === null) throw new Error('the drop has no thread');
    const look = () => platform.inspect({ platform: 'discord', channel: id });
    thread.archived = true;
    expect(await look()).toMatchObject({ ok: true });
    thread.locked = true;
    expect(await look()).toMatchObject({
      ok: false,
      problems: [{ code: 'thread-locked', fix: expect.stringContaining('Unlock') }],
    });
    thread.archived = false;
    expect(await look()).toMatchObject({ ok: false, problems: [{ code: 'thread-locked' }] });
  });

  it('refuses something that is not a channel, a channel it cannot see, and a forum', async () => {
    const { discord, platform, channel, guild } = await prepared();
    const forum = discord.addChannel(guild, { name: 'theories', type: 15 });
    const code = async (id: string) => {
      const inspection = await platform.inspect({ platform: 'discord', channel: id });
      return inspection.ok === false ? inspection.problems[0]?.code : inspection.ok;
    };
    expect(await code('123456789012345678')).toBe('unknown-channel');
    expect(await code('#general')).toBe('unknown-channel');
    expect(await code(forum)).toBe('unsuitable-channel');
    discord.setBotPermissions(channel, 0n);
    expect(await code(channel)).toBe('missing-permission:VIEW_CHANNEL');
  });

  it('knows nothing while Discord does not answer', async () => {
    const { discord, platform, channel } = await prepared();
    discord.faults.rest({ route: '/channels/:channel' }, { kind: 'server-error', status: 503 });
    expect(await platform.inspect({ platform: 'discord', channel })).toMatchObject({ ok: undefined });
  });
});

describe('sending', () => {
  it('posts a drop with its button, pings the role, and opens the discussion thread', async () => {
    const { discord, channel, guild, send } = await prepared();
    const role = discord.addRole(guild, { name: 'Night owls', mentionable: true });
    const outcome = await send({ post: aDrop(), nonce: 'drop-1', mention: role });
    const [message] = discord.messages(channel);
    expect(outcome).toEqual({
      status: 'sent',
      message: {
        id: message?.id,
        in: channel,
        link: `https://discord.com/channels/${guild}/${channel}/${message?.id}`,
      },
    });
    expect(message?.pings).toEqual({ everyone: false, roles: [role], users: [] });
    expect(message?.components).toHaveLength(1);
    expect(discord.world.channel(message?.id ?? '').name).toBe('Clocking In');
  });

  it('pings everybody if the operator wants that', async () => {
    const { discord, channel, send } = await prepared();
    discord.setBotPermissions(channel, ALL);
    const outcome = await send({ post: aDrop(), nonce: 'drop-1', mention: 'everyone' });
    expect(outcome).toMatchObject({ status: 'sent' });
    expect(outcome).not.toHaveProperty('shortfalls');
    const [message] = discord.messages(channel);
    expect(message).toMatchObject({ content: '@everyone', pings: { everyone: true, roles: [] } });
    discord.setBotPermissions(channel, ALL & ~PermissionFlagsBits.MentionEveryone);
    expect(await send({ post: aDrop(), nonce: 'drop-2', mention: 'everyone' })).toMatchObject({
      status: 'sent',
      shortfalls: [{ code: 'mention' }],
    });
  });

  it('posts a drop without its thread if none may be opened', async () => {
    const { discord, channel, send } = await prepared();
    discord.setBotPermissions(channel, (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 16n) | (1n << 49n));
    expect(await send({ post: aDrop(), nonce: 'drop-1' })).toMatchObject({
      status: 'sent',
      shortfalls: [{ code: 'thread', why: expect.stringContaining('50013') }],
    });
    expect(discord.messages(channel)).toHaveLength(1);
  });

  const INVALID = { kind: 'refuse', status: 400, code: 50035, message: 'Invalid Form Body' } as const;
  const BAD = { _errors: [{ code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }] };
  const image = 'https://watch.example/1.jpg';

  it.each([
    ['button', { components: { 0: { components: { 0: { url: BAD } } } } }, ['button']],
    ['picture', { embeds: { 0: { image: { url: BAD } } } }, ['picture']],
    ['embed', { embeds: { 0: { url: BAD } } }, ['embed']],
    ['mention', { allowed_mentions: { roles: { 0: BAD } } }, ['mention']],
    ['unknown part', { something: BAD }, ['picture', 'embed', 'button', 'mention']],
    ['part that it does not name', undefined, ['picture', 'embed', 'button', 'mention']],
  ] as const)('posts a drop without a refused %s, and says so', async (_, errors, left) => {
    const { discord, channel, guild, send } = await prepared();
    const role = discord.addRole(guild, { name: 'Night owls', mentionable: true });
    const refusal = { ...INVALID, ...(errors && { errors }) };
    discord.faults.rest({ method: 'POST', route: POSTING }, refusal);
    const post = aDrop({ image });
    const outcome = await send({ post, nonce: 'drop-1', mention: role });
    if (outcome.status !== 'sent') throw new Error(JSON.stringify(outcome));
    expect(outcome.shortfalls?.map(({ code }) => code)).toEqual(left);
    expect(outcome.shortfalls?.[0]?.why).toContain('50035');
    const [message, ...more] = discord.messages(channel).filter(({ byBot, type }) => byBot && type === 0);
    expect(more).toEqual([]);
    expect(JSON.stringify(message)).toContain(post.url);
    expect(JSON.stringify(message)).toContain('Clocking In');
    expect(JSON.stringify(message)).toContain(encodeURIComponent(post.mark));
    expect(message?.pings.roles).toEqual((left as readonly string[]).includes('mention') ? [] : [role]);
  });

  it('posts a result or an alert as text if its embed is refused, and a poll without its rules', async () => {
    const { discord, channel, send } = await prepared();
    discord.faults.rest({ method: 'POST', route: POSTING }, { ...INVALID, errors: { embeds: { 0: BAD } } });
    expect(await send({ post: aResult(), nonce: 'result-1' })).toMatchObject({
      status: 'sent',
      shortfalls: [{ code: 'embed' }],
    });
    discord.faults.rest({ method: 'POST', route: POSTING }, { ...INVALID, errors: { content: BAD } });
    expect(await send({ post: soon(), nonce: 'poll-1' })).toMatchObject({
      status: 'sent',
      poll: {},
      shortfalls: [{ code: 'rules' }],
    });
    expect(discord.messages(channel).map(({ content }) => content)).toEqual([
      expect.stringContaining('Her brother wins with 12 of 20 votes.'),
      expect.not.stringContaining('Most votes win'),
    ]);
  });

  it('posts a drop whose picture has an invalid address, and one whose link is too long for a button', async () => {
    const { discord, channel, send } = await prepared();
    const url = `https://watch.example/${'ä'.repeat(150)}`;
    const outcome = await send({ post: aDrop({ url, image: 'no-address' }), nonce: 'drop-1' });
    if (outcome.status !== 'sent') throw new Error(JSON.stringify(outcome));
    expect(outcome.shortfalls?.map(({ code }) => code)).toEqual(['button', 'picture']);
    expect(discord.messages(channel)[0]?.embeds).toMatchObject([{ url: new URL(url).href }]);
  });

  it('refuses a drop that Discord refuses even in its plainest form, after two attempts', async () => {
    const { discord, channel, send } = await prepared();
    const rule = discord.faults.rest({ method: 'POST', route: POSTING }, INVALID, 9);
    expect(await send({ post: aDrop(), nonce: 'drop-1' })).toMatchObject({
      status: 'refused',
      problem: { code: 'invalid-content' },
    });
    expect(rule.struck()).toBe(2);
    expect(discord.messages(channel)).toEqual([]);
  });

  it('posts a poll and learns its answers from the response', async () => {
    const stage = await prepared({ behaviour: { shuffleAnswerIds: true } });
    const poll = await openPoll(stage);
    const [record] = stage.discord.polls();
    const label = (option: string) =>
      record?.answers.find((answer) => answer.id === answerFor(poll, option))?.text;
    expect(label('brother')).toBe('Her brother');
    expect(label('stranger')).toBe('The number on the card');
    expect(label('nobody')).toBe('Nobody');
    expect(record?.expiresAt).toBeGreaterThanOrEqual(Date.now() + 24 * HOUR);
    expect(poll.id).toBe(nativePollId(`d${record?.messageId}`));
  });

  it('posts results as urgent, drops not', async () => {
    const stage = await prepared();
    const outlet = await stage.outlet();
    stage.limiter.taken.length = 0;
    await stage.send({ post: aResult(), nonce: 'result-1', outlet });
    expect(stage.limiter.taken.at(-1)?.urgent).toBe(true);
    await stage.send({ post: aDrop(), nonce: 'drop-1', outlet });
    expect(stage.limiter.taken.at(-1)?.urgent).toBe(false);
  });

  it('is searched for at once if the previous attempt may have had another nonce', async () => {
    const stage = await prepared();
    const first = await stage.send({ post: soon(), nonce: 'of-the-store-before' });
    const again = { firstTriedAt: Date.now(), underOtherNonce: true } as const;
    expect(await stage.send({ post: soon(), nonce: 'poll-1', ...again })).toEqual(first);
    expect(stage.discord.messages(stage.channel)).toHaveLength(1);
  });

  it('posts once with one nonce, however often it is asked', async () => {
    const stage = await prepared();
    const first = await stage.send({ post: soon(), nonce: 'poll-1' });
    const again = await stage.send({ post: soon(), nonce: 'poll-1', firstTriedAt: Date.now() });
    expect(again).toEqual(first);
    expect(stage.discord.messages(stage.channel)).toHaveLength(1);
  });

  it.each([
    ['the answer is lost', { kind: 'answer-lost', how: 'reset' }],
    ['the request is lost', { kind: 'request-lost', how: 'reset' }],
    ['the server fails after doing it', { kind: 'server-error', status: 502, done: true }],
    ['the server fails', { kind: 'server-error', status: 500 }],
  ] as const)('posts exactly once if %s', async (_, fault) => {
    const { discord, channel, send } = await prepared();
    discord.faults.rest({ method: 'POST', route: POSTING }, fault);
    expect(await send({ post: soon(), nonce: 'poll-1' })).toMatchObject({ status: 'sent' });
    expect(discord.messages(channel)).toHaveLength(1);
  });

  it('is unknown if no answer comes at all, and finds out when asked again', async () => {
    const { discord, channel, send } = await prepared();
    discord.faults.rest({ method: 'POST', route: POSTING }, { kind: 'answer-lost' }, 2);
    const firstTriedAt = Date.now();
    expect((await send({ post: soon(), nonce: 'poll-1' })).status).toBe('unknown');
    const outcome = await send({ post: soon(), nonce: 'poll-1', firstTriedAt });
    expect(outcome).toMatchObject({ status: 'sent', message: { id: discord.messages(channel)[0]?.id } });
    expect(discord.messages(channel)).toHaveLength(1);
  });

  it('does not wait for an answer longer than a delivery may take', async () => {
    const { discord, send } = await prepared({}, { times: { answer: 400 } });
    discord.faults.rest({ method: 'POST', route: POSTING }, { kind: 'slow-answer', ms: 1_500 }, 2);
    expect(await send({ post: aResult(), nonce: 'result-1' })).toMatchObject({
      status: 'unknown',
      why: 'Discord did not answer in time',
    });
  });

  describe('after it has expired', () => {
    const late = () => ({ firstTriedAt: Date.now(), now: Date.now(), lookOnly: true });

    it('finds what was posted', async () => {
      const { send } = await prepared();
      const first = await send({ post: soon(), nonce: 'poll-1' });
      expect(await send({ post: soon(), nonce: 'poll-1', ...late() })).toEqual(first);
    });

    it('posts nothing, and says that it is not there', async () => {
      const { discord, channel, send } = await prepared();
      const outcome = await send({ post: soon(), nonce: 'poll-1', ...late() });
      expect(outcome).toMatchObject({ status: 'refused', problem: { code: 'too-late' } });
      expect(discord.messages(channel)).toEqual([]);
    });
  });

  describe('more than a minute after the first attempt', () => {
    const aged = () => ({ firstTriedAt: Date.now(), now: Date.now() + 61_000 });

    it('finds the message by its mark, even among many', async () => {
      const { discord, channel, send } = await prepared({ behaviour: { nonceWindowMs: 0 } });
      const fan = discord.addUser('Ada');
      const first = await send({ post: soon(), nonce: 'poll-1' });
      for (let count = 0; count < 120; count += 1) discord.say(channel, fan, `hello ${count}`);
      expect(await send({ post: soon(), nonce: 'poll-1', ...aged() })).toEqual(first);
      expect(discord.polls()).toHaveLength(1);
    });

    it('is not fooled by a fan who repeats the mark', async () => {
      const messageContent = 1 << 15;
      const { discord, channel, send } = await prepared({ grantedIntents: messageContent });
      const fan = discord.addUser('Ada');
      discord.say(channel, fan, `-# ${soon().mark}`);
      expect(await send({ post: soon(), nonce: 'poll-1', ...aged() })).toMatchObject({ status: 'sent' });
      expect(discord.polls()).toHaveLength(1);
    });

    it('posts if the message is certainly not there', async () => {
      const { discord, channel, send } = await prepared();
      expect(await send({ post: aResult(), nonce: 'result-1', ...aged() })).toMatchObject({ status: 'sent' });
      expect(discord.messages(channel)).toHaveLength(1);
    });

    it('stays unknown if the channel cannot be read', async () => {
      const { discord, channel, outlet, send } = await prepared();
      const known = await outlet();
      discord.setBotPermissions(channel, (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 49n));
      const outcome = await send({ post: aResult(), nonce: 'result-1', outlet: known, ...aged() });
      expect(outcome).toMatchObject({
        status: 'unknown',
        why: expect.stringContaining('not allowed to read'),
      });
      expect(discord.messages(channel)).toHaveLength(0);
    });
  });

  it('is refused if a permission is gone, with words for the moderator', async () => {
    const { discord, channel, outlet, send } = await prepared();
    const known = await outlet();
    discord.setBotPermissions(channel, (1n << 10n) | (1n << 11n) | (1n << 14n) | (1n << 16n));
    expect(await send({ post: soon(), nonce: 'poll-1', outlet: known })).toMatchObject({
      status: 'refused',
      problem: { code: 'missing-permission', what: 'The bot lacks a permission in this channel.' },
    });
    expect(discord.messages(channel)).toHaveLength(0);
  });

  it('is refused with Discord’s own words about an invalid body', async () => {
    const { send } = await prepared();
    expect(await send({ post: soon({ question: 'x'.repeat(400) }), nonce: 'poll-1' })).toMatchObject({
      status: 'refused',
      problem: { code: 'invalid-content', said: expect.stringContaining('300') },
    });
  });

  it('waits as long as Discord asks, and passes a global pause to every process', async () => {
    const { discord, limiter, send, channel } = await prepared();
    discord.faults.rest(
      { method: 'POST', route: POSTING },
      { kind: 'rate-limit', retryAfter: 9, scope: 'global' },
    );
    const outcome = await send({ post: aResult(), nonce: 'result-1' });
    expect(outcome.status).toBe('retry');
    expect(outcome).toHaveProperty(
      'after',
      expect.toSatisfy((after: number) => after >= 8_900),
    );
    expect(limiter.pauses).toEqual([9_000]);
    expect(discord.messages(channel)).toHaveLength(0);
  });

  it('waits out a short pause by itself', async () => {
    const { discord, send } = await prepared();
    discord.faults.rest({ method: 'POST', route: POSTING }, { kind: 'rate-limit', retryAfter: 0.1 });
    expect((await send({ post: aResult(), nonce: 'result-1' })).status).toBe('sent');
  });

  it('posts nothing without a place in the shared limiter', async () => {
    const { discord, channel, outlet, limiter, send } = await prepared();
    const known = await outlet();
    limiter.closed = true;
    expect(await send({ post: aResult(), nonce: 'result-1', outlet: known })).toMatchObject({
      status: 'retry',
    });
    expect(discord.messages(channel)).toHaveLength(0);
  });
});

describe('a poll that is closed', () => {
  it('is counted once Discord has finalised it', async () => {
    const stage = await prepared({ behaviour: { finaliseAfterMs: Number.POSITIVE_INFINITY } });
    const poll = await openPoll(stage);
    const brother = answerFor(poll, 'brother');
    for (const name of ['Ada', 'Ben', 'Cy']) {
      stage.discord.vote(poll.message.id, stage.discord.addUser(name), brother);
    }
    expect(await stage.platform.readPoll(poll)).toMatchObject({ status: 'open', counts: { [brother]: 3 } });
    expect((await stage.platform.closePoll(poll)).status).toBe('counting');
    expect((await stage.platform.closePoll(poll)).status).toBe('counting');
    stage.discord.finalise(poll.message.id);
    const record = stage.discord.poll(poll.message.id);
    expect(await stage.platform.closePoll(poll)).toEqual({
      status: 'final',
      counts: record.counts,
      closedAt: record.closedAt,
    });
  });

  it('was closed even if the answer to that was lost', async () => {
    const { discord, platform, ...stage } = await prepared({ behaviour: { finaliseAfterMs: 0 } });
    const poll = await openPoll({ discord, platform, ...stage });
    discord.faults.rest({ method: 'POST', route: /\/expire$/ }, { kind: 'answer-lost' });
    expect((await platform.closePoll(poll)).status).toBe('final');
  });

  it('is retried if it could not be closed', async () => {
    const { discord, platform, ...stage } = await prepared();
    const poll = await openPoll({ discord, platform, ...stage });
    discord.faults.rest({ method: 'POST', route: /\/expire$/ }, { kind: 'server-error', status: 503 });
    expect((await platform.closePoll(poll)).status).toBe('retry');
    expect(discord.poll(poll.message.id).closedAt).toBeNull();
  });

  it('is lost if its message was deleted, or the bot was removed', async () => {
    const stage = await prepared();
    const poll = await openPoll(stage);
    stage.discord.deleteMessage(poll.message.id);
    expect((await stage.platform.closePoll(poll)).status).toBe('lost');
    expect((await stage.platform.readPoll(poll)).status).toBe('lost');

    const second = await stage.send({ post: soon(), nonce: 'poll-2' });
    stage.discord.kickBot(stage.guild);
    expect(
      second.status === 'sent' && second.poll && (await stage.platform.readPoll(second.poll)).status,
    ).toBe('lost');
  });

  it('lists its voters completely, page by page', async () => {
    const stage = await prepared();
    const poll = await openPoll(stage);
    const brother = answerFor(poll, 'brother');
    const nobody = answerFor(poll, 'nobody');
    const voted = new Map<string, number>();
    for (let count = 0; count < 230; count += 1) {
      const fan = stage.discord.addUser(`Fan ${count}`);
      const answer = count % 23 === 0 ? nobody : brother;
      stage.discord.vote(poll.message.id, fan, answer);
      voted.set(fan, answer);
    }
    const listed = new Map<string, number>();
    for await (const page of stage.platform.readVoters(poll)) {
      for (const vote of page) listed.set(vote.account, Number(vote.answer));
    }
    expect(listed).toEqual(voted);
  });
});

describe('listening', () => {
  async function listening(...stage: Parameters<typeof setStage>) {
    const made = await prepared(...stage);
    const sink = new NotingSink();
    await made.platform.listen(sink);
    return { ...made, sink };
  }

  it('gets votes in order, a changed vote as a withdrawal and a cast', async () => {
    const stage = await listening();
    const poll = await openPoll(stage);
    const [brother, nobody] = [answerFor(poll, 'brother'), answerFor(poll, 'nobody')];
    const ada = stage.discord.addUser('Ada');
    stage.discord.vote(poll.message.id, ada, brother);
    stage.discord.vote(poll.message.id, ada, nobody);
    stage.discord.retract(poll.message.id, ada);
    await eventually('four facts', () => stage.sink.facts.length === 4);
    const fact = (kind: string, answer: number) => ({
      kind,
      poll: poll.id,
      account: ada,
      answer: String(answer),
    });
    expect(stage.sink.facts).toEqual([
      fact('cast', brother),
      fact('withdrawn', brother),
      fact('cast', nobody),
      fact('withdrawn', nobody),
    ]);
    expect(stage.platform.listening).toEqual({ up: true });
  });

  it('requests no privileged intent', async () => {
    const stage = await listening();
    expect(stage.discord.gateway.sessions.map((session) => session.intents)).toEqual([(1 << 0) | (1 << 24)]);
  });

  it('keeps votes that could not be stored, in order', async () => {
    const stage = await listening();
    const poll = await openPoll(stage);
    const fans = ['Ada', 'Ben', 'Cy'].map((name) => stage.discord.addUser(name));
    stage.sink.broken = true;
    for (const fan of fans) stage.discord.vote(poll.message.id, fan, answerFor(poll, 'brother'));
    await eventually('a refusal', () => stage.sink.refused > 0);
    stage.sink.broken = false;
    await eventually('three facts', () => stage.sink.facts.length === 3);
    expect(stage.sink.facts.map((fact) => fact.kind === 'cast' && fact.account)).toEqual(fans);
  });

  it('loses nothing if the session can be resumed', async () => {
    const stage = await listening();
    const poll = await openPoll(stage);
    const ada = stage.discord.addUser('Ada');
    stage.discord.gateway.disconnect();
    stage.discord.vote(poll.message.id, ada, answerFor(poll, 'brother'));
    await eventually('the connection is seen to be down', () => !stage.platform.listening.up);
    await eventually('the vote is replayed', () => stage.sink.facts.length === 1);
    expect(stage.platform.listening).toEqual({ up: true });
    expect(stage.sink.losses).toEqual([]);
  });

  it('reports that events are lost for good', async () => {
    const stage = await listening();
    const poll = await openPoll(stage);
    stage.discord.gateway.disconnectAndForget();
    stage.discord.vote(poll.message.id, stage.discord.addUser('Ada'), answerFor(poll, 'brother'));
    await eventually('a loss', () => stage.sink.losses.length === 1);
    expect(stage.sink.facts).toEqual([]);
  });

  it('reports a server that the bot was removed from', async () => {
    const stage = await listening();
    stage.discord.kickBot(stage.guild);
    await eventually('a farewell', () => stage.sink.gone.length === 1);
    expect(stage.sink.gone).toEqual([{ kind: 'community-left', community: stage.guild }]);
  });

  it('takes only its own shards', async () => {
    const stage = await listening({ recommendedShards: 2 }, { shards: [1], shardCount: 2 });
    expect(stage.discord.gateway.sessions.map((session) => session.shard)).toEqual([[1, 2]]);
  });

  it('takes every recommended shard by default', async () => {
    const stage = await listening({ recommendedShards: 2 });
    expect(stage.discord.gateway.sessions.map((session) => session.shard)).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it('retries if Discord is only busy, with the token still set', async () => {
    const { discord, platform } = await prepared();
    discord.faults.rest({ route: '/gateway/bot' }, { kind: 'server-error', status: 502 }, 1);
    await platform.listen(new NotingSink());
    expect(platform.listening).toEqual({ up: true });
    expect(discord.invalidRequests()).toBe(0);
  });

  it('ends with one clear error where shards and count do not fit', async () => {
    const { platform } = await prepared({}, { shards: [3], shardCount: 2 });
    await expect(platform.listen(new NotingSink())).rejects.toThrow(StartupError);
  });

  it('leaves nothing behind of a connection that was still opening', async () => {
    const { discord, platform } = await prepared();
    discord.gateway.goDown();
    const connecting = platform.listen(new NotingSink());
    await eventually('the connection is being opened', () => discord.gateway.visits.upgrades.length === 1);
    expect(platform.listening).toMatchObject({ up: false });
    await Promise.all([expect(connecting).rejects.toThrow(/was stopped/), platform.stop()]);
    discord.gateway.comeUp();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(discord.gateway.sessions).toEqual([]);
    expect(discord.gateway.sockets).toBe(0);
  });
});

describe('stopping', () => {
  it('finishes running work, and may be called twice', async () => {
    const stage = await prepared();
    stage.discord.faults.rest({ method: 'POST', route: POSTING }, { kind: 'delay', ms: 100 });
    const sending = stage.send({ post: aResult(), nonce: 'result-1' });
    await eventually('the request is under way', () => stage.limiter.taken.length > 5);
    await Promise.all([stage.platform.stop(), stage.platform.stop()]);
    expect((await sending).status).toBe('sent');
  });

  it('passes on every vote that arrived', async () => {
    const stage = await prepared();
    const sink = new NotingSink();
    await stage.platform.listen(sink);
    const poll = await openPoll(stage);
    sink.broken = true;
    stage.discord.vote(poll.message.id, stage.discord.addUser('Ada'), answerFor(poll, 'brother'));
    await eventually('a refusal', () => sink.refused > 0);
    sink.broken = false;
    await stage.platform.stop();
    expect(sink.facts).toHaveLength(1);
    expect(stage.discord.gateway.connected).toBe(false);
  });
});
