import type { Milliseconds } from '../../../core/ids.ts';

/** If a timer is late by more than this, the process was stopped (a frozen machine, SIGSTOP), and not merely busy. */
const STANDSTILL: Milliseconds = 1_000;
/** Time to read what arrived meanwhile. */
const AFTER_STANDSTILL: Milliseconds = 2_000;

export interface CallLimit {
  readonly signal: AbortSignal;
  /** Call this when the limited work is over. */
  end(): void;
}

/**
 * Aborts after `limit`. If the process was stopped meanwhile, it first gets time to read what arrived. Timers run before
 * sockets are read, so an answer that had arrived in time would otherwise count as lost.
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
