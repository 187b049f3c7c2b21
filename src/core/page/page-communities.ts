import type { Option } from '../story/story.ts';
import type { PublicCount } from '../vote/public-receipt.ts';
import type { PageCommunity } from './snapshot.ts';

/**
 * The counts of communities as a page shows them. One line for all communities together is left out: the total says the same.
 * @param counts what `publicCounts` gives, largest first.
 */
export function pageCommunities(
  counts: readonly PublicCount[],
  options: readonly Pick<Option, 'id'>[],
): readonly PageCommunity[] {
  const counted = counts.filter(({ status, votes }) => status !== 'missing' && votes > 0);
  return counted.every(({ rest }) => rest === true) ? [] : counted.map((one) => line(one, options));
}

const line = (
  { name, unnamed, platform, link, communities, votes, counts, rest }: PublicCount,
  options: readonly Pick<Option, 'id'>[],
): PageCommunity => ({
  ...(name !== undefined && { name }),
  ...(unnamed !== undefined && { unnamed }),
  ...(platform !== undefined && { platform }),
  ...(link !== undefined && { link }),
  communities,
  votes,
  counts: options.map(({ id }) => counts[id] ?? 0),
  rest: rest === true,
});
