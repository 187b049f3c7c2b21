import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { showId } from '../../../src/core/ids.ts';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import type { PlaceKind } from '../../support/stage/places.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { readStatus } from '../../support/stage/reports.ts';
import { oneChoice, type StoryFile, twoChoices } from '../../support/stage/stories.ts';

const ENDED = ['drop storm', 'result 2 The doctor', 'drop ward'];
const plays = (outlet: string) => ({ message: 'outlet joined', fields: { outlet } });
const refused = { message: 'the bot cannot play here; it checks again until it can' };
const repaired = { message: 'the bot can play here now' };

const setUp = <Key extends string>(
  onFinished: Finished,
  places: Readonly<Record<Key, PlaceKind>>,
  story: StoryFile = oneChoice(),
) => SeasonStage.set<Key>({ story, places }, onFinished);

describe.concurrent('an outlet that the bot cannot play in', { timeout: 90_000 }, () => {
  it('of a show that never ran does not hold up another show’s result; log, alerts and status name it until it is fixed', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', news: 'channel' });
    const attic = stage.discord.addGuild({ name: 'Attic', channels: [{ name: 'stairs' }] });
    const desk = stage.discord.addGuild({ name: 'Desk', channels: [{ name: 'alerts' }] });
    const stairs = attic.channels.stairs ?? '';
    await stage.write('attic.yaml', { ...oneChoice(), id: 'attic', title: 'The Attic' });
    await stage.write('cliffhanger.yaml', {
      alerts: { discord: desk.channels.alerts },
      shows: [
        { story: 'story.yaml', starts: 'now', outlets: stage.all.map(({ entry }) => entry) },
        { story: 'attic.yaml', starts: 'on-command', outlets: [{ discord: stairs }] },
      ],
    });
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1], news: [1] });
    await stage.stopBot();
    stage.discord.kickBot(attic.id);

    await stage.startBot();
    await stage.book.until({ ...refused, fields: { show: 'attic', outlet: `discord ${stairs}` } });
    const told = () => stage.discord.messages(desk.channels.alerts ?? '');
    await stage.book.untilTrue('an alert tells of it', () => told().length > 0);
    expect(JSON.stringify(told())).toMatch(/#stairs in Attic/);
    const printed = await stage.cli('status', 'attic');
    expect(printed).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/#stairs in Attic.*cannot play here/),
    });
    expect((await readStatus(stage.environment, showId('attic'))).unplayable).toMatchObject([
      { outlet: `discord ${stairs}`, name: '#stairs in Attic', because: 'refused' },
    ]);
    await stage.closeEarly(1);
    await stage.over();
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
    stage.discord.inviteBot(attic.id);
    await stage.book.until(repaired);
    expect(await readStatus(stage.environment, showId('attic'))).not.toHaveProperty('unplayable');
    expect(told()).toHaveLength(1);
  });

  it('before a season does not hold it up, and joins by itself with the next drop once it is fixed', async ({
    onTestFinished,
  }) => {
    const places = { club: 'server', late: 'server', news: 'channel', gone: 'group' } as const;
    const stage = await setUp(onTestFinished, places, twoChoices());
    const { club, late, news, gone } = stage.places;
    stage.discord.kickBot(late.guild ?? '');
    stage.telegram.world.kickBot(Number(gone.id));
    await stage.startBot();
    await stage.polled(1, [club, news]);
    expect((await stage.status()).unplayable?.map(({ outlet }) => outlet).sort()).toEqual([
      `discord ${late.id}`,
      `telegram ${gone.id}`,
    ]);
    stage.discord.inviteBot(late.guild ?? '');
    stage.telegram.world.addBot(Number(gone.id));
    for (const { outlet } of [late, gone]) await stage.book.until(plays(outlet));
    expect([...late.polls(), ...gone.polls()]).toEqual([]);
    stage.cast(1, { club: [0] });
    await stage.closeEarly(1);
    await stage.polled(2);
    for (const place of [late, gone]) {
      expect(place.posts().flatMap(({ text }) => /Episode (\d)/.exec(text)?.[1] ?? [])).toEqual(['2', '3']);
    }
    expect(await stage.status()).not.toHaveProperty('unplayable');
  });

  it('any more, because it was removed while the show runs, is in the status until it is added again', async ({
    onTestFinished,
    expect,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', late: 'server', gone: 'group' });
    const { late, gone } = stage.places;
    await stage.startBot();
    await stage.polled(1);
    expect(await stage.status()).not.toHaveProperty('unplayable');
    const kickedAt = Date.now();
    stage.discord.kickBot(late.guild ?? '');
    stage.telegram.world.kickBot(Number(gone.id));
    await expect
      .poll(async () => (await stage.status()).unplayable?.map(({ outlet }) => outlet).sort(), {
        timeout: 20_000,
      })
      .toEqual([`discord ${late.id}`, `telegram ${gone.id}`]);
    for (const one of (await stage.status()).unplayable ?? []) {
      expect(one).toMatchObject({ because: 'refused', reason: expect.stringMatching(/\w+ .*\./) });
      expect(Date.parse(one.since)).toBeGreaterThanOrEqual(kickedAt);
      expect(Date.parse(one.since)).toBeLessThanOrEqual(Date.now());
    }
    stage.discord.inviteBot(late.guild ?? '');
    stage.telegram.world.addBot(Number(gone.id));
    await expect.poll(async () => (await stage.status()).unplayable, { timeout: 60_000 }).toBeUndefined();
    expect(stage.book.found(refused)).toEqual([]);
  });

  it('any more, as a refused message says, is in the status only until it was checked', async ({
    onTestFinished,
    expect,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', news: 'channel' });
    await stage.startBot();
    await stage.polled(1);
    const description = 'Forbidden: bot was kicked from the channel chat';
    stage.telegram.fault({
      method: ['sendMessage', 'sendPhoto'],
      times: 2,
      fault: { kind: 'refuse', code: 403, description },
    });
    stage.cast(1, { club: [0] });
    await stage.closeEarly(1);
    await stage.book.until({ message: 'delivery refused' });
    await expect
      .poll(async () => (await stage.status()).unplayable?.map(({ outlet }) => outlet), { timeout: 30_000 })
      .toEqual(['telegram @lighthouse_news']);
    await expect.poll(async () => (await stage.status()).unplayable, { timeout: 60_000 }).toBeUndefined();
  });

  it('everywhere starts no season and ends no bot: the season starts with the first that is fixed', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', news: 'channel' });
    const { club, news } = stage.places;
    stage.discord.kickBot(club.guild ?? '');
    stage.telegram.world.kickBot(Number(news.id));
    await stage.startBot();
    await stage.book.until(refused, 2);
    expect(await stage.status()).toMatchObject({ state: 'not-started' });
    stage.discord.inviteBot(club.guild ?? '');
    await stage.polled(1, [club]);
    expect(news.posts()).toEqual([]);
  });

  it('because a platform gave no answer for a while is waited for: the season starts in all of them', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', news: 'channel' });
    stage.telegram.fault({ method: 'getMe', times: 3, fault: { kind: 'request-lost' } });
    stage.telegram.fault({ method: 'getChat', times: 2, fault: { kind: 'server-error', status: 502 } });
    stage.telegram.fault({ method: 'getChatMember', fault: { kind: 'too-many-requests', retryAfter: 1 } });
    stage.discord.faults.rest({ route: '/channels/:channel' }, { kind: 'server-error', status: 502 }, 2);
    stage.discord.faults.rest({ route: '/guilds/:guild' }, { kind: 'answer-lost' });
    await stage.startBot();
    await stage.polled(1);
    for (const place of stage.all) expect(postsAs(place, ['drop storm'])).toEqual(['drop storm']);
  });
});

describe.concurrent('an address of the file', { timeout: 120_000 }, () => {
  it('is the outlet that it was when it was first looked up, even if renamed and its name taken by another chat', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', news: 'channel' });
    const { news } = stage.places;
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1], news: [1] });
    await stage.stopBot();
    stage.telegram.world.setUsername(Number(news.id), 'lighthouse_renamed');
    const { id: other } = stage.telegram.world.addChannel({ title: 'other', username: 'lighthouse_news' });

    const places = async () =>
      (await stage.bot.context.places.all()).filter(({ literal }) => /@/.test(literal));
    const startedAt = Date.now();
    await stage.startBot();
    while (((await places())[0]?.lookedAt ?? 0) < startedAt) await sleep(50);
    expect(await places()).toMatchObject([{ outlet: { community: news.id, name: '@lighthouse_renamed' } }]);
    await stage.closeEarly(1);
    await stage.over();
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
    expect(stage.telegram.messages(other)).toEqual([]);
    expect(stage.book.found({ message: /outlet (joined|left)/ })).toHaveLength(2);
    await stage.stopBot();

    // The season is over: the next start needs no name either, until the operator writes another one.
    await stage.startBot();
    await stage.stopBot();
    await stage.write('cliffhanger.yaml', {
      shows: [{ story: 'story.yaml', starts: 'now', outlets: [{ telegram: '@lighthouse_renamed' }] }],
    });
    await stage.startBot();
    while ((await places())[0]?.literal !== 'telegram @lighthouse_renamed') await sleep(50);
    expect(await places()).toMatchObject([{ outlet: { community: news.id } }]);
  });

  it('that means the same outlet as another one is warned about, and everything is posted once', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', news: 'channel' });
    const { news } = stage.places;
    await stage.write('cliffhanger.yaml', {
      shows: [
        {
          story: 'story.yaml',
          starts: 'now',
          outlets: [{ telegram: '@lighthouse_news' }, { telegram: Number(news.id) }],
        },
      ],
    });
    await stage.startBot();
    await stage.polled(1, [news]);
    expect(news.polls()).toHaveLength(1);
    expect(
      stage.book.found({ message: /two addresses in the operator’s file are the same outlet/ }),
    ).toHaveLength(1);
  });
});

it('hundreds of outlets are checked a few at a time, each once, and all of them play', {
  timeout: 90_000,
}, async ({ onTestFinished }) => {
  const stage = await setUp(onTestFinished, { club: 'server' });
  const servers = Array.from({ length: 60 }, (_, at) =>
    stage.discord.addGuild({ name: `server ${at}`, channels: [{ name: 'show' }] }),
  );
  const chats = Array.from({ length: 90 }, (_, at) =>
    stage.telegram.world.addChannel({ title: `chat ${at}`, username: `chat_${at}_x` }),
  );
  await stage.write('cliffhanger.yaml', {
    shows: [
      {
        story: 'story.yaml',
        starts: 'now',
        outlets: [
          ...servers.map(({ channels }) => ({ discord: channels.show })),
          ...chats.map((_, at) => ({ telegram: `@chat_${at}_x` })),
        ],
      },
    ],
  });
  const asked = new Map<string, number>();
  const count = (name: string): void => void asked.set(name, (asked.get(name) ?? 0) + 1);
  stage.discord.onExchange(({ method, path }) => {
    if (method === 'GET' && /\/channels\/\d+$/.test(path)) count('channel');
  });
  stage.telegram.onExchange(({ method }) => count(method));
  await stage.startBot();
  await stage.book.untilTrue(
    'all have joined',
    () => stage.book.found({ message: 'outlet joined' }).length === 150,
  );
  expect([asked.get('channel'), asked.get('getChat'), asked.get('getChatMember')]).toEqual([60, 90, 90]);
  expect(stage.discord.invalidRequests()).toBe(0);
});
