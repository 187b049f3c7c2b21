import { deliveryId, type OutletId, outletId, type SeasonId, type ShowId } from '../core/ids.ts';
import { NEWS_EXPIRES_AFTER } from '../core/season/owe.ts';
import { isOver } from '../core/season/state.ts';
import type { NewDelivery } from '../ports/delivery-ledger.ts';
import type { OutletAddress, ResolvedOutlet } from '../ports/outlet.ts';
import type { SeasonOutlet } from '../ports/season-store.ts';
import { loadSeason } from './advance-season.ts';
import type { Context } from './context.ts';

/** An outlet of the operator's file, as its platform knows it. */
export interface PlacedOutlet {
  readonly outlet: ResolvedOutlet;
  readonly mention?: string;
  readonly alertsOnly?: true;
}

/**
 * Brings a season's outlets in step with those of the operator's file and the communities that came by command. New
 * ones join with the next drop, removed ones get nothing any more; both stay on their receipts.
 *
 * @param complete whether `inFile` holds all outlets of the file; where one could not be looked at nobody leaves.
 */
export async function joinOutlets(
  context: Context,
  show: ShowId,
  season: SeasonId,
  inFile: readonly PlacedOutlet[],
  complete = true,
): Promise<void> {
  const placed = [...inFile, ...(await connectedOutlets(context, show, inFile))];
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
  if (!complete) return;
  for (const record of known) {
    if (record.leftAt !== undefined || placed.some((one) => samePlace(record, one))) continue;
    await context.seasons.putOutlet(season, { ...record, leftAt: now });
    context.log.info({ season, outlet: record.id }, "outlet left: it is not in the operator's file any more");
  }
}

/** Communities that were let in by command, where their platform is on and the file does not name them as well. */
async function connectedOutlets(
  context: Context,
  show: ShowId,
  inFile: readonly PlacedOutlet[],
): Promise<readonly PlacedOutlet[]> {
  const connections = await context.seasons.connections(show);
  return connections
    .filter(({ state, outlet }) => state === 'connected' && context.platforms.has(outlet.address.platform))
    .map(({ outlet, mention }): PlacedOutlet => ({ outlet, ...(mention !== undefined && { mention }) }))
    .filter(
      (one) => !inFile.some((other) => other.alertsOnly !== true && isSamePlace(other.outlet, one.outlet)),
    );
}

/** One outlet joins a season under way, and gets the drop that is current. It votes from the next round on. */
export async function joinMidway(context: Context, season: SeasonId, record: SeasonOutlet): Promise<void> {
  await context.seasons.putOutlet(season, record);
  context.log.info({ season, outlet: record.id, name: record.outlet.name }, 'outlet joined');
  const { season: state } = await loadSeason(context.seasons, season);
  const release = state?.releases.at(-1);
  if (state === undefined || release === undefined || isOver(state)) return;
  const now = await context.clock.now();
  const drop: NewDelivery = {
    id: deliveryId('drop', release.number),
    outlet: record.id,
    kind: 'drop',
    number: release.number,
    dueAt: now,
    expiresAt: now + NEWS_EXPIRES_AFTER,
  };
  await context.ledger.owe(season, [drop], now);
  await context.jobs.delivery(record.outlet.address.platform, season, record.id, {});
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
  isSamePlace(record.outlet, one.outlet) && (record.alertsOnly === true) === (one.alertsOnly === true);

export const isSamePlace = (
  one: Pick<ResolvedOutlet, 'address'>,
  other: Pick<ResolvedOutlet, 'address'>,
): boolean => placeOf(one.address) === placeOf(other.address);
