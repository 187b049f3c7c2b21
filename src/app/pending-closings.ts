import type { Instant, Milliseconds, NativePollId, RoundNumber, SeasonId } from '../core/ids.ts';

/** Longer than any attempt takes; one that never reports back may be followed by another then. */
const LONGEST_ATTEMPT: Milliseconds = 30_000;

/**
 * What this process knows of its attempts to close polls. A poll that is still being counted is looked at again and
 * again; without this, every sweep would start one more such series beside those that run.
 */
export class PendingClosings {
  readonly #attempts = new Map<NativePollId, { next: Instant; closed: boolean }>();
  readonly #looks = new Map<string, number>();

  /** @returns false while another attempt is under way or planned for a time that has not come yet. */
  begin(poll: NativePollId, now: Instant): boolean {
    const before = this.#attempts.get(poll);
    if (before !== undefined && before.next > now) return false;
    this.#attempts.set(poll, { next: now + LONGEST_ATTEMPT, closed: before?.closed ?? false });
    return true;
  }

  /** Whether the platform has confirmed that nobody can vote any more, so that only its count is missing. */
  isClosed(poll: NativePollId): boolean {
    return this.#attempts.get(poll)?.closed ?? false;
  }

  plan(poll: NativePollId, next: Instant, closed: boolean): void {
    this.#attempts.set(poll, { next, closed });
  }

  forget(poll: NativePollId): void {
    this.#attempts.delete(poll);
  }

  /** @returns how often this process has looked in vain whether a round's polls were asked, this time included. */
  look(season: SeasonId, round: RoundNumber): number {
    const looks = (this.#looks.get(looksOf(season, round)) ?? 0) + 1;
    this.#looks.set(looksOf(season, round), looks);
    return looks;
  }

  forgetLooks(season: SeasonId, round: RoundNumber): void {
    this.#looks.delete(looksOf(season, round));
  }
}

const looksOf = (season: SeasonId, round: RoundNumber): string => `${season}\n${round}`;
