import { type OutletId, outletId, type SeasonId } from '../core/ids.ts';
import type { OutletAddress, ResolvedOutlet } from '../ports/outlet.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import type { Context } from './context.ts';

/** An outlet of the operator's file, as its platform knows it. */
export interface PlacedOutlet {
  readonly outlet: ResolvedOutlet;
  readonly mention?: string;
  readonly alertsOnly?: true;
}

/** New outlets join with the next drop, removed ones get nothing any more; both stay on their receipts. */
export async function joinOutlets(
  context: Context,
  season: SeasonId,
  placed: readonly PlacedOutlet[],
): Promise<void> {
  const now = await context.clock.now();
  const known = await context.seasons.outlets(season);
  for (const one of placed) {
    const before = known.find((record) => samePlace(record, one));
    const record: SeasonOutlet = {
      id: before?.id ?? idOf(one),
      outlet: one.outlet,
      ...(one.mention !== undefined && { mention: one.mention }),
      ...(one.alertsOnly === true && { alertsOnly: true }),
      joinedAt: before === undefined || before.leftAt !== undefined ? now : before.joinedAt,
    };
    await context.seasons.putOutlet(season, record);
    if (before === undefined || before.leftAt !== undefined) {
      context.log.info({ season, outlet: record.id, name: one.outlet.name }, 'outlet joined');
    }
  }
  for (const record of known) {
    if (record.leftAt !== undefined || placed.some((one) => samePlace(record, one))) continue;
    await context.seasons.putOutlet(season, { ...record, leftAt: now });
    context.log.info({ season, outlet: record.id }, "outlet left: it is not in the operator's file any more");
  }
}

/** Alerts go to a place of their own, which may be an outlet's channel too. */
export function idOf({ outlet, alertsOnly }: Pick<PlacedOutlet, 'outlet' | 'alertsOnly'>): OutletId {
  return outletId(`${alertsOnly === true ? 'alerts/' : ''}${placeOf(outlet.address)}`);
}

const placeOf = (address: OutletAddress): string =>
  address.platform === 'discord'
    ? `discord:${address.channel}`
    : `telegram:${address.chat}${address.topic === undefined ? '' : `/${address.topic}`}`;

/** By where it is now, so that a group which moved is not taken for a new outlet. */
const samePlace = (record: SeasonOutlet, one: PlacedOutlet): boolean =>
  placeOf(record.outlet.address) === placeOf(one.outlet.address) &&
  (record.alertsOnly === true) === (one.alertsOnly === true);
