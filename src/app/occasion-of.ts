import { roundNumber, type SeasonId } from '../core/ids.ts';
import type { Occasion } from '../core/posts/occasion.ts';
import type { Delivery } from '../ports/delivery-ledger.ts';
import type { Platform } from '../ports/platform.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import type { Context } from './context.ts';
import { markOf } from './delivery-mark.ts';

/** What a delivery's post is made from, whether it is to be sent or to be looked for. */
export async function occasionOf(
  { seasons }: Context,
  season: SeasonId,
  { id, kind, number, alert }: Delivery,
  outlet: SeasonOutlet,
  platform: Platform | undefined,
): Promise<Occasion> {
  const counts = kind === 'result' ? await seasons.counts(season, roundNumber(number)) : undefined;
  return {
    kind,
    number,
    ...(alert !== undefined && { alert }),
    mark: markOf(season, outlet.id, id),
    outlet: outlet.id,
    canSeal: platform?.capabilities.poll.sealed ?? false,
    ...(counts !== undefined && { counts }),
  };
}
