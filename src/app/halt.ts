/** What can stop this process from posting, while everything else in it goes on. */
export type HaltCause = 'another-bot' | 'another-identity';

/**
 * Whether this process must not post, and why. While it is halted nothing new is sent: what is owed stays owed, and is
 * sent when the halt is lifted, unless its time is over by then. Two things go on:
 * - Alerts, or the showrunners would not hear of it.
 * - The closing of polls. Each poll of this store was posted by this bot with a deadline that its audience has read,
 *   a second closing changes nothing, and some platforms tell final counts only then.
 */
export interface Halt {
  /** A sentence for `/readyz`, which anybody may read; undefined while posting is allowed. */
  why(): string | undefined;
  /** A cause that is given again replaces its sentence. */
  stop(cause: HaltCause, why: string): void;
  lift(cause: HaltCause): void;
}

export function createHalt(): Halt {
  const causes = new Map<HaltCause, string>();
  return {
    why: () => (causes.size === 0 ? undefined : [...causes.values()].join(' ')),
    stop: (cause, why) => void causes.set(cause, why),
    lift: (cause) => void causes.delete(cause),
  };
}
