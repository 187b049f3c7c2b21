import type { Milliseconds, RoundNumber } from '../../core/ids.ts';
import type { Communities } from '../../core/posts/count-notes.ts';
import type { Season } from '../../core/season/state.ts';
import { troubleOf } from '../../core/vote/count-trouble.ts';
import type { OutletCount } from '../../core/vote/tally.ts';
import type { Context } from '../context.ts';
import { knownCommunities } from '../reports/receipt-for-fans.ts';

/** What posts say about the counts with which a round was settled; the same in every outlet. */
export interface SettledWith {
  readonly counts?: readonly OutletCount[];
  /** The same with what was corrected since; absent if nothing was. */
  readonly corrected?: readonly OutletCount[];
  /** Present if something has to be said about a count. */
  readonly communities?: Communities;
}

/** A count may be corrected, and a community's name change; posts follow after this time. */
const READ_AGAIN_AFTER: Milliseconds = 5_000;

interface Reading {
  readonly at: number;
  readonly found: Promise<SettledWith>;
}

/** By a season's state: after its next event everything is read again. */
const readings = new WeakMap<Season, Map<RoundNumber, Reading>>();

/** Read once for all outlets of a fan-out, of which there may be thousands. */
export function settledWith(
  context: Pick<Context, 'counts' | 'outlets' | 'communityNames' | 'platforms'>,
  season: Season,
  round: RoundNumber,
): Promise<SettledWith> {
  const ofSeason = readings.get(season) ?? new Map<RoundNumber, Reading>();
  readings.set(season, ofSeason);
  const known = ofSeason.get(round);
  const now = performance.now();
  if (known !== undefined && now - known.at < READ_AGAIN_AFTER) return known.found;
  const found = read(context, season, round);
  ofSeason.set(round, { at: now, found });
  found.catch(() => ofSeason.delete(round));
  return found;
}

/** The next reading finds what was corrected just now. */
export const readAgain = (season: Season, round: RoundNumber): void =>
  void readings.get(season)?.delete(round);

async function read(
  context: Pick<Context, 'counts' | 'outlets' | 'communityNames' | 'platforms'>,
  { id }: Season,
  round: RoundNumber,
): Promise<SettledWith> {
  const counts = await context.counts.of(id, round);
  if (counts === undefined) return {};
  const later = new Map(
    (await context.counts.amendments(id, round)).map(({ count }) => [count.outlet, count]),
  );
  const corrected = counts.map((count) => later.get(count.outlet) ?? count);
  const told = { counts, ...(later.size > 0 && { corrected }) };
  if (corrected.every((count) => troubleOf(count) === undefined)) return told;
  return { ...told, communities: await knownCommunities(context, id) };
}
