import { beforeAll, describe, expect, it } from 'vitest';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import { postsAs } from '../../support/stage/posts.ts';
import { oneChoice } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

/** Discord lists a hundred voters per page. */
const VOTERS = 3_000;
const PAGES = VOTERS / 100;
const VOTERS_ROUTE = '/channels/:channel/polls/:message/answers/:answer';

async function setUp(onFinished: Finished) {
  const places = { club: 'server', bar: 'server', news: 'channel' } as const;
  const stage = await SeasonStage.set({ story: oneChoice(), places }, onFinished);
  const lists = { read: 0 };
  stage.discord.onExchange(({ method, path }) => {
    if (method === 'GET' && path.includes('/answers/')) lists.read += 1;
    stage.book.changed();
  });
  /** Each page of a list takes a while: the whole list takes longer than what is done meanwhile. */
  const slowLists = () =>
    stage.discord.faults.rest({ route: VOTERS_ROUTE }, { kind: 'delay', ms: 700 }, 1_000);
  const begun = () => stage.book.untilTrue('a list is being read', () => lists.read > 0);
  return { stage, lists, slowLists, begun };
}

const crowd = Array.from({ length: VOTERS }, () => 1);

describe.concurrent('while the voters of a large poll are read again', { timeout: 120_000 }, () => {
  it('after a kill, votes arrive, the deadline is kept, and what is owed is sent', async ({
    onTestFinished,
  }) => {
    const { stage, lists, slowLists, begun } = await setUp(onTestFinished);
    const first = stage.startProcess(build);
    await stage.polled(1);
    stage.cast(1, { bar: [0, 0] });
    first.kill('SIGKILL');
    await first.ended;
    stage.cast(1, { club: crowd });
    const rule = slowLists();
    await stage.startBot();
    await begun();
    stage.cast(1, { bar: [0, 0, 2], news: [0] });
    await stage.counted('bar', 1);
    await stage.counted('news', 1);
    await stage.closeEarly(1);
    await stage.over();
    // All of it long before the list was at its end.
    expect(lists.read).toBeLessThan(PAGES / 2);
    rule.cancel();
    expect(await stage.receipt(1)).toMatchObject({ total: VOTERS + 4, provisional: false });
    const wanted = ['drop storm', `result ${VOTERS + 4} The doctor`, 'drop ward'];
    for (const place of stage.all) expect(postsAs(place, wanted)).toEqual(wanted);
  });

  it('after lost events, other votes are counted, only polls that differ are read, and a stop ends it', async ({
    onTestFinished,
  }) => {
    const { stage, lists, slowLists, begun } = await setUp(onTestFinished);
    await stage.startBot();
    await stage.polled(1);
    stage.cast(1, { bar: [0, 0], news: [0] });
    await stage.counted('bar', 1);
    slowLists();
    stage.discord.faults.withhold('MESSAGE_POLL_VOTE_ADD', VOTERS);
    stage.cast(1, { club: crowd });
    stage.discord.gateway.invalidate(false);
    await begun();
    stage.cast(1, { bar: [0, 0, 2, 2] });
    await stage.counted('bar', 1);
    expect(lists.read).toBeLessThan(PAGES / 2);
    await stage.stopBot();
    expect(lists.read).toBeLessThan(PAGES);
    expect(stage.book.found({ message: 'ballots rebuilt from the voters list' })).toEqual([]);
  });
});
