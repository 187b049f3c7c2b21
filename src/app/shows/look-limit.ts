import type { Milliseconds } from '../../core/ids.ts';

const WITHIN: Milliseconds = 60_000;
/** Each check costs several requests from the bot's own budget, which the shows need. */
const MOST = { community: 20, all: 60 } as const;

/**
 * How often the platforms are asked about an outlet for people who only moderate a community: anybody can own one, or a
 * hundred. Counted in this process: one at a time takes commands.
 * @param now a clock that only goes forward.
 * @returns whether one more look is fine; then it counts.
 */
export function createLookLimit(now: () => Milliseconds = () => performance.now()) {
  const looks: { readonly community: string; readonly at: Milliseconds }[] = [];
  return (community: string): boolean => {
    const since = now() - WITHIN;
    while (looks[0] !== undefined && looks[0].at < since) looks.shift();
    const own = looks.filter((one) => one.community === community).length;
    if (own >= MOST.community || looks.length >= MOST.all) return false;
    looks.push({ community, at: now() });
    return true;
  };
}
