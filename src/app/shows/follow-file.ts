import type { SeasonId } from '../../core/ids.ts';
import { isOver } from '../../core/season/state.ts';
import type { Context, SettingAside } from '../context.ts';
import { unlessUnreadable } from '../keeping/set-aside.ts';
import { isName } from './address.ts';
import { joinOutlets, joinSome, type Listed, leaveUnlisted, type PlacedOutlet } from './join-outlets.ts';
import type { KnownEntry } from './look-at-place.ts';
import type { Show } from './show.ts';

/**
 * Synchronises a running season with the operator's file: what it began with stays, only its outlets follow the file.
 * Done completely once per season. Later calls only let outlets join that have become playable, so that an outlet
 * which a moderator has disconnected stays away until the next start.
 */
export function followFile(
  context: SettingAside & Pick<Context, 'states' | 'outlets' | 'connections'>,
  placed: (entries: readonly KnownEntry[]) => readonly PlacedOutlet[],
): (show: Show, all: readonly KnownEntry[], joining: readonly KnownEntry[]) => Promise<void> {
  const { seasons, states, log } = context;
  /** Finished seasons need nothing any more. */
  const inStep = new Set<SeasonId>();
  const over = new Set<SeasonId>();
  return async (show, all, joining) => {
    const { id } = show.story;
    const current = await seasons.current(id);
    if (current === undefined || over.has(current)) return;
    const isFirst = !inStep.has(current);
    if (!isFirst && joining.length === 0) return;
    const season = await unlessUnreadable(context, current, async () => (await states.load(current)).season);
    if (season === undefined) return;
    if (isOver(season)) {
      over.add(current);
      return;
    }
    if (isFirst && season.storyHash !== show.storyHash) {
      log.warn({ season: current, show: id }, EDITED[show.from.kind]);
    }
    if (isFirst) await joinOutlets(context, id, current, placed(all));
    else await joinSome(context, current, placed(joining));
    inStep.add(current);
    // A name that we know nothing about may be any of the season's outlets.
    const isUnclear = all.some(({ entry, place }) => place?.outlet === undefined && isName(entry.address));
    if (!isUnclear) await leaveUnlisted(context, id, current, all.map(listed));
  };
}

const EDITED: Record<Show['from']['kind'], string> = {
  story:
    'the story file was edited after the season began; the season keeps its original story (/season reload adopts episodes that are not out yet)',
  serial:
    'the rules of this serial show were edited in the operator’s file after the season began; the season keeps the rules that it began with',
};

const listed = ({ owner, entry, place }: KnownEntry): Listed => ({
  address: place?.outlet?.address ?? entry.address,
  ...(owner === 'alerts' && { alertsOnly: true }),
});
