/** Exclusive roles across processes: one listener for each part of a platform's events. */
export interface Leases {
  /**
   * Waits until the lease is ours, then keeps it renewed. Calls `onWait` once if another process holds it,
   * `onLost` if it could not be renewed in time (the holder must stop listening at once).
   */
  acquire(
    name: string,
    options: { readonly onWait: () => void; readonly onLost: () => void; readonly signal?: AbortSignal },
  ): Promise<Lease>;
}

export interface Lease {
  release(): Promise<void>;
}
