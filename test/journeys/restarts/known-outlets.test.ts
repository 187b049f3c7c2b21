import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import type { PlaceKind } from '../../support/stage/places.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const ENDED = ['drop storm', 'result 2 The doctor', 'drop ward'];
const COMINGS = { message: /outlet (joined|left)/ };

const setUp = <Key extends string>(onFinished: Finished, places: Readonly<Record<Key, PlaceKind>>) =>
  SeasonStage.set<Key>({ story: oneChoice(), places }, onFinished);

/** Until every outlet was looked at since then. */
async function lookedAt(stage: SeasonStage<string>, count: number, since: number): Promise<void> {
  for (;;) {
    const places = await stage.bot.context.places.all();
    if (places.filter((one) => one.lookedAt >= since).length >= count) return;
    await sleep(50);
  }
}

/** A start after which all outlets were looked at, and its end. */
async function passingStart(stage: SeasonStage<string>, count: number): Promise<void> {
  const since = Date.now();
  await stage.startBot();
  await lookedAt(stage, count, since);
  await stage.stopBot();
}

const written = (stage: SeasonStage<string>, outlets: readonly object[]) =>
  stage.write('cliffhanger.yaml', { shows: [{ story: 'story.yaml', starts: 'now', outlets }] });

describe.concurrent('an outlet that is known', { timeout: 90_000 }, () => {
  it('goes on under its new id where its group became a supergroup while the bot was away, and Telegram forgot to tell', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', talk: 'basic-group' });
    const { talk } = stage.places;
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1], talk: [1] });
    await stage.counted('talk', 1);
    await stage.stopBot();
    const next = stage.telegram.world.migrate(Number(talk.id));
    stage.telegram.updates.forget();

    await passingStart(stage, 2);
    // Nothing was sent since: the new id is known from the look alone.
    await stage.startBot();
    await stage.closeEarly(1);
    await stage.over();
    expect(stage.book.found(COMINGS)).toHaveLength(2);
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
    expect(
      (await stage.bot.context.outlets.all(stage.season)).map(({ outlet }) => outlet.community),
    ).toContain(String(next.id));
  });

  it('is the same one in other letters of its name', async ({ onTestFinished }) => {
    const stage = await setUp(onTestFinished, { club: 'server', news: 'channel' });
    const { club, news } = stage.places;
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { club: [1], news: [1] });
    await stage.stopBot();
    stage.telegram.world.setUsername(Number(news.id), 'lighthouse_renamed');
    await written(stage, [club.entry, { telegram: '@LightHouse_News' }]);

    await passingStart(stage, 2);
    await stage.startBot();
    await stage.closeEarly(1);
    await stage.over();
    expect(stage.book.found(COMINGS)).toHaveLength(2);
    expect(stage.book.found({ message: /cannot play here/ })).toEqual([]);
    for (const place of stage.all) expect(postsAs(place, ENDED)).toEqual(ENDED);
  });

  it('plays on after its channel gave up every name, and after its season too, for another show', async ({
    onTestFinished,
  }) => {
    const stage = await setUp(onTestFinished, { club: 'server', news: 'channel' });
    const { news } = stage.places;
    await stage.startBot();
    await stage.playRound(1, { club: [1], news: [1] });
    await stage.over();
    await stage.stopBot();
    stage.telegram.world.setUsername(Number(news.id), undefined);
    await stage.write('attic.yaml', { ...oneChoice(), id: 'attic', title: 'The Attic' });
    await stage.write('cliffhanger.yaml', {
      shows: [
        { story: 'story.yaml', starts: 'now', outlets: stage.all.map(({ entry }) => entry) },
        { story: 'attic.yaml', starts: 'now', outlets: [{ telegram: Number(news.id) }] },
      ],
    });
    await stage.startBot();
    await stage.book.untilTrue('the other show plays there', () => news.polls().length === 2);
    expect(stage.book.found({ message: /cannot play here/ })).toEqual([]);
    expect(stage.book.found({ message: /outlet left/ })).toEqual([]);
  });

  it('is the same chat with a topic, though its name is gone', async ({ onTestFinished }) => {
    const stage = await setUp(onTestFinished, { club: 'server' });
    const forum = stage.telegram.world.addSupergroup({
      title: 'Forum',
      username: 'lighthouse_forum',
      forum: true,
    });
    const topic = stage.telegram.world.addTopic(forum, 'Votes');
    await written(stage, [stage.places.club.entry, { telegram: '@lighthouse_forum' }]);
    await stage.startBot();
    await stage.book.until({
      message: 'delivered',
      fields: { delivery: 'poll.1', outlet: `telegram:${forum.id}` },
    });
    await stage.stopBot();
    stage.telegram.world.setUsername(forum.id, 'lighthouse_hall');
    const other = stage.telegram.world.addSupergroup({
      title: 'Stranger',
      username: 'lighthouse_forum',
      forum: true,
    });
    await written(stage, [stage.places.club.entry, { telegram: '@lighthouse_forum', topic }]);
    await stage.startBot();
    await stage.book.until({ message: 'outlet joined', fields: { outlet: `telegram:${forum.id}/${topic}` } });
    expect(stage.telegram.messages(other.id)).toEqual([]);
    expect(
      stage.book.found({ message: 'outlet joined', fields: { outlet: `telegram:${other.id}/${topic}` } }),
    ).toEqual([]);
  });

  it('keeps the alerts where a stranger has taken its name', async ({ onTestFinished }) => {
    const stage = await setUp(onTestFinished, { club: 'server' });
    const desk = stage.telegram.world.addSupergroup({ title: 'Desk', username: 'lighthouse_desk' });
    const told = (chat: number) =>
      stage.telegram.messages(chat).filter(({ text }) => text?.includes('needs you'));
    const playIn = (...more: readonly object[]) =>
      stage.write('cliffhanger.yaml', {
        alerts: { telegram: '@lighthouse_desk' },
        shows: [{ story: 'story.yaml', starts: 'now', outlets: [stage.places.club.entry, ...more] }],
      });
    await playIn({ discord: '190000000000000009' });
    await stage.startBot();
    await stage.book.untilTrue('showrunners are told', () => told(desk.id).length === 1);
    await stage.stopBot();
    stage.telegram.world.setUsername(desk.id, 'lighthouse_office');
    const stranger = stage.telegram.world.addSupergroup({ title: 'Stranger', username: 'lighthouse_desk' });
    await playIn({ discord: '190000000000000010' });
    await stage.startBot();
    await stage.book.untilTrue('showrunners are told again', () => told(desk.id).length === 2);
    expect(stage.telegram.messages(stranger.id)).toEqual([]);
  });
});
