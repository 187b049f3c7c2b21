import type { EpisodeId, Instant } from '../../core/ids.ts';
import type { Season } from '../../core/season/state.ts';
import {
  type Choice,
  choiceOf,
  type Episode,
  type Option,
  type Story,
  timezoneOf,
} from '../../core/story/story.ts';
import { summary } from '../../core/story/summary.ts';
import { drawn } from '../drawn-text.ts';
import { backArrows } from './back-arrows.ts';
import { headlineOf, placeOf, takenWays, wayOf } from './played.ts';

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

export type MapMark = 'opening' | 'ending' | 'may repeat' | 'no link yet';

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
  /** Of a prediction, whose options lead nowhere. A binding choice has its options on arrows. */
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
  const taken = season === undefined ? new Set<string>() : takenWays(season);
  const back = backArrows(story);
  const standing = season === undefined ? undefined : placeOf(season, dateIn(story));
  const inOrder = [
    ...story.episodes.filter(({ id }) => id === story.opening),
    ...story.episodes.filter(({ id }) => id !== story.opening),
  ];
  return {
    title: shown(story.title, story.id),
    summary: summaryOf(story),
    ...(season !== undefined && { headline: drawn(headlineOf(season, dateIn(story))) }),
    episodes: inOrder.map((episode) => ({
      ...episodeOf(story, episode, season),
      ...(standing?.episode === episode.id && { standing: standing.words }),
    })),
    arrows: inOrder.flatMap((episode) =>
      waysFrom(episode).map(({ to, option }) => ({
        from: episode.id,
        to,
        ...(option !== undefined && { label: shown(option.label, option.id) }),
        taken: taken.has(wayOf(episode.id, to, option?.id)),
        back: back(episode.id, to),
      })),
    ),
  };
}

function episodeOf(story: Story, episode: Episode, season: Season | undefined): MapEpisode {
  const { id, title, at } = episode;
  const releases = (season?.releases ?? [])
    .filter((release) => release.episode === id)
    .map(({ number }) => number);
  const choice = choiceOf(episode);
  return {
    id,
    title: shown(title, id),
    marks: marksOf(story, episode),
    ...(choice !== undefined && { vote: voteOf(choice) }),
    ...(at !== undefined && releases.length === 0 && { date: dateIn(story)(at) }),
    releases,
  };
}

/** Its id in place of a title or label of which nothing can be seen. */
const shown = (text: string, id: string): string => drawn(text) || id;

const voteOf = ({ kind, question, options }: Choice): MapVote => ({
  kind,
  question: drawn(question),
  options: kind === 'binding' ? [] : options.map(({ label }) => drawn(label)),
});

function marksOf(story: Story, { id, url, revisited, continuation }: Episode): readonly MapMark[] {
  return [
    ...(id === story.opening ? (['opening'] as const) : []),
    ...(continuation.kind === 'ending' ? (['ending'] as const) : []),
    ...(revisited ? (['may repeat'] as const) : []),
    ...(url === undefined ? (['no link yet'] as const) : []),
  ];
}

interface Way {
  readonly to: EpisodeId;
  readonly option?: Option;
}

function waysFrom({ continuation }: Episode): readonly Way[] {
  switch (continuation.kind) {
    case 'choice':
      return continuation.choice.options.flatMap((option) =>
        option.next === undefined ? [] : [{ to: option.next, option }],
      );
    case 'next':
      return [{ to: continuation.next }];
    case 'ending':
      return [];
  }
}

function summaryOf(story: Story): string {
  const { episodes, choices, endings } = summary(story);
  const predictions = choices.prediction === 0 ? [] : [count(choices.prediction, 'prediction')];
  return [
    count(episodes, 'episode'),
    count(choices.binding, 'vote'),
    ...predictions,
    count(endings, 'ending'),
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
