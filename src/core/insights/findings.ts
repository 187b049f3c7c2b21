import type { Curve } from './curve.ts';
import { THRESHOLDS } from './thresholds.ts';
import { leaderOf, marginOf, type VoteInsight } from './vote-insight.ts';

/** Something about a vote that a writer may want to act on. Options and groups by index. */
export type Finding =
  | { readonly kind: 'foregone'; readonly option: number; readonly share: number }
  /** The same option led from the first look to the end, with a distance. */
  | { readonly kind: 'never-in-doubt'; readonly option: number; readonly least: number }
  | { readonly kind: 'unfelt'; readonly margin: number; readonly ofMedian: number }
  | { readonly kind: 'close'; readonly margin: number }
  | {
      readonly kind: 'intended-missed';
      readonly option: number;
      readonly intended: number;
      readonly share: number;
    }
  | { readonly kind: 'intended-met'; readonly worst: number }
  | { readonly kind: 'late-swing'; readonly from: number; readonly to: number; readonly time: number }
  | { readonly kind: 'platforms-disagreed'; readonly favourites: readonly (number | undefined)[] }
  /** Communities, by their index, whose favourite lost. */
  | { readonly kind: 'communities-disagreed'; readonly others: readonly number[]; readonly of: number }
  | { readonly kind: 'nobody-voted' };

/**
 * What stands out in a vote that was counted; empty for one that is void or still runs.
 * @param median turnout of the season's votes.
 */
export function findingsIn(vote: VoteInsight, median: number): readonly Finding[] {
  if (vote.outcome !== 'decided' && vote.outcome !== 'tied') return [];
  if (vote.total === 0) return [{ kind: 'nobody-voted' }];
  return [...strengthOf(vote, median), ...intentions(vote), ...swingsOf(vote.curve), ...disagreements(vote)];
}

function strengthOf(vote: VoteInsight, median: number): readonly Finding[] {
  const { options, total, margin = 0, curve } = vote;
  if (total < THRESHOLDS.fewest) return [];
  const leader = leaderOf(options.map(({ votes }) => votes));
  const share = leader === undefined ? 0 : (options[leader]?.share ?? 0);
  if (leader !== undefined && share >= THRESHOLDS.foregone)
    return [{ kind: 'foregone', option: leader, share }];
  if (margin <= THRESHOLDS.close) {
    const ofMedian = median === 0 ? 1 : total / median;
    return [
      ofMedian < THRESHOLDS.lowTurnout ? { kind: 'unfelt', margin, ofMedian } : { kind: 'close', margin },
    ];
  }
  const least = leastLead(curve, leader);
  return leader !== undefined && least !== undefined && least >= THRESHOLDS.safeLead
    ? [{ kind: 'never-in-doubt', option: leader, least }]
    : [];
}

/** The smallest lead of an option over the whole vote, as a share; undefined if it did not always lead, or nothing is known. */
function leastLead({ points }: Curve, leader: number | undefined): number | undefined {
  const telling = points.filter(({ votes }) => sum(votes) >= THRESHOLDS.fewest);
  // Some looks are needed to say what happened in between.
  if (telling.length < 4) return undefined;
  if (telling.some(({ votes }) => leaderOf(votes) !== leader)) return undefined;
  return Math.min(...telling.map(({ votes }) => marginOf(votes) / sum(votes)));
}

function intentions({ options, total }: VoteInsight): readonly Finding[] {
  if (total < THRESHOLDS.fewest) return [];
  const expected = options.flatMap(({ intended, share }, option) =>
    intended === undefined ? [] : [{ option, intended, share, off: Math.abs(share - intended) }],
  );
  if (expected.length === 0) return [];
  const missed = expected.filter(({ off }) => off >= THRESHOLDS.missed);
  if (missed.length === 0)
    return [{ kind: 'intended-met', worst: Math.max(...expected.map(({ off }) => off)) }];
  // Of two options, the second says the same as the first.
  const told = options.length === 2 ? missed.slice(0, 1) : missed;
  return told.map(({ option, intended, share }) => ({ kind: 'intended-missed', option, intended, share }));
}

/** The last change of the lead, if it came late. */
function swingsOf({ points }: Curve): readonly Finding[] {
  let leader: number | undefined;
  let swing: Finding | undefined;
  for (const { time, votes } of points) {
    const now = sum(votes) >= THRESHOLDS.fewest ? leaderOf(votes) : undefined;
    if (now === undefined || now === leader) continue;
    if (leader !== undefined) swing = { kind: 'late-swing', from: leader, to: now, time };
    leader = now;
  }
  return swing?.kind === 'late-swing' && swing.time >= THRESHOLDS.late ? [swing] : [];
}

function disagreements({ options, platforms = [], communities }: VoteInsight): readonly Finding[] {
  const favourites = platforms.map(({ favourite }) => favourite);
  const known = new Set(favourites.filter((one) => one !== undefined));
  const winner = options.findIndex(({ won }) => won);
  const leader = winner === -1 ? leaderOf(options.map(({ votes }) => votes)) : winner;
  const others = [...communities.entries()]
    .filter(([, { favourite }]) => favourite !== undefined && leader !== undefined && favourite !== leader)
    .map(([index]) => index);
  return [
    ...(known.size > 1 ? [{ kind: 'platforms-disagreed', favourites } as const] : []),
    ...(others.length > 0 && communities.length > 1
      ? [{ kind: 'communities-disagreed', others, of: communities.length } as const]
      : []),
  ];
}

const sum = (votes: readonly number[]): number => votes.reduce((all, one) => all + one, 0);
