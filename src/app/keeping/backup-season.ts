import type { Instant, SeasonId, ShowId } from '../../core/ids.ts';
import { isOver } from '../../core/season/state.ts';
import type { SeasonBackup, SeasonVault } from '../../ports/stores/season-archive.ts';
import type { SeasonLog } from '../../ports/stores/season-log.ts';
import type { SeasonStates } from '../season/season-states.ts';

interface Stores {
  readonly seasons: Pick<SeasonLog, 'current' | 'fault' | 'nextOrdinal'>;
  readonly states: SeasonStates;
  readonly vault: SeasonVault;
}

/** @returns everything stored of the show's current season, or undefined if there is none. */
export async function backupSeason(
  { seasons, vault }: Pick<Stores, 'seasons' | 'vault'>,
  show: ShowId,
  now: Instant,
): Promise<SeasonBackup | undefined> {
  const season = await seasons.current(show);
  if (season === undefined) return undefined;
  const keys = await vault.backup(season);
  return keys.length === 0
    ? undefined
    : { format: 'cliffhanger-backup', version: 1, show, season, takenAt: now, keys };
}

export type Restored =
  | { readonly ok: true; readonly season: SeasonId }
  | {
      readonly ok: false;
      readonly why: 'running' | 'stored-already' | 'later-season';
      readonly season: SeasonId;
    };

/**
 * Restores a season, even in place of one that can no longer be read. Refuses if its show is running, if it is there
 * already, or if a later one has been played.
 */
export async function restoreSeason(
  { seasons, states, vault }: Stores,
  backup: SeasonBackup,
  now: Instant,
): Promise<Restored> {
  const { show, season } = backup;
  const current = await seasons.current(show);
  // A season that can't be read is exactly what a backup is for.
  const isWhole = current !== undefined && (await seasons.fault(current)) === undefined;
  const played = isWhole ? (await states.load(current)).season : undefined;
  if (current !== undefined && played !== undefined) {
    if (!isOver(played)) return { ok: false, why: 'running', season: current };
    if (current === season) return { ok: false, why: 'stored-already', season };
  }
  const ordinal = Number(season.slice(show.length + 1));
  const last = (await seasons.nextOrdinal(show)) - 1;
  if (last > ordinal) return { ok: false, why: 'later-season', season: current ?? season };
  return (await vault.restore(backup, current, now))
    ? { ok: true, season }
    : { ok: false, why: 'running', season: current ?? season };
}
