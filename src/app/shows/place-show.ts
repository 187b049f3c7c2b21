import { setMaxListeners } from 'node:events';
import type { Milliseconds } from '../../core/ids.ts';
import type { OutletAddress } from '../../ports/platform/outlet.ts';
import type { Place } from '../../ports/stores/place-store.ts';
import { within } from '../../time-limit.ts';
import { atMost } from '../at-most.ts';
import { literalOf } from './address.ts';
import type { Following } from './follow-move.ts';
import type { PlacedOutlet } from './join-outlets.ts';
import {
  isRefused,
  type KnownEntry,
  knownEntries,
  lookAtPlace,
  placedOutlets,
  troubleWords,
} from './look-at-place.ts';
import type { Show } from './show.ts';

/** The longest that a command may take. */
const LOOKS_WITHIN: Milliseconds = 8_000;
const LOOKS_AT_ONCE = 16;
/**
 * In a larger show we check only outlets that are in trouble or were never reached; for the rest we use what was last
 * known.
 */
const LOOKS_AT_ALL = 32;

export interface PlacedShow {
  readonly placed: readonly PlacedOutlet[];
  /** A line for each outlet of the file that is left out, and why. It joins by itself once the bot can play there. */
  readonly leftOut: readonly string[];
  /** The bot can play in none of the outlets that the file names. */
  readonly nowhere: boolean;
}

/** Where a season of the show can begin now; a person is waiting for the answer. */
export async function placeShow(
  context: Following,
  show: Show,
  alerts: readonly OutletAddress[],
): Promise<PlacedShow> {
  const stored = await context.places.all();
  const known = await knownEntries(context, show.story.id, show.outlets, stored);
  const told = alerts.map((address) => ({ address }));
  const looked = await lookAtSome(context, [
    ...known,
    ...(await knownEntries(context, 'alerts', told, stored)),
  ]);
  const placed = placedOutlets(looked);
  const leftOut = looked.flatMap(({ owner, entry, place }) => {
    if (owner === 'alerts' || (place?.outlet !== undefined && !isRefused(place))) return [];
    const why = place?.trouble === undefined ? 'No answer yet.' : troubleWords(place.trouble);
    return [`${place?.outlet?.name ?? literalOf(entry.address)}: ${why}`];
  });
  return { placed, leftOut, nowhere: known.length > 0 && leftOut.length === known.length };
}

async function lookAtSome(
  context: Following,
  entries: readonly KnownEntry[],
): Promise<readonly KnownEntry[]> {
  const isAll = entries.length <= LOOKS_AT_ALL;
  const waiting = entries.filter(
    ({ place }) => isAll || place?.outlet === undefined || place.trouble !== undefined,
  );
  const found = new Map<KnownEntry, Place>();
  const enough = new AbortController();
  // Every running check listens to it.
  setMaxListeners(0, enough.signal);
  const looks = atMost(
    LOOKS_AT_ONCE,
    waiting,
    async (one) => {
      found.set(one, (await lookAtPlace(context, one, enough.signal)).place);
    },
    enough.signal,
  );
  try {
    await within(LOOKS_WITHIN, looks);
  } finally {
    enough.abort();
    looks.catch(() => undefined);
  }
  return entries.map((one) => ({ ...one, place: found.get(one) ?? one.place }));
}
