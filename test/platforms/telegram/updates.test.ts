import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramPlatform } from '../../../src/platforms/telegram/platform.ts';
import type { ResolvedOutlet } from '../../../src/ports/platform/outlet.ts';
import type { TelegramStandIn } from '../../../src/sandbox/telegram/server.ts';
import { SmallDesk } from '../../support/commands/command-desk.ts';
import { byOption, ConnectedTelegram, Notebook, until } from '../../support/telegram/connected.ts';

let bot: ConnectedTelegram;
let telegram: TelegramStandIn;
let platform: TelegramPlatform;

beforeEach(async () => {
  bot = await ConnectedTelegram.start();
  ({ telegram, platform } = bot);
});

afterEach(() => bot.stop());

describe('listen', () => {
  it('passes on ballots and snapshots with the keys of the sent poll', async () => {
    const group = telegram.world.addGroup({ title: 'G' });
    const book = new Notebook();
    await platform.listen(book);
    const poll = await bot.openPoll(await bot.outletOf(group.id));
    const answerFor = (option: string) => Object.entries(poll.answers).find(([, id]) => id === option)?.[0];
    telegram.vote(poll.id, 11, [0]);
    telegram.vote(poll.id, 11, [1]);
    telegram.vote(poll.id, group, [1]);
    telegram.retract(poll.id, 11);
    await until(() => book.facts.filter((fact) => fact.kind === 'snapshot').length === 4);
    expect(book.facts.filter((fact) => fact.kind !== 'snapshot')).toEqual([
      { kind: 'cast', poll: poll.id, account: 'user:11', answer: answerFor('brother') },
      { kind: 'cast', poll: poll.id, account: 'user:11', answer: answerFor('stranger') },
      { kind: 'cast', poll: poll.id, account: `chat:${group.id}`, answer: answerFor('stranger') },
      { kind: 'withdrawn', poll: poll.id, account: 'user:11' },
    ]);
    const last = book.facts.findLast((fact) => fact.kind === 'snapshot');
    expect(byOption(poll, last?.counts ?? {})).toEqual({ brother: 0, stranger: 1 });
  });

  it('confirms an update only when the sink has it', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const poll = await bot.openPoll(await bot.outletOf(channel.id));
    const book = new Notebook();
    book.refuse = 2;
    telegram.vote(poll.id, 1, [0]);
    telegram.vote(poll.id, 2, [1]);
    const listening = platform.listen(book);
    await until(() => book.refuse === 0);
    expect(platform.listening).toMatchObject({ up: false, why: expect.stringContaining('cannot be stored') });
    expect(telegram.pendingUpdates()).toBe(2);
    await listening;
    expect(book.facts).toHaveLength(2);
    expect(platform.listening).toEqual({ up: true });
    await until(() => telegram.pendingUpdates() === 0);
  });

  it('reports a chat that removed the bot, and one that moved', async () => {
    const channel = telegram.world.addChannel({ title: 'C' });
    const group = telegram.world.addGroup({ title: 'G' });
    const book = new Notebook();
    await platform.listen(book);
    telegram.world.kickBot(channel);
    const successor = telegram.world.migrate(group);
    await until(() => book.losses.length > 0 && book.moves.length > 1);
    expect(book.losses).toEqual([{ kind: 'community-left', community: String(channel.id) }]);
    const outletIn = (chat: string): ResolvedOutlet => ({
      address: { platform: 'telegram', chat, topic: 7 },
      name: 'G',
      community: chat,
      namedVotes: true,
      traits: { kind: 'group' },
    });
    expect(book.moves.map(({ follow }) => follow(outletIn(String(group.id))))).toEqual(
      [successor, successor].map(({ id }) => ({
        ...outletIn(String(id)),
        traits: { kind: 'supergroup' },
      })),
    );
    expect(book.moves.map(({ follow }) => follow(outletIn(String(channel.id))))).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('says when another process takes the same updates, and continues when it stops', async () => {
    const other = bot.connect();
    await other.prepare();
    await other.listen(new Notebook());
    const listening = platform.listen(new Notebook());
    await until(() => bot.lines.join('\n').includes('Another process has asked'));
    await other.stop();
    await listening;
    await until(() => platform.listening.up);
  });

  it('reports another bot when both keep polling for longer than a restart takes, and not before', async () => {
    const sinks = [new Notebook(), new Notebook()];
    const [first, second] = sinks.map(() => bot.connect({ rivals: { restart: 3_000, quiet: 6_000 } }));
    const patient = bot.connect({ rivals: { restart: 600_000 } });
    for (const one of [first, second, patient]) await one?.prepare();
    for (const [index, sink] of sinks.entries()) void [first, second][index]?.listen(sink);
    await until(() => sinks.every(({ rivals }) => rivals > 0));
    // Neither comes and goes with each answer.
    for (let look = 0; look < 50; look += 1) {
      const why = expect.stringContaining('Another process');
      expect([first?.listening, second?.listening]).toEqual([
        { up: false, why },
        { up: false, why },
      ]);
      await pause(40);
    }
    await second?.stop();
    const told = sinks.map(({ rivals }) => rivals);
    await until(() => first?.listening.up === true);
    await first?.stop();
    const book = new Notebook();
    await patient.listen(book);
    expect([...sinks.map(({ rivals }) => rivals), book.rivals]).toEqual([...told, 0]);
  });

  it('is down with a reason while the platform is away, and up again after', async () => {
    telegram.fault({ method: 'getUpdates', times: 2, fault: { kind: 'server-error', status: 502 } });
    const listening = platform.listen(new Notebook());
    await until(() => !platform.listening.up && platform.listening.why.includes('502'));
    await listening;
    expect(platform.listening).toEqual({ up: true });
  });

  it('stops a long poll at once, twice without harm', async () => {
    await platform.listen(new Notebook());
    await Promise.all([platform.stop(), platform.stop()]);
    expect(platform.listening.up).toBe(false);
    expect(bot.lines.join('\n')).not.toContain(telegram.token);
  });

  it('counts votes while a command in the same batch waits for its answer', async () => {
    const group = telegram.world.addGroup({ title: 'G' });
    const poll = await bot.openPoll(await bot.outletOf(group.id));
    const desk = new SmallDesk();
    let open: () => void = () => undefined;
    desk.gate = new Promise((resolve) => {
      open = resolve;
    });
    const book = new Notebook();
    telegram.say({ chat: group, from: 5, text: '/path' });
    telegram.vote(poll.id, 1, [0]);
    const listening = platform.listen(book, desk);
    await until(() => book.facts.length === 2 && desk.requests.length === 1);
    open();
    await listening;
    await until(() => telegram.messages(group).some(({ text }) => text?.includes('path done')));
    await until(() => telegram.pendingUpdates() === 0);
  });
});

describe('a webhook', () => {
  const webhook = { url: 'https://bot.example/telegram', secret: 'a-secret' };
  const cast = (update: number, option: number) => ({
    update_id: update,
    poll_answer: {
      poll_id: '77',
      user: { id: 9 },
      option_ids: [option],
      option_persistent_ids: [`o${option}`],
    },
  });

  it('is set with its secret, and an update is confirmed once it is durable', async () => {
    const posts: Record<string, unknown>[] = [];
    telegram.onExchange(({ method, params }) => method === 'setWebhook' && posts.push(params));
    const posted = bot.connect({ webhook });
    await posted.prepare();
    await expect(posted.handleUpdate(cast(1, 0))).rejects.toThrow(/does not take updates/);
    const book = new Notebook();
    await posted.listen(book);
    expect(posts).toMatchObject([{ url: webhook.url, secret_token: 'a-secret' }]);
    book.refuse = 1;
    await expect(posted.handleUpdate(cast(1, 0))).rejects.toThrow('nothing can be stored now');
    await posted.handleUpdate(cast(1, 0));
    expect(book.facts).toMatchObject([{ kind: 'cast', answer: 'id:o0' }]);
    await posted.handleUpdate('no update at all');
  });

  it('drops an account’s older vote that arrives after its newer one', async () => {
    const posted = bot.connect({ webhook });
    await posted.prepare();
    const book = new Notebook();
    await posted.listen(book);
    await posted.handleUpdate(cast(5, 1));
    await posted.handleUpdate(cast(4, 0));
    expect(book.facts).toMatchObject([{ answer: 'id:o1' }]);
  });

  describe('that another process sets or removes', () => {
    const looking = { rivals: { restart: 200, quiet: 500 }, lookAtWebhookEvery: 30 };
    const process = (url?: string) => bot.connect({ ...looking, ...(url && { webhook: { url } }) });
    const up = (one: { listening: { up: boolean } }) => one.listening.up;

    it('once, as in a move, is set again, and nothing else happens', async () => {
      const posted = process(webhook.url);
      await posted.prepare();
      const book = new Notebook();
      await posted.listen(book);
      await pause(50);
      let set = '';
      telegram.onExchange(({ method, params }) => {
        if (method === 'setWebhook') set = String(params.url);
      });
      const passing = process('https://other.example/telegram');
      await passing.prepare();
      const moved = passing.listen(new Notebook());
      await until(() => set === 'https://other.example/telegram');
      await Promise.all([passing.stop(), moved]);
      await until(() => set === webhook.url);
      await pause(400);
      expect([book.rivals, posted.listening]).toEqual([0, { up: true }]);
    });

    it.each([
      ['with a webhook of its own', 'https://other.example/telegram'],
      ['by asking for updates', undefined],
    ])('again and again, %s, shows to both that it stays', async (_how, url) => {
      const [one, other] = [process(webhook.url), process(url)];
      const sinks = [new Notebook(), new Notebook()];
      await one.prepare();
      await other.prepare();
      await one.listen(sinks[0] as Notebook);
      await pause(50);
      const begun = other.listen(sinks[1] as Notebook);
      await until(() => sinks.every(({ rivals }) => rivals > 0));
      expect([up(one), up(other)]).toEqual([false, false]);
      await Promise.all([other.stop(), begun]);
      await until(() => up(one));
    });
  });
});
