import { describe, expect, it } from 'vitest';
import type { BotAlert } from '../../../src/core/bot-alert.ts';
import { deliveryId, episodeId, optionId, outletId, roundNumber, showId } from '../../../src/core/ids.ts';
import { composeBotAlert } from '../../../src/core/posts/bot-alert.ts';
import type { Capabilities } from '../../../src/core/posts/capabilities.ts';
import { plain } from '../../../src/core/posts/content.ts';
import type { Occasion } from '../../../src/core/posts/occasion.ts';
import { postFor } from '../../../src/core/posts/post.ts';
import type { Alert } from '../../../src/core/season/effects.ts';
import type { Season } from '../../../src/core/season/state.ts';
import type { Story } from '../../../src/core/story/story.ts';
import { codePoints, cut } from '../../../src/core/text/graphemes.ts';
import { LONGEST_COMMUNITY_NAME } from '../../../src/core/vote/community-name.ts';
import type { KnownCommunity } from '../../../src/core/vote/public-receipt.ts';
import type { OutletCount } from '../../../src/core/vote/tally.ts';
import { languages } from '../../../src/core/wording/catalogues.ts';
import { discordCapabilities, wireLimits } from '../../../src/platforms/discord/capabilities.ts';
import { messageBody } from '../../../src/platforms/discord/wire/messages.ts';
import { TELEGRAM } from '../../../src/platforms/telegram/capabilities.ts';
import { requestFor } from '../../../src/platforms/telegram/wire/messages.ts';
import { formatText } from '../../../src/sandbox/telegram/messages/text.ts';
import {
  aStory,
  choice,
  episode,
  finalCount,
  MINUTE,
  play,
  rules,
  settle,
  showrunner,
  start,
  T0,
  tick,
} from '../../support/seasons/season-specification.ts';

/** For all fields of an embed together. */
const EMBED_TOTAL = 6_000;
/** `#channel in server`, each of 100 characters; longer than any title on Telegram with its topic. */
const NAME = 205;
/** Longest id of a show, an episode or an option. */
const ID = 40;

const DISCORD_AND_TELEGRAM: readonly Capabilities[] = [discordCapabilities, TELEGRAM];

interface Room {
  readonly title: number;
  readonly synopsis: number;
  readonly label: number;
  readonly options: number;
}

/** The longest texts that a show's files may have on these platforms. */
function roomOn(platforms: readonly Capabilities[]): Room {
  const least = (of: (each: Capabilities) => number): number => Math.min(...platforms.map(of));
  return {
    title: least(({ drop }) => drop.title),
    synopsis: least(({ drop }) => drop.synopsis),
    label: least(({ poll }) => poll.label),
    options: least(({ poll }) => poll.options.max),
  };
}

const QUESTION = 300;
const SHOW_TITLE = 120;

const idOf = (index: number): string => `o${index}-`.padEnd(ID, 'x');

/** The longest story, with texts of one repeated character; published daily in a time zone with a long name. */
function longestStory(language: string, platforms: readonly Capabilities[], filling: string): Story {
  const room = roomOn(platforms);
  const ids = Array.from({ length: room.options }, (_, index) => idOf(index));
  const label = (index: number): string => `${index}`.padEnd(room.label, filling);
  const total = Math.min(...platforms.map(({ drop }) => drop.total));
  const url = 'https://watch.example/1';
  const title = filling.repeat(Math.min(room.title, 1_000));
  const synopsis = filling.repeat(Math.min(room.synopsis, total - SHOW_TITLE - url.length - title.length));
  const asked = choice(Object.fromEntries(ids.map((id) => [id, 'end'])), {
    question: filling.repeat(QUESTION),
    voting: { ...rules, opens: 10 * MINUTE, tie: 'showrunner' },
  });
  const options = asked.options.map((option, index) => ({ ...option, label: label(index) }));
  const long = { title, synopsis, url };
  return aStory({
    language,
    title: filling.repeat(SHOW_TITLE),
    release: { kind: 'daily', days: 1, at: '19:00', timezone: 'America/Argentina/ComodRivadavia' },
    episodes: [
      episode('pilot', { kind: 'choice', choice: { ...asked, options } }, long),
      episode('end', { kind: 'ending' }, long),
    ],
  });
}

const occasion = (kind: Occasion['kind'], number: number, change: Partial<Occasion> = {}): Occasion => ({
  kind,
  number,
  mark: 'm'.repeat(25),
  outlet: outletId('outlet-0'),
  canSeal: true,
  ...change,
});

/** What each adapter sends, in code points: all that people read, and on Discord also the title by itself. */
function onWire(season: Season, asked: Occasion) {
  const post = postFor(season, asked);
  if (post === undefined) throw new Error('nothing to say');
  const composed = messageBody({ post, nonce: 'n', now: T0 });
  if ('problem' in composed) throw new Error(composed.problem.what);
  const [embed] = composed.body.embeds ?? [];
  const content = composed.body.content ?? '';
  const title = codePoints(embed?.title ?? '');
  const description = codePoints(embed?.description ?? '');
  const others = codePoints(embed?.footer?.text ?? '') + codePoints(embed?.author?.name ?? '');
  const request = requestFor(
    post,
    {
      address: { platform: 'telegram', chat: '-1001' },
      name: '@fans',
      community: '-1001',
      namedVotes: true,
      traits: { kind: 'supergroup' },
    },
    T0,
  );
  const { text: said } = formatText(String(request.params.text ?? ''), 'HTML', undefined);
  return {
    discord: { content: codePoints(content), title, description, whole: title + description + others },
    telegram: codePoints(said),
    words: post.kind === 'result' ? post.lines.map(plain).join('\n') : '',
  };
}

const missing: readonly OutletCount[] = Array.from({ length: 500 }, (_, index) => ({
  outlet: outletId(`lost-${index}`),
  platform: 'discord',
  name: `#${index} `.padEnd(NAME, 'w'),
  status: 'missing',
  reason: 'the platform was away',
}));
const VOTES = 1_234_567_890;

/** Decided by a showrunner after a tie. */
function worstResultCommands(language: string, platforms: readonly Capabilities[], filling: string) {
  const story = longestStory(language, platforms, filling);
  const [first, second] = Array.from({ length: 2 }, (_, index) => optionId(idOf(index)));
  if (first === undefined || second === undefined) throw new Error('no options');
  const by = showrunner;
  const decide = {
    type: 'decide',
    at: T0 + 21 * MINUTE,
    by,
    round: roundNumber(1),
    option: first,
    reason: 'x',
  } as const;
  return [
    start(story),
    tick(10),
    tick(20),
    settle(20, 1, { [first]: VOTES, [second]: VOTES }),
    decide,
  ] as const;
}

/** This community leans another way, and 500 could not be counted. */
function worstResult(language: string, platforms: readonly Capabilities[], filling: string, name = 'w') {
  const { season } = play(...worstResultCommands(language, platforms, filling));
  const counts: readonly OutletCount[] = [
    finalCount('outlet-0', { [idOf(1)]: VOTES }),
    { ...finalCount('outlet-1', { [idOf(0)]: VOTES }), platform: 'telegram' },
    ...missing,
  ];
  const communities = new Map(
    missing.map(({ outlet, name: of }): [string, KnownCommunity] => {
      const givenName = cut(of.replaceAll('w', name), LONGEST_COMMUNITY_NAME);
      return [outlet, { key: outlet, givenName }];
    }),
  );
  return { season, counts, communities };
}

const words = (length: number): string => 'W'.repeat(length);
const everyId = (season: Season) => season.rounds[0]?.options.map(({ id }) => id) ?? [];

/** Every alert at its longest: a platform's answer may be of any length. */
function worstAlerts(season: Season): readonly Alert[] {
  const round = roundNumber(1);
  const [outlet, name, delivery] = [outletId('outlet-0'), words(NAME), deliveryId('reminder', 1)];
  return [
    { code: 'link-awaited', episode: episodeId('pilot') },
    ...(['quorum', 'tie', 'nobody-voted', 'missing', 'nobody-could', 'late'] as const).map(
      (cause): Alert => ({
        code: 'round-undecided',
        round,
        why: { cause, among: everyId(season) },
        absent: { platforms: ['telegram'], absent: 500, of: 1_000 },
        until: T0,
      }),
    ),
    ...(['extended', 'asked', 'went-on'] as const).map(
      (outcome): Alert => ({ code: 'round-late', round, lost: 86_399_000, outcome, until: T0 }),
    ),
    { code: 'provisional', round },
    { code: 'delivery-unknown', outlet, name, delivery, why: words(4_000) },
    { code: 'outlet-refused', outlet, name, delivery, what: words(4_000), fix: words(4_000) },
    { code: 'poll-deleted', round, name },
    { code: 'stopped-poll-seen', round, outlet, name, delivery, votes: 2_000_000_000 },
    { code: 'community-left', outlet, name },
    { code: 'outlet-waiting', outlet, name, by: words(64) },
  ];
}

describe.each(languages)('at its longest in %s', (language) => {
  it('a result names five of 500 missing communities, and fits on both platforms', () => {
    const { season, ...about } = worstResult(language, DISCORD_AND_TELEGRAM, 'W');
    const { discord, telegram, words } = onWire(season, occasion('result', 1, about));
    expect(words.match(/#\d+ w/g)).toHaveLength(5);
    expect(words).toContain('495');
    expect(discord.title + discord.description).toBeLessThanOrEqual(discordCapabilities.notice.total);
    expect(telegram).toBeLessThanOrEqual(TELEGRAM.notice.total);
  });

  it('a result fits into an embed even if every character has to be escaped', () => {
    const { season, ...about } = worstResult(language, DISCORD_AND_TELEGRAM, '*', '~');
    const { discord } = onWire(season, occasion('result', 1, about));
    expect(discord.description).toBeLessThanOrEqual(wireLimits.embedDescription);
    expect(discord.whole).toBeLessThanOrEqual(EMBED_TOTAL);
  });

  it('a result of a show on Telegram only fits into a message', () => {
    const { season, ...about } = worstResult(language, [TELEGRAM], 'W');
    expect(onWire(season, occasion('result', 1, about)).telegram).toBeLessThanOrEqual(TELEGRAM.notice.total);
  });

  it.each([
    ['both platforms', DISCORD_AND_TELEGRAM],
    ['Telegram alone', [TELEGRAM]],
  ])('a reminder, a notice of more time and every alert fit on %s', (_, platforms) => {
    const story = longestStory(language, platforms, 'W');
    const voting = start(story);
    const extension = {
      type: 'extend',
      at: T0 + 11 * MINUTE,
      by: showrunner,
      round: roundNumber(1),
      until: T0 + 40 * MINUTE,
      reason: 'x',
    } as const;
    const { season } = play(voting, tick(10), extension);
    const asked = [
      occasion('reminder', 1),
      occasion('extension', 1),
      ...worstAlerts(season).map((alert) => occasion('alert', 1, { alert })),
    ];
    for (const each of asked) {
      const { discord, telegram } = onWire(season, each);
      expect(discord.title + discord.description).toBeLessThanOrEqual(discordCapabilities.notice.total);
      expect(telegram).toBeLessThanOrEqual(TELEGRAM.notice.total);
    }
  });

  it.each([
    ['both platforms', DISCORD_AND_TELEGRAM],
    ['Telegram alone', [TELEGRAM]],
  ])('every notice fits on %s', (_, platforms) => {
    const by = showrunner;
    const story = longestStory(language, platforms, 'W');
    const before = [start(story), tick(10)] as const;
    const steer = (type: 'pause' | 'cancel' | 'void') =>
      ({ type, at: T0 + 11 * MINUTE, by, reason: words(200), round: roundNumber(1) }) as const;
    const tied = settle(
      20,
      1,
      Object.fromEntries(
        story.episodes[0]?.continuation.kind === 'choice'
          ? story.episodes[0].continuation.choice.options.map(({ id }) => [id, VOTES])
          : [],
      ),
    );
    const histories = [
      [...before, steer('pause')],
      [...before, steer('pause'), { type: 'resume', at: T0 + 12 * MINUTE, by }],
      [...before, steer('cancel')],
      [...before, steer('void')],
      [...before, tick(20), tied],
    ] as const;
    for (const history of histories) {
      const { season } = play(...history);
      const { discord, telegram } = onWire(season, occasion('notice', season.notices.length));
      expect(discord.title + discord.description).toBeLessThanOrEqual(discordCapabilities.notice.total);
      expect(telegram).toBeLessThanOrEqual(TELEGRAM.notice.total);
    }
  });

  it.each([
    ['both platforms', DISCORD_AND_TELEGRAM, 'W'],
    ['both platforms, all of it escaped', DISCORD_AND_TELEGRAM, '*'],
    ['Telegram alone', [TELEGRAM], 'W'],
  ])(
    'a drop fits on %s with all that it says about the vote before it and the next',
    (_, platforms, filling) => {
      const { season } = worstResult(language, platforms, filling);
      const after = play(...worstResultCommands(language, platforms, filling), tick(2 * 24 * 60)).season;
      for (const [at, number] of [
        [season, 1],
        [after, 2],
      ] as const) {
        const { discord, telegram } = onWire(at, occasion('drop', number));
        if (platforms.includes(discordCapabilities)) {
          expect(discord.title).toBeLessThanOrEqual(wireLimits.embedTitle);
          expect(discord.description).toBeLessThanOrEqual(wireLimits.embedDescription);
          expect(discord.whole).toBeLessThanOrEqual(EMBED_TOTAL);
        }
        expect(telegram).toBeLessThanOrEqual(4_096);
      }
    },
  );
});

describe('an alert that belongs to no season', () => {
  it.each(languages)('fits on both platforms in %s', (language) => {
    const [name, by] = [words(NAME), words(64)];
    const show = { id: showId(words(ID)), title: words(SHOW_TITLE), language };
    const waiting = Array.from({ length: 40 }, (_, index) => ({ id: outletId(`outlet-${index}`), name, by }));
    const alerts: readonly BotAlert[] = [
      { code: 'outlets-waiting', show, hour: 500_000 },
      { code: 'platform-shut-out', platform: 'telegram', what: words(500), fix: words(500) },
      { code: 'feed-failing', show, what: words(500) },
      { code: 'feed-back', show },
      {
        code: 'feed-items-unusable',
        show,
        items: Array.from({ length: 5 }, () => ({ name: words(300), why: 'no-words' })),
        more: 995,
      },
    ];
    for (const alert of alerts) {
      const { title, lines } = composeBotAlert(alert, 'm', language, waiting);
      expect(codePoints([title, ...lines.map(plain)].join('\n'))).toBeLessThanOrEqual(
        discordCapabilities.notice.total,
      );
    }
  });
});
