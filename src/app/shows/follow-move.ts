import { communityKey, type PlatformName } from '../../core/ids.ts';
import type { PlaceMove } from '../../ports/platform/listening.ts';
import type { ResolvedOutlet } from '../../ports/platform/outlet.ts';
import type { Context, SettingAside } from '../context.ts';
import { inLiveSeasons } from '../live-seasons.ts';
import { isSamePlace } from './address.ts';

/** What is needed to continue with a chat under its new id. */
export type Following = SettingAside & Pick<Context, 'outlets' | 'connections' | 'places' | 'communityNames'>;

/** A community keeps the name that it has for fans. */
async function followInNames(
  { communityNames }: Pick<Context, 'communityNames'>,
  platform: PlatformName,
  { from, to }: PlaceMove,
): Promise<void> {
  if (from === to) return;
  const name = (await communityNames.all()).get(communityKey(platform, from));
  if (name === undefined) return;
  await communityNames.put({ platform, community: to }, name);
  await communityNames.put({ platform, community: from }, undefined);
}

/** Moves everything that is known of a chat to its new id. */
export async function followMove(context: Following, platform: PlatformName, move: PlaceMove): Promise<void> {
  const { follow } = move;
  await followInPlaces(context, follow);
  await followInNames(context, platform, move);
  for (const show of (await context.seasons.all()).keys()) {
    for (const connection of (await context.connections.of(show)).readable) {
      const moved = follow(connection.outlet);
      if (moved !== undefined) await context.connections.put(show, { ...connection, outlet: moved });
    }
  }
  await inLiveSeasons(context, async (season) => {
    for (const record of await context.outlets.all(season)) {
      const outlet = follow(record.outlet);
      if (outlet === undefined) continue;
      await context.outlets.put(season, { ...record, outlet });
      context.log.info(
        { season, outlet: record.id, to: outlet.community },
        'outlet followed to its new chat',
      );
    }
  });
}

/** The move: one outlet now has another address. */
export const moveOf = (from: ResolvedOutlet, to: ResolvedOutlet): PlaceMove => ({
  from: from.community,
  to: to.community,
  follow: (outlet) => (isSamePlace(outlet, from) ? to : undefined),
});

/** A chat got another id: its addresses in the file mean the new one from now on. */
async function followInPlaces(
  context: Pick<Context, 'places'>,
  movedTo: (outlet: ResolvedOutlet) => ResolvedOutlet | undefined,
): Promise<void> {
  for (const place of await context.places.all()) {
    const outlet = place.outlet === undefined ? undefined : movedTo(place.outlet);
    if (outlet !== undefined) await context.places.put({ ...place, outlet });
  }
}
