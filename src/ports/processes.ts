/** Names leases after the process that takes them, so that those of a killed one are free at once where its end can be shown. */
export interface Processes {
  /** A name for a lease that this process takes, and no other lease has. */
  newLease(): string;
  /**
   * Whether the process that took the lease has ended for certain. False where it cannot be looked at from here (another
   * host or container): its leases run out by themselves.
   */
  isGone(lease: string): Promise<boolean>;
}
