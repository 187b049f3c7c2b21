import { isDeepStrictEqual } from 'node:util';
import { deliveryId, type OutletId, outletId, type SeasonId, type ShowId } from '../../core/ids.ts';
import { NEWS_EXPIRES_AFTER } from '../../core/season/living/owe-growth.ts';
import { isOver } from '../../core/season/state.ts';
import type { OutletAddress, ResolvedOutlet } from '../../ports/platform/outlet.ts';
import type { NewDelivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import { atMost } from '../at-most.ts';
import type { Context } from '../context.ts';
import { addressKey } from './address.ts';

/** An outlet of the operator's file, as its platform describes it. */
export interface PlacedOutlet {
  readonly outlet: ResolvedOutlet;
  readonly mention?: string;
  readonly alertsOnly?: true;
}

/** Redis gets this many writes at once. */
const AT_ONCE = 200;

/**
 * The outlets of the operator's file, and the communities that joined by command, join a season. New ones play from
 * the next drop on.
 */
export async function joinOutlets(
  context: Pick<Context, 'outlets' | 'connections' | 'clock' | 'platforms' | 'log'>,
  show: ShowId,
  season: SeasonId,
  inFile: readonly PlacedOutlet[],
): Promise<void> {
  await joinSome(context, season, [...inFile, ...(await connectedOutlets(context, show, inFile))]);
}

/** The same for some of them only. */
export async function joinSome(
  context: Pick<Context, 'outlets' | 'clock' | 'log'>,
  season: SeasonId,
  placed: readonly PlacedOutlet[],
): Promise<void> {
  if (placed.length === 0) return;
  const now = await context.clock.now();
  const known = new Map((await context.outlets.all(season)).map((one) => [keyOf(one), one] as const));
  const changed = placed.flatMap((one): readonly { record: SeasonOutlet; isNew: boolean }[] => {
    const before = known.get(keyOf(one));
    const isNew = before === undefined || before.leftAt !== undefined;
    const record: SeasonOutlet = {
      id: before?.id ?? idOf(one),
      outlet: one.outlet,
      ...(one.mention !== undefined && { mention: one.mention }),
      ...(one.alertsOnly === true && { alertsOnly: true }),
      joinedAt: isNew ? now : before.joinedAt,
    };
    return isDeepStrictEqual(record, before) ? [] : [{ record, isNew }];
  });
  // In order: an outlet keeps the place that its first write gives it.
  await atMost(AT_ONCE, changed, ({ record }) => context.outlets.put(season, record));
  for (const { record, isNew } of changed) {
    if (isNew) context.log.info({ season, outlet: record.id, name: record.outlet.name }, 'outlet joined');
  }
}

/**
 * Outlets that are neither in the operator's file nor joined by command get nothing any more; they stay on their
 * receipts.
 * @param listed every outlet of the file, including those that can't be played in at the moment.
 */
export async function leaveUnlisted(
  context: Pick<Context, 'outlets' | 'connections' | 'clock' | 'log'>,
  show: ShowId,
  season: SeasonId,
  listed: readonly Listed[],
): Promise<void> {
  const connections = await context.connections.of(show);
  const connected = connections.readable.filter(({ state }) => state === 'connected');
  const staying = new Set([...listed, ...connected.map(({ outlet }) => outlet)].map(placeKey));
  // Those whose record can't be read stay too: they joined by command.
  const unreadable = new Set(connections.unreadable.map(({ outlet }) => outlet));
  const now = await context.clock.now();
  for (const record of await context.outlets.all(season)) {
    if (record.leftAt !== undefined || staying.has(keyOf(record))) continue;
    if (unreadable.has(record.id) || unreadable.has(undefined)) continue;
    await context.outlets.put(season, { ...record, leftAt: now });
    context.log.info({ season, outlet: record.id }, "outlet left: it is no longer in the operator's file");
  }
}

export interface Listed {
  readonly address: OutletAddress;
  readonly alertsOnly?: true;
}

/** By its current place, so that a group which moved is not taken for a new outlet. */
const placeKey = ({ address, alertsOnly }: Listed): string =>
  `${alertsOnly === true ? 'alerts ' : ''}${addressKey(address)}`;

const keyOf = ({ outlet, alertsOnly }: Pick<PlacedOutlet, 'outlet' | 'alertsOnly'>): string =>
  placeKey({ address: outlet.address, ...(alertsOnly === true && { alertsOnly }) });

/** Approved communities, if their platform is on and the file does not name them as well. */
async function connectedOutlets(
  context: Pick<Context, 'connections' | 'platforms'>,
  show: ShowId,
  inFile: readonly PlacedOutlet[],
): Promise<readonly PlacedOutlet[]> {
  const { readable } = await context.connections.of(show);
  const listed = new Set(inFile.map(keyOf));
  return readable
    .filter(({ state, outlet }) => state === 'connected' && context.platforms.has(outlet.address.platform))
    .map(({ outlet, mention }): PlacedOutlet => ({ outlet, ...(mention !== undefined && { mention }) }))
    .filter((one) => !listed.has(keyOf(one)));
}

/** One outlet joins a running season, and gets the current drop. `votesIn` says which votes it takes part in. */
export async function joinMidway(
  context: Pick<Context, 'states' | 'outlets' | 'ledger' | 'jobs' | 'clock' | 'log'>,
  season: SeasonId,
  record: SeasonOutlet,
): Promise<void> {
  await context.outlets.put(season, record);
  context.log.info({ season, outlet: record.id, name: record.outlet.name }, 'outlet joined');
  const { season: state } = await context.states.load(season);
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

/** Alerts have a separate record, because they may go to an outlet's channel too. */
export function idOf({
  outlet,
  alertsOnly,
}: {
  readonly outlet: Pick<ResolvedOutlet, 'address'>;
  readonly alertsOnly?: true;
}): OutletId {
  return outletId(`${alertsOnly === true ? 'alerts/' : ''}${addressKey(outlet.address)}`);
}
