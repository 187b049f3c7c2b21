/**
 * Names leases after the process that takes them, so that a killed process' leases are free at once if its end can be
 * proved.
 */
export interface Processes {
  /** A name for a lease of this process that no other lease has. */
  newLease(): string;
  /**
   * Whether the process that took the lease has certainly ended. False if we can't look at it from here (another host
   * or container): its leases expire by themselves.
   */
  isGone(lease: string): Promise<boolean>;
}
