import { backoff } from '../../core/backoff.ts';
import type { BotAlert } from '../../core/bot-alert.ts';
import { HOUR, MINUTE } from '../../core/durations.ts';
import type { Instant, Milliseconds, SeasonId } from '../../core/ids.ts';
import type { Season } from '../../core/season/state.ts';
import type { Item } from '../../core/story/item.ts';
import type {
  FeedAnswer,
  FeedContent,
  FeedFailure,
  FeedSource,
  UnusableItem,
} from '../../ports/feed-source.ts';
import type { EpisodeSource } from '../../ports/source-files.ts';
import type { FeedState, FeedTrouble } from '../../ports/stores/feed-store.ts';
import type { Advancing, BotAlerting, Context } from '../context.ts';
import { raiseBotAlert } from '../deliveries/raise-bot-alert.ts';
import { bringItems } from '../season/bring-items.ts';
import { addressMark } from './feed-marks.ts';
import { marksIn, type Sorted, sortItems } from './sort-items.ts';

export interface Fetching {
  readonly context: BotAlerting & Advancing & Pick<Context, 'feeds' | 'outlets'>;
  readonly source: FeedSource;
  /** From 0 to 1, evenly. */
  readonly random: () => number;
}

/** What the operator's file says, with a feed. */
export type FeedRules = EpisodeSource & { readonly feed: string };

/** Marks of a season: three for each of 10,000 items. */
const MOST_MARKS = 30_000;
const TOO_MANY =
  'The feed has had more than 10,000 different items since the season began. The bot takes nothing more from it, because it could not tell new items from old ones.';

/** The next fetch is up to a tenth earlier or later, so that shows and bots do not fetch in step. */
const JITTER = 0.1;
const LONGEST_BACKOFF: Milliseconds = HOUR;

/** From when on showrunners are alerted about a failure that may go away by itself, and about one that hardly will. */
const TOLD_AFTER = { passing: { failures: 3, time: 30 * MINUTE }, lasting: { failures: 2, time: 0 } };

/** When the feed is to be fetched. A feed that was never fetched: at once. */
export async function dueAt(
  { feeds }: Pick<Context, 'feeds'>,
  season: SeasonId,
  rules: FeedRules,
): Promise<Instant> {
  const state = await feeds.state(season);
  return state === undefined || state.feed !== addressMark(rules.feed) ? 0 : state.nextAt;
}

/**
 * Fetches a season's feed once, brings what is new, and only then records that it was seen.
 * @throws when Redis is away, or with the signal's reason
 */
export async function fetchFeed(
  fetching: Fetching,
  season: Season,
  rules: FeedRules,
  signal: AbortSignal,
): Promise<void> {
  const { context, source } = fetching;
  const before = await stateOf(context, season.id, rules);
  const answer = await source.read(
    {
      address: rules.feed,
      ...(before.movedTo !== undefined && { movedTo: before.movedTo }),
      ...(before.etag !== undefined && { etag: before.etag }),
      ...(before.lastModified !== undefined && { lastModified: before.lastModified }),
      ...(rules.only !== undefined && { only: rules.only }),
      ...(rules.skip !== undefined && { skip: rules.skip }),
      private: rules.private,
    },
    signal,
  );
  const now = await context.clock.now();
  const failure =
    answer.kind === 'failed' ? answer : await take(fetching, season, rules, before, answer, now);
  if (failure !== undefined) await noteFailure(fetching, season, rules, before, failure, now);
}

/** Another address is another feed: nothing that is known of the one before helps to fetch it. */
async function stateOf(
  { feeds }: Pick<Context, 'feeds'>,
  season: SeasonId,
  rules: FeedRules,
): Promise<FeedState> {
  const feed = addressMark(rules.feed);
  const state = await feeds.state(season);
  return state?.feed === feed ? state : { feed, nextAt: 0 };
}

/** @returns why nothing could be taken. */
async function take(
  fetching: Fetching,
  season: Season,
  rules: FeedRules,
  before: FeedState,
  answer: Exclude<FeedAnswer, { kind: 'failed' }>,
  now: Instant,
): Promise<FeedFailure | undefined> {
  const { context } = fetching;
  const nextAt = now + jittered(rules.every, fetching.random);
  const { trouble, ...well } = before;
  if (answer.kind === 'unchanged') {
    await context.feeds.put(season.id, { ...well, nextAt, ...movedTo(answer) });
  } else {
    const sorted = await sort(context, season, before, answer, now);
    if (sorted === undefined) return { what: TOO_MANY, lasting: true };
    const brought = sorted.news === 0 || (await bring(context, season.id, sorted.bring, rules));
    const { etag, lastModified } = answer;
    const again = !brought || sorted.putOff;
    const after: FeedState = {
      feed: before.feed,
      nextAt,
      ...movedTo(answer),
      ...(!again && etag !== undefined && { etag }),
      ...(!again && lastModified !== undefined && { lastModified }),
      ...(brought
        ? { readAt: before.readAt ?? now }
        : before.readAt !== undefined && { readAt: before.readAt }),
    };
    await context.feeds.put(season.id, after, brought ? sorted.marks : undefined);
    logReading(context, season, answer, sorted, before);
    if (brought) await tellUnusable(context, season, sorted.unusable);
  }
  if (trouble !== undefined) await tellBack(context, season, trouble);
  return undefined;
}

/**
 * Doing it twice changes nothing, so a process may be killed before it is recorded.
 * @returns false if the season takes nothing now: it is brought again the next time
 */
async function bring(
  context: Fetching['context'],
  season: SeasonId,
  items: readonly Item[],
  { confirm }: FeedRules,
): Promise<boolean> {
  const bringing = await bringItems(context, season, items, { from: 'feed', confirm });
  if (!bringing.ok) context.log.info({ season, why: bringing.refusal.code }, 'the season takes no items now');
  return bringing.ok;
}

/** @returns undefined if the season has seen more items than can be kept. */
async function sort(
  { feeds }: Pick<Context, 'feeds'>,
  season: Season,
  before: FeedState,
  content: FeedContent,
  now: Instant,
): Promise<Sorted | undefined> {
  const kept = await feeds.marks(season.id, marksIn(content));
  const { startedAt } = season;
  const sorted = sortItems(content, { kept, first: before.readAt === undefined, startedAt, now });
  const added = [...sorted.marks.keys()].filter((mark) => !kept.has(mark)).length;
  return added > 0 && (await feeds.size(season.id)) + added > MOST_MARKS ? undefined : sorted;
}

const movedTo = ({ movedTo }: { readonly movedTo?: string }) => movedTo !== undefined && { movedTo };

const jittered = (length: Milliseconds, random: () => number): Milliseconds =>
  Math.round(length * (1 - JITTER + 2 * JITTER * random()));

async function noteFailure(
  { context, random }: Fetching,
  season: Season,
  rules: FeedRules,
  before: FeedState,
  { what, lasting, retryAfter = 0 }: FeedFailure,
  now: Instant,
): Promise<void> {
  const { since = now, failures = 0, told = false } = before.trouble ?? {};
  const after = TOLD_AFTER[lasting ? 'lasting' : 'passing'];
  const isTold = told || (failures + 1 >= after.failures && now - since >= after.time);
  const trouble: FeedTrouble = { since, failures: failures + 1, what, told: isTold };
  const most = Math.max(LONGEST_BACKOFF, rules.every);
  const pause = jittered(backoff({ first: rules.every, most }, trouble.failures), random);
  // An address that it has moved to is asked for again where it moved from.
  const { movedTo: _, ...rest } = before;
  const nextAt = now + Math.max(pause, retryAfter);
  logFailure(context, season, before.trouble, what, nextAt);
  if (isTold && !told)
    await raiseBotAlert(context, `feed\n${season.id}\n${since}`, {
      code: 'feed-failing',
      show: showOf(season),
      what,
    });
  await context.feeds.put(season.id, { ...rest, nextAt, trouble });
}

function logFailure(
  { log }: Pick<Context, 'log'>,
  { id }: Season,
  before: FeedTrouble | undefined,
  what: string,
  nextAt: Instant,
): void {
  const fields = { season: id, nextAt: new Date(nextAt).toISOString() };
  if (before?.what === what) log.debug(fields, what);
  else log.warn(fields, what);
}

async function tellBack(context: BotAlerting, season: Season, { since, told }: FeedTrouble): Promise<void> {
  context.log.info({ season: season.id }, 'the feed can be read again');
  if (told)
    await raiseBotAlert(context, `feed back\n${season.id}\n${since}`, {
      code: 'feed-back',
      show: showOf(season),
    });
}

/** How many are named in one alert. */
const MOST_NAMED = 5;

async function tellUnusable(
  context: BotAlerting,
  season: Season,
  unusable: readonly UnusableItem[],
): Promise<void> {
  if (unusable.length === 0) return;
  const items = unusable
    .slice(0, MOST_NAMED)
    .map(({ key, title, why }) => ({ name: title === '' ? key : title, why }));
  await raiseBotAlert(context, `feed items\n${season.id}\n${unusable.map(({ key }) => key).join('\n')}`, {
    code: 'feed-items-unusable',
    show: showOf(season),
    items,
    more: unusable.length - items.length,
  });
}

function logReading(
  { log }: Pick<Context, 'log'>,
  { id }: Season,
  { items, unusable, remarks }: FeedContent,
  { news }: Sorted,
  before: FeedState,
): void {
  const first = before.readAt === undefined;
  const fields = { season: id, items: items.length, unusable: unusable.length, new: news };
  if (first) log.info(fields, 'read the feed for the first time');
  else if (news > 0) log.info(fields, 'the feed has something new');
  // Each time something is new, not at every fetch.
  if (first || news > 0) for (const remark of remarks) log.warn({ season: id }, remark);
}

function showOf({
  story: { id, title, language },
}: Season): Extract<BotAlert, { code: 'feed-back' }>['show'] {
  return { id, title, language };
}
