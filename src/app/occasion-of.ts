import { deliveryId, roundNumber, type SeasonId } from '../core/ids.ts';
import { type Occasion, roundAbout } from '../core/posts/occasion.ts';
import type { Round, Season } from '../core/season/state.ts';
import type { Delivery } from '../ports/delivery-ledger.ts';
import type { MessageRef, Platform } from '../ports/platform.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import type { Context } from './context.ts';
import { markOf } from './delivery-mark.ts';

/** What a delivery's post is made from, whether it is to be sent or to be looked for. */
export async function occasionOf(
  context: Context,
  season: Season,
  { id, kind, number, alert }: Delivery,
  outlet: SeasonOutlet,
  platform: Platform | undefined,
): Promise<Occasion> {
  const counts = kind === 'result' ? await context.seasons.counts(season.id, roundNumber(number)) : undefined;
  const round = roundAbout(season, kind, number);
  const poll = round === undefined ? undefined : await pollPosted(context, season.id, outlet, round);
  return {
    kind,
    number,
    ...(alert !== undefined && { alert }),
    mark: markOf(season.id, outlet.id, id),
    outlet: outlet.id,
    joinedAt: outlet.joinedAt,
    canSeal: platform?.capabilities.poll.sealed ?? false,
    ...(poll !== undefined && { poll }),
    ...(counts !== undefined && { counts }),
  };
}

/** The message of a round's poll, where it was posted here and is known. */
async function pollPosted(
  { ledger }: Context,
  season: SeasonId,
  { id }: SeasonOutlet,
  { number }: Round,
): Promise<MessageRef | undefined> {
  const poll = await ledger.find(season, id, deliveryId('poll', number));
  return poll?.status.kind === 'sent' ? poll.status.message : undefined;
}
