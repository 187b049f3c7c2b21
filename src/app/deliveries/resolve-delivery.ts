import {
  botAlerts,
  type DeliveryId,
  type Instant,
  type OutletId,
  type RoundNumber,
  roundNumber,
  type SeasonId,
} from '../../core/ids.ts';
import { postFor } from '../../core/posts/post.ts';
import { isTakenBack } from '../../core/season/retraction.ts';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { FoundPost } from '../../ports/platform/platform.ts';
import type { NativePoll } from '../../ports/platform/sending.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Context, SettingAside } from '../context.ts';
import { unlessUnreadable } from '../keeping/set-aside.ts';
import { liveSeasons } from '../live-seasons.ts';
import { openPoll, pollOf } from '../votes/open-poll.ts';
import { occasionOf } from './occasion-of.ts';

export type Resolution =
  /** The message is there; `link` as people copy it. */
  { readonly kind: 'found'; readonly link: string } | { readonly kind: 'resend' };

export type Resolved =
  /** `outlet`: its name. */
  | { readonly status: 'settled'; readonly outlet: string }
  | { readonly status: 'not-unknown' }
  | { readonly status: 'problem'; readonly problem: OutletProblem };

/**
 * A showrunner settles a delivery when it is unknown whether it was posted. If a poll is there, it counts from then
 * on. A message that is sent again goes out at its own place in the outlet's order.
 */
export async function resolveDelivery(
  context: SettingAside &
    Pick<Context, 'states' | 'counts' | 'outlets' | 'ballots' | 'communityNames' | 'appearances' | 'pages'>,
  season: SeasonId,
  outletId: OutletId,
  id: DeliveryId,
  how: Resolution,
): Promise<Resolved> {
  const delivery = await context.ledger.find(season, outletId, id);
  const outlet = (await context.outlets.all(season)).find((one) => one.id === outletId);
  if (delivery?.status.kind !== 'unknown' || outlet === undefined) return { status: 'not-unknown' };
  return how.kind === 'resend'
    ? sendAgain(context, season, delivery, outlet)
    : adopt(context, season, delivery, outlet, how.link);
}

async function sendAgain(
  context: Pick<Context, 'ledger' | 'ballots' | 'jobs' | 'clock' | 'log'>,
  season: SeasonId,
  { id, kind, number }: Delivery,
  outlet: SeasonOutlet,
): Promise<Resolved> {
  if (kind === 'poll' && (await pollOf(context, season, roundNumber(number), outlet.id)) !== undefined) {
    const what = 'The poll is there. It was recognised by its words, and its votes are counted.';
    const fix = 'Add its link with /delivery found, so that the bot can stop it at the deadline.';
    return { status: 'problem', problem: { code: 'is-there', what, fix } };
  }
  const now = await context.clock.now();
  const owed = { kind: 'owed', notBefore: now, why: 'a showrunner wants it sent again' } as const;
  if (!(await context.ledger.resolve(season, outlet.id, id, owed, now))) return { status: 'not-unknown' };
  context.log.info({ season, outlet: outlet.id, delivery: id }, 'a showrunner wants a delivery sent again');
  await context.jobs.delivery(outlet.outlet.address.platform, season, outlet.id, { urgent: true });
  return { status: 'settled', outlet: outlet.outlet.name };
}

async function adopt(
  context: SettingAside &
    Pick<Context, 'states' | 'counts' | 'outlets' | 'ballots' | 'communityNames' | 'appearances' | 'pages'>,
  season: SeasonId,
  delivery: Delivery,
  outlet: SeasonOutlet,
  link: string,
): Promise<Resolved> {
  const found = await find(context, season, delivery, outlet, link);
  if (found.status === 'refused') return { status: 'problem', problem: found.problem };
  if (found.status === 'retry') {
    const fix = 'Use the command again later.';
    return { status: 'problem', problem: { code: 'no-answer', what: `${found.why}.`, fix } };
  }
  // As after a send: the poll is registered before its delivery counts as sent.
  if (found.poll !== undefined) {
    const round = roundNumber(delivery.number);
    if (await isAnother(context, season, round, outlet, found.poll)) {
      const what = 'That is another poll of the bot with the same words.';
      const fix = 'Give the link to the poll of this vote.';
      return { status: 'problem', problem: { code: 'other-poll', what, fix } };
    }
    await openPoll(context, season, round, outlet, found.poll);
  }
  const sent = { kind: 'sent', message: found.message } as const;
  const now = await context.clock.now();
  if (!(await context.ledger.resolve(season, outlet.id, delivery.id, sent, now)))
    return { status: 'not-unknown' };
  context.log.info({ season, outlet: outlet.id, delivery: delivery.id }, 'a showrunner found a delivery');
  return { status: 'settled', outlet: outlet.outlet.name };
}

/**
 * It belongs to another round or outlet; or it is there beside the poll that was recognised by its words and
 * is counted.
 */
async function isAnother(
  context: Pick<Context, 'ballots'>,
  season: SeasonId,
  round: RoundNumber,
  outlet: SeasonOutlet,
  { id }: NativePoll,
): Promise<boolean> {
  const counted = await pollOf(context, season, round, outlet.id);
  return counted === undefined ? (await context.ballots.find(id)) !== undefined : counted.poll.id !== id;
}

async function find(
  context: SettingAside &
    Pick<Context, 'states' | 'counts' | 'outlets' | 'communityNames' | 'appearances' | 'pages'>,
  id: SeasonId,
  delivery: Delivery,
  outlet: SeasonOutlet,
  link: string,
): Promise<FoundPost> {
  const platform = context.platforms.get(outlet.outlet.address.platform);
  const { season } = await context.states.load(id);
  const occasion = season && (await occasionOf(context, season, delivery, outlet, platform));
  // A poll that is found after the deadline is closed and counted, because its round may be waiting for it. What is found of
  // an episode that was taken back is taken back as well.
  const past = delivery.kind === 'poll' || (season !== undefined && isTakenBack(season, delivery.id));
  const post = occasion && postFor(season, past ? { ...occasion, past } : occasion);
  if (post === undefined) {
    return refuse('overtaken', 'Too late: that message no longer applies.', 'Nothing needs to be done.');
  }
  if (platform?.findPosted === undefined) {
    return refuse('cannot-look', 'The bot cannot look at messages there.', 'Send it again, or leave it.');
  }
  const taken = await messagesTaken(context, outlet, delivery);
  const found = await platform.findPosted(outlet.outlet, link, {
    post,
    since: triedSince(delivery),
    isTaken: (message) => taken.has(message),
  });
  if (found.status === 'found' && post.kind === 'poll' && found.poll === undefined) {
    return refuse('no-poll', 'That message has no poll of the bot.', 'Give the link to the poll itself.');
  }
  return found;
}

/** If a showrunner had it sent again, the message may be from an attempt before that. */
const triedSince = ({ attempts, firstTriedAt, owedAt }: Delivery): Instant =>
  attempts > 1 ? owedAt : (firstTriedAt ?? owedAt);

/** What other deliveries of any show have posted in the same chat: one message never counts as two deliveries. */
async function messagesTaken(
  context: SettingAside & Pick<Context, 'outlets'>,
  { outlet: { community } }: SeasonOutlet,
  asked: Delivery,
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  for (const season of [...(await liveSeasons(context)), botAlerts]) {
    await unlessUnreadable(context, season, async () => {
      const outlets = await context.outlets.all(season);
      const here = new Set(outlets.filter((one) => one.outlet.community === community).map(({ id }) => id));
      if (here.size === 0) return;
      for (const { id, outlet, status } of await context.ledger.list(season)) {
        if (status.kind !== 'sent' || !here.has(outlet)) continue;
        if (outlet !== asked.outlet || id !== asked.id) taken.add(status.message.id);
      }
    });
  }
  return taken;
}

const refuse = (code: string, what: string, fix: string): FoundPost => ({
  status: 'refused',
  problem: { code, what, fix },
});
