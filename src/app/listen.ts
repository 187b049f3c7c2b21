import type { OutletAddress } from '../ports/outlet.ts';
import type { AccessLoss, Platform, PlatformSink } from '../ports/platform.ts';
import type { Context } from './context.ts';
import { reconcile } from './reconcile.ts';
import type { VoteRecorder } from './record-votes.ts';

/** Where a platform's news go. */
export function sinkFor(context: Context, platform: Platform, recorder: VoteRecorder): PlatformSink {
  return {
    votes(facts) {
      context.metrics.votes(platform.name, facts.length);
      return recorder.record(platform.name, facts);
    },
    async eventsLost(why) {
      context.log.warn(
        { platform: platform.name, why },
        'votes may have been missed: reading open polls again',
      );
      await reconcile(context, platform, why);
    },
    accessLost: (loss) => noteLoss(context, platform, loss),
    moved: (from, to) => followMove(context, from, to),
  };
}

/** The close of the poll falls back to the last tally by itself; showrunners learn of it now. */
async function noteLoss(context: Context, platform: Platform, loss: AccessLoss): Promise<void> {
  if (loss.kind === 'poll-deleted') {
    const poll = await context.ballots.find(loss.poll);
    if (poll === undefined) return;
    context.log.warn(
      { season: poll.season, round: poll.round, outlet: poll.outlet },
      'a native poll was deleted',
    );
    return;
  }
  for (const season of (await context.seasons.all()).values()) {
    for (const { id, outlet, leftAt } of await context.seasons.outlets(season)) {
      if (
        leftAt === undefined &&
        outlet.community === loss.community &&
        outlet.address.platform === platform.name
      ) {
        context.log.warn({ season, outlet: id }, 'the bot was removed from an outlet');
      }
    }
  }
}

async function followMove(context: Context, from: OutletAddress, to: OutletAddress): Promise<void> {
  for (const season of (await context.seasons.all()).values()) {
    for (const record of await context.seasons.outlets(season)) {
      const { address } = record.outlet;
      if (!sameChat(address, from) || to.platform !== 'telegram' || address.platform !== 'telegram') continue;
      const moved = { ...address, chat: to.chat };
      await context.seasons.putOutlet(season, {
        ...record,
        outlet: {
          ...record.outlet,
          address: moved,
          community: to.chat,
          traits: { ...record.outlet.traits, kind: 'supergroup' },
        },
      });
      context.log.info({ season, outlet: record.id, to: to.chat }, 'outlet followed to its new chat');
    }
  }
}

const sameChat = (one: OutletAddress, other: OutletAddress): boolean =>
  one.platform === 'telegram' && other.platform === 'telegram' && one.chat === other.chat;
