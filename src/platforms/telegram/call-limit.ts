import type { Milliseconds } from '../../core/ids.ts';

/** A timer that is late by more: the process stood still (a frozen machine, SIGSTOP), and was not merely busy. */
const STANDSTILL: Milliseconds = 1_000;
/** To read what arrived meanwhile. */
const AFTER_STANDSTILL: Milliseconds = 2_000;

export interface CallLimit {
  readonly signal: AbortSignal;
  /** To be called when what was limited is over. */
  end(): void;
}

/**
 * Aborts after `limit`; but after a standstill of the process not before it could look at what came in meanwhile. Timers
 * run before sockets are read: an answer that had arrived in time would count as lost.
 */
export function callLimit(limit: Milliseconds): CallLimit {
  const controller = new AbortController();
  let timer: NodeJS.Timeout;
  const arm = (wait: Milliseconds): void => {
    const due = performance.now() + wait;
    timer = setTimeout(() => {
      if (performance.now() - due > STANDSTILL) arm(Math.min(limit, AFTER_STANDSTILL));
      else controller.abort();
    }, wait);
    timer.unref();
  };
  arm(limit);
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}
