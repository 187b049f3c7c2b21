import type { PlatformName } from '../core/ids.ts';
import type { BallotStore } from '../ports/ballot-store.ts';
import type { SeasonVault } from '../ports/season-archive.ts';
import type { VoterHasher } from '../ports/voter-hasher.ts';

/**
 * Deletes every ballot of an account, in the open polls of all shows; live counts follow. Closed polls keep their
 * counts and have no ballots any more: what a crash left of those is deleted on the way. The vote itself stands with
 * the platform until the person takes it back there.
 * @returns how many ballots there were.
 */
export async function forgetPerson(
  stores: { readonly ballots: BallotStore; readonly vault: SeasonVault; readonly hashVoter: VoterHasher },
  platform: PlatformName,
  account: string,
): Promise<number> {
  const voter = stores.hashVoter(platform, account);
  let forgotten = 0;
  for (const { season } of await stores.vault.stored()) {
    await stores.ballots.discardClosed(season);
    forgotten += await stores.ballots.forget(season, voter);
  }
  return forgotten;
}
