import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant, Milliseconds, NativePollId } from '../../core/ids.ts';
import type { PlatformSink } from '../../ports/platform/listening.ts';
import type { Platform } from '../../ports/platform/platform.ts';
import type { NativePoll } from '../../ports/platform/sending.ts';
import type { StoredPoll } from '../../ports/stores/ballot-store.ts';
import { atMost } from '../at-most.ts';
import type { Context, SettingAside } from '../context.ts';
import { inLiveSeasons } from '../live-seasons.ts';
import type { OwnPostsWatch } from '../past/watch-own-posts.ts';

/** How often we compute which polls to check. */
const EVERY: Milliseconds = 5_000;
/**
 * A poll is checked a few times in what is left of its vote, more often towards the end, so that there is time to vote
 * again. At two polls a second, a thousand are checked in eight minutes, for a small part of a platform's limit.
 */
const LOOKS = 6;
const SOONEST: Milliseconds = 5_000;
/** It is good to learn soon what another process with the same token has posted beside a poll. */
const FIRST_WITHIN: Milliseconds = 30_000;
const LATEST: Milliseconds = 600_000;
const MOST_AT_ONCE = 10;
const SIDE_BY_SIDE = 2;

/**
 * Checks open polls now and then, to learn of a deleted one before its vote ends. Only if a platform can tell
 * without a trace. Ends when aborted.
 *
 * @param every pause between two computations of what is due.
 */
export async function watchPolls(
  context: SettingAside & Pick<Context, 'states' | 'outlets' | 'ballots'>,
  platform: Platform,
  sink: Pick<PlatformSink, 'accessLost'> & Pick<OwnPostsWatch, 'lookAround'>,
  signal: AbortSignal,
  every: Milliseconds = EVERY,
): Promise<void> {
  if (platform.readVoters === undefined && platform.isPollDeleted === undefined) return;
  const lookAt = new Map<NativePollId, Instant>();
  while (!signal.aborted) {
    await sleep(every, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const due = await duePolls(context, platform, lookAt);
      await atMost(
        SIDE_BY_SIDE,
        due,
        async ({ poll }) => {
          if (await isDeleted(platform, poll, signal))
            await sink.accessLost({ kind: 'poll-deleted', poll: poll.id });
          if (poll.message.id !== undefined) await sink.lookAround(poll.message);
        },
        signal,
      );
    } catch (error) {
      if (!signal.aborted)
        context.log.debug({ platform: platform.name, error }, 'could not check open polls');
    }
  }
}

async function isDeleted(platform: Platform, poll: NativePoll, signal: AbortSignal): Promise<boolean> {
  if (platform.isPollDeleted !== undefined) return platform.isPollDeleted(poll, signal);
  return (await platform.readPoll(poll, { unhurried: true, signal })).status === 'lost';
}

/** Those due first; each gets a time for its next check. */
async function duePolls(
  context: SettingAside & Pick<Context, 'states' | 'outlets' | 'ballots'>,
  platform: Platform,
  lookAt: Map<NativePollId, Instant>,
): Promise<readonly StoredPoll[]> {
  const now = await context.clock.now();
  const open = await openPolls(context, platform);
  const known = new Set(open.map(({ stored }) => stored.poll.id));
  for (const id of lookAt.keys()) if (!known.has(id)) lookAt.delete(id);
  const next = (closesAt: Instant): Instant =>
    now + Math.min(Math.max((closesAt - now) / LOOKS, SOONEST), LATEST);
  for (const { stored, closesAt } of open) {
    if (!lookAt.has(stored.poll.id)) lookAt.set(stored.poll.id, Math.min(next(closesAt), now + FIRST_WITHIN));
  }
  const at = (id: NativePollId): Instant => lookAt.get(id) ?? now;
  const due = open
    .filter(({ stored }) => at(stored.poll.id) <= now)
    .sort((one, other) => at(one.stored.poll.id) - at(other.stored.poll.id))
    .slice(0, MOST_AT_ONCE);
  for (const { stored, closesAt } of due) lookAt.set(stored.poll.id, next(closesAt));
  return due.map(({ stored }) => stored);
}

async function openPolls(
  context: SettingAside & Pick<Context, 'states' | 'outlets' | 'ballots'>,
  platform: Platform,
): Promise<readonly { readonly stored: StoredPoll; readonly closesAt: Instant }[]> {
  const found: { readonly stored: StoredPoll; readonly closesAt: Instant }[] = [];
  await inLiveSeasons(context, async (id) => {
    const polls = await context.ballots.open(id);
    if (polls.length === 0) return;
    const { season } = await context.states.load(id);
    const outlets = await context.outlets.all(id);
    const there = new Set(
      outlets.filter(({ outlet }) => outlet.address.platform === platform.name).map((outlet) => outlet.id),
    );
    for (const stored of polls) {
      const round = season?.rounds.find(({ number }) => number === stored.round);
      if (round?.phase.kind !== 'voting' || !there.has(stored.outlet)) continue;
      found.push({ stored, closesAt: round.closesAt });
    }
  });
  return found;
}
