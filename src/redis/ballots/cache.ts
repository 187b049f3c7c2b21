import type { NativePollId } from '../../core/ids.ts';
import type { KnownPoll } from './poll-index.ts';

/** Registered polls that a process keeps in memory. */
interface Cache {
  get(id: NativePollId): KnownPoll | undefined;
  /** Keeps what is known, and gives it back. */
  put(known: KnownPoll | undefined): KnownPoll | undefined;
}

/** The latest used polls: what is known of a registered poll never becomes wrong, only more. */
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
