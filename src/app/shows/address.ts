import type { OutletAddress, ResolvedOutlet } from '../../ports/platform/outlet.ts';

/** The parts in the order of their names: first the place, then what narrows it. */
function partsOf({ platform: _, ...parts }: OutletAddress): readonly (readonly [string, string | number])[] {
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The channel or chat of an outlet, in its platform's terms. */
export function placeIn(address: OutletAddress): string {
  const [[, place] = ['', '']] = partsOf(address);
  return String(place);
}

/** Another channel or chat on the same platform, addressed in that platform's terms. */
export function elsewhere(address: OutletAddress, place: string): OutletAddress {
  const [[part] = ['']] = partsOf(address);
  return { platform: address.platform, [part]: place };
}

/** A unique key of an outlet: `paper:1100`, with a topic `paper:1100/12`. */
export const addressKey = (address: OutletAddress): string =>
  `${address.platform}:${partsOf(address)
    .map(([, value]) => value)
    .join('/')}`;

/** As in the operator's file: `paper 1100`, with a topic `paper 1100 topic 12`. */
export function literalOf(address: OutletAddress): string {
  const narrowed = partsOf(address)
    .slice(1)
    .map(([name, value]) => ` ${name} ${value}`);
  return `${address.platform} ${placeIn(address)}${narrowed.join('')}`;
}

/** The platform, the place and the narrowing part of a literal. Names are compared without regard to case. */
export function partsOfLiteral(literal: string): { readonly place: string; readonly narrowed: string } {
  const [platform = '', place = '', ...narrowed] = literal.split(' ');
  const folded = place.startsWith('@') ? place.toLowerCase() : place;
  return { place: `${platform} ${folded}`, narrowed: narrowed.join(' ') };
}

/** The place `known`, narrowed as the address is. */
export function narrowedAs(address: OutletAddress, known: OutletAddress): OutletAddress {
  const [[name] = ['']] = partsOf(address);
  return { ...address, [name]: placeIn(known) };
}

/** The platform of an address in the form that `literalOf` returns. */
export const platformOfLiteral = (literal: string): string => literal.slice(0, literal.indexOf(' '));

/** An id stays an id, even before the platform has been asked; only a name has to be looked up. */
export const isName = (address: OutletAddress): boolean => placeIn(address).startsWith('@');

export const isSamePlace = (
  one: Pick<ResolvedOutlet, 'address'>,
  other: Pick<ResolvedOutlet, 'address'>,
): boolean => addressKey(one.address) === addressKey(other.address);
