import type { OptionId } from '../ids.ts';
import type { Option } from '../story/story.ts';
import type { Counts } from './tally.ts';

/** A community, or an outlet, whose choice differs from the overall one. */
export interface Leaning {
  readonly option: Option;
  /** Votes for that option there. */
  readonly votes: number;
  /** Votes for any option there. */
  readonly total: number;
}

/**
 * The option with the most votes; of several equal ones the first in the list. Undefined if there are no
 * votes.
 */
export function favouriteOf(options: readonly Option[], counts: Counts): Option | undefined {
  const votesFor = ({ id }: Option): number => counts[id] ?? 0;
  const best = options.reduce<Option | undefined>(
    (best, option) => (best === undefined || votesFor(option) > votesFor(best) ? option : best),
    undefined,
  );
  return best === undefined || votesFor(best) === 0 ? undefined : best;
}

/**
 * The favourite of a group of voters, if it differs from the overall favourite. A group that is level between the two
 * has none. @param favourite the overall favourite.
 */
export function leaningOf(
  options: readonly Option[],
  counts: Counts,
  favourite: OptionId,
): Leaning | undefined {
  const option = favouriteOf(options, counts);
  if (option === undefined) return undefined;
  const votes = counts[option.id] ?? 0;
  if (votes === (counts[favourite] ?? 0)) return undefined;
  return { option, votes, total: options.reduce((sum, { id }) => sum + (counts[id] ?? 0), 0) };
}
