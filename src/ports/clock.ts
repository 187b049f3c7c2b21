import type { Instant } from '../core/ids.ts';

/** The one clock of all processes (Redis TIME), so that machines with wrong clocks agree about deadlines. */
export interface Clock {
  /** @throws when the clock cannot be read; nobody may fall back to a local one. */
  now(): Promise<Instant>;
}
