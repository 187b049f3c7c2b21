import type { ShowId } from '../../core/ids.ts';
import { episodeNumber, isIn, type Release, type Season } from '../../core/season/state.ts';
import { findEpisode } from '../../core/story/story.ts';
import type { ToldStep } from '../../ports/commands/answers.ts';
import type { ReportStores } from '../keeping/archived-season.ts';
import { stepOf } from '../reports/report-status.ts';

/**
 * The episodes that the audience has seen, in order, and the vote that led to each. Branches not taken stay secret.
 */
export async function pathOf(
  { seasons, states }: Pick<ReportStores, 'seasons' | 'states'>,
  show: ShowId,
): Promise<readonly ToldStep[]> {
  const id = await seasons.current(show);
  const season = id === undefined ? undefined : (await states.load(id)).season;
  return season === undefined
    ? []
    : season.releases
        .filter(({ retracted }) => retracted === undefined)
        .map((release) => toldStep(season, release));
}

function toldStep(season: Season, release: Release): ToldStep {
  const { via, ...step } = stepOf(season, release);
  return {
    ...step,
    number: episodeNumber(season, release.number),
    ...(via !== undefined && { via: { ...via, ...leadOf(season, release) } }),
    ending: findEpisode(season.story, release.episode)?.continuation.kind === 'ending',
  };
}

/** By how much the audience chose this way. */
function leadOf({ rounds }: Season, { via }: Release) {
  const round = via === undefined ? undefined : rounds[via - 1];
  if (round === undefined || !isIn(round, 'decided')) return { votes: 0, total: 0, margin: 0 };
  const { decision, tally } = round.phase;
  const votes = tally.counts[decision.option] ?? 0;
  const others = round.options.flatMap(({ id }) => (id === decision.option ? [] : [tally.counts[id] ?? 0]));
  return { votes, total: tally.total, margin: votes - Math.max(0, ...others) };
}
