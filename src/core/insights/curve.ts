import type { Round } from '../season/state.ts';
import type { Counts } from '../vote/tally.ts';
import type { TallySample } from './facts.ts';

/** How the votes came in. */
export interface Curve {
  /** Earliest first, the last one is the final count. Empty if nothing was recorded. */
  readonly points: readonly CurvePoint[];
}

export interface CurvePoint {
  /** Of the vote's time, 0-1. */
  readonly time: number;
  /** Votes in the options' order. */
  readonly votes: readonly number[];
}

export function curveOf(round: Round, samples: readonly TallySample[], final: Counts): Curve {
  const { opensAt, closesAt, options } = round;
  if (samples.length === 0) return { points: [] };
  const votesOf = (counts: Counts): readonly number[] => options.map(({ id }) => counts[id] ?? 0);
  const recorded = samples.map(({ at, counts }) => ({
    time: Math.min(1, Math.max(0, (at - opensAt) / Math.max(1, closesAt - opensAt))),
    votes: votesOf(counts),
  }));
  const isCounted = votesOf(final).some((votes) => votes > 0);
  return { points: [...recorded, ...(isCounted ? [{ time: 1, votes: votesOf(final) }] : [])] };
}
