import type { EpisodeId, Instant, Milliseconds } from '../../ids.ts';
import type { Item } from '../../story/item.ts';
import { type Choice, type Episode, findEpisode, isSerial, type VotingRules } from '../../story/story.ts';
import { badVote } from '../../story/written-vote.ts';
import type { SeasonEvent } from '../events.ts';
import { evolve } from '../evolve.ts';
import { arrivedNext, continued } from '../progress.ts';
import { type Actor, isAhead, isIn, isOut, lastRelease, type Season } from '../state.ts';
import { accept, refuse, type Steered, type Steering } from '../steering.ts';
import { added } from './bring.ts';
import { knownItem } from './known-item.ts';

/** Requests by which a show grows, or shrinks, while it plays. */

/** A serial show's next episode, or a draft that is filled in: then it goes out if it is due. */
export function add(season: Season, { at, by, item, episode }: Steering<'add'>): Steered {
  if (episode === undefined && !isSerial(season.story)) return refuse({ code: 'episode-missing' });
  if (episode !== undefined && !isSerial(season.story)) return fillIn(season, at, by, item, episode);
  const known = knownItem(season, item, () => false);
  if (known !== undefined)
    return refuse({ code: 'item-known', ...(known.episode !== undefined && { episode: known.episode }) });
  if (item.id !== undefined && findEpisode(season.story, item.id) !== undefined)
    return refuse({ code: 'id-taken', episode: item.id });
  return accept(added(season, item, at, by));
}

function fillIn(season: Season, at: Instant, by: Actor, item: Item, id: EpisodeId): Steered {
  const known = findEpisode(season.story, id);
  if (known === undefined) return refuse({ code: 'unknown-episode', episode: id });
  if (known.draft !== true) return refuse({ code: 'not-a-draft', episode: id });
  const { draft: _, ...rest } = known;
  const episode: Episode = {
    ...rest,
    title: item.title,
    url: item.url,
    ...(item.synopsis !== '' && { synopsis: item.synopsis }),
    ...(item.image !== undefined && { image: item.image }),
  };
  return accept({ type: 'episodes-reloaded', at, episodes: [episode], by });
}

/** At an episode that is not out yet the vote comes with it; at the last one that is out it opens at once. */
export function attachChoice(season: Season, command: Steering<'attach-choice'>): Steered {
  const { at, by, question, options, lasts } = command;
  if (!isSerial(season.story)) return refuse({ code: 'not-serial' });
  const id = command.episode ?? arrivedNext(season)?.id ?? season.releases.at(-1)?.episode;
  const episode = id === undefined ? undefined : findEpisode(season.story, id);
  if (episode === undefined)
    return id === undefined
      ? refuse({ code: 'nothing-released' })
      : refuse({ code: 'unknown-episode', episode: id });
  if (episode.continuation.kind !== 'open') return refuse({ code: 'has-vote', episode: episode.id });
  const what = badVote(options);
  if (what !== undefined) return refuse({ code: 'bad-vote', what });
  const voting = rulesFor(season.story.voting, lasts);
  const choice: Choice = { kind: 'binding', question, options, voting };
  const given: SeasonEvent = {
    type: 'continuation-given',
    at,
    episode: episode.id,
    continuation: { kind: 'choice', choice },
    by,
  };
  const release = lastRelease(season, episode.id);
  if (release !== undefined)
    return accept(given, ...continued(season, episodeAfter(season, given), release, at));
  return isOut(season, episode.id) ? refuse({ code: 'moved-on', episode: episode.id }) : accept(given);
}

/** A vote that is shorter than usual has no reminder before it begins. */
function rulesFor(usual: VotingRules, lasts: Milliseconds = usual.lasts): VotingRules {
  const { reminder, ...rules } = usual;
  const isInTime = reminder !== undefined && reminder < lasts;
  return { ...rules, opens: 0, lasts, ...(isInTime && { reminder }) };
}

function episodeAfter(season: Season, given: Extract<SeasonEvent, { type: 'continuation-given' }>): Episode {
  const episode = findEpisode(evolve(season, given).story, given.episode);
  if (episode === undefined) throw new Error(`Season ${season.id} lost its episode ${given.episode}`);
  return episode;
}

/** Open votes close now and are announced; then the season is over. What has arrived and is not out will not come. */
export function end(season: Season, { at, by }: Steering<'end'>): Steered {
  if (!isSerial(season.story)) return refuse({ code: 'not-serial' });
  const release = season.releases.findLast(({ retracted }) => retracted === undefined);
  if (release === undefined) return refuse({ code: 'nothing-released' });
  if (season.position.kind === 'concluding') return refuse({ code: 'season-over' });
  const reason = 'The season ends.';
  const closed = season.rounds
    .filter((round) => isIn(round, 'voting'))
    .map(
      ({ number }): SeasonEvent => ({
        type: 'round-closed',
        at,
        round: number,
        early: { what: 'closed', by, reason, at },
      }),
    );
  return accept(...closed, { type: 'season-concluding', at, release: release.number });
}

/** The last release of the episode that was not taken back yet. */
export function retract(season: Season, { at, by, episode, reason }: Steering<'retract'>): Steered {
  if (findEpisode(season.story, episode) === undefined) return refuse({ code: 'unknown-episode', episode });
  const release = season.releases.findLast((one) => one.episode === episode && one.retracted === undefined);
  if (release === undefined) return refuse({ code: 'not-released', episode });
  return accept({ type: 'release-retracted', at, release: release.number, by, reason });
}

/** Episodes that are not out yet may change; of one that is out, what comes after it, if that was open. */
export function reload(season: Season, { at, by, episodes }: Steering<'reload'>): Steered {
  if (episodes.length === 0) return refuse({ code: 'nothing-to-reload' });
  const seen = episodes.filter(({ id }) => isOut(season, id));
  const settled = seen.find(({ id }) => findEpisode(season.story, id)?.continuation.kind !== 'open');
  if (settled !== undefined) return refuse({ code: 'already-released', episode: settled.id });
  const fresh = episodes.filter((episode) => !seen.includes(episode));
  const reloaded: SeasonEvent[] =
    fresh.length === 0 ? [] : [{ type: 'episodes-reloaded', at, episodes: fresh, by }];
  const after = reloaded.reduce(evolve, season);
  return accept(
    ...reloaded,
    ...moved(season, episodes, at, by),
    ...seen.flatMap(({ id, continuation }) => writtenOn(after, id, continuation, at, by)),
  );
}

/** The season goes on at once where it waited for this. */
function writtenOn(
  season: Season,
  id: EpisodeId,
  continuation: Episode['continuation'],
  at: Instant,
  by: Actor,
): readonly SeasonEvent[] {
  if (continuation.kind === 'open') return [];
  const given: SeasonEvent = { type: 'continuation-given', at, episode: id, continuation, by };
  const release = lastRelease(season, id);
  const waits = season.position.kind === 'awaiting-episode' && release !== undefined;
  return waits ? [given, ...continued(season, episodeAfter(season, given), release, at)] : [given];
}

/** If the edited file gives the next episode another date, the episode moves there. */
function moved(
  { position, story }: Season,
  episodes: readonly Episode[],
  at: Instant,
  by: Actor,
): readonly SeasonEvent[] {
  if (!isAhead(position)) return [];
  const { episode } = position;
  const releaseAt = episodes.find(({ id }) => id === episode)?.at;
  if (releaseAt === undefined || releaseAt === findEpisode(story, episode)?.at) return [];
  return [{ type: 'episode-dated', at, episode, releaseAt: Math.max(releaseAt, at), by }];
}
