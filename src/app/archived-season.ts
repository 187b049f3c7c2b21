import type { DeliveryLedger } from '../ports/delivery-ledger.ts';
import type { SeasonArchive } from '../ports/season-archive.ts';
import type { SeasonReader } from './advance-season.ts';

/** An archived season in the place of the stores, for whoever only reads. */
export function storesOf(archive: SeasonArchive): {
  readonly seasons: SeasonReader;
  readonly ledger: Pick<DeliveryLedger, 'list'>;
} {
  const roundOf = (number: number) => archive.rounds.find(({ round }) => round === number);
  return {
    seasons: {
      current: async () => archive.season,
      read: async (_, from = 0) => ({ events: archive.events.slice(from), version: archive.events.length }),
      counts: async (_, round) => roundOf(round)?.counts,
      amendments: async (_, round) => roundOf(round)?.amendments ?? [],
      outlets: async () => archive.outlets,
    },
    ledger: { list: async () => archive.deliveries },
  };
}
