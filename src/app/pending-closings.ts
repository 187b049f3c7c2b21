import type { Instant, NativePollId } from '../core/ids.ts';

/**
 * When this process will next try to close each poll. A poll that is still being counted is tried again and again;
 * without this, every sweep would start one more such series beside those that run.
 */
export class PendingClosings {
  readonly #next = new Map<NativePollId, Instant>();

  /** Whether another attempt is already planned for a time that has not come yet. */
  isPlanned(poll: NativePollId, now: Instant): boolean {
    return (this.#next.get(poll) ?? Number.NEGATIVE_INFINITY) > now;
  }

  plan(poll: NativePollId, at: Instant): void {
    this.#next.set(poll, at);
  }

  forget(poll: NativePollId): void {
    this.#next.delete(poll);
  }
}
