/** Reasons that stop this process from posting, while everything else in it continues. */
export type HaltCause = 'another-bot' | 'another-identity';

/**
 * Whether this process must not post, and why. While it is halted nothing new is sent: what is owed stays owed, and is
 * sent when the halt is lifted, unless it has expired by then. Two things continue:
 * - Alerts, otherwise the showrunners would not learn of it.
 * - Closing polls. This bot posted each poll of this store with a deadline that its audience has read, closing twice
 * changes nothing, and some platforms report final counts only then.
 */
export interface Halt {
  /** A sentence for `/readyz`, which anybody may read; undefined while posting is allowed. */
  why(): string | undefined;
  /** The same cause given again replaces its sentence. */
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
