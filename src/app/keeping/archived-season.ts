import { type SeasonId, type ShowId, showOf } from '../../core/ids.ts';
import { StartupError } from '../../ports/startup-error.ts';
import type { DeliveryLedger } from '../../ports/stores/delivery-ledger.ts';
import type { RoundCounts } from '../../ports/stores/round-counts.ts';
import type { ArchiveFiles, SeasonArchive, SeasonVault } from '../../ports/stores/season-archive.ts';
import type { SeasonLog } from '../../ports/stores/season-log.ts';
import type { SeasonOutlets } from '../../ports/stores/season-outlets.ts';
import { replayed, type SeasonStates } from '../season/season-states.ts';

/** The stores from which reports are made. */
export interface ReportStores {
  readonly seasons: Pick<SeasonLog, 'current'>;
  readonly states: SeasonStates;
  readonly counts: Pick<RoundCounts, 'of' | 'amendments' | 'samples'>;
  readonly outlets: Pick<SeasonOutlets, 'all'>;
  readonly ledger: Pick<DeliveryLedger, 'list'>;
}

/** Where to find seasons that are no longer in the stores. */
export interface Archives {
  readonly vault: Pick<SeasonVault, 'retired'>;
  readonly files: Pick<ArchiveFiles, 'read'>;
}

/**
 * The stores, or instead of them the archive, if the show's last season was archived. Undefined for a show that was
 * never started.
 * @throws StartupError if the archive's file is missing, damaged or too new.
 */
export async function storesOf(
  stores: ReportStores,
  { vault, files }: Archives,
  show: ShowId,
): Promise<ReportStores | undefined> {
  if ((await stores.seasons.current(show)) !== undefined) return stores;
  const last = (await vault.retired(show)).at(-1);
  if (last === undefined) return undefined;
  const archive = await files.read(last);
  if (archive !== undefined) return archivedStores(archive);
  throw missingArchive(last);
}

/**
 * The same for one of the show's seasons.
 * @returns undefined if nothing is known of it.
 */
export async function storesOfSeason(
  stores: ReportStores,
  { vault, files }: Archives,
  season: SeasonId,
): Promise<ReportStores | undefined> {
  if ((await stores.states.load(season)).season !== undefined)
    return { ...stores, seasons: { current: async () => season } };
  const archive = await files.read(season);
  if (archive !== undefined) return archivedStores(archive);
  if ((await vault.retired(showOf(season))).includes(season)) throw missingArchive(season);
  return undefined;
}

export const missingArchive = (season: SeasonId): StartupError =>
  new StartupError(
    `${season} is archived, but its file is not in the data folder`,
    'Set CLIFFHANGER_DATA to the folder of the bot that archived it, or restore the file.',
  );

function archivedStores(archive: SeasonArchive): ReportStores {
  const roundOf = (number: number) => archive.rounds.find(({ round }) => round === number);
  return {
    seasons: {
      current: async () => archive.season,
    },
    states: { load: async (id) => replayed(id, archive.events) },
    counts: {
      of: async (_, round) => roundOf(round)?.counts,
      amendments: async (_, round) => roundOf(round)?.amendments ?? [],
      samples: async (_, round) => roundOf(round)?.samples ?? [],
    },
    outlets: { all: async () => archive.outlets },
    ledger: { list: async () => archive.deliveries },
  };
}
