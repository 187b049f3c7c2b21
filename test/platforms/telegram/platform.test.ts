import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramPlatform } from '../../../src/platforms/telegram/platform.ts';
import { StartupError } from '../../../src/ports/startup-error.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import {
  ConnectedTelegram,
  drop,
  Notebook,
  question,
  result,
  sent,
} from '../../support/telegram/connected.ts';

let bot: ConnectedTelegram;
let telegram: TelegramStandIn;
let platform: TelegramPlatform;

beforeEach(async () => {
  bot = await ConnectedTelegram.start();
  ({ telegram, platform } = bot);
});

afterEach(() => bot.stop());

describe('prepare', () => {
  it('with a wrong token names TELEGRAM_TOKEN and where to get one', async () => {
    for (const token of ['7000000001:wrong_token', 'nonsense', 'a/b?c']) {
      const failure = await bot
        .connect({ token })
        .prepare()
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StartupError);
      expect(failure).toMatchObject({ message: /TELEGRAM_TOKEN/, hint: /BotFather/ });
      expect(String(failure)).not.toContain(token);
    }
  });

  it('if nothing listens knows nothing, and never reveals the token', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const address = gone.address();
    await new Promise((resolve) => gone.close(resolve));
    const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const answer = await bot.connect({ apiUrl }).prepare();
    expect(answer).toMatchObject({ status: 'no-answer', why: /ECONNREFUSED/ });
    expect(JSON.stringify(answer)).not.toContain(telegram.token);
  });

  it.each([
    { kind: 'server-error', status: 502 },
    { kind: 'too-many-requests', retryAfter: 7 },
    { kind: 'answer-lost' },
    { kind: 'answer-cut' },
    { kind: 'refuse', code: 403, description: 'Forbidden: by something on the way' },
  ] as const)('does not count $kind as an answer, and logs in as soon as Telegram answers', async (fault) => {
    const platform = bot.connect();
    telegram.fault({ method: 'getMe', fault });
    const after = fault.kind === 'too-many-requests' ? { after: 7_000 } : {};
    expect(await platform.prepare()).toMatchObject({ status: 'no-answer', ...after });
    expect(await platform.inspect({ platform: 'telegram', chat: '@nowhere' })).toMatchObject({
      ok: undefined,
    });
    expect(await platform.prepare()).toMatchObject({ status: 'known' });
  });

  it.each([401, 404])('does not count a %i that is not the Bot API’s as an answer', async (status) => {
    const edge = createHttpServer((_, answer) => answer.writeHead(status).end('<p>Not here</p>'));
    await new Promise<void>((resolve) => edge.listen(0, '127.0.0.1', resolve));
    const address = edge.address();
    const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const answer = await bot.connect({ apiUrl }).prepare();
    expect(answer).toMatchObject({ status: 'no-answer' });
    expect('stranger' in answer).toBe(status === 404);
    edge.closeAllConnections();
    await new Promise((resolve) => edge.close(resolve));
  });
});

describe('countMembers', () => {
  it('reports how many members a chat has, or nothing if Telegram does not say', async () => {
    const group = telegram.world.addGroup({ title: 'G' });
    const outlet = {
      address: { platform: 'telegram', chat: String(group.id) },
      name: 'G',
      namedVotes: true,
      traits: {},
    };
    expect(await platform.countMembers?.({ ...outlet, community: String(group.id) })).toBeGreaterThan(0);
    expect(await platform.countMembers?.({ ...outlet, community: '-1' })).toBeUndefined();
  });
});

describe('inspect', () => {
  it('resolves a channel’s name to its id', async () => {
    const chat = telegram.world.addChannel({ title: 'Night Shift', username: 'nightshift' });
    expect(await bot.outletOf('@nightshift')).toEqual({
      address: { platform: 'telegram', chat: String(chat.id) },
      name: '@nightshift',
      community: String(chat.id),
      namedVotes: false,
      traits: { kind: 'channel', forum: false },
    });
  });

  it('knows a topic of a forum, and that group polls name their voters', async () => {
    const { forum, topic } = bot.forumWithTopic('Fans\u202e');
    expect(await bot.outletOf(forum.id, topic)).toMatchObject({
      address: { topic },
      name: `Fans, topic ${topic}`,
      namedVotes: true,
      traits: { kind: 'supergroup', forum: true },
    });
  });

  it('says what is missing and how to fix it', async () => {
    const { world } = telegram;
    const muted = world.addChannel({ title: 'Muted' });
    world.setBotRights(muted, { can_manage_chat: true });
    const member = world.addChannel({ title: 'Member' });
    world.setBotRights(member, null);
    const quiet = world.addSupergroup({ title: 'Quiet' });
    world.setPermissions(quiet, { can_send_polls: false });
    const strict = world.addSupergroup({ title: 'Strict' });
    world.restrictBot(strict, { can_send_messages: false });
    const kicked = world.addGroup({ title: 'Kicked' });
    world.kickBot(kicked);
    const flat = world.addSupergroup({ title: 'Flat' });
    const open = world.addChannel({ title: 'Open', username: 'opened', bot: 'absent' });
    const expected: [number, number | undefined, string][] = [
      [muted.id, undefined, 'missing-permission:can_post_messages'],
      [member.id, undefined, 'not-an-administrator'],
      [quiet.id, undefined, 'missing-permission:can_send_polls'],
      [strict.id, undefined, 'missing-permission:can_send_messages'],
      [kicked.id, undefined, 'not-a-member'],
      [open.id, undefined, 'not-a-member'],
      [flat.id, 7, 'not-a-forum'],
      [-1009999999999, undefined, 'unknown-chat'],
    ];
    for (const [chat, topic, code] of expected) {
      const inspection = await platform.inspect({
        platform: 'telegram',
        chat: String(chat),
        ...(topic !== undefined && { topic }),
      });
      expect(inspection).toMatchObject({ ok: false, problems: [{ code }] });
    }
  });

  it('warns if photos are forbidden', async () => {
    const chat = telegram.world.addSupergroup({ title: 'No photos' });
    telegram.world.setPermissions(chat, { can_send_photos: false });
    const inspection = await platform.inspect({ platform: 'telegram', chat: String(chat.id) });
    expect(inspection).toMatchObject({
      ok: true,
      warnings: [{ code: 'missing-permission:can_send_photos' }],
    });
  });

  it('follows a group to its supergroup', async () => {
    const group = telegram.world.addGroup({ title: 'Fans' });
    const successor = telegram.world.migrate(group);
    const inspection = await platform.inspect({ platform: 'telegram', chat: String(group.id) });
    expect(inspection).toMatchObject({
      ok: true,
      outlet: { address: { chat: String(successor.id) } },
      warnings: [{ code: 'migrated' }],
    });
  });

  it('knows nothing if the platform does not answer', async () => {
    const chat = telegram.world.addChannel({ title: 'C' });
    telegram.fault({ method: 'getChat', fault: { kind: 'server-error', status: 502 } });
    expect(await platform.inspect({ platform: 'telegram', chat: String(chat.id) })).toMatchObject({
      ok: undefined,
    });
  });
});

describe('a valid address with a special meaning', () => {
  const problemOf = async (chat: string, topic?: number) => {
    const address = { platform: 'telegram', chat, ...(topic !== undefined && { topic }) } as const;
    const inspection = await platform.inspect(address);
    if (inspection.ok !== false) throw new Error(JSON.stringify(inspection));
    return inspection.problems[0];
  };

  it('is refused with the reason', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    expect(await problemOf(String(telegram.bot.id))).toMatchObject({ code: 'the-bot-itself' });
    expect(await problemOf(`@${telegram.bot.username?.toUpperCase()}`)).toMatchObject({
      code: 'the-bot-itself',
    });
    for (const service of ['777000', '1087968824', '136817688'])
      expect(await problemOf(service)).toMatchObject({ code: 'service-account' });
    expect((await problemOf('-1234567890'))?.fix).toContain('Did you mean -1001234567890?');
    expect((await problemOf('424242'))?.fix).toContain('press Start');
    expect((await problemOf(String(channel.id), 7))?.what).toContain('only groups have topics');
  });

  it('is refused if it is another bot, by its number', async () => {
    const other = telegram.world.addOtherBot({ first_name: 'Other', username: 'OtherShowBot' });
    expect(await problemOf(String(other.id))).toMatchObject({
      code: 'a-bot',
      what: expect.stringContaining('@OtherShowBot'),
    });
  });

  it('is warned about if another bot should steer the show, but not for people', async () => {
    const other = telegram.world.addOtherBot({ first_name: 'Other', username: 'other_bot' });
    const ada = telegram.world.addUser({ first_name: 'Ada', username: 'botanist' });
    telegram.world.addPrivateChat(ada);
    const group = telegram.world.addGroup({ title: 'Bots' });
    const stranger = 424242;
    const own = bot.connect({ showrunners: [ada, other].map(({ id }) => String(id)).concat(`${stranger}`) });
    await own.prepare();
    const told = () => bot.lines.filter((line) => line.includes('A showrunner is'));
    await expect.poll(told).toEqual([expect.stringContaining(`(@other_bot)`)]);
    expect(told()[0]).toContain(String(other.id));
    expect(await own.inspect({ platform: 'telegram', chat: String(group.id) })).toMatchObject({ ok: true });
  });

  it('is refused if the bot itself should steer the show', async () => {
    const own = bot.connect({ showrunners: ['5', String(telegram.bot.id)] });
    const failure = await own.prepare().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect(String(failure)).toContain('names the bot itself');
  });
});

describe('a token that is revoked while the bot runs', () => {
  it('shows in the state of any process after its next call, with what to do, and disappears once it is accepted again', async () => {
    const outlet = await bot.outletOf(telegram.world.addChannel({ title: 'C' }).id);
    expect(platform.listening).toEqual({ up: true });
    telegram.fault({
      method: 'sendMessage',
      fault: { kind: 'refuse', code: 401, description: 'Unauthorized' },
    });
    expect(await bot.post(outlet, result)).toMatchObject({ status: 'retry', after: 60_000 });
    expect(platform.listening).toMatchObject({
      up: false,
      shutOut: { fix: expect.stringContaining('@BotFather') },
    });
    sent(await bot.post(outlet, result));
    expect(platform.listening).toEqual({ up: true });
  });
});

describe('a token that is revoked while the bot listens', () => {
  const revoked = { kind: 'refuse', code: 401, description: 'Unauthorized' } as const;
  const shutOut = { up: false, shutOut: { fix: expect.stringContaining('@BotFather') } };

  it('shows when the bot asks for updates, also if nothing is posted', async () => {
    const polling = bot.connect();
    await polling.prepare();
    await polling.listen(new Notebook());
    expect(polling.listening).toEqual({ up: true });
    telegram.fault({ method: 'getUpdates', fault: revoked, times: 50 });
    telegram.say({ chat: telegram.world.addSupergroup({ title: 'G' }), from: 1, text: 'hello' });
    await expect.poll(() => polling.listening, { timeout: 40_000 }).toMatchObject(shutOut);
    expect(bot.lines.filter((line) => line.includes('Telegram updates do not arrive'))).toHaveLength(1);
  }, 60_000);

  it('shows when the bot checks its webhook, and disappears once it is accepted again', async () => {
    const posted = bot.connect({ webhook: { url: 'https://bot.example/telegram' }, lookAtWebhookEvery: 20 });
    await posted.prepare();
    await posted.listen(new Notebook());
    expect(posted.listening).toEqual({ up: true });
    telegram.fault({ method: 'getWebhookInfo', fault: revoked });
    const states: unknown[] = [];
    await expect
      .poll(() => states[states.push(posted.listening) - 1], { interval: 1 })
      .toMatchObject(shutOut);
    await expect.poll(() => posted.listening).toEqual({ up: true });
  });
});

describe('send', () => {
  it('posts a drop, a poll and a result in a channel, a group and a topic', async () => {
    const { world } = telegram;
    const channel = world.addChannel({ title: 'Channel', username: 'nightshift' });
    const group = world.addGroup({ title: 'Group' });
    const { forum, topic } = bot.forumWithTopic('Forum');
    for (const [chat, thread, anonymous, link] of [
      [channel, undefined, true, /^https:\/\/t\.me\/nightshift\/\d+$/],
      [group, undefined, false, undefined],
      [forum, topic, false, /^https:\/\/t\.me\/c\/\d{10}\/\d+$/],
    ] as const) {
      const outlet = await bot.outletOf(chat.id, thread);
      const dropped = sent(await bot.post(outlet, drop));
      const polled = sent(await bot.post(outlet, question));
      const told = sent(await bot.post(outlet, result));
      if (link) expect(polled.message.link).toMatch(link);
      else expect(polled.message.link).toBeUndefined();
      const messages = [dropped, polled, told].map(({ message }) =>
        telegram.messages(chat).find((each) => String(each.message_id) === message.id),
      );
      expect(messages).toMatchObject([
        { photo: expect.any(Array), caption: expect.stringContaining('Clocking In') },
        { poll: { is_anonymous: anonymous, description: 'Most votes <win>.' } },
        { text: expect.stringContaining('Over') },
      ]);
      for (const message of messages) expect(message?.message_thread_id).toBe(thread);
      expect(Object.values(polled.poll?.answers ?? {})).toEqual(['brother', 'stranger']);
    }
  });

  it('shows hostile text letter by letter, without any effect', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    sent(await bot.post(outlet, result));
    await bot.openPoll(outlet);
    const [told, polled] = telegram.messages(channel);
    expect(told?.text).toBe('Over\n\n<b>@all</b> & /start https://evil.example');
    expect(new Set(told?.entities?.map((entity) => entity.type))).toEqual(new Set(['bold', 'code']));
    expect(polled?.poll?.options.map((option) => option.text)).toEqual(['Her <brother>', '@stranger & co']);
  });

  it('takes its places in the shared limits, results first', async () => {
    const group = telegram.world.addGroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    bot.taken.length = 0;
    await bot.post(outlet, drop);
    await bot.post(outlet, result);
    const keys = ['telegram', `telegram:chat:${group.id}`, `telegram:group:${group.id}`];
    expect(bot.taken).toEqual([
      { keys, urgent: false },
      { keys, urgent: true },
    ]);
  });

  const refuse = (description: string, when: (params: Readonly<Record<string, unknown>>) => boolean) =>
    telegram.fault({
      when,
      times: 20,
      fault: { kind: 'refuse', code: 400, description: `Bad Request: ${description}` },
    });
  const image = drop.image ?? '';
  const { image: _, ...plainDrop } = drop;

  it.each([
    ['a picture that cannot be fetched', drop, 'failed to get HTTP URL content', 'photo', ['picture']],
    ['a preview', plainDrop, 'WEBPAGE_CURL_FAILED', 'link_preview_options.url', ['preview']],
    ['a link button', plainDrop, 'BUTTON_URL_INVALID', 'reply_markup', ['button']],
    ['formatting', plainDrop, "can't parse entities: bad tag", 'parse_mode', ['formatting']],
    ['a long text', plainDrop, 'message is too long', 'synopsis', ['details']],
    [
      'words of no known kind',
      plainDrop,
      'SOMETHING_NEW',
      'parse_mode',
      ['preview', 'details', 'button', 'formatting'],
    ],
    [
      'formatting of a poll',
      question,
      "can't parse entities: bad tag",
      'description_parse_mode',
      ['formatting'],
    ],
    ['the rules of a poll', question, 'POLL_DESCRIPTION_INVALID', 'description', ['rules']],
    ['a poll’s native end', question, 'POLL_CLOSE_DATE_INVALID', 'close_date', ['backstop']],
    ['formatting of a result', result, 'ENTITY_BOUNDS_INVALID', 'parse_mode', ['formatting']],
  ] as const)(
    'leaves out %s if Telegram refuses it, and says so',
    async (_, what, description, part, left) => {
      const channel = telegram.world.addChannel({ title: 'C' });
      const outlet = await bot.outletOf(channel.id);
      refuse(description, (params) => {
        if (part === 'synopsis') return String(params.text).includes('One');
        const [first = '', second] = part.split('.');
        const value = params[first];
        if (second === undefined) return value !== undefined;
        return typeof value === 'object' && value !== null && second in value;
      });
      const outcome = sent(await bot.post(outlet, what));
      expect(outcome.shortfalls?.map(({ code }) => code).toSorted()).toEqual([...left].toSorted());
      expect(outcome.shortfalls?.[0]?.why).toBe(`400 Bad Request: ${description}`);
      const [message, ...more] = telegram.messages(channel);
      expect(more).toEqual([]);
      if (what.kind === 'drop') {
        expect(message?.text).toContain('Clocking In');
        expect(JSON.stringify(message)).toContain(drop.url);
      }
    },
  );

  it('posts a drop whose link Telegram refuses, with the link in its text', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    for (const url of ['http://localhost:8080/night-shift/1', 'http://schedulercom/1', 'http://[::1]/1']) {
      const outcome = sent(await bot.post(await bot.outletOf(channel.id), { ...plainDrop, url }));
      expect(outcome.shortfalls?.map(({ code }) => code)).toEqual(['button']);
      const message = telegram.messages(channel).at(-1);
      expect(message).not.toHaveProperty('reply_markup');
      expect(message?.text).toContain(`Watch: ${url}`);
    }
  });

  it('is refused once, if Telegram refuses even its plainest form', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    refuse('SOMETHING_NEW', () => true);
    const outcome = await bot.post(outlet, drop);
    expect(outcome).toMatchObject({ status: 'refused', problem: { code: 'refused:400' } });
    expect(telegram.messages(channel)).toEqual([]);
  });

  it('leaves out everything after the second refused part', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    refuse('failed to get HTTP URL content', ({ photo }) => photo === image);
    refuse('BUTTON_URL_INVALID', ({ reply_markup }) => reply_markup !== undefined);
    refuse('WEBPAGE_CURL_FAILED', ({ link_preview_options: preview }) =>
      JSON.stringify(preview ?? {}).includes('url'),
    );
    const calls: string[] = [];
    telegram.onExchange(({ method }) => calls.push(method));
    const outcome = sent(await bot.post(outlet, drop));
    expect(calls.filter((method) => method.startsWith('send'))).toHaveLength(4);
    expect(new Set(outcome.shortfalls?.map(({ code }) => code))).toEqual(
      new Set(['picture', 'button', 'preview', 'details', 'formatting']),
    );
  });

  it('that lost its answer is unknown, and is never retried by itself', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    telegram.fault({ fault: { kind: 'answer-lost' } });
    expect(await bot.post(outlet, result)).toMatchObject({ status: 'unknown' });
    const again = await platform.send({ outlet, post: result, nonce: 'n', now: 2, firstTriedAt: 1 });
    expect(again).toMatchObject({ status: 'unknown' });
    expect(telegram.messages(channel)).toHaveLength(1);
  });

  it('answered with a server error is unknown', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    telegram.fault({ fault: { kind: 'server-error', status: 500, afterDoing: true } });
    expect(await bot.post(outlet, result)).toMatchObject({ status: 'unknown' });
  });

  it('to a platform that cannot be reached was certainly not posted', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const away = bot.connect({ apiUrl: 'http://127.0.0.1:1' });
    const outcome = await away.send({ outlet, post: result, nonce: 'n', now: Date.now() });
    expect(outcome).toMatchObject({ status: 'retry' });
    expect(JSON.stringify(outcome)).not.toContain(telegram.token);
  });

  it('answered by something that is not Telegram is unknown, and its reason does not contain the token', async () => {
    const outlet = await bot.outletOf(telegram.world.addChannel({ title: 'C' }).id);
    const portal = createHttpServer((_request, response) =>
      response.end('<html>Sign in to this network</html>'),
    );
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    const address = portal.address();
    const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const captive = bot.connect({ apiUrl });
    const outcome = await captive.send({ outlet, post: result, nonce: 'n', now: Date.now() });
    portal.close();
    expect(outcome).toMatchObject({ status: 'unknown', why: expect.stringContaining('[token]') });
    expect(JSON.stringify(outcome)).not.toContain(telegram.token);
  });

  it('after too many requests retries at the time that the platform names, and pauses the chat until then', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    telegram.fault({ fault: { kind: 'too-many-requests', retryAfter: 7 } });
    expect(await bot.post(outlet, result)).toMatchObject({ status: 'retry', after: 7000 });
    expect(bot.pauses).toEqual([{ key: `telegram:chat:${channel.id}`, duration: 7000 }]);
  });

  it('that cannot check the limits sends nothing and retries', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const outlet = await bot.outletOf(channel.id);
    const blind = bot.connect({
      limiter: { ...bot.limiter, take: () => Promise.reject(new Error('Redis is away')) },
    });
    expect(await blind.send({ outlet, post: result, nonce: 'n', now: 1 })).toMatchObject({ status: 'retry' });
    expect(telegram.messages(channel)).toEqual([]);
  });

  it('follows a group that became a supergroup', async () => {
    const group = telegram.world.addGroup({ title: 'G' });
    const outlet = await bot.outletOf(group.id);
    const successor = telegram.world.migrate(group);
    const outcome = sent(await bot.post(outlet, question));
    expect(outcome.outlet).toMatchObject({
      address: { chat: String(successor.id) },
      community: String(successor.id),
      traits: { kind: 'supergroup' },
    });
    expect(outcome.poll?.message.in).toBe(String(successor.id));
  });

  it('is refused if the bot was removed or muted, or a topic is closed', async () => {
    const { world } = telegram;
    const kicked = world.addSupergroup({ title: 'K' });
    const muted = world.addChannel({ title: 'M' });
    const { forum, topic } = bot.forumWithTopic('F');
    const outlets = [
      await bot.outletOf(kicked.id),
      await bot.outletOf(muted.id),
      await bot.outletOf(forum.id, topic),
    ];
    world.kickBot(kicked);
    world.setBotRights(muted, { can_manage_chat: true });
    world.closeTopic(forum, topic);
    const outcomes = await Promise.all(outlets.map((outlet) => bot.post(outlet, question)));
    expect(outcomes).toMatchObject([
      { status: 'refused', problem: { code: 'not-a-member' } },
      { status: 'refused', problem: { code: 'missing-permission:can_post_messages' } },
      { status: 'refused', problem: { code: 'topic-closed' } },
    ]);
  });
});
