import type { EpisodeId, ShowId } from '../../core/ids.ts';
import { isUnsettled, type Season } from '../../core/season/state.ts';
import { isSerial } from '../../core/story/story.ts';
import { sumOf, votesOf } from '../../core/vote/tally.ts';
import type { PostedEpisode } from '../../ports/commands/answers.ts';
import type { Context } from '../context.ts';
import { postedOf } from '../deliveries/retract-release.ts';
import { livePolls } from './standings.ts';

/** What is posted of an episode's last release that was not taken back. */
export async function postedEpisode(
  context: Pick<Context, 'seasons' | 'states' | 'outlets' | 'ledger' | 'ballots'>,
  show: ShowId,
  episode: EpisodeId,
): Promise<PostedEpisode | undefined> {
  const id = await context.seasons.current(show);
  const season = id === undefined ? undefined : (await context.states.load(id)).season;
  if (season === undefined) return undefined;
  const release = season.releases.findLast((one) => one.episode === episode && one.retracted === undefined);
  const serial = isSerial(season.story);
  if (release === undefined) return { serial, messages: 0, outlets: 0 };
  const posted = await postedOf(context, season, release.number);
  // What still waits for its turn has not been seen by anybody.
  const seen = posted.filter(({ delivery }) => delivery.status.kind !== 'owed');
  const votes = await votesOn(context, season, release.number);
  return {
    serial,
    messages: seen.length,
    outlets: new Set(seen.map(({ outlet }) => outlet.id)).size,
    ...(votes !== undefined && { votes }),
  };
}

/** Votes so far in the round of this release that is not decided yet; undefined if there is none. */
async function votesOn(
  context: Pick<Context, 'outlets' | 'ballots'>,
  season: Season,
  release: number,
): Promise<number | undefined> {
  const round = season.rounds.findLast((one) => one.release === release && isUnsettled(one));
  if (round === undefined) return undefined;
  const options = round.options.map(({ id }) => id);
  const polls = await livePolls(context, season, round);
  return votesOf(options, [
    sumOf(
      options,
      polls.map(({ counts }) => counts),
    ),
  ]);
}
