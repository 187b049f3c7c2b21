import type { Instant, Milliseconds } from '../../core/ids.ts';

/** What is known of Discord's clock, by which its messages are dated. */
export interface DiscordClock {
  /** Takes the `Date` of an answer that has just come. */
  hear(headers: Headers): void;
  /** The latest moment by Discord's clock that is surely before now: `slack` earlier than now where the clocks agree. */
  surelyBefore(slack: Milliseconds): Instant;
  /** As `surelyBefore`: the earliest moment that is surely after now. */
  surelyAfter(slack: Milliseconds): Instant;
}

/** Two clocks that are further apart are not trusted: one of them is wrong, and which is not known. */
const AGREE_WITHIN: Milliseconds = 10_000;
const DOUBT: Milliseconds = 300_000;

export function createDiscordClock(): DiscordClock {
  let ahead: Milliseconds | undefined;
  return {
    hear(headers) {
      const at = Date.parse(headers.get('date') ?? '');
      // Whole seconds, cut off: half of one on average.
      if (!Number.isNaN(at)) ahead = at + 500 - Date.now();
    },
    surelyBefore(slack) {
      if (ahead !== undefined && Math.abs(ahead) <= AGREE_WITHIN) return Date.now() + ahead - slack;
      return Date.now() + Math.min(ahead ?? 0, 0) - DOUBT;
    },
    surelyAfter(slack) {
      if (ahead !== undefined && Math.abs(ahead) <= AGREE_WITHIN) return Date.now() + ahead + slack;
      return Date.now() + Math.max(ahead ?? 0, 0) + DOUBT;
    },
  };
}
