import type { SeasonId } from '../../core/ids.ts';
import type { LeftOff, Shortfall } from '../../core/vote/shortfall.ts';
import type { Delivery } from '../../ports/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/season-outlets.ts';
import type { Context } from '../context.ts';
import { raiseAlert } from './raise-alert.ts';

/**
 * Tells what a message was posted without: the log each time, showrunners once in a season for each outlet and kind. What
 * an alert had to do without is only logged, since alerts about alerts would never end.
 */
export async function tellShortfalls(
  context: Context,
  season: SeasonId,
  delivery: Pick<Delivery, 'id' | 'kind'>,
  outlet: SeasonOutlet,
  shortfalls: readonly Shortfall[],
): Promise<void> {
  const where = { outlet: outlet.id, name: outlet.outlet.name, delivery: delivery.id };
  for (const [why, left] of byAnswer(shortfalls)) {
    context.log.warn(
      { season, ...where, left, why },
      'posted, but without something that the platform refused',
    );
    if (delivery.kind === 'alert') continue;
    const about = `${outlet.id}\n${left.join(' ')}`;
    await raiseAlert(context, season, about, { code: 'sent-with-less', ...where, left, why });
  }
}

/** One answer of the platform may have cost several parts at once. */
function byAnswer(shortfalls: readonly Shortfall[]): ReadonlyMap<string, readonly LeftOff[]> {
  const answers = new Map<string, LeftOff[]>();
  for (const { code, why } of shortfalls) answers.set(why, [...(answers.get(why) ?? []), code]);
  return answers;
}
