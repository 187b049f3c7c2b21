import type { ShowId } from '../../core/ids.ts';
import { tellProblem } from '../../core/wording/problems/tell-problem.ts';
import type { OutletAddress, OutletProblem, ResolvedOutlet } from '../../ports/platform/outlet.ts';
import type { OutletEntry } from '../../ports/source-files.ts';
import type { Place, PlaceOwner, PlaceTrouble } from '../../ports/stores/place-store.ts';
import { type Context, platformOf, type SettingAside } from '../context.ts';
import { unlessUnreadable } from '../keeping/set-aside.ts';
import { isName, isSamePlace, literalOf, narrowedAs, partsOfLiteral } from './address.ts';
import { type Following, followMove, moveOf } from './follow-move.ts';
import type { PlacedOutlet } from './join-outlets.ts';

/** An address of the operator's file with what is known about it. */
export interface KnownEntry {
  readonly owner: PlaceOwner;
  readonly entry: OutletEntry;
  readonly place: Place | undefined;
  /** Set if the community was connected by command and is in no entry of the file. */
  readonly connected?: true;
}

/**
 * Communities that were connected to a show by command and are in no entry of the file, if their platform is
 * on.
 */
export async function connectedEntries(
  context: Pick<Context, 'connections' | 'platforms'>,
  owner: ShowId,
  inFile: readonly Pick<KnownEntry, 'entry' | 'place'>[],
  stored: readonly Place[],
): Promise<readonly KnownEntry[]> {
  const { readable } = await context.connections.of(owner);
  return readable
    .filter(({ state, outlet }) => state === 'connected' && context.platforms.has(outlet.address.platform))
    .filter(({ outlet }) => !inFile.some(({ entry, place }) => isSamePlace(place?.outlet ?? entry, outlet)))
    .map(({ outlet, mention }): KnownEntry => {
      const literal = literalOf(outlet.address);
      const place = stored.find((one) => one.owner === owner && one.literal === literal);
      return {
        owner,
        entry: { address: outlet.address, ...(mention !== undefined && { mention }) },
        place: place ?? { owner, literal, outlet, lookedAt: 0 },
        connected: true,
      };
    });
}

/**
 * The entries of one owner with their stored data. Data that an earlier version stored with the show's season is taken
 * from there.
 */
export async function knownEntries(
  context: SettingAside & Pick<Context, 'outlets'>,
  owner: PlaceOwner,
  entries: readonly OutletEntry[],
  stored: readonly Place[],
): Promise<readonly KnownEntry[]> {
  const own = stored.filter((one) => one.owner === owner);
  const places = entries.map(({ address }) => storedPlace(own, owner, address));
  const playing = places.includes(undefined) && owner !== 'alerts' ? await outletsOf(context, owner) : [];
  return entries.map((entry, index): KnownEntry => {
    const literal = literalOf(entry.address);
    const outlet = playing.find((one) => isSamePlace(one, entry));
    const place = places[index] ?? (outlet && { owner, literal, outlet, lookedAt: 0 });
    return { owner, entry, place };
  });
}

/**
 * What is stored of an address. It is found even if the operator changed the case of its name or narrows it
 * differently. Only another name is looked up.
 */
function storedPlace(own: readonly Place[], owner: PlaceOwner, address: OutletAddress): Place | undefined {
  const literal = literalOf(address);
  const exact = own.find((one) => one.literal === literal);
  if (exact !== undefined || !isName(address)) return exact;
  const wanted = partsOfLiteral(literal);
  const named = own.filter((one) => partsOfLiteral(one.literal).place === wanted.place);
  const same = named.find((one) => partsOfLiteral(one.literal).narrowed === wanted.narrowed);
  if (same !== undefined) return { ...same, literal };
  const outlet = named.find((one) => one.outlet !== undefined)?.outlet;
  if (outlet === undefined) return undefined;
  return { owner, literal, outlet: { ...outlet, address: narrowedAs(address, outlet.address) }, lookedAt: 0 };
}

async function outletsOf(
  context: SettingAside & Pick<Context, 'outlets'>,
  show: ShowId,
): Promise<readonly ResolvedOutlet[]> {
  const season = await context.seasons.current(show);
  if (season === undefined) return [];
  const records = (await unlessUnreadable(context, season, () => context.outlets.all(season))) ?? [];
  return records.filter(({ alertsOnly }) => alertsOnly !== true).map(({ outlet }) => outlet);
}

export interface Look {
  readonly place: Place;
  /** Whether the platform has said anything. */
  readonly answered: boolean;
}

/** Asks the platform about an outlet, by its id as soon as that is known, and stores the answer. */
export async function lookAtPlace(
  context: Following & Pick<Context, 'clock' | 'platforms' | 'log'>,
  { owner, entry, place }: KnownEntry,
  signal?: AbortSignal,
): Promise<Look> {
  const address = place?.outlet?.address ?? entry.address;
  const platform = platformOf(context, address.platform);
  const inspection = await platform.inspect(address, entry.mention, signal);
  signal?.throwIfAborted();
  const lookedAt = await context.clock.now();
  const looked = { owner, literal: literalOf(entry.address), lookedAt };
  const known = place?.outlet === undefined ? {} : { outlet: place.outlet };
  if (inspection.ok === true) {
    const { name } = inspection.outlet;
    for (const { what, fix } of inspection.warnings) context.log.warn({ outlet: name, fix }, what);
  }
  const judge = (): Place => {
    if (inspection.ok === true) {
      return { ...looked, outlet: inspection.outlet };
    }
    // If the platform does not answer, a known outlet stays as it was.
    if (inspection.ok === undefined && place?.outlet !== undefined) return { ...place, lookedAt };
    const kind = inspection.ok === false ? 'refused' : 'silent';
    const before = place?.trouble?.kind === kind ? place.trouble : undefined;
    const since = before?.since ?? lookedAt;
    const told =
      before?.told === true &&
      (before.heard === true || codes(before.problems) === codes(inspection.problems));
    const trouble: PlaceTrouble = {
      kind,
      since,
      problems: inspection.problems,
      ...(told && { told: true }),
    };
    return { ...looked, ...known, trouble };
  };
  const found = judge();
  await context.places.put(found);
  const { outlet } = found;
  // A known outlet is looked up by its id. If the platform answers with another id, the chat has moved to that one.
  if (outlet !== undefined && place?.outlet !== undefined && !isSamePlace(place.outlet, outlet))
    await followMove(context, platform.name, moveOf(place.outlet, outlet));
  return { place: found, answered: inspection.ok !== undefined };
}

const codes = (problems: readonly OutletProblem[]): string => problems.map(({ code }) => code).join();

/** Whether the platform has said that the bot can't play there. */
export const isRefused = (place: Place | undefined): boolean => place?.trouble?.kind === 'refused';

/**
 * Where the bot can play as far as we know.
 * @param onTwice called for an address whose outlet is already meant by another one: it plays once.
 */
export function placedOutlets(
  entries: readonly KnownEntry[],
  onTwice: (entry: KnownEntry) => void = () => {},
): readonly PlacedOutlet[] {
  const placed = new Map<string, PlacedOutlet>();
  for (const one of entries) {
    const outlet = one.place?.outlet;
    if (outlet === undefined || isRefused(one.place)) continue;
    const key = JSON.stringify([outlet.address, one.owner === 'alerts']);
    if (placed.has(key)) {
      onTwice(one);
      continue;
    }
    placed.set(key, {
      outlet,
      ...(one.entry.mention !== undefined && { mention: one.entry.mention }),
      ...(one.owner === 'alerts' && { alertsOnly: true }),
    });
  }
  return [...placed.values()];
}

/** What is wrong with a place and what to do, in English: for the log and the status. */
export const troubleWords = ({ problems }: PlaceTrouble): string =>
  problems.map((problem) => tellProblem(problem, 'en')).join(' ');
