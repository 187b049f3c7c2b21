import type { Instant } from '../core/ids.ts';

/** The one clock of all processes (Redis TIME), so that machines with wrong clocks agree about deadlines. */
export interface Clock {
  /** @throws if the clock can't be read; callers must not fall back to a local one. */
  now(): Promise<Instant>;
}
