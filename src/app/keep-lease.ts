import type { Milliseconds } from '../core/ids.ts';
import type { Lease, Leases } from '../ports/lease.ts';
import type { Log } from '../ports/log.ts';

export interface LeaseKeeping {
  readonly leases: Leases;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Somebody else holds the lease; called once an acquisition. */
  readonly onWait: () => void;
  /** The lease was lost for a while and is ours again. */
  readonly onRegained: () => void;
  /** Another process has the lease now, for good. */
  readonly onDisplaced: () => void;
}

/** Twice the life of a lease: a lapsed one of our own is gone by then. */
const DISPLACED_AFTER: Milliseconds = 20_000;

/**
 * Waits for a lease and keeps it. A Redis that was away for longer than the lease takes it from us without giving it
 * to anybody: then it is asked for again, and only where another process has it by now does this one give way.
 *
 * @returns how to release it.
 */
export async function keepLease(name: string, keeping: LeaseKeeping): Promise<() => Promise<void>> {
  const { leases, log, signal } = keeping;
  let current: Lease = await leases.acquire(name, {
    signal,
    onWait() {
      log.warn({ lease: name }, 'another process listens there: waiting until it stops');
      keeping.onWait();
    },
    onLost: () => void regain(),
  });

  async function regain(): Promise<void> {
    log.warn({ lease: name }, 'the lease was lost: asking for it again');
    let displaced: NodeJS.Timeout | undefined;
    try {
      current = await leases.acquire(name, {
        signal,
        onWait() {
          displaced = setTimeout(keeping.onDisplaced, DISPLACED_AFTER);
        },
        onLost: () => void regain(),
      });
      keeping.onRegained();
    } catch (error) {
      if (!signal.aborted) log.error({ lease: name, error }, 'the lease could not be asked for');
    } finally {
      clearTimeout(displaced);
    }
  }

  return () => current.release();
}
