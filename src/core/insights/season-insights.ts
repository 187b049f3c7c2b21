import type { Instant, SeasonId } from '../ids.ts';
import { isOver, type Season } from '../season/state.ts';
import type { SeasonFacts } from './facts.ts';
import { type Finding, findingsIn } from './findings.ts';
import { type Mention, mentionOf } from './mentions.ts';
import { THRESHOLDS } from './thresholds.ts';
import { lostEpisodes, type UntakenPath, untakenPaths } from './untaken.ts';
import { type VoteInsight, voteInsight } from './vote-insight.ts';

/** What a season's votes tell its writers. */
export interface SeasonInsights {
  readonly show: string;
  readonly season: SeasonId;
  readonly language: string;
  readonly startedAt: Instant;
  readonly state: 'playing' | 'ended' | 'cancelled';
  /** Episodes that were out. */
  readonly released: number;
  readonly votes: readonly TurnoutInsight[];
  readonly turnout: TurnoutTrend;
  readonly untaken: readonly UntakenPath[];
  readonly lost: readonly string[];
}

export interface TurnoutInsight extends VoteInsight {
  readonly findings: readonly Finding[];
  readonly mention?: Mention;
}

/** Votes as totals: they don't say whether the same people voted. */
export interface TurnoutTrend {
  readonly series: readonly {
    readonly round: VoteInsight['round'];
    readonly release: number;
    readonly title: string;
    readonly total: number;
    readonly isPrediction: boolean;
  }[];
  readonly median: number;
  /**
   * Mean of the last third as a part of the mean of the first one; absent for fewer than three votes, or if nobody voted in the
   * first ones.
   */
  readonly held?: number;
  /** The largest change from one vote to the next that is worth a sentence. */
  readonly steepest?: { readonly from: number; readonly to: number; readonly change: number };
}

export function seasonInsights({ season, rounds }: SeasonFacts): SeasonInsights {
  const votes = season.rounds.map((round) => voteInsight(season, round, rounds.get(round.number)));
  const turnout = trendOf(votes);
  return {
    show: season.story.title,
    season: season.id,
    language: season.story.language,
    startedAt: season.startedAt,
    state: stateOf(season),
    released: season.releases.length,
    votes: votes.map((vote) => {
      const mention = vote.binding ? mentionOf(season, vote) : undefined;
      return { ...vote, findings: findingsIn(vote, turnout.median), ...(mention && { mention }) };
    }),
    turnout,
    untaken: untakenPaths(season, votes),
    lost: lostEpisodes(season),
  };
}

function stateOf(season: Season): SeasonInsights['state'] {
  if (!isOver(season)) return 'playing';
  return season.position.kind === 'cancelled' ? 'cancelled' : 'ended';
}

/** Runoffs come right after a vote and are about less, and void votes were cut short: neither shows how many people take part. */
function trendOf(votes: readonly VoteInsight[]): TurnoutTrend {
  const series = votes
    .filter(({ kind, outcome }) => kind !== 'runoff' && (outcome === 'decided' || outcome === 'tied'))
    .map(({ round, release, episode, total, binding }) => ({
      ...{ round, release, title: episode.title, total, isPrediction: !binding },
    }));
  const totals = series.map(({ total }) => total);
  const third = Math.floor(totals.length / 3);
  const early = meanOf(totals.slice(0, third));
  const held = third > 0 && early > 0 ? meanOf(totals.slice(-third)) / early : undefined;
  const steepest = steepestOf(totals);
  return {
    ...{ series, median: medianOf(totals) },
    ...(held !== undefined && { held }),
    ...(steepest !== undefined && { steepest }),
  };
}

function steepestOf(totals: readonly number[]): TurnoutTrend['steepest'] {
  const changes = totals.slice(1).flatMap((total, index) => {
    const before = totals[index] ?? 0;
    // Of a handful of votes, one more or less is a large part.
    if (Math.max(before, total) < THRESHOLDS.fewest * 2 || before === 0) return [];
    // Half and double are equally large.
    const size = Math.abs(Math.log(Math.max(total, 1) / before));
    return [{ from: index, to: index + 1, change: total / before - 1, size }];
  });
  const [most] = changes.toSorted((one, other) => other.size - one.size);
  if (most === undefined || Math.abs(most.change) < THRESHOLDS.change) return undefined;
  return { from: most.from, to: most.to, change: most.change };
}

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length;

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : meanOf(sorted.slice(middle - 1, middle + 1));
}
