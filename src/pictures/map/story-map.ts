import type { EpisodeId, Instant } from '../../core/ids.ts';
import type { Season } from '../../core/season/state.ts';
import { type Choice, choiceOf, type Episode, type Story, timezoneOf } from '../../core/story/story.ts';
import { drawn } from '../drawn-text.ts';
import { backArrows } from './back-arrows.ts';
import { headlineOf, placeOf, type StoryWay, takenWays } from './played.ts';

/** What is drawn of a story, and of the season that plays it. All words are `drawn` already, but not escaped. */
export interface StoryMap {
  readonly title: string;
  /** `21 episodes, 9 votes, 5 endings`. */
  readonly summary: string;
  /** How far the season is. */
  readonly headline?: string;
  /** The opening first, then in the story's order. */
  readonly episodes: readonly MapEpisode[];
  readonly arrows: readonly MapArrow[];
}

export type MapMark = 'opening' | 'ending' | 'draft' | 'may repeat' | 'no link yet' | 'taken back';

export interface MapEpisode {
  readonly id: EpisodeId;
  readonly title: string;
  readonly marks: readonly MapMark[];
  readonly vote?: MapVote;
  /** Its own date, where it has one and is not out. */
  readonly date?: string;
  /** As which episodes of the season it was released, from 1. */
  readonly releases: readonly number[];
  /** Where the season is, if it is here. */
  readonly standing?: string;
}

export interface MapVote {
  readonly kind: Choice['kind'];
  readonly question: string;
  /** Those that lead nowhere: of a prediction, and of a serial show. All others stand on arrows. */
  readonly options: readonly string[];
}

export interface MapArrow {
  readonly from: EpisodeId;
  readonly to: EpisodeId;
  /** The option's label. */
  readonly label?: string;
  /** The season went this way. */
  readonly taken: boolean;
  /** Leads back to an episode on the way here. */
  readonly back: boolean;
}

/** @param season that plays this story; episodes that are out are best drawn as they were played (`storyAsPlayed`). */
export function mapOf(story: Story, season?: Season): StoryMap {
  const date = dateIn(story);
  const place = season === undefined ? undefined : placeOf(season, date);
  // A serial show has no opening but the first episode that came.
  const opening = story.opening ?? story.episodes[0]?.id;
  const episodes = [
    ...story.episodes.filter(({ id }) => id === opening),
    ...story.episodes.filter(({ id }) => id !== opening),
  ];
  return {
    title: shown(story.title, story.id),
    summary: summaryOf(story),
    ...(season !== undefined && { headline: drawn(headlineOf(season, date)) }),
    episodes: episodes.map((episode) => ({
      ...episodeOf(episode, season, date),
      marks: marksOf(episode, episode.id === opening, season),
      ...(place?.episode === episode.id && { standing: place.words }),
    })),
    arrows: arrowsOf(episodes, season),
  };
}

function episodeOf(
  episode: Episode,
  season: Season | undefined,
  date: (instant: Instant) => string,
): Omit<MapEpisode, 'marks'> {
  const { id, title, at } = episode;
  const releases = (season?.releases ?? [])
    .filter((release) => release.episode === id)
    .map(({ number }) => number);
  const choice = choiceOf(episode);
  return {
    id,
    title: shown(title, id),
    ...(choice !== undefined && { vote: voteOf(choice) }),
    ...(at !== undefined && releases.length === 0 && { date: date(at) }),
    releases,
  };
}

/** Its id in place of a title or label of which nothing can be seen. */
const shown = (text: string, id: string): string => drawn(text) || id;

const voteOf = ({ kind, question, options }: Choice): MapVote => ({
  kind,
  question: drawn(question),
  options: options.flatMap(({ id, label, next }) => (next === undefined ? [shown(label, id)] : [])),
});

function marksOf(episode: Episode, isOpening: boolean, season: Season | undefined): readonly MapMark[] {
  const { id, url, revisited, draft, continuation } = episode;
  const releases = (season?.releases ?? []).filter((release) => release.episode === id);
  const isTakenBack = releases.length > 0 && releases.every(({ retracted }) => retracted !== undefined);
  return [
    ...(isOpening ? (['opening'] as const) : []),
    ...(continuation.kind === 'ending' ? (['ending'] as const) : []),
    ...(draft === true ? (['draft'] as const) : []),
    ...(revisited ? (['may repeat'] as const) : []),
    // Of a draft that goes without saying.
    ...(url === undefined && draft !== true ? (['no link yet'] as const) : []),
    ...(isTakenBack ? (['taken back'] as const) : []),
  ];
}

/**
 * What the story says, and then what the season did beside it: in a serial show nothing leads to the next episode before it
 * is there.
 */
function arrowsOf(episodes: readonly Episode[], season: Season | undefined): readonly MapArrow[] {
  const drawnIds = new Set(episodes.map(({ id }) => id));
  const written = episodes.flatMap(waysFrom);
  const known = new Set(written.map(keyOf));
  const taken = new Map((season === undefined ? [] : takenWays(season)).map((way) => [keyOf(way), way]));
  const beside = [...taken].flatMap(([key, way]) => (known.has(key) ? [] : [way]));
  const ways = [...written, ...beside].filter(({ from, to }) => drawnIds.has(from) && drawnIds.has(to));
  const back = backArrows(
    new Map(episodes.map(({ id }) => [id, ways.filter(({ from }) => from === id).map(({ to }) => to)])),
  );
  return ways.map((way) => ({
    from: way.from,
    to: way.to,
    ...(way.option !== undefined && { label: shown(way.option.label, way.option.id) }),
    taken: taken.has(keyOf(way)),
    back: back(way.from, way.to),
  }));
}

/** No id has a space. */
const keyOf = ({ from, to, option }: StoryWay): string => `${from} ${to} ${option?.id ?? ''}`;

function waysFrom({ id: from, continuation }: Episode): readonly StoryWay[] {
  switch (continuation.kind) {
    case 'choice':
      return continuation.choice.options.flatMap((option) =>
        option.next === undefined ? [] : [{ from, to: option.next, option }],
      );
    case 'next':
      return [{ from, to: continuation.next }];
    case 'ending':
    case 'open':
      return [];
  }
}

function summaryOf({ episodes }: Story): string {
  const choices = episodes.flatMap((episode) => choiceOf(episode) ?? []);
  const many = (kind: Choice['kind']): number => choices.filter((choice) => choice.kind === kind).length;
  const drafts = episodes.filter(({ draft }) => draft === true).length;
  return [
    count(episodes.length, 'episode'),
    count(many('binding'), 'vote'),
    ...(many('prediction') === 0 ? [] : [count(many('prediction'), 'prediction')]),
    count(episodes.filter(({ continuation }) => continuation.kind === 'ending').length, 'ending'),
    ...(drafts === 0 ? [] : [count(drafts, 'draft')]),
  ].join(', ');
}

const count = (many: number, of: string): string => `${many} ${of}${many === 1 ? '' : 's'}`;

/** Dates as the show's calendar has them: `Thu, 24 Dec 2026, 20:00 GMT-5`. */
function dateIn(story: Story): (instant: Instant) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timezoneOf(story),
    timeZoneName: 'short',
  });
  return (instant) => format.format(instant);
}
