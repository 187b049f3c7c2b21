import { DAY } from '../../durations.ts';
import { type EpisodeId, episodeId, type Instant } from '../../ids.ts';
import type { Item } from '../../story/item.ts';
import { episodesOf, withoutLink } from '../../story/match-item.ts';
import {
  type Continuation,
  DEFAULT_PATIENCE,
  type Episode,
  findEpisode,
  isSerial,
} from '../../story/story.ts';
import { badVote, optionsOf } from '../../story/written-vote.ts';
import type { SeasonCommand } from '../commands.ts';
import type { SeasonEvent } from '../events.ts';
import { evolve } from '../evolve.ts';
import { type Actor, type ItemDoubt, isOut, type KnownItem, type Season } from '../state.ts';
import { accept, refuse, type Steered, type Steering } from '../steering.ts';
import { knownItem } from './known-item.ts';

type Bring = Extract<SeasonCommand, { type: 'bring' }>;

/** An item this old may be an old one that its source shows again. */
const OLD = 7 * DAY;
/** With more new items at once, something else than a new episode has happened to the source. */
const FEW = 2;
/** Of a source with more items, the oldest are left out: they are no news. */
const MOST_AT_ONCE = 200;
/** More than people would tell apart by buttons. */
const MOST_CANDIDATES = 4;

const MACHINE: Actor = { kind: 'clock' };

/**
 * Takes what a source shows now. New items become episodes of a serial show, or links of a story's episodes, unless
 * showrunners are asked first. Items that are known and have changed update their episode.
 */
export function bring(season: Season, command: Bring): Steered {
  if (season.position.kind === 'concluding') return accept();
  const items = inOrder(command.items).slice(-MOST_AT_ONCE);
  const urls = items.map(({ url }) => url);
  const isShared = (url: string): boolean => urls.indexOf(url) !== urls.lastIndexOf(url);
  const fresh: Item[] = [];
  const log = new Following(season);
  for (const item of items) {
    const known = knownItem(log.season, item, isShared);
    if (known !== undefined) log.add(...edited(log.season, item, known, command.at));
    else if (!fresh.some(({ key }) => key === item.key)) fresh.push(item);
  }
  const clash = command.from === 'webhook' ? clashOf(season, fresh) : undefined;
  if (clash !== undefined) return refuse(clash);
  const take = isSerial(season.story) ? arrived : recognised;
  log.add(...take(log.season, fresh, command));
  return accept(...log.events);
}

/** Events one after the other, and the season as it is after each. */
class Following {
  readonly events: SeasonEvent[] = [];
  season: Season;

  constructor(season: Season) {
    this.season = season;
  }

  add(...more: readonly SeasonEvent[]): void {
    this.events.push(...more);
    this.season = more.reduce(evolve, this.season);
  }
}

/** The webhook names episodes. */
function clashOf(season: Season, fresh: readonly Item[]) {
  for (const { id } of fresh) {
    if (id === undefined) continue;
    const exists = findEpisode(season.story, id) !== undefined;
    if (isSerial(season.story) && exists) return { code: 'id-taken', episode: id } as const;
    if (!isSerial(season.story) && !exists) return { code: 'unknown-episode', episode: id } as const;
  }
  return undefined;
}

/** The earliest first. Sources list the newest first, which is all that is known where an item has no date. */
function inOrder(items: readonly Item[]): readonly Item[] {
  if (items.some(({ publishedAt }) => publishedAt === undefined)) return [...items].reverse();
  return [...items].sort((one, other) => (one.publishedAt ?? 0) - (other.publishedAt ?? 0));
}

/** An item has another title or link now, or another key. A link that a person gave instead stays. */
function edited(season: Season, item: Item, known: KnownItem, at: Instant): readonly SeasonEvent[] {
  const { episode: id } = known;
  const episode = id === undefined ? undefined : findEpisode(season.story, id);
  const now: KnownItem = { key: item.key, url: item.url, ...(id !== undefined && { episode: id }) };
  const isMoved = known.url !== item.url;
  const noted: readonly SeasonEvent[] =
    known.key !== item.key || isMoved ? [{ type: 'items-noted', at, items: [now] }] : [];
  if (id === undefined || episode === undefined) return noted;
  const isOwn = episode.url === known.url || episode.url === undefined;
  const url = isMoved && isOwn ? item.url : episode.url;
  if (url === undefined) return noted;
  if (isSerial(season.story)) {
    if (url === episode.url && item.title === episode.title) return noted;
    return [{ type: 'episode-edited', at, episode: id, title: item.title, url, item: now }];
  }
  return url === episode.url ? noted : [{ type: 'link-given', at, episode: id, url, by: MACHINE, item: now }];
}

/** New items of a serial show: each is an episode. */
function arrived(season: Season, fresh: readonly Item[], command: Bring): readonly SeasonEvent[] {
  return asking(season, fresh, command, (before, item) => [added(before, item, command.at, MACHINE)]);
}

/** New items in a show with a story: those that are clear give an episode its link. */
function recognised(season: Season, fresh: readonly Item[], command: Bring): readonly SeasonEvent[] {
  const { at } = command;
  const matched = fresh.map((item) => ({ item, among: candidates(season, item) }));
  const clear = matched.filter(({ among }) => among.length === 1);
  const unclear = matched.filter(({ among }) => among.length !== 1);
  const isLinked = ({ among: [id] }: (typeof matched)[number]): boolean =>
    id !== undefined && findEpisode(season.story, id)?.url !== undefined;
  const noted = clear.filter(isLinked).map(({ item, among: [id] }) => known(item, id));
  const linking = clear.filter((one) => !isLinked(one)).map(({ item }) => item);
  const events: SeasonEvent[] = noted.length === 0 ? [] : [{ type: 'items-noted', at, items: noted }];
  events.push(
    ...asking(events.reduce(evolve, season), linking, command, (before, item) => linked(before, item, at)),
  );
  const after = events.reduce(evolve, season);
  return [...events, ...unknown(after, unclear, at)];
}

/** Asked one by one, or all at once where there are many. */
function unknown(
  season: Season,
  unclear: readonly { readonly item: Item; readonly among: readonly EpisodeId[] }[],
  at: Instant,
): readonly SeasonEvent[] {
  const first = season.questions.length + 1;
  if (unclear.length > FEW) {
    const items = unclear.map(({ item }) => item);
    return [{ type: 'items-asked', at, number: first, why: 'unmatched', items, among: [] }];
  }
  return unclear.map(({ item, among }, index) => {
    const open = withoutLink(season.story, ({ id }) => isOut(season, id));
    return {
      type: 'items-asked',
      at,
      number: first + index,
      why: among.length === 0 ? 'unmatched' : 'ambiguous',
      items: [item],
      among: (among.length === 0 ? open : among).slice(0, MOST_CANDIDATES),
    };
  });
}

const candidates = ({ story }: Season, item: Item): readonly EpisodeId[] =>
  item.id === undefined ? episodesOf(item, story) : [item.id];

/** Takes the items, or asks about them first. */
function asking(
  season: Season,
  items: readonly Item[],
  { at, from, confirm, unasked }: Bring,
  take: (season: Season, item: Item) => readonly SeasonEvent[],
): readonly SeasonEvent[] {
  const log = new Following(season);
  const ask = (why: ItemDoubt, asked: readonly Item[]): void =>
    log.add({
      type: 'items-asked',
      at,
      number: log.season.questions.length + 1,
      why,
      items: asked,
      // What the operator wants to see first waits for them.
      ...(!confirm && { until: at + (season.story.voting.patience ?? DEFAULT_PATIENCE) }),
    });
  if (from === 'feed' && items.length > FEW && (confirm || unasked !== true)) {
    ask('many', items);
    return log.events;
  }
  for (const item of items) {
    const isOld = from === 'feed' && item.publishedAt !== undefined && item.publishedAt < at - OLD;
    if (confirm) ask('confirm', [item]);
    else if (!isOld) log.add(...take(log.season, item));
    else if (unasked === true) log.add({ type: 'items-noted', at, items: [known(item)] });
    else ask('old', [item]);
  }
  return log.events;
}

const known = ({ key, url }: Item, episode?: EpisodeId): KnownItem => ({
  key,
  url,
  ...(episode !== undefined && { episode }),
});

/** A serial show's next episode, as its source describes it. A vote that cannot be held is left out. */
export function added(season: Season, item: Item, at: Instant, by: Actor): SeasonEvent {
  const id = item.id ?? nextId(season);
  const { continuation, doubt } = continuationOf(season, item);
  const { title, url, synopsis, image } = item;
  return {
    type: 'episode-added',
    at,
    added: {
      id,
      title,
      url,
      synopsis,
      ...(image !== undefined && { image }),
      revisited: false,
      continuation,
    } satisfies Episode,
    by,
    item: known(item, id),
    ...(doubt !== undefined && { doubt }),
  };
}

function nextId({ story }: Season): EpisodeId {
  for (let number = story.episodes.length + 1; ; number += 1) {
    const id = episodeId(`ep-${number}`);
    if (findEpisode(story, id) === undefined) return id;
  }
}

function continuationOf(
  { story }: Season,
  { vote }: Item,
): { readonly continuation: Continuation; readonly doubt?: string } {
  const open = { continuation: { kind: 'open' } } as const;
  if (vote === undefined) return open;
  if (!vote.ok) return { ...open, doubt: vote.what };
  const options = optionsOf(vote.options);
  const doubt = badVote(options);
  if (doubt !== undefined) return { ...open, doubt };
  const choice = { kind: 'binding', question: vote.question, options, voting: story.voting } as const;
  return { continuation: { kind: 'choice', choice } };
}

/** The episode that the item is gets its link, unless it has one by now. */
function linked(season: Season, item: Item, at: Instant, named?: EpisodeId): readonly SeasonEvent[] {
  const among = named === undefined ? candidates(season, item) : [named];
  const [id] = among;
  const episode = id === undefined || among.length > 1 ? undefined : findEpisode(season.story, id);
  if (episode === undefined || episode.url !== undefined)
    return [{ type: 'items-noted', at, items: [known(item, episode?.id)] }];
  const note = known(item, episode.id);
  return [{ type: 'link-given', at, episode: episode.id, url: item.url, by: MACHINE, item: note }];
}

/** A showrunner says what becomes of items. */
export function answerItems(
  season: Season,
  { at, by, question: number, answer }: Steering<'answer-items'>,
): Steered {
  const question = season.questions[number - 1];
  if (question === undefined) return refuse({ code: 'unknown-question', question: number });
  if (question.answer !== undefined) return refuse({ code: 'question-answered', question: number });
  const episode = 'episode' in answer ? answer.episode : undefined;
  if (episode !== undefined && findEpisode(season.story, episode) === undefined)
    return refuse({ code: 'unknown-episode', episode });
  return accept(...taken(season, number, answer.take, at, by, episode));
}

/** The default for questions that nobody has answered in time: all of many, nothing that is old. */
export function unansweredInTime(season: Season, at: Instant): readonly SeasonEvent[] {
  const due = season.questions.find(
    ({ answer, until }) => answer === undefined && until !== undefined && until <= at,
  );
  return due === undefined ? [] : taken(season, due.number, due.why === 'many' ? 'all' : 'none', at, MACHINE);
}

function taken(
  season: Season,
  number: number,
  take: 'all' | 'newest' | 'none',
  at: Instant,
  by: Actor,
  named?: EpisodeId,
): readonly SeasonEvent[] {
  const items = season.questions[number - 1]?.items ?? [];
  const chosen = take === 'all' ? items : take === 'newest' ? items.slice(-1) : [];
  const log = new Following(season);
  log.add({ type: 'items-answered', at, question: number, taken: chosen.map(({ key }) => key), by });
  for (const item of chosen) {
    log.add(
      ...(isSerial(season.story) ? [added(log.season, item, at, by)] : linked(log.season, item, at, named)),
    );
  }
  return log.events;
}
