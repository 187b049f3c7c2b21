import type { EpisodeId } from '../ids.ts';
import { isAhead, isOver, type Season } from '../season/state.ts';
import { findEpisode, isSerial, type Story, successors } from '../story/story.ts';
import type { VoteInsight } from './vote-insight.ts';

/** A way that the audience did not choose. */
export interface UntakenPath {
  readonly vote: Pick<VoteInsight, 'round' | 'release' | 'question'>;
  readonly label: string;
  readonly votes: number;
  readonly share: number;
  /** The episode it leads to; absent in a serial show. */
  readonly next?: { readonly title: string; readonly fate: 'played' | 'possible' | 'lost' };
  /** Episodes behind it that have not played and can't any more. */
  readonly lost: number;
}

/** Every option that lost a vote that moved the story. */
export function untakenPaths(season: Season, votes: readonly VoteInsight[]): readonly UntakenPath[] {
  const { story } = season;
  const played = new Set(season.releases.map(({ episode }) => episode));
  const ahead = aheadOf(season);
  return votes
    .filter(({ binding, outcome }) => binding && outcome === 'decided')
    .flatMap(({ round, release, question, episode, options }) =>
      options
        .filter(({ won }) => !won)
        .map(({ id, label, votes, share }): UntakenPath => {
          const next = nextOf(story, episode.id, id);
          const behind = next === undefined ? new Set<EpisodeId>() : reachable(story, [next]);
          const lost = [...behind].filter((one) => !played.has(one) && !ahead.has(one)).length;
          const title = next && findEpisode(story, next)?.title;
          return {
            ...{ vote: { round, release, question }, label, votes, share, lost },
            ...(next !== undefined && {
              next: {
                title: title ?? next,
                fate: played.has(next) ? 'played' : ahead.has(next) ? 'possible' : 'lost',
              },
            }),
          };
        }),
    );
}

/** Titles of the written episodes that no audience will see in this season any more, in the story's order. */
export function lostEpisodes(season: Season): readonly string[] {
  if (isSerial(season.story)) return [];
  const played = new Set(season.releases.map(({ episode }) => episode));
  const ahead = aheadOf(season);
  return season.story.episodes
    .filter(({ id }) => !played.has(id) && !ahead.has(id))
    .map(({ title }) => title);
}

/** What may still play. */
function aheadOf(season: Season): ReadonlySet<EpisodeId> {
  const { position, story } = season;
  if (isOver(season)) return new Set();
  if (isAhead(position)) return reachable(story, [position.episode]);
  const last = season.releases.at(-1);
  const episode = last && findEpisode(story, last.episode);
  return episode === undefined ? new Set() : reachable(story, successors(episode));
}

/** These episodes and all that can follow them. */
function reachable(story: Story, from: readonly EpisodeId[]): ReadonlySet<EpisodeId> {
  const byId = new Map(story.episodes.map((episode) => [episode.id, episode]));
  const seen = new Set<EpisodeId>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const episode = byId.get(id);
    if (seen.has(id) || episode === undefined) continue;
    seen.add(id);
    open.push(...successors(episode));
  }
  return seen;
}

function nextOf(story: Story, id: EpisodeId, option: string): EpisodeId | undefined {
  const continuation = findEpisode(story, id)?.continuation;
  if (continuation?.kind !== 'choice') return undefined;
  return continuation.choice.options.find((one) => one.id === option)?.next;
}
