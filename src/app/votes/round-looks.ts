import type { RoundNumber, SeasonId } from '../../core/ids.ts';

/** Counts how often this process has checked in vain whether the polls of a round were asked to end. */
export class RoundLooks {
  readonly #looks = new Map<string, number>();

  /** @returns how often by now, including this time. */
  look(season: SeasonId, round: RoundNumber): number {
    const looks = (this.#looks.get(nameOf(season, round)) ?? 0) + 1;
    this.#looks.set(nameOf(season, round), looks);
    return looks;
  }

  forget(season: SeasonId, round: RoundNumber): void {
    this.#looks.delete(nameOf(season, round));
  }
}

const nameOf = (season: SeasonId, round: RoundNumber): string => `${season}\n${round}`;
