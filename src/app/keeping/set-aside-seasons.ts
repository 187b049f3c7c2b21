import { type SeasonId, type ShowId, showOf } from '../../core/ids.ts';

/**
 * Seasons that cannot be read, and why. Nothing is done in them until they can be; all others go on. Each process finds
 * out for itself.
 */
export class SetAside {
  readonly #seasons = new Map<SeasonId, { readonly why: string; readonly current: boolean }>();

  has(season: SeasonId): boolean {
    return this.#seasons.has(season);
  }

  /** Whether the season that this show plays is set aside: then nothing new begins in it either. */
  stops(show: ShowId): boolean {
    return [...this.#seasons].some(([season, { current }]) => current && showOf(season) === show);
  }

  all(): readonly SeasonId[] {
    return [...this.#seasons.keys()];
  }

  why(season: SeasonId): string | undefined {
    return this.#seasons.get(season)?.why;
  }

  put(season: SeasonId, why: string, current: boolean): void {
    this.#seasons.set(season, { why, current });
  }

  take(season: SeasonId): void {
    this.#seasons.delete(season);
  }
}
