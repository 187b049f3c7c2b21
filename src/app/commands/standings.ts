import { deliveryId, type PlatformName, type ShowId } from '../../core/ids.ts';
import { isIn, type Round, type RoundIn, type Season, votesIn } from '../../core/season/state.ts';
import { favouriteOf, leaningOf } from '../../core/vote/leaning.ts';
import { type Counts, sumOf, votesByPlatform, votesOf } from '../../core/vote/tally.ts';
import type { CurrentRound, Standings } from '../../ports/commands/answers.ts';
import type { Place } from '../../ports/commands/caller.ts';
import type { Context } from '../context.ts';

/** The round meant if none is named: the latest that is open, being counted or undecided. */
export function roundInPlay(season: Season): Round | undefined {
  return season.rounds.findLast(
    (round) => isIn(round, 'voting') || isIn(round, 'closing') || isIn(round, 'undecided'),
  );
}

export const currentRoundOf = (round: Round): CurrentRound => ({
  number: round.number,
  phase: round.phase.kind,
  question: round.question,
  closesAt: round.closesAt,
  options: round.options.map(({ id, label }) => ({ id, label })),
});

/**
 * Live tally of the current vote: what is known of every outlet's poll now, or the platform's final count if there is
 * one.
 */
export async function standingsOf(
  context: Pick<Context, 'seasons' | 'states' | 'outlets' | 'ledger' | 'ballots'>,
  show: ShowId,
  place: Place,
): Promise<Standings | undefined> {
  const id = await context.seasons.current(show);
  const season = id === undefined ? undefined : (await context.states.load(id)).season;
  const round = season === undefined ? undefined : roundInPlay(season);
  if (season === undefined || round === undefined) return undefined;
  const about = {
    question: round.question,
    round: round.number,
    closesAt: round.closesAt,
    closing: !isIn(round, 'voting'),
    ...(isIn(round, 'undecided') && { waits: waitOf(round) }),
  };
  const joinedLater = await joinedAfter(context, season, round, place);
  // Once the poll is closed, the platform itself shows everybody its counts.
  const sealed = round.rules.sealed && isIn(round, 'voting');
  if (sealed) return { ...about, ...joinedLater, sealed, options: [], total: 0, byPlatform: [] };
  const polls = await livePolls(context, season, round);
  const ids = round.options.map(({ id: option }) => option);
  const whole = sumOf(
    ids,
    polls.map(({ counts }) => counts),
  );
  const here = leaningHere(round, whole, polls, place);
  return {
    ...about,
    ...joinedLater,
    sealed,
    options: round.options.map(({ id: option, label }) => ({
      id: option,
      label,
      votes: whole[option] ?? 0,
    })),
    total: votesOf(ids, [whole]),
    byPlatform: [...votesByPlatform(ids, polls)].sort((one, other) =>
      one.platform < other.platform ? -1 : 1,
    ),
    ...(here !== undefined && { here }),
  };
}

const waitOf = ({ phase: { why, until } }: RoundIn<'undecided'>): NonNullable<Standings['waits']> => ({
  for: why.cause,
  ...(until !== undefined && { until }),
});

/** Whether the show plays in this community, but played in none of its outlets when the vote opened. */
async function joinedAfter(
  { outlets, ledger }: Pick<Context, 'outlets' | 'ledger'>,
  season: Season,
  round: Round,
  { platform, community }: Place,
): Promise<Pick<Standings, 'joinedLater'>> {
  const here = (await outlets.all(season.id)).filter(
    ({ outlet, alertsOnly, leftAt }) =>
      alertsOnly !== true &&
      leftAt === undefined &&
      outlet.address.platform === platform &&
      outlet.community === community,
  );
  if (here.length === 0 || here.some(({ joinedAt }) => votesIn(season, round, joinedAt))) return {};
  // An outlet that left and came back has its poll.
  const ids = here.map(({ id }) => id);
  const polls = await ledger.listOf(season.id, deliveryId('poll', round.number), ids);
  return polls.size > 0 ? {} : { joinedLater: true };
}

interface LivePoll {
  readonly platform: PlatformName;
  readonly community: string;
  readonly counts: Counts;
}

/** What is known of every outlet's poll now. */
export async function livePolls(
  context: Pick<Context, 'outlets' | 'ballots'>,
  season: Season,
  round: Round,
): Promise<readonly LivePoll[]> {
  const outlets = new Map((await context.outlets.all(season.id)).map((one) => [one.id, one.outlet]));
  const polls = await context.ballots.polls(season.id, round.number);
  const open = polls.filter(({ state }) => state.kind === 'open').map(({ poll }) => poll.id);
  const live = await context.ballots.liveOf(open);
  return polls.flatMap(({ outlet, poll, state }): readonly LivePoll[] => {
    const where = outlets.get(outlet);
    if (where === undefined || state.kind === 'lost') return [];
    const counts = state.kind === 'open' ? (live.get(poll.id) ?? {}) : state.counts;
    return [{ platform: where.address.platform, community: where.community, counts }];
  });
}

/** The favourite of the community that asks, if it differs from the overall one. */
function leaningHere(
  { options }: Round,
  whole: Counts,
  polls: readonly LivePoll[],
  { platform, community }: Place,
): Standings['here'] {
  const favourite = favouriteOf(options, whole);
  if (favourite === undefined) return undefined;
  const local = polls.filter((poll) => poll.platform === platform && poll.community === community);
  const here = leaningOf(
    options,
    sumOf(
      options.map(({ id }) => id),
      local.map(({ counts }) => counts),
    ),
    favourite.id,
  );
  // If both are level overall, neither is the overall favourite.
  if (here === undefined || whole[here.option.id] === whole[favourite.id]) return undefined;
  return { label: here.option.label, votes: here.votes, total: here.total };
}
