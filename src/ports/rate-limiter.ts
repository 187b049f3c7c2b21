import type { Milliseconds } from '../core/ids.ts';

/** At most `limit` requests in any window of `window` milliseconds. */
export interface RateRule {
  /** What is limited: `paper`, `paper:chat:100…`: a platform, or one place on it. */
  readonly key: string;
  readonly limit: number;
  readonly window: Milliseconds;
}

/** One limiter for all processes, right in any sliding window. */
export interface RateLimiter {
  /**
   * Waits until a request may go out under all rules at once; takes its place in each. A request that is not urgent
   * leaves a fifth of every limit to urgent ones.
   * @throws when aborted.
   */
  take(
    rules: readonly RateRule[],
    options?: { readonly urgent?: boolean; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** The platform asked for a pause: no request passes under this key before it is over. */
  pause(key: string, duration: Milliseconds): Promise<void>;
}
