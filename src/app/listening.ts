import { deferred } from '../core/deferred.ts';
import type { PlatformName } from '../core/ids.ts';
import type { CommandDesk } from '../ports/commands/command.ts';
import type { Leases } from '../ports/lease.ts';
import type { Platform } from '../ports/platform/platform.ts';
import type { Context } from './context.ts';
import { keepLease } from './keep-lease.ts';
import { sinkFor } from './listen.ts';
import { watchOwnPosts } from './past/watch-own-posts.ts';
import type { Reconciler } from './votes/reconcile.ts';
import type { VoteRecorder } from './votes/record-votes.ts';
import { watchPolls } from './votes/watch-polls.ts';

export interface ListeningParts {
  readonly context: Context;
  readonly leases: Leases;
  /** What to lease before listening: one name per platform, or one for its set of shards. */
  readonly leaseNames: (platform: Platform) => readonly string[];
  /** Answers commands wherever the bot listens. */
  readonly commands: CommandDesk;
  readonly reconciler: Reconciler;
  readonly signal: AbortSignal;
  /** Another process has taken over listening permanently: this one should end. */
  readonly onDisplaced: (why: string) => void;
  /** A platform refused the bot. */
  readonly refuse: (why: unknown) => void;
}

/**
 * The votes and commands of each platform reach one process at a time: the one that holds the platform's
 * lease.
 */
export interface Listening {
  /** Resolves once votes arrive: here, or in another process that listens for now. */
  on(platform: Platform, votes: VoteRecorder): Promise<void>;
  /** Whether another process listens on the platform at present. This one takes over when that one stops. */
  standsBy(platform: PlatformName): boolean;
  /** Releases the leases, so that the next process does not have to wait until they expire. Never rejects. */
  release(): Promise<void>;
}

export function createListening(parts: ListeningParts): Listening {
  const { context, reconciler, signal } = parts;
  const waitingFor = new Set<PlatformName>();
  const releases: (() => Promise<void>)[] = [];

  async function takeLeases(platform: Platform, onWait: () => void): Promise<void> {
    for (const name of parts.leaseNames(platform)) {
      const release = await keepLease(name, {
        displacedAfter: 2 * context.tempo.listeningLease,
        leases: parts.leases,
        log: context.log,
        signal,
        onWait() {
          waitingFor.add(platform.name);
          onWait();
        },
        onRegained: () => reconciler.begin(platform, 'the lease was lost for a while'),
        onDisplaced: () => parts.onDisplaced(`another process listens on ${platform.name}`),
      });
      releases.push(release);
    }
    waitingFor.delete(platform.name);
  }

  async function takeAndListen(platform: Platform, votes: VoteRecorder, onWait: () => void): Promise<void> {
    await takeLeases(platform, onWait);
    if (signal.aborted) return;
    const ownPosts = watchOwnPosts(context, platform, signal);
    const sink = { ...sinkFor(context, platform, votes, reconciler), pollSeen: ownPosts.seen };
    if (platform.ownPosts !== undefined) await context.past.noteRestart();
    await platform.listen(sink, parts.commands);
    void watchPolls(context, platform, { ...sink, lookAround: ownPosts.lookAround }, signal);
    reconciler.begin(platform, 'the bot was away');
  }

  return {
    async on(platform, votes) {
      const standsBy = deferred<void>();
      const listening = takeAndListen(platform, votes, standsBy.resolve);
      listening.catch(parts.refuse);
      await Promise.race([listening, standsBy.promise]);
    },

    standsBy: (platform) => waitingFor.has(platform),

    async release() {
      await Promise.allSettled(releases.map((release) => release()));
    },
  };
}
