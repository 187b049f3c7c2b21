import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { sendOwed } from '../../../src/app/deliveries/send-owed.ts';
import { dueAt, type FeedRules, fetchFeed } from '../../../src/app/feeds/fetch-feed.ts';
import { performEffect } from '../../../src/app/perform-effect.ts';
import { advanceSeason } from '../../../src/app/season/advance-season.ts';
import { botAlerts, seasonId, showId } from '../../../src/core/ids.ts';
import { plain } from '../../../src/core/posts/content.ts';
import type { Item } from '../../../src/core/story/item.ts';
import type { Story } from '../../../src/core/story/story.ts';
import type { FeedAnswer, FeedContent, WatchedFeed } from '../../../src/ports/feed-source.ts';
import { type CommandStage, setCommandStage } from '../../support/commands/command-stage.ts';
import { logLines } from '../../support/log-lines.ts';
import { oneChoice } from '../../support/stage/stories.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const rules: FeedRules = {
  feed: 'https://watch.example/feed.xml?token=secret',
  every: 5 * MINUTE,
  confirm: false,
  gap: 0,
  private: false,
};
const season = seasonId(showId('backroom'), 1);

let stage: CommandStage;
let context: Context;
let lines: ReturnType<typeof logLines>['lines'];
let asked: WatchedFeed[];
let now: number;

beforeEach(async () => {
  const log = logLines();
  lines = log.lines;
  stage = await setCommandStage('memory', [oneChoice()], { log: log.log });
  now = await stage.context.clock.now();
  context = { ...stage.context, clock: { now: async () => now } };
  asked = [];
  const serial: Story = {
    ...stage.show.story,
    id: showId('backroom'),
    title: 'The Back Room',
    release: { kind: 'on-link' },
    episodes: [],
    gap: 0,
  };
  const { opening: _, ...story } = serial;
  await context.seasons.claim(serial.id, season, undefined);
  await advanceSeason(context, season, (at) => ({
    type: 'start',
    at,
    season,
    story,
    storyHash: '',
    salt: '',
  }));
});
afterEach(() => stage.close());

const item = (number: number, more: Partial<Item> = {}): Item => ({
  key: `g${number}`,
  title: `Part ${number}`,
  url: `https://watch.example/${number}`,
  synopsis: '',
  publishedAt: now + (number > 0 ? number : number * HOUR),
  ...more,
});
const content = (...items: readonly Item[]): FeedContent => ({
  items: items.map((one) => ({ item: one, wanted: true })),
  unusable: [],
  remarks: [],
});
const shows = (...items: readonly Item[]): FeedAnswer => ({
  kind: 'read',
  etag: '"1"',
  ...content(...items),
});
const failed = (more: object = {}): FeedAnswer => ({
  kind: 'failed',
  what: 'watch.example answered with status 500.',
  lasting: false,
  ...more,
});

/** One fetch, `later` than the last. */
async function fetch(answer: FeedAnswer, later = 0, over: Partial<Context> = {}, as = rules): Promise<void> {
  now += later;
  const { season: state } = await context.states.load(season);
  if (state === undefined) throw new Error('no season');
  const source = {
    read: async (feed: WatchedFeed) => {
      asked.push(feed);
      return answer;
    },
  };
  const fetching = { context: { ...context, ...over }, source, random: () => 0.5 };
  await fetchFeed(fetching, state, as, new AbortController().signal);
}
const episodes = async (): Promise<readonly string[]> =>
  (await context.states.load(season)).season?.story.episodes.map(({ title }) => title) ?? [];
const alerts = async (): Promise<readonly string[]> => {
  for (const { id } of await context.outbox.overdue(botAlerts, now, 100))
    await performEffect(context, botAlerts, id);
  for (const outlet of await context.ledger.claimable(botAlerts, now))
    for (let sent = 0; sent < 5; sent += 1)
      await sendOwed(context, botAlerts, outlet, new AbortController().signal);
  return stage.discord.posted.flatMap(({ post }) =>
    post.kind === 'alert'
      ? [[post.title, ...post.lines].map((one) => (typeof one === 'string' ? one : plain(one))).join('\n')]
      : [],
  );
};
const dueIn = async (): Promise<number> => (await dueAt(context, season, rules)) - now;

describe('a fetch of a feed', () => {
  it('takes what was there for known, and makes episodes of what comes', async () => {
    expect(await dueAt(context, season, rules)).toBe(0);
    await fetch(shows(item(-1)));
    expect([await episodes(), await dueIn()]).toEqual([[], 5 * MINUTE]);
    await fetch(shows(item(-1), item(1)), MINUTE);
    await fetch(shows(item(-1), item(1)), MINUTE);
    await fetch({ kind: 'unchanged' }, MINUTE);
    expect(await episodes()).toEqual(['Part 1']);
    expect(asked.map(({ address, etag }) => [address, etag])).toEqual([
      [rules.feed, undefined],
      [rules.feed, '"1"'],
      [rules.feed, '"1"'],
      [rules.feed, '"1"'],
    ]);
  });

  it('brings nothing twice if the process dies before it is recorded', async () => {
    await fetch(shows());
    const put = () => Promise.reject(new Error('killed'));
    await expect(fetch(shows(item(1)), MINUTE, { feeds: { ...feeds(), put } })).rejects.toThrow('killed');
    expect(await episodes()).toEqual(['Part 1']);
    await fetch(shows(item(1)), MINUTE);
    await fetch(shows(item(1, { title: 'Part 1, corrected' })), MINUTE);
    expect(await episodes()).toEqual(['Part 1, corrected']);
  });

  it('records nothing as seen that the season did not take', async () => {
    await fetch(shows());
    const state = (await context.states.load(season)).season;
    const gone = { ...context.states, load: async () => ({ season: undefined, events: [], version: 0 }) };
    if (state === undefined) throw new Error('no season');
    const source = { read: async () => shows(item(1)) };
    const fetching = { context: { ...context, states: gone }, source, random: () => 0.5 };
    await fetchFeed(fetching, state, rules, new AbortController().signal);
    expect(await episodes()).toEqual([]);
    await fetch(shows(item(1)), MINUTE);
    expect([await episodes(), asked.at(-1)?.etag]).toEqual([['Part 1'], undefined]);
  });

  it('begins anew with another address, and still knows its items', async () => {
    await fetch(shows(item(-1)));
    await fetch(shows(item(-1), item(1)), MINUTE);
    const other = { ...rules, feed: 'https://elsewhere.example/feed' };
    expect(await dueAt(context, season, other)).toBe(0);
    await fetch(shows(item(-1), item(1), item(-2)), MINUTE, {}, other);
    expect([await episodes(), asked.at(-1)?.etag]).toEqual([['Part 1'], undefined]);
  });

  it('hands on what the operator’s file says', async () => {
    await fetch(shows(), 0, {}, { ...rules, only: '^Part', skip: 'trailer', private: true });
    expect(asked).toEqual([{ address: rules.feed, only: '^Part', skip: 'trailer', private: true }]);
  });

  it('goes where the feed has moved to, and back if that fails', async () => {
    await fetch({ ...shows(), movedTo: 'https://new.example/' } as FeedAnswer);
    await fetch(failed(), MINUTE);
    await fetch(shows(), MINUTE);
    expect(asked.map(({ movedTo }) => movedTo)).toEqual([undefined, 'https://new.example/', undefined]);
  });
});

describe('a feed that fails', () => {
  it('is asked less and less often, and not before its server wants', async () => {
    const waits: number[] = [];
    for (const answer of [
      failed(),
      failed(),
      failed(),
      failed(),
      failed(),
      failed({ retryAfter: 3 * HOUR }),
    ]) {
      await fetch(answer, MINUTE);
      waits.push((await dueIn()) / MINUTE);
    }
    expect(waits).toEqual([5, 10, 20, 40, 60, 180]);
    await fetch(shows(), MINUTE);
    expect(await dueIn()).toBe(5 * MINUTE);
  });

  it('is told once after a while, and once when it is back', async () => {
    await fetch(shows());
    for (let failure = 0; failure < 3; failure += 1) await fetch(failed(), 10 * MINUTE);
    expect(await alerts()).toEqual([]);
    for (let failure = 0; failure < 3; failure += 1) await fetch(failed(), 10 * MINUTE);
    await fetch({ kind: 'unchanged' }, MINUTE);
    await fetch({ kind: 'unchanged' }, MINUTE);
    expect(await alerts()).toEqual([
      [
        'The Back Room needs you',
        'The feed of The Back Room can’t be read, so new episodes are not found:',
        'watch.example answered with status 500.',
        'The bot keeps trying, and tells you when the feed works again.',
      ].join('\n'),
      'The Back Room: for your information\nThe feed of The Back Room can be read again.',
    ]);
    const warned = lines.filter(({ message }) => message.startsWith('watch.example answered'));
    expect(warned.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('is told at once if it is unlikely to go away by itself', async () => {
    const page = failed({ lasting: true, what: 'watch.example answered with a web page instead of a feed.' });
    await fetch(page);
    expect(await alerts()).toEqual([]);
    await fetch(page, MINUTE);
    expect(await alerts()).toHaveLength(1);
  });

  it('is told anew when it fails anew, and says nothing of a hiccup', async () => {
    const lasting = failed({ lasting: true });
    for (const answer of [lasting, lasting, shows(), lasting, shows(), lasting, lasting])
      await fetch(answer, MINUTE);
    expect((await alerts()).map((text) => text.split('\n')[0])).toEqual([
      'The Back Room needs you',
      'The Back Room: for your information',
      'The Back Room needs you',
    ]);
  });

  it('is one that has had too many items to tell new ones from old', async () => {
    await fetch(shows());
    const marks = new Map(Array.from({ length: 29_998 }, (_, index) => [`${index}`, '-']));
    const state = await context.feeds.state(season);
    if (state === undefined) throw new Error('never fetched');
    await context.feeds.put(season, state, marks);
    for (let time = 0; time < 2; time += 1) await fetch(shows(item(1)), MINUTE);
    expect(await episodes()).toEqual([]);
    expect((await alerts()).join()).toContain('The feed has had more than 10,000 different items');
  });
});

it('new items that cannot be posted are named once', async () => {
  const unusable = [
    { key: 'u1', title: 'No link', why: 'no-link' },
    ...Array.from({ length: 6 }, (_, index) => ({ key: `n${index}`, title: '', why: 'no-words' }) as const),
  ] as const;
  await fetch(shows());
  for (let time = 0; time < 2; time += 1)
    await fetch({ kind: 'read', items: [], unusable, remarks: [] }, MINUTE);
  expect(await alerts()).toEqual([
    [
      'The Back Room needs you',
      'New items of the feed can’t be posted:',
      'No link: it has no link.',
      ...[0, 1, 2, 3].map((index) => `n${index}: it has neither a title nor a text.`),
      'And 2 more.',
      'Correct this in the feed, or post it with /episode add.',
    ].join('\n'),
  ]);
});

/** Its methods, which a spread of the class's instance would lose. */
function feeds(): Context['feeds'] {
  const { feeds: store } = context;
  return {
    state: (...given) => store.state(...given),
    marks: (...given) => store.marks(...given),
    size: (...given) => store.size(...given),
    put: (...given) => store.put(...given),
  };
}
