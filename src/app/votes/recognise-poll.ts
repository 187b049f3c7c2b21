import type { Instant, NativeAnswerId, NativePollId, OptionId, SeasonId } from '../../core/ids.ts';
import { deliveryId, nativeAnswerId } from '../../core/ids.ts';
import type { Round } from '../../core/season/state.ts';
import { shownLabel } from '../../core/story/story.ts';
import type { Snapshot } from '../../ports/stores/ballot-store.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Alerting, Context, SettingAside } from '../context.ts';
import { raiseAlert } from '../deliveries/raise-alert.ts';
import { inLiveSeasons } from '../live-seasons.ts';
import { takesVotes } from '../season/late-votes.ts';
import { placeIn } from '../shows/address.ts';
import { openPoll } from './open-poll.ts';

/**
 * Handles an update of an unknown poll with the words of a round whose poll is unknown in exactly one outlet. While it
 * is open, it must be that outlet's poll, and its votes count: the platform reports open polls only to the bot that
 * sent them. But it reports stopped polls of anybody, so showrunners are asked about a stopped one, and it counts for
 * nothing.
 *
 * The message of a recognised poll stays unknown until a showrunner gives its link. Without the link it can't be
 * stopped, and the receipt uses its last snapshot before the deadline. So a poll whose first snapshot comes later is
 * not recognised: it may contain votes that are too late.
 * @param seenOpen an earlier update reported it as open.
 */
export async function recognisePoll(
  context: SettingAside & Pick<Context, 'states' | 'outlets' | 'ballots'>,
  id: NativePollId,
  snapshot: Snapshot,
  now: Instant,
  seenOpen = false,
): Promise<void> {
  if (snapshot.labels.length === 0) return;
  const places: Place[] = [];
  await inLiveSeasons(context, async (season) => {
    places.push(...(await placesIn(context, season, snapshot)));
  });
  const [place] = places;
  if (place === undefined || places.some(({ beingSent }) => beingSent)) return;
  if (snapshot.closed && !seenOpen) return askAbout(context, places, snapshot, now);
  if (places.length > 1 || !takesVotes(place.round, now)) return;
  const answers = answersOf(snapshot, place.round);
  if (answers === undefined) return;
  const message = { in: placeIn(place.outlet.outlet.address) };
  await openPoll(context, place.season, place.round.number, place.outlet, {
    id,
    message,
    answers,
    ...(place.round.rules.sealed && { sealed: true }),
  });
  context.log.info(
    { season: place.season, round: place.round.number, outlet: place.outlet.id },
    'recognised a poll by its words; the answer to its sending was lost',
  );
}

/** Once per message that may be meant: strangers can stop any number of polls with these words. */
async function askAbout(
  context: Alerting,
  places: readonly Place[],
  { counts }: Snapshot,
  now: Instant,
): Promise<void> {
  const votes = Object.values(counts).reduce((total, count) => total + count, 0);
  for (const { season, round, outlet, delivery } of places) {
    if (!takesVotes(round, now)) continue;
    const { id, attempts } = delivery;
    const where = { outlet: outlet.id, name: outlet.outlet.name, delivery: id };
    const alert = { code: 'stopped-poll-seen', round: round.number, ...where, votes } as const;
    await raiseAlert(context, season, `${outlet.id}\n${id}\n${attempts}`, alert);
  }
}

/** Where a poll with these words may be: its message is owed, being sent or unknown, and no poll is known there. */
interface Place {
  readonly season: SeasonId;
  readonly round: Round;
  readonly outlet: SeasonOutlet;
  readonly delivery: Delivery;
  /** It may be this very poll: its answer will tell. */
  readonly beingSent: boolean;
}

/** Includes rounds that are over: their polls may still be open, and a repeated vote has the same words. */
async function placesIn(
  context: Pick<Context, 'states' | 'outlets' | 'ledger' | 'ballots' | 'platforms'>,
  season: SeasonId,
  snapshot: Snapshot,
): Promise<readonly Place[]> {
  const { season: state } = await context.states.load(season);
  const rounds = (state?.rounds ?? []).filter((round) => answersOf(snapshot, round) !== undefined);
  if (rounds.length === 0) return [];
  const outlets = (await context.outlets.all(season)).filter(
    ({ outlet, alertsOnly }) =>
      alertsOnly !== true &&
      context.platforms.get(outlet.address.platform)?.capabilities.poll.toldOfUnasked === true,
  );
  const ids = outlets.map(({ id }) => id);
  const places: Place[] = [];
  for (const round of rounds) {
    const known = new Set((await context.ballots.polls(season, round.number)).map((poll) => poll.outlet));
    const deliveries = await context.ledger.listOf(season, deliveryId('poll', round.number), ids);
    for (const outlet of outlets) {
      const delivery = deliveries.get(outlet.id);
      if (delivery === undefined || known.has(outlet.id)) continue;
      const { kind } = delivery.status;
      const beingSent = kind === 'owed' || kind === 'sending';
      if (beingSent || kind === 'unknown') places.push({ season, round, outlet, delivery, beingSent });
    }
  }
  return places;
}

/**
 * Undefined if the question or options are not those of the round. Counts come in the order of the labels.
 */
function answersOf(snapshot: Snapshot, round: Round): Record<NativeAnswerId, OptionId> | undefined {
  const native = Object.keys(snapshot.counts);
  const { options } = round;
  if (snapshot.question !== round.question || snapshot.labels.length !== options.length) return undefined;
  if (native.length !== options.length) return undefined;
  const answers: Record<NativeAnswerId, OptionId> = {};
  for (const [index, label] of snapshot.labels.entries()) {
    const option = options.find((one) => shownLabel(one) === label);
    const answer = native[index];
    if (option === undefined || answer === undefined) return undefined;
    answers[nativeAnswerId(answer)] = option.id;
  }
  return answers;
}
