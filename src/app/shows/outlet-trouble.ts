import { type DeliveryId, deliveryId, type SeasonId } from '../../core/ids.ts';
import type { Season } from '../../core/season/state.ts';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';
import type { Context } from '../context.ts';

/** The bot's own refusals: they say nothing about the outlet, and nobody has to act on them. */
const OWN: ReadonlySet<string> = new Set([
  'overtaken',
  'too-late',
  'unknown-outlet',
  'left',
  'no-season',
  'no-episode',
]);

export const isTrouble = ({ code }: OutletProblem): boolean => !OWN.has(code);

/**
 * The delivery with which the trouble of an outlet began that has now refused `refused`: the first of those that were
 * refused for the same reason, with no other result in between.
 */
export async function troubleSince(
  context: Pick<Context, 'states' | 'ledger'>,
  season: SeasonId,
  refused: Delivery,
  { code }: OutletProblem,
): Promise<DeliveryId> {
  const { season: state } = await context.states.load(season);
  const ids = state === undefined ? [] : deliveriesOf(state);
  // By name: reading the whole ledger of a season with thousands of outlets is too much for one refusal.
  const found = await Promise.all(ids.map((id) => context.ledger.find(season, refused.outlet, id)));
  const earlier = found
    .filter((one) => one !== undefined)
    .filter(({ order }) => order < refused.order)
    .sort((one, other) => other.order - one.order);
  let since = refused.id;
  for (const { id, status } of earlier) {
    if (status.kind === 'sent' || status.kind === 'unknown') break;
    if (status.kind !== 'refused' || !isTrouble(status.problem)) continue;
    if (status.problem.code !== code) break;
    since = id;
  }
  return since;
}

/** Everything that the audience's outlets may have been owed so far. */
function deliveriesOf({ releases, rounds, extensions, notices }: Season): readonly DeliveryId[] {
  return [
    ...releases.map(({ number }) => deliveryId('drop', number)),
    ...rounds.flatMap(({ number }) =>
      (['poll', 'reminder', 'result'] as const).map((kind) => deliveryId(kind, number)),
    ),
    ...extensions.map((_, index) => deliveryId('extension', index + 1)),
    ...notices.map((_, index) => deliveryId('notice', index + 1)),
  ];
}
