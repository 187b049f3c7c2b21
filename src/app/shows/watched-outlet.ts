import { type Backoff, backoff } from '../../core/backoff.ts';
import type { Milliseconds } from '../../core/ids.ts';
import type { Place, PlaceOwner } from '../../ports/stores/place-store.ts';
import type { OutletTempo } from '../tempo.ts';
import type { KnownEntry, Look } from './look-at-place.ts';

/** An address of the operator's file, and how far this process is with it. Times are of the process's own clock. */
export interface Watched extends KnownEntry {
  readonly owner: PlaceOwner;
  place: Place | undefined;
  /** Undefined while the platform answers or has not been asked. */
  silentSince: number | undefined;
  /** Whether the platform has described the outlet since this process began. */
  answered: boolean;
  looking: boolean;
  failures: number;
  dueAt: number;
  /** It became playable after its season had been synchronised with the file. */
  joins: boolean;
}

export const watchedFrom = (known: KnownEntry): Watched => ({
  ...known,
  silentSince: undefined,
  answered: false,
  looking: false,
  failures: 0,
  dueAt: 0,
  joins: false,
});

/** What a check found that a person may want to know. */
export type News = 'repaired' | 'refused' | 'silent' | undefined;

/** Records what a check found, and when the next one is due: never again in this process if all is well. */
export function noteLook(one: Watched, { place, answered }: Look, tempo: OutletTempo): News {
  const before = one.place;
  one.place = place;
  const now = performance.now();
  if (!answered) {
    one.silentSince ??= now;
    one.failures += 1;
    one.dueAt = now + pause(tempo.silent, one.failures);
    return place.trouble?.kind === 'silent' && before?.trouble?.kind !== 'silent' ? 'silent' : undefined;
  }
  const wasSilent = one.silentSince !== undefined;
  one.silentSince = undefined;
  const isFirst = !one.answered;
  one.answered = true;
  if (place.trouble === undefined) {
    one.failures = 0;
    one.dueAt = Number.POSITIVE_INFINITY;
    if (before?.outlet === undefined || before.trouble !== undefined) one.joins = true;
    return before?.trouble === undefined ? undefined : 'repaired';
  }
  one.failures = wasSilent ? 1 : one.failures + 1;
  one.dueAt = now + pause(tempo.refused, one.failures);
  return isFirst || before?.trouble?.kind !== 'refused' ? 'refused' : undefined;
}

export function noteBroken(one: Watched, tempo: OutletTempo): void {
  one.dueAt = performance.now() + tempo.broken;
}

const pause = (times: Backoff, failures: number): Milliseconds =>
  backoff(times, failures) * (0.8 + Math.random() / 5);

/**
 * Whether a season that is due waits for it.
 * @param began when this process began to check.
 */
export function isPending(
  { answered, place, silentSince }: Watched,
  began: number,
  tempo: OutletTempo,
): boolean {
  if (answered) return false;
  const now = performance.now();
  const isKnown = place?.outlet !== undefined;
  if (silentSince !== undefined) return !isKnown && now - silentSince < tempo.seasonWaits;
  return !isKnown || now - began < tempo.seasonWaitsForKnown;
}

/**
 * First those that were never reached, then those in trouble, then known ones; each group in the order of the
 * file.
 */
export function mostUrgent(some: readonly Watched[]): Watched | undefined {
  const now = performance.now();
  let found: Watched | undefined;
  for (const one of some) {
    if (one.looking || one.dueAt > now) continue;
    if (found === undefined || rank(one) < rank(found)) found = one;
  }
  return found;
}

function rank({ place }: Watched): number {
  if (place?.outlet === undefined && place?.trouble?.kind !== 'refused') return 0;
  return place.trouble === undefined ? 2 : 1;
}
