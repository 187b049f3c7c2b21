/** Exclusive roles across processes: one listener for each Discord shard set, one for Telegram's polling. */
export interface Leases {
  /**
   * Waits until the lease is ours, then keeps it renewed. `onWait` is called once when somebody else holds it,
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
