import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { Place } from '../../ports/stores/place-store.ts';
import type { Context } from '../context.ts';

/**
 * Records what a refused message, or the bot's removal, says about addresses in the operator's file. From now on they
 * are in the status with the reason, and are checked until the bot can play there again. Showrunners are alerted
 * elsewhere.
 */
export async function noteRefusal(
  context: Pick<Context, 'clock' | 'places'>,
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
