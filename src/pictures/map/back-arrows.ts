import type { EpisodeId } from '../../core/ids.ts';

/**
 * Tells which ways lead back to an episode that is on the way here. Without them there is no cycle. Depth first, without
 * recursion, because a story may be one long line.
 * @param next where each episode leads; the search begins with the first of them
 */
export function backArrows(
  next: ReadonlyMap<EpisodeId, readonly EpisodeId[]>,
): (from: EpisodeId, to: EpisodeId) => boolean {
  const back = new Set<string>();
  const seen = new Set<EpisodeId>();
  const onTheWay = new Set<EpisodeId>();
  for (const start of next.keys()) {
    if (seen.has(start)) continue;
    const way = [{ id: start, rest: [...(next.get(start) ?? [])] }];
    seen.add(start);
    onTheWay.add(start);
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const to = here.rest.shift();
      if (to === undefined) {
        way.pop();
        onTheWay.delete(here.id);
      } else if (onTheWay.has(to)) {
        back.add(key(here.id, to));
      } else if (!seen.has(to)) {
        seen.add(to);
        onTheWay.add(to);
        way.push({ id: to, rest: [...(next.get(to) ?? [])] });
      }
    }
  }
  return (from, to) => back.has(key(from, to));
}

/** An episode's id has no space. */
const key = (from: EpisodeId, to: EpisodeId): string => `${from} ${to}`;
