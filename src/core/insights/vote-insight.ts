import type { EpisodeId, OptionId, PlatformName, RoundNumber } from '../ids.ts';
import { isIn, type Round, type Season } from '../season/state.ts';
import { choiceOf, findEpisode } from '../story/story.ts';
import type { DecisionRule, RoundKind } from '../vote/decision.ts';
import type { PublicCount } from '../vote/public-receipt.ts';
import { FEWEST_VOTERS } from '../vote/small-groups.ts';
import { type Counts, tally } from '../vote/tally.ts';
import { type Curve, curveOf } from './curve.ts';
import type { RoundFacts } from './facts.ts';

/** One vote, as its writers look at it. Shares are 0-1 of all votes. */
export interface VoteInsight {
  readonly round: RoundNumber;
  /** Position of its episode in the season, from 1. */
  readonly release: number;
  readonly episode: { readonly id: EpisodeId; readonly title: string };
  readonly kind: RoundKind;
  readonly binding: boolean;
  readonly sealed: boolean;
  readonly question: string;
  readonly outcome: 'decided' | 'tied' | 'voided' | 'abandoned' | 'running';
  readonly rule?: DecisionRule;
  readonly isRetracted: boolean;
  /** In the poll's order. */
  readonly options: readonly OptionInsight[];
  readonly total: number;
  /** Between the first two, as a share of all votes; absent without votes. */
  readonly margin?: number;
  /** Absent unless every platform has enough votes to be shown apart, and there are several. */
  readonly platforms?: readonly GroupInsight[];
  /** Communities that may be shown apart; small ones are left out. */
  readonly communities: readonly GroupInsight[];
  readonly curve: Curve;
}

export interface OptionInsight {
  readonly id: OptionId;
  readonly label: string;
  readonly votes: number;
  readonly share: number;
  readonly won: boolean;
  /** What the writers expected. */
  readonly intended?: number;
}

export interface GroupInsight {
  readonly platform?: PlatformName;
  /** Absent for a community without a public name. */
  readonly name?: string;
  readonly unnamed?: string;
  readonly votes: number;
  /** Votes in the options' order. */
  readonly counts: readonly number[];
  /** Index of the option with the most votes; absent if several have as many. */
  readonly favourite?: number;
}

export function voteInsight(season: Season, round: Round, facts: RoundFacts | undefined): VoteInsight {
  const { counts: rows = [], communities = [], samples = [] } = facts ?? {};
  const ids = round.options.map(({ id }) => id);
  const { counts, total } = tally(ids, rows);
  const episode = findEpisode(season.story, round.episode);
  const intended = (episode && choiceOf(episode)?.intended) ?? {};
  const decision = isIn(round, 'decided') ? round.phase.decision : undefined;
  const options = round.options.map(({ id, label }): OptionInsight => {
    const votes = counts[id] ?? 0;
    return {
      ...{ id, label, votes, share: total === 0 ? 0 : votes / total, won: decision?.option === id },
      ...(Object.hasOwn(intended, id) && { intended: intended[id] ?? 0 }),
    };
  });
  const shown = communities
    .filter(({ rest, status }) => rest !== true && status !== 'missing')
    .map((one) => communityInsight(ids, one));
  const platforms = platformsOf(ids, rows, shown);
  return {
    ...{ round: round.number, release: round.release, kind: round.kind, binding: round.binding },
    ...{ sealed: round.rules.sealed, question: round.question, outcome: outcomeOf(round), options, total },
    episode: { id: round.episode, title: round.title ?? episode?.title ?? round.episode },
    ...(decision !== undefined && { rule: decision.rule }),
    isRetracted: season.releases[round.release - 1]?.retracted !== undefined,
    ...(total > 0 && { margin: marginOf(options.map(({ votes }) => votes)) / total }),
    ...(platforms !== undefined && { platforms }),
    communities: shown,
    curve: curveOf(round, samples, counts),
  };
}

function outcomeOf({ phase: { kind } }: Round): VoteInsight['outcome'] {
  if (kind === 'waiting' || kind === 'voting' || kind === 'closing' || kind === 'undecided') return 'running';
  return kind;
}

/** Votes between the first two. */
export function marginOf(votes: readonly number[]): number {
  const [first = 0, second = 0] = votes.toSorted((one, other) => other - one);
  return first - second;
}

function platformsOf(
  ids: readonly OptionId[],
  rows: RoundFacts['counts'],
  shown: readonly GroupInsight[],
): readonly GroupInsight[] | undefined {
  const names = [...new Set(rows.map(({ platform }) => platform))].sort();
  const groups = names.map((platform) => {
    const { counts, total } = tally(
      ids,
      rows.filter((row) => row.platform === platform),
    );
    return groupOf(ids, counts, total, { platform });
  });
  const voted = groups.filter(({ votes }) => votes > 0);
  if (voted.length < 2 || voted.some(({ votes }) => votes < FEWEST_VOTERS)) return undefined;
  // What is left of a platform beside the communities that are shown must not tell how a few people voted.
  const isTold = voted.some(({ platform, votes }) => {
    const apart = shown.filter((one) => one.platform === platform);
    const left = votes - apart.reduce((sum, one) => sum + one.votes, 0);
    return left > 0 && left < FEWEST_VOTERS;
  });
  return isTold ? undefined : voted;
}

const communityInsight = (
  ids: readonly OptionId[],
  { counts, votes, platform, name, unnamed }: PublicCount,
): GroupInsight =>
  groupOf(ids, counts as Counts, votes, {
    ...(platform !== undefined && { platform }),
    ...(name !== undefined && { name }),
    ...(unnamed !== undefined && { unnamed }),
  });

function groupOf(
  ids: readonly OptionId[],
  counts: Counts,
  votes: number,
  who: Pick<GroupInsight, 'platform' | 'name' | 'unnamed'>,
): GroupInsight {
  const inOrder = ids.map((id) => counts[id] ?? 0);
  const favourite = leaderOf(inOrder);
  return { ...who, votes, counts: inOrder, ...(favourite !== undefined && { favourite }) };
}

/** Index of the most votes; undefined if several have as many. */
export function leaderOf(votes: readonly number[]): number | undefined {
  const most = Math.max(...votes);
  const first = votes.indexOf(most);
  return most > 0 && votes.lastIndexOf(most) === first ? first : undefined;
}
