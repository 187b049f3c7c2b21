import type { Instant, Milliseconds, SeasonId, ShowId } from '../../core/ids.ts';
import { EVENT_VERSION } from '../../core/season/events.ts';
import type { Season } from '../../core/season/state.ts';
import type { BallotStore } from '../../ports/stores/ballot-store.ts';
import type { DeliveryLedger } from '../../ports/stores/delivery-ledger.ts';
import type { RoundCounts } from '../../ports/stores/round-counts.ts';
import type {
  ArchivedRound,
  ArchiveFiles,
  SeasonArchive,
  SeasonVault,
  StoredSeason,
} from '../../ports/stores/season-archive.ts';
import type { SeasonLog } from '../../ports/stores/season-log.ts';
import type { SeasonOutlets } from '../../ports/stores/season-outlets.ts';
import { isUnreadable } from '../../ports/stores/unreadable.ts';
import type { SeasonStates } from '../season/season-states.ts';

export interface ArchivingStores {
  readonly seasons: Pick<SeasonLog, 'hasBegun'>;
  readonly states: SeasonStates;
  readonly counts: RoundCounts;
  readonly outlets: SeasonOutlets;
  readonly ledger: DeliveryLedger;
  readonly ballots: BallotStore;
  readonly vault: SeasonVault;
  readonly files: ArchiveFiles;
}

export type Archived =
  | { readonly season: SeasonId; readonly status: 'archived'; readonly file: string }
  /** It is not over, its retention is not over, or something of it is still running. */
  | { readonly season: SeasonId; readonly status: 'kept'; readonly why: string };

/**
 * What is still open this long after the end stays open: a platform that never confirmed, or a message that could not
 * be sent.
 */
const SETTLED_AFTER: Milliseconds = 2 * 86_400_000;

/**
 * Writes the seasons of a show that ended before an instant to the archive, and deletes everything of them from Redis.
 * A crash in between loses nothing: until the season is retired, the stores are the truth; from then on the file is,
 * and a repetition finishes the deletion.
 * @returns the outcome for each stored season.
 */
export async function archiveShow(
  stores: ArchivingStores,
  show: ShowId,
  now: Instant,
  endedBefore: Instant = now,
): Promise<readonly Archived[]> {
  await finishDeletions(stores, show);
  const results: Archived[] = [];
  for (const stored of await stores.vault.stored(show)) {
    try {
      results.push(await archiveOrKeep(stores, stored, now, endedBefore));
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      const why = `it cannot be read: ${(error as Error).message}`;
      results.push({ season: stored.season, status: 'kept', why });
    }
  }
  return results;
}

async function archiveOrKeep(
  stores: ArchivingStores,
  stored: StoredSeason,
  now: Instant,
  endedBefore: Instant,
): Promise<Archived> {
  const { season } = await stores.states.load(stored.season);
  const why =
    season === undefined ? 'it has not begun' : await reasonToKeep(stores, season, now, endedBefore);
  const file = why === undefined ? await archive(stores, stored, now) : undefined;
  return file === undefined
    ? { season: stored.season, status: 'kept', why: why ?? 'another process is archiving it' }
    : { season: stored.season, status: 'archived', file };
}

async function finishDeletions({ vault, seasons }: ArchivingStores, show: ShowId): Promise<void> {
  for (const season of await vault.retired(show)) {
    // The log is deleted last.
    if (await seasons.hasBegun(season)) await vault.erase(season);
  }
}

async function reasonToKeep(
  { ballots, ledger }: ArchivingStores,
  { id, position }: Season,
  now: Instant,
  endedBefore: Instant,
): Promise<string | undefined> {
  if (position.kind !== 'ended' && position.kind !== 'cancelled') return 'it is not over';
  if (position.at > endedBefore) return 'its retention is not over';
  if (now - position.at > SETTLED_AFTER) return undefined;
  const open = (await ballots.open(id)).length;
  if (open > 0) return `${open} of its polls are still being counted`;
  const unsent = (await ledger.list(id)).filter(
    ({ status: { kind } }) => kind === 'owed' || kind === 'sending',
  );
  return unsent.length > 0 ? `${unsent.length} of its messages are still to be sent` : undefined;
}

/** @returns the file, or undefined if another process has retired the season meanwhile. */
async function archive(
  stores: ArchivingStores,
  stored: StoredSeason,
  now: Instant,
): Promise<string | undefined> {
  const { states, outlets, ledger, vault, files } = stores;
  const { show, season } = stored;
  const { events } = await states.load(season);
  const whole: SeasonArchive = {
    format: 'cliffhanger-archive',
    version: 1,
    eventVersion: EVENT_VERSION,
    show,
    season,
    archivedAt: now,
    events,
    outlets: await outlets.all(season),
    deliveries: await ledger.list(season),
    rounds: await roundsOf(stores, season),
  };
  // A process deletes a season after retiring it. So what was read before that is complete, and only that may be
  // written.
  if (!(await vault.stored(show)).some((one) => one.season === season)) return undefined;
  const file = await files.write(whole);
  await vault.retire(stored, now);
  await vault.erase(season);
  return file;
}

async function roundsOf(
  { states, counts, ballots }: ArchivingStores,
  id: SeasonId,
): Promise<readonly ArchivedRound[]> {
  const { season } = await states.load(id);
  const rounds: ArchivedRound[] = [];
  for (const { number } of season?.rounds ?? []) {
    const counted = await counts.of(id, number);
    rounds.push({
      round: number,
      ...(counted !== undefined && { counts: counted }),
      amendments: await counts.amendments(id, number),
      samples: await counts.samples(id, number),
      polls: await ballots.polls(id, number),
    });
  }
  return rounds;
}
