import type { NativePollId, VoterHash } from '../../core/ids.ts';

/** Ballots on their way to the ballot store. */
export interface WaitingBallots {
  /**
   * Deletes an account's ballots from everything that waits to be counted. When this resolves, what was being counted
   * meanwhile is in the ballot store.
   * @throws StartupError if that takes too long; repeating it is safe.
   * @returns the polls in which there was one.
   */
  forget(voter: VoterHash): Promise<ReadonlySet<NativePollId>>;
}
