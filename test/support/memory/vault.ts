import { type Instant, type SeasonId, type ShowId, seasonId } from '../../../src/core/ids.ts';
import type { SeasonVault, StoredKey, StoredSeason } from '../../../src/ports/stores/season-archive.ts';
import type { Shelf } from './shelf.ts';

/** Seasons as wholes, in this process alone. A backup is a list of what Redis holds, so there is none of these. */
export class MemoryVault implements Pick<SeasonVault, 'stored' | 'retired' | 'retire' | 'erase'> {
  readonly #shelf: Shelf;
  readonly #erase: (season: SeasonId) => void;

  constructor(shelf: Shelf, erase: (season: SeasonId) => void) {
    this.#shelf = shelf;
    this.#erase = erase;
  }

  async stored(show?: ShowId): Promise<readonly StoredSeason[]> {
    const { claimed, archived, lost } = this.#shelf;
    return [...claimed]
      .filter(([one]) => show === undefined || one === show)
      .flatMap(([one, count]) => ordinals(count).map((at) => ({ show: one, season: seasonId(one, at) })))
      .filter(({ season }) => !archived.has(season) && !lost.has(season));
  }

  async retired(show: ShowId): Promise<readonly SeasonId[]> {
    return ordinals(this.#shelf.claimed.get(show) ?? 0)
      .map((at) => seasonId(show, at))
      .filter((season) => this.#shelf.archived.has(season));
  }

  async retire({ show, season }: StoredSeason, _: Instant): Promise<boolean> {
    const { archived, current } = this.#shelf;
    if (archived.has(season)) return false;
    archived.add(season);
    if (current.get(show) === season) current.delete(show);
    return true;
  }

  async erase(season: SeasonId): Promise<void> {
    this.#erase(season);
  }

  async backup(): Promise<readonly StoredKey[]> {
    throw new Error('a season in memory has no keys');
  }

  async restore(): Promise<boolean> {
    throw new Error('a season in memory has no keys');
  }
}

const ordinals = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
