import type { OptionId } from '../ids.ts';
import type { Option } from '../story/story.ts';
import type { Counts } from './tally.ts';

/** What one community, or one outlet, chose otherwise than the whole. */
export interface Leaning {
  readonly option: Option;
  /** For that option, there. */
  readonly votes: number;
  /** For any option, there. */
  readonly total: number;
}

/** The option with the most votes, of several the one that is listed first; undefined where nobody voted. */
export function favouriteOf(options: readonly Option[], counts: Counts): Option | undefined {
  const votesFor = ({ id }: Option): number => counts[id] ?? 0;
  const best = options.reduce<Option | undefined>(
    (best, option) => (best === undefined || votesFor(option) > votesFor(best) ? option : best),
    undefined,
  );
  return best === undefined || votesFor(best) === 0 ? undefined : best;
}

/**
 * The favourite of some voters, where it is another one than that of all. Those who are level between the two lean nowhere.
 * @param favourite of all.
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
