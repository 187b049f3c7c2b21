import type { Instant, NativeAnswerId, NativePollId, OptionId, SeasonId } from '../core/ids.ts';
import { deliveryId, nativeAnswerId } from '../core/ids.ts';
import type { Round } from '../core/season/state.ts';
import type { Snapshot } from '../ports/ballot-store.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import { loadSeason } from './advance-season.ts';
import type { Context } from './context.ts';
import { takesVotes } from './late-votes.ts';
import { liveSeasons } from './live-seasons.ts';
import { openPoll } from './open-poll.ts';

/**
 * An update of a poll that nobody knows, with the words of a round whose poll is unknown in exactly one outlet while
 * every other outlet's is settled: it is that outlet's poll, and its votes count. Its message stays unknown until a
 * showrunner gives its link; without one it cannot be stopped, and its last snapshot before the deadline is what the
 * receipt has. So a poll whose first snapshot comes later is not recognised: it may hold votes that are too late.
 */
export async function recognisePoll(
  context: Context,
  id: NativePollId,
  snapshot: Snapshot,
  now: Instant,
): Promise<void> {
  if (snapshot.labels.length === 0) return;
  const places: Place[] = [];
  for (const season of await liveSeasons(context.seasons))
    places.push(...(await placesIn(context, season, snapshot, now)));
  const [place] = places;
  if (place === undefined || places.length > 1) return;
  const answers = answersOf(snapshot, place.round);
  if (answers === undefined) return;
  const { address } = place.outlet.outlet;
  const message = { in: address.platform === 'telegram' ? address.chat : address.channel };
  await openPoll(context, place.season, place.round.number, place.outlet, { id, message, answers });
  context.log.info(
    { season: place.season, round: place.round.number, outlet: place.outlet.id },
    'a poll whose sending went unanswered was recognised by its words',
  );
}

interface Place {
  readonly season: SeasonId;
  readonly round: Round;
  readonly outlet: SeasonOutlet;
}

async function placesIn(
  context: Context,
  season: SeasonId,
  snapshot: Snapshot,
  now: Instant,
): Promise<readonly Place[]> {
  const { season: state } = await loadSeason(context.seasons, season);
  const rounds = (state?.rounds ?? []).filter(
    (round) => takesVotes(round, now) && answersOf(snapshot, round) !== undefined,
  );
  if (rounds.length === 0) return [];
  const [ledger, outlets] = await Promise.all([context.ledger.list(season), context.seasons.outlets(season)]);
  const places: Place[] = [];
  for (const round of rounds) {
    const known = new Set((await context.ballots.polls(season, round.number)).map((poll) => poll.outlet));
    for (const outlet of outlets) {
      const poll = ledger.find(
        (one) => one.outlet === outlet.id && one.id === deliveryId('poll', round.number),
      );
      if (outlet.outlet.address.platform !== 'telegram' || poll === undefined || known.has(outlet.id))
        continue;
      // One that is still being sent may be the very poll: its answer will tell.
      if (poll.status.kind === 'owed' || poll.status.kind === 'sending') return [];
      if (poll.status.kind === 'unknown') places.push({ season, round, outlet });
    }
  }
  return places;
}

/** Undefined where question or options are not those of the round. Counts come in the order of the labels. */
function answersOf(snapshot: Snapshot, round: Round): Record<NativeAnswerId, OptionId> | undefined {
  const native = Object.keys(snapshot.counts);
  const { options } = round;
  if (snapshot.question !== round.question || snapshot.labels.length !== options.length) return undefined;
  if (native.length !== options.length) return undefined;
  const answers: Record<NativeAnswerId, OptionId> = {};
  for (const [index, label] of snapshot.labels.entries()) {
    const option = options.find((one) => one.label === label);
    const answer = native[index];
    if (option === undefined || answer === undefined) return undefined;
    answers[nativeAnswerId(answer)] = option.id;
  }
  return answers;
}
