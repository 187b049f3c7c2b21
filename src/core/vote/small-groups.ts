/**
 * Communities with fewer voters are summed into one line: a separate line would show how a few people voted.
 */
export const FEWEST_VOTERS = 5;

/**
 * Parts groups into those that may be shown apart and those that may only be shown as a sum. If the sum of the small ones would
 * itself tell how a few people voted, because it is small or of one group only, the next larger groups are summed with them: what
 * is left of a total that everybody knows would show them otherwise.
 * @returns both in the order that they had.
 */
export function partSmall<Group>(
  groups: readonly Group[],
  votesOf: (group: Group) => number,
): { readonly shown: readonly Group[]; readonly summed: readonly Group[] } {
  const bySize = groups.toSorted((one, other) => votesOf(one) - votesOf(other));
  const summed = bySize.filter((group) => votesOf(group) < FEWEST_VOTERS);
  const larger = bySize.slice(summed.length);
  while (tellsOfFew(summed.map(votesOf))) {
    const next = larger.shift();
    if (next === undefined) break;
    summed.push(next);
  }
  const set = new Set(summed);
  return {
    shown: groups.filter((group) => !set.has(group)),
    summed: groups.filter((group) => set.has(group)),
  };
}

function tellsOfFew(votes: readonly number[]): boolean {
  const voted = votes.filter((one) => one > 0);
  return voted.length === 1 || (voted.length > 1 && voted.reduce((all, one) => all + one) < FEWEST_VOTERS);
}
