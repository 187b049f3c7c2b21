import type { Instant, Milliseconds } from '../../../core/ids.ts';

/** What we know about Discord's clock, which dates its messages. */
export interface DiscordClock {
  /** Reads the `Date` of an answer that has just arrived. */
  hear(headers: Headers): void;
  /** The latest moment on Discord's clock that is certainly before now: `slack` earlier than now if the clocks agree. */
  surelyBefore(slack: Milliseconds): Instant;
  /** Like `surelyBefore`: the earliest moment that is certainly after now. */
  surelyAfter(slack: Milliseconds): Instant;
}

/**
 * If two clocks differ by more than this, one of them is wrong and we can't tell which, so neither is
 * trusted.
 */
const AGREE_WITHIN: Milliseconds = 10_000;
const DOUBT: Milliseconds = 300_000;

export function createDiscordClock(): DiscordClock {
  let ahead: Milliseconds | undefined;
  return {
    hear(headers) {
      const at = Date.parse(headers.get('date') ?? '');
      // The header has whole seconds, cut off: half a second on average.
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
