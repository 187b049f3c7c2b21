import { deliveryId, type Milliseconds, type NativePollId } from '../core/ids.ts';
import { isTakenBack } from '../core/season/retraction.ts';
import { isOver } from '../core/season/state.ts';
import { problemOf } from '../core/wording/problems/tell-problem.ts';
import type { AccessLoss, PlatformSink, ShutOut } from '../ports/platform/listening.ts';
import type { Platform } from '../ports/platform/platform.ts';
import type { Place } from '../ports/stores/place-store.ts';
import type { SeasonOutlet } from '../ports/stores/season-outlets.ts';
import type { Advancing, Alerting, BotAlerting, Context, SettingAside } from './context.ts';
import { noteRefusal } from './deliveries/note-refusal.ts';
import { aboutLoss, raiseAlert } from './deliveries/raise-alert.ts';
import { raiseBotAlert } from './deliveries/raise-bot-alert.ts';
import { inLiveSeasons } from './live-seasons.ts';
import { followMove } from './shows/follow-move.ts';
import type { Reconciler } from './votes/reconcile.ts';
import type { VoteRecorder } from './votes/record-votes.ts';

/** Receives a platform's news. */
export function sinkFor(
  context: Advancing &
    BotAlerting &
    Pick<Context, 'outlets' | 'connections' | 'ballots' | 'places' | 'communityNames' | 'past'>,
  platform: Platform,
  recorder: VoteRecorder,
  reconciler: Reconciler,
): PlatformSink {
  return {
    votes(facts) {
      context.metrics.votes(platform.name, facts.length);
      return recorder.record(platform.name, facts);
    },
    async eventsLost(why) {
      context.log.warn(
        { platform: platform.name, why },
        'votes may have been missed; reading open polls again',
      );
      reconciler.begin(platform, why);
    },
    accessLost: (loss) => noteLoss(context, platform, loss),
    shutOut: (refusal) => noteShutOut(context, platform, refusal),
    rival: () => context.past.noteRival('listens'),
    moved: (move) => followMove(context, platform.name, move),
  };
}

/** The close of the poll falls back to the last tally by itself; showrunners learn of it now. */
async function noteLoss(
  context: SettingAside & Pick<Context, 'states' | 'outlets' | 'ballots' | 'places'>,
  platform: Platform,
  loss: AccessLoss,
): Promise<void> {
  if (loss.kind === 'poll-deleted') {
    return notePollDeleted(context, loss.poll);
  }
  const concerns = ({ outlet }: Pick<SeasonOutlet, 'outlet'> | Place): boolean =>
    outlet?.community === loss.community && outlet.address.platform === platform.name;
  await noteRefusal(context, concerns, problemOf('removed'));
  const now = await context.clock.now();
  await inLiveSeasons(context, async (season) => {
    // Nothing more is posted there, so nobody loses anything.
    const { season: state } = await context.states.load(season);
    if (state !== undefined && isOver(state)) return;
    const lost = (await context.outlets.all(season)).filter(
      (one) => one.leftAt === undefined && concerns(one),
    );
    for (const { id } of lost) context.log.warn({ season, outlet: id }, 'the bot was removed from an outlet');
    const [first, ...others] = lost.filter(({ alertsOnly }) => alertsOnly !== true);
    if (first === undefined) return;
    const where = { outlet: first.id, name: first.outlet.name };
    const alert = {
      code: 'community-left',
      ...where,
      ...(others.length > 0 && { others: others.length }),
    } as const;
    await raiseAlert(context, season, aboutLoss(platform.name, loss.community, now), alert);
  });
}

/** The same trouble is reported again after this. */
const SHUT_OUT_AGAIN: Milliseconds = 86_400_000;

async function noteShutOut(context: BotAlerting, { name }: Platform, { what, fix }: ShutOut): Promise<void> {
  const day = Math.floor((await context.clock.now()) / SHUT_OUT_AGAIN);
  await raiseBotAlert(context, `${name}\n${what}\n${day}`, {
    code: 'platform-shut-out',
    platform: name,
    what,
    fix,
  });
}

/** For a process that does not listen: its token was refused when it sent something. */
export async function tellShutOuts(context: BotAlerting): Promise<void> {
  for (const platform of context.platforms.values()) {
    const { listening } = platform;
    if (!listening.up && listening.shutOut !== undefined)
      await noteShutOut(context, platform, listening.shutOut);
  }
}

async function notePollDeleted(
  context: Alerting & Pick<Context, 'ballots' | 'states'>,
  id: NativePollId,
): Promise<void> {
  const poll = await context.ballots.find(id);
  if (poll?.state.kind !== 'open') return;
  const { season, round } = poll;
  // The bot itself deletes the polls of an episode that was taken back.
  const { season: state } = await context.states.load(season);
  if (state !== undefined && isTakenBack(state, deliveryId('poll', round))) return;
  context.log.warn({ season, round, outlet: poll.outlet }, 'a native poll was deleted');
  const outlet = (await context.outlets.all(season)).find((one) => one.id === poll.outlet);
  const name = outlet?.outlet.name ?? poll.outlet;
  await raiseAlert(context, season, id, { code: 'poll-deleted', round, name });
}
