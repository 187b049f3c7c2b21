import { botAlerts, type SeasonId, type ShowId, showOf } from '../../core/ids.ts';
import type { UnreadableConnection } from '../../ports/stores/connections.ts';

/**
 * Seasons that can't be read, and why. Nothing is done in them until they can be read; all others continue. Each
 * process finds out for itself.
 */
export class SetAside {
  readonly #seasons = new Map<SeasonId, { readonly why: string; readonly current: boolean }>();
  readonly #connections = new Map<ShowId, readonly UnreadableConnection[]>();
  readonly #untold = new Set<number>();

  has(season: SeasonId): boolean {
    return this.#seasons.has(season);
  }

  /** Whether the season that this show plays is set aside: then no new one may begin either. */
  stops(show: ShowId): boolean {
    return [...this.#seasons].some(([season, { current }]) => current && showOf(season) === show);
  }

  all(): readonly SeasonId[] {
    return [...this.#seasons.keys()];
  }

  why(season: SeasonId): string | undefined {
    return this.#seasons.get(season)?.why;
  }

  /** Only the seasons of shows, not the bot's own alerts. */
  ofShows(): readonly SeasonId[] {
    return this.all().filter((one) => one !== botAlerts);
  }

  put(season: SeasonId, why: string, current: boolean): void {
    this.#seasons.set(season, { why, current });
  }

  take(season: SeasonId): void {
    this.#seasons.delete(season);
  }

  /** Communities of a show that can't be read. They are left out of everything, and the show continues. */
  connectionsOf(show: ShowId): readonly UnreadableConnection[] {
    return this.#connections.get(show) ?? [];
  }

  showsWithConnections(): readonly ShowId[] {
    return [...this.#connections.keys()];
  }

  putConnections(show: ShowId, unreadable: readonly UnreadableConnection[]): void {
    if (unreadable.length === 0) this.#connections.delete(show);
    else this.#connections.set(show, unreadable);
  }

  /**
   * An alert that can't be sent while those are set aside.
   * @returns whether it is the first time.
   */
  isFirstUntold(number: number): boolean {
    const isFirst = !this.#untold.has(number);
    this.#untold.add(number);
    return isFirst;
  }
}
