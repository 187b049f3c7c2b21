import type { PlatformName, SeasonId } from '../core/ids.ts';
import type { StoredPoll } from '../ports/ballot-store.ts';
import type { Platform } from '../ports/platform.ts';
import type { Context } from './context.ts';
import { liveSeasons } from './live-seasons.ts';
import { inOptions } from './native-counts.ts';

/**
 * Reads every open poll of a platform again, after events were lost or the bot was away. A poll whose ballots do
 * not agree with the native counts is rebuilt from its voters' list. Where the platform gives neither counts nor
 * voters (Telegram), the next snapshot mends the tally by itself.
 */
export async function reconcile(context: Context, platform: Platform, why: string): Promise<void> {
  for (const season of await liveSeasons(context.seasons)) {
    for (const stored of await openPollsOn(context, season, platform.name)) {
      try {
        await reconcilePoll(context, platform, stored, why);
      } catch (error) {
        context.log.warn(
          { season, outlet: stored.outlet, error },
          'poll could not be reconciled: its close reads it anyway',
        );
      }
    }
  }
}

async function openPollsOn(
  context: Context,
  season: SeasonId,
  platform: PlatformName,
): Promise<readonly StoredPoll[]> {
  const outlets = await context.seasons.outlets(season);
  const there = new Set(
    outlets.filter((one) => one.outlet.address.platform === platform).map((one) => one.id),
  );
  return (await context.ballots.open(season)).filter((poll) => there.has(poll.outlet));
}

async function reconcilePoll(
  context: Context,
  platform: Platform,
  stored: StoredPoll,
  why: string,
): Promise<void> {
  if (platform.readVoters === undefined) return;
  const reading = await platform.readPoll(stored.poll);
  if (reading.status !== 'open' && reading.status !== 'final') return;
  const native = inOptions(stored.poll, reading.counts);
  const live = await context.ballots.live(stored.poll.id);
  const agrees = Object.values(stored.poll.answers).every(
    (option) => (native[option] ?? 0) === (live[option] ?? 0),
  );
  if (agrees) return;
  const rebuilt = await context.ballots.rebuild(stored.poll.id, hashed(context, platform, stored));
  context.log.info(
    { season: stored.season, round: stored.round, outlet: stored.outlet, why, before: live, after: rebuilt },
    'ballots rebuilt from the voters list',
  );
}

async function* hashed(context: Context, platform: Platform, { poll }: StoredPoll) {
  for await (const page of platform.readVoters?.(poll) ?? []) {
    yield page.map(({ account, answer }) => ({ voter: context.hashVoter(platform.name, account), answer }));
  }
}
