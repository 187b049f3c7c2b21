import type { Appearance } from '../appearance.ts';
import type { Instant } from '../ids.ts';
import { nextEpisode } from '../season/next-episode.ts';
import { episodeNumber, isIn, type Release, type Round, type Season } from '../season/state.ts';
import { findEpisode, type Story, timezoneOf } from '../story/story.ts';
import { reportedDecision } from '../vote/receipt.ts';
import { showStateOf } from './show-state.ts';
import type { PageEpisode, PageNext, PageReceipt, PageSnapshot, PageStep, PageVote } from './snapshot.ts';
import { PAGE_VERSION } from './snapshot.ts';

/** A snapshot before it is compared with the one before. */
export type PageContent = Omit<PageSnapshot, 'changedAt'>;

interface ShownStory {
  readonly story: Pick<Story, 'id' | 'title' | 'language' | 'release'>;
  readonly appearance: Appearance;
}

/** The page of a show that was never started. */
export function pageBefore({ story, appearance }: ShownStory, startsAt?: Instant): PageContent {
  return {
    ...headOf(story, appearance),
    state: 'not-started',
    paused: false,
    votes: [],
    ...(startsAt !== undefined && { next: { kind: 'dated', at: iso(startsAt) } }),
    path: [],
    receipts: [],
  };
}

/**
 * What anybody may know of a season. Everything comes from releases, rounds and their counts: an episode that is not out is
 * named only where the story simply goes on to it, and has a date.
 * @param votes see `pageVote`; the receipts likewise.
 */
export function pageOf(
  season: Season,
  appearance: Appearance,
  { votes, receipts }: { readonly votes: readonly PageVote[]; readonly receipts: readonly PageReceipt[] },
  now: Instant,
): PageContent {
  const shown = season.releases.filter(({ retracted }) => retracted === undefined);
  const last = shown.at(-1);
  return {
    ...headOf(season.story, appearance),
    state: showStateOf(season),
    paused: season.paused,
    ...(last !== undefined && { episode: episodeOf(season, last) }),
    votes,
    next: pageNext(season, now),
    path: shown.map((release) => stepOf(season, release)),
    receipts,
  };
}

const headOf = (story: ShownStory['story'], { colour, logo }: Appearance) => ({
  version: PAGE_VERSION as typeof PAGE_VERSION,
  show: story.id,
  title: story.title,
  language: story.language,
  timezone: timezoneOf(story),
  ...(colour !== undefined && { colour }),
  hasLogo: logo !== undefined,
});

function episodeOf(season: Season, release: Release): PageEpisode {
  const episode = findEpisode(season.story, release.episode);
  return {
    number: episodeNumber(season, release.number),
    title: episode?.title ?? '',
    ...(episode?.url !== undefined && { url: episode.url }),
    synopsis: episode?.synopsis ?? '',
    at: iso(release.at),
    ending: episode?.continuation.kind === 'ending',
  };
}

function pageNext(season: Season, now: Instant): PageNext {
  const next = nextEpisode(season, now);
  switch (next.kind) {
    case 'dated': {
      const { position } = season;
      const isOpen = position.kind === 'scheduled' && position.via === undefined;
      const episode = isOpen ? findEpisode(season.story, position.episode) : undefined;
      const title = episode?.draft === true ? undefined : episode?.title;
      return { kind: 'dated', at: iso(next.at), ...(title !== undefined && { title }) };
    }
    case 'undated':
      return { kind: 'undated', late: next.late };
    case 'vote':
      return { kind: 'vote', ...(next.at !== undefined && { at: iso(next.at) }) };
    case 'ended':
    case 'cancelled':
      return { kind: next.kind };
  }
}

function stepOf(season: Season, release: Release): PageStep {
  const { synopsis: _, ...step } = episodeOf(season, release);
  const choice = choiceAfter(season, release);
  return { ...step, ...(choice !== undefined && { choice }) };
}

function choiceAfter(season: Season, { number }: Release): PageStep['choice'] {
  const round = season.rounds.findLast(
    (one) => one.release === number && one.binding && isIn(one, 'decided'),
  );
  if (round === undefined || !isIn(round, 'decided')) return undefined;
  const { decision, tally } = round.phase;
  const { rule, because } = reportedDecision(decision, round.options);
  const first = firstOf(season, round);
  return {
    round: round.number,
    question: first.question,
    options: first.options.map(({ id, label }) => ({ label, taken: id === decision.option })),
    votes: tally.counts[decision.option] ?? 0,
    total: tally.total,
    decision: { rule, because },
  };
}

/** The round with all options: a runoff has only those that were tied. */
function firstOf(season: Season, round: Round): Round {
  const before = round.of === undefined ? undefined : season.rounds[round.of - 1];
  return before === undefined ? round : firstOf(season, before);
}

const iso = (instant: Instant): string => new Date(instant).toISOString();
