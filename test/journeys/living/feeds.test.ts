import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FeedServer, feedServer } from '../../feeds/feed-server.ts';
import { type Finished, SeasonStage } from '../../support/seasons/season-stage.ts';
import { type Build, buildBot } from '../../support/stage/build.ts';
import type { Place } from '../../support/stage/places.ts';
import { serialShow } from '../../support/stage/stories.ts';

let build: Build;
beforeAll(async () => {
  build = await buildBot();
});

interface Entry {
  readonly number: number;
  readonly title?: string;
  readonly description?: string;
  /** Milliseconds from now. */
  readonly dated?: number;
}

const entry = ({ number, title = `Part ${number}`, description = '', dated = 0 }: Entry): string =>
  `<item><title>${title}</title><link>https://watch.example/backroom/${number}</link><guid>part-${number}</guid>` +
  `<pubDate>${new Date(Date.now() + dated).toUTCString()}</pubDate><description>${description}</description></item>`;
const DAY = 86_400_000;

/** What the feed shows from now on. */
function show(server: FeedServer, ...entries: readonly string[]): void {
  const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>The Back Room</title>${entries.join('')}</channel></rss>`;
  server.answer((_, response) => void response.writeHead(200, { 'content-type': 'text/xml' }).end(body));
}

/** Posts that hold the words anywhere: in their text, title, link or buttons. */
const linesWith = (place: Place, words: string) =>
  place.posts().filter((post) => JSON.stringify(post).includes(words));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(100);
}

async function setUp(onFinished: Finished) {
  const server = await feedServer();
  onFinished(() => server.close());
  const stage = await SeasonStage.set(
    {
      story: serialShow(),
      show: { source: { feed: `${server.at}/feed.xml`, every: '10s', gap: '0s', private: true } },
      places: { club: 'server', news: 'channel' },
    },
    onFinished,
  );
  return { server, stage };
}

describe.concurrent('a show whose episodes come from a feed', { timeout: 120_000 }, () => {
  it('posts what appears there in every outlet, once, with its vote', async ({ onTestFinished }) => {
    const { server, stage } = await setUp(onTestFinished);
    const before = entry({ number: 1, dated: -DAY });
    show(server, before);
    stage.startProcess(build);
    await stage.book.until({ message: 'read the feed for the first time' });

    const vote = 'A key turns up.\nVote: Whose is it? Mara | Jon';
    const now = entry({ number: 2, description: vote });
    show(server, now, before);
    await stage.polled(1);
    const later = entry({ number: 2, title: 'Part 2 &amp; a half', description: vote });
    show(server, later, before);
    await until(() => stage.all.every((place) => linesWith(place, 'Part 2 & a half').length === 1));
    for (const place of stage.all) {
      expect([linesWith(place, 'backroom/2').length, linesWith(place, 'backroom/1').length]).toEqual([1, 0]);
      expect(place.polls().map(({ question }) => question)).toEqual(['Whose is it?']);
    }
    expect(server.hits[0]?.headers['user-agent']).toMatch(/^Cliffhanger\/\d+\.\d+\.\d+/);
  });

  it('posts it once if the process is killed right after it was found', async ({ onTestFinished }) => {
    const { server, stage } = await setUp(onTestFinished);
    show(server);
    const killed = stage.startProcess(build);
    await stage.book.until({ message: 'read the feed for the first time' });
    show(server, entry({ number: 1 }));
    await stage.happened('episode-added');
    killed.kill('SIGKILL');
    await killed.ended;

    await stage.startBot({}, build);
    await stage.delivered('drop.1', stage.places.club.outlet);
    await stage.delivered('drop.1', stage.places.news.outlet);
    const fetched = server.hits.length;
    await until(() => server.hits.length > fetched);
    await stage.settled();
    for (const place of stage.all) expect(linesWith(place, 'backroom/1')).toHaveLength(1);
    expect((await stage.status()).path.map(({ id }) => id)).toEqual(['ep-1']);
  });

  it('is told where the feed leads to another place in the network, and nothing is fetched there', async ({
    onTestFinished,
  }) => {
    const { server, stage } = await setUp(onTestFinished);
    const inside = await feedServer();
    onTestFinished(() => inside.close());
    server.answer((_, response) => void response.writeHead(302, { location: `${inside.at}/admin` }).end());
    stage.startProcess(build);
    await stage.book.until({
      message:
        'The address 127.0.0.1 belongs to this machine or its own network, and the bot fetches nothing from there.',
    });
    expect([server.hits.length > 0, inside.hits.length]).toEqual([true, 0]);
  });
});
