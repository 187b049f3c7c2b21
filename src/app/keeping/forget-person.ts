import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds, NativePollId, PlatformName } from '../../core/ids.ts';
import { StartupError } from '../../ports/startup-error.ts';
import type { BallotStore } from '../../ports/stores/ballot-store.ts';
import type { PeopleNames } from '../../ports/stores/people-names.ts';
import type { SeasonVault } from '../../ports/stores/season-archive.ts';
import { isUnreadable } from '../../ports/stores/unreadable.ts';
import type { WaitingBallots } from '../../ports/stores/waiting-ballots.ts';
import type { VoterHasher } from '../../ports/voter-hasher.ts';
import { pseudonymsOf } from '../commands/check-level.ts';

export interface ForgettingStores {
  readonly ballots: BallotStore;
  readonly waiting: WaitingBallots;
  readonly vault: SeasonVault;
  readonly hashVoter: VoterHasher;
  /** What they did by command stays; their name does not. */
  readonly peopleNames: Pick<PeopleNames, 'forget'>;
}

/** Longer than a listener keeps votes before it queues them. */
const QUEUED_WITHIN: Milliseconds = 250;

/**
 * Deletes every ballot of an account in the open polls of all shows; live counts change with it. Includes ballots that
 * wait to be counted, and those that a listener has just received. Closed polls keep their counts and have no ballots
 * any more; what a crash left of those is deleted on the way. The vote itself stays on the platform until the person
 * takes it back there.
 * @returns in how many polls there was a ballot.
 * @throws Unreadable, after all others, if a season's ballots can't be read; StartupError, also after all others, while a
 * worker may still have a ballot of theirs. Repeating it is safe.
 */
export async function forgetPerson(
  stores: ForgettingStores,
  platform: PlatformName,
  account: string,
): Promise<number> {
  const voter = stores.hashVoter(platform, account);
  const forgotten = new Set<NativePollId>();
  const unread: unknown[] = [];
  const forget = async (): Promise<void> => {
    // What is removed from the queues can't be counted meanwhile.
    try {
      for (const poll of await stores.waiting.forget(voter)) forgotten.add(poll);
    } catch (error) {
      // A worker that counts for too long must not keep their other ballots from being deleted.
      if (!(error instanceof StartupError)) throw error;
      unread.push(error);
    }
    for (const { season } of await stores.vault.stored()) {
      try {
        await stores.ballots.discardClosed(season);
        for (const poll of await stores.ballots.forget(season, voter)) forgotten.add(poll);
      } catch (error) {
        // A season that can't be read must not keep ballots in another one.
        if (!isUnreadable(error)) throw error;
        unread.push(error);
      }
    }
  };
  await stores.peopleNames.forget(pseudonymsOf(voter));
  await forget();
  await sleep(QUEUED_WITHIN);
  await forget();
  if (unread.length > 0) throw unread[0];
  return forgotten.size;
}
