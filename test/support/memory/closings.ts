import type { Instant, Milliseconds, NativePollId, SeasonId } from '../../../src/core/ids.ts';
import type { Processes } from '../../../src/ports/processes.ts';
import type { Closing, Closings } from '../../../src/ports/stores/closings.ts';

interface Attempt {
  began: Instant;
  /** When another may begin. */
  next: Instant;
  lease: string | undefined;
  closed: boolean;
}

/** What all processes know of who closes which poll. */
export class ClosingsShelf {
  readonly attempts = new Map<string, Attempt>();
  readonly traces = new Map<SeasonId, Map<NativePollId, Instant>>();
}

/** Who closes which poll, over all that share the shelf. */
export class MemoryClosings implements Closings {
  readonly #shelf: ClosingsShelf;
  readonly #processes: Processes;

  constructor(processes: Processes, shelf = new ClosingsShelf()) {
    this.#processes = processes;
    this.#shelf = shelf;
  }

  async begin(
    season: SeasonId,
    poll: NativePollId,
    times: { readonly now: Instant; readonly leaseFor: Milliseconds; readonly since: Instant },
  ): Promise<Closing | undefined> {
    const { attempts } = this.#shelf;
    const key = `${season} ${poll}`;
    const lease = this.#processes.newLease();
    const { now, leaseFor, since } = times;
    const claim = (instead?: string): Attempt | undefined => {
      const before = attempts.get(key) ?? { began: now, next: 0, lease: undefined, closed: false };
      const isOthers = before.lease === undefined ? before.began >= since : before.lease !== instead;
      if (before.next > now && isOthers) return undefined;
      const attempt = { began: now, next: now + leaseFor, lease, closed: before.closed };
      attempts.set(key, attempt);
      return attempt;
    };
    const holder = attempts.get(key)?.lease;
    const claimed =
      claim() ?? (holder !== undefined && (await this.#processes.isGone(holder)) ? claim(holder) : undefined);
    if (claimed === undefined) return undefined;
    const held = (): boolean => attempts.get(key) === claimed;
    return {
      closed: claimed.closed,
      renew: async (until) => {
        if (held()) claimed.next = until;
      },
      plan: async (next, closed) => {
        if (held()) attempts.set(key, { began: claimed.began, next, lease: undefined, closed });
      },
      end: async () => {
        if (held()) attempts.delete(key);
      },
    };
  }

  async leaveTrace(season: SeasonId, poll: NativePollId, now: Instant): Promise<void> {
    const traces = this.#shelf.traces.get(season) ?? new Map<NativePollId, Instant>();
    this.#shelf.traces.set(season, traces);
    if (!traces.has(poll)) traces.set(poll, now);
  }

  async forgetTrace(season: SeasonId, poll: NativePollId): Promise<void> {
    this.#shelf.traces.get(season)?.delete(poll);
  }

  async traces(season: SeasonId): Promise<ReadonlyMap<NativePollId, Instant>> {
    return new Map(this.#shelf.traces.get(season));
  }
}
