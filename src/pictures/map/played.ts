import type { EpisodeId, Instant, RoundNumber } from '../../core/ids.ts';
import { findRound, isAhead, isIn, type Round, type Season } from '../../core/season/state.ts';
import { findEpisode, type Option, type Story, successors } from '../../core/story/story.ts';

/**
 * The story of a file with the episodes that are out as they were played, whatever the file says of them now. An episode that
 * the season has and the file no longer has is drawn where the story can still lead to it.
 */
export function storyAsPlayed(file: Story, season: Season): Story {
  const played = new Set(season.releases.map(({ episode }) => episode));
  const asPlayed = (id: EpisodeId) => (played.has(id) ? findEpisode(season.story, id) : undefined);
  const episodes = file.episodes.map((each) => asPlayed(each.id) ?? each);
  const known = new Set(episodes.map(({ id }) => id));
  const keep = (id: EpisodeId): void => {
    const gone = known.has(id) ? undefined : findEpisode(season.story, id);
    if (gone === undefined) return;
    known.add(id);
    episodes.push(gone);
  };
  for (const id of played) keep(id);
  // Grows while it is read: an episode that is kept may lead to another.
  for (const episode of episodes) for (const id of successors(episode)) keep(id);
  return { ...file, episodes };
}

/** One way from an episode to another, by an option where there was or is a vote. */
export interface StoryWay {
  readonly from: EpisodeId;
  readonly to: EpisodeId;
  readonly option?: Option;
}

/** The ways that the season went, the one to the episode that is next included. */
export function takenWays(season: Season): readonly StoryWay[] {
  const { releases, position } = season;
  const steps: readonly { readonly episode: EpisodeId; readonly via?: RoundNumber }[] = [
    ...releases,
    ...(isAhead(position) ? [position] : []),
  ];
  return steps.slice(1).flatMap(({ episode, via }, index) => {
    const from = steps[index]?.episode;
    const option = chosenIn(season, via);
    return from === undefined ? [] : [{ from, to: episode, ...(option !== undefined && { option }) }];
  });
}

function chosenIn(season: Season, via: RoundNumber | undefined): Option | undefined {
  const round = via === undefined ? undefined : findRound(season, via);
  if (round === undefined || !isIn(round, 'decided')) return undefined;
  const { option: winner } = round.phase.decision;
  return round.options.find(({ id }) => id === winner);
}

type DateWords = (instant: Instant) => string;

/** Where the season is, and what it does or waits for there. Undefined before anything is out or planned. */
export function placeOf(
  season: Season,
  date: DateWords,
): { readonly episode: EpisodeId; readonly words: string } | undefined {
  const { position, releases } = season;
  const last = releases.at(-1)?.episode;
  if (isAhead(position)) {
    const when = position.kind === 'scheduled' ? date(position.at) : waitOf(season, position.episode);
    return { episode: position.episode, words: `Next: ${when}` };
  }
  if (last === undefined) return undefined;
  switch (position.kind) {
    case 'choosing':
      return { episode: last, words: choosingWords(currentRound(season), date) };
    case 'awaiting-episode':
      return { episode: last, words: 'Now: waits for the next episode' };
    case 'concluding':
      return { episode: last, words: 'Now: the ending is out' };
    case 'ended':
      return { episode: last, words: 'The season ended here' };
    case 'cancelled':
      return { episode: last, words: 'The season was cancelled here' };
  }
}

const waitOf = ({ story }: Season, id: EpisodeId): string =>
  findEpisode(story, id)?.draft === true ? 'waits to be written' : 'waits for its link';

const currentRound = (season: Season): Round | undefined =>
  season.rounds.findLast(({ binding, release }) => binding && release === season.releases.at(-1)?.number);

function choosingWords(round: Round | undefined, date: DateWords): string {
  switch (round?.phase.kind) {
    case 'waiting':
      return `Now: voting opens ${date(round.opensAt)}`;
    case 'voting':
      return `Now: voting until ${date(round.closesAt)}`;
    case 'undecided':
      return 'Now: a showrunner decides';
    default:
      return 'Now: the votes are being counted';
  }
}

/** `Season night-shift.1, 3 episodes out, paused. Now: voting until … (6 West)`. */
export function headlineOf(season: Season, date: DateWords): string {
  const { releases, position, story, paused } = season;
  const out = releases.length;
  const end =
    position.kind === 'ended' || position.kind === 'cancelled'
      ? [`${position.kind} on ${date(position.at)}`]
      : [];
  const head = [
    `Season ${season.id}`,
    `${out} ${out === 1 ? 'episode' : 'episodes'} out`,
    ...(paused ? ['paused'] : []),
    ...end,
  ].join(', ');
  const place = end.length > 0 ? undefined : placeOf(season, date);
  if (place === undefined) return head;
  return `${head}. ${place.words} (${findEpisode(story, place.episode)?.title ?? place.episode})`;
}
