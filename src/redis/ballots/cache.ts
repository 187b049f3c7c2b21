import type { NativePollId } from '../../core/ids.ts';
import type { KnownPoll } from './poll-index.ts';

/** Registered polls that a process keeps in memory. */
interface Cache {
  get(id: NativePollId): KnownPoll | undefined;
  /** Stores a poll and returns it. */
  put(known: KnownPoll | undefined): KnownPoll | undefined;
}

/**
 * Keeps the most recently used polls. An entry can't become wrong: what is known of a registered poll only
 * grows.
 */
export function createCache(limit: number): Cache {
  const polls = new Map<NativePollId, KnownPoll>();
  const cache: Cache = {
    get(id) {
      const known = polls.get(id);
      return known && cache.put(known);
    },
    put(known) {
      if (known === undefined) return undefined;
      const { id } = known.poll.poll;
      polls.delete(id);
      polls.set(id, known);
      for (const oldest of polls.keys()) {
        if (polls.size <= limit) break;
        polls.delete(oldest);
      }
      return known;
    },
  };
  return cache;
}
