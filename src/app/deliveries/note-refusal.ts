import type { OutletProblem } from '../../ports/outlet.ts';
import type { Place } from '../../ports/place-store.ts';
import type { Context } from '../context.ts';

/**
 * What a refused message, or the bot's removal, says of addresses in the operator's file: from now on they are in the
 * status, with the reason, and they are looked at again until the bot can play there. Showrunners are told of it elsewhere.
 */
export async function noteRefusal(
  context: Context,
  concerns: (place: Place) => boolean,
  problem: OutletProblem,
): Promise<void> {
  const since = await context.clock.now();
  for (const place of await context.places.all()) {
    if (place.outlet === undefined || place.trouble?.kind === 'refused' || !concerns(place)) continue;
    const trouble = { kind: 'refused', since, problems: [problem], told: true, heard: true } as const;
    await context.places.put({ ...place, trouble });
  }
}
