import type { SeasonId } from '../../core/ids.ts';
import type { LeftOff, Shortfall } from '../../core/vote/shortfall.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { Alerting } from '../context.ts';
import { raiseAlert } from './raise-alert.ts';

/**
 * Reports what a message was posted without: to the log each time, to showrunners once per season, outlet and kind.
 * What was left out of an alert is only logged, because alerts about alerts would never end.
 */
export async function tellShortfalls(
  context: Alerting,
  season: SeasonId,
  delivery: Pick<Delivery, 'id' | 'kind'>,
  outlet: SeasonOutlet,
  shortfalls: readonly Shortfall[],
): Promise<void> {
  const where = { outlet: outlet.id, name: outlet.outlet.name, delivery: delivery.id };
  for (const { why, cause, left } of byAnswer(shortfalls)) {
    context.log.warn({ season, ...where, left, why }, 'posted, but without a part that the platform refused');
    if (delivery.kind === 'alert') continue;
    const about = `${outlet.id}\n${left.join(' ')}`;
    await raiseAlert(context, season, about, {
      code: 'sent-with-less',
      ...where,
      left,
      why,
      ...(cause !== undefined && { cause }),
    });
  }
}

interface Answer extends Pick<Shortfall, 'why' | 'cause'> {
  readonly left: readonly LeftOff[];
}

/** One answer of the platform may have cost several parts at once. */
function byAnswer(shortfalls: readonly Shortfall[]): readonly Answer[] {
  const answers = new Map<string, Answer>();
  for (const { code, why, cause } of shortfalls) {
    const key = `${why}\n${cause ?? ''}`;
    const left = [...(answers.get(key)?.left ?? []), code];
    answers.set(key, { why, left, ...(cause !== undefined && { cause }) });
  }
  return [...answers.values()];
}
