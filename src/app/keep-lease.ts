import type { Milliseconds } from '../core/ids.ts';
import type { Lease, Leases } from '../ports/lease.ts';
import type { Log } from '../ports/log.ts';

export interface LeaseKeeping {
  readonly leases: Leases;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Another process holds the lease; called once per acquisition. */
  readonly onWait: () => void;
  /** The lease was lost for a while and is ours again. */
  readonly onRegained: () => void;
  /** Another process has had the lease for this long: twice the life of a lease, so that our own lapsed one is gone. */
  readonly displacedAfter: Milliseconds;
  /** Another process now has the lease permanently. */
  readonly onDisplaced: () => void;
}

/**
 * Waits for a lease and keeps it. A Redis that was away for longer than the lease takes it from us without giving it
 * to another process. Then we request it again, and give way only if another process has it by now.
 *
 * @returns a function that releases it.
 */
export async function keepLease(name: string, keeping: LeaseKeeping): Promise<() => Promise<void>> {
  const { leases, log, signal } = keeping;
  let current: Lease = await leases.acquire(name, {
    signal,
    onWait() {
      log.warn({ lease: name }, 'another process is listening there; waiting until it stops');
      keeping.onWait();
    },
    onLost: () => void regain(),
  });

  async function regain(): Promise<void> {
    log.warn({ lease: name }, 'lost the lease; requesting it again');
    let displaced: NodeJS.Timeout | undefined;
    try {
      current = await leases.acquire(name, {
        signal,
        onWait() {
          displaced = setTimeout(keeping.onDisplaced, keeping.displacedAfter);
        },
        onLost: () => void regain(),
      });
      keeping.onRegained();
    } catch (error) {
      if (!signal.aborted) log.error({ lease: name, error }, 'could not request the lease');
    } finally {
      clearTimeout(displaced);
    }
  }

  return () => current.release();
}
