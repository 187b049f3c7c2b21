import type { OutletData } from '../../../config/operator-schema.ts';
import type { PlatformName } from '../../core/ids.ts';
import { platformTitle, platformVariable } from '../../core/platform-name.ts';
import type { StoryPath } from '../../core/story/fault.ts';
import type { PlatformDefinition, Platforms } from '../../ports/platform/platform-definition.ts';
import type { OutletEntry } from '../../ports/source-files.ts';
import { listAt } from '../shape-faults.ts';
import type { PathFault } from '../yaml-file.ts';

/** What is wrong with the outlets of the operator's file that the shape of its keys does not say. */
export function outletFaults(
  data: unknown,
  on: ReadonlySet<PlatformName>,
  platforms: Platforms,
): readonly PathFault[] {
  return listAt(data, ['shows']).flatMap((show, index) => {
    const firsts = new Map<string, number>();
    return listAt(show, ['outlets']).flatMap((outlet, position): PathFault[] => {
      const path = ['shows', index, 'outlets', position];
      if (typeof outlet !== 'object' || outlet === null) return [];
      const key = outletKey(outlet, platforms);
      const first = key === undefined ? undefined : firsts.get(key);
      if (key !== undefined && first === undefined) firsts.set(key, position);
      const again: PathFault[] =
        first === undefined
          ? []
          : [{ path, what: `this is outlet ${first + 1} again`, right: 'each outlet once in a show' }];
      const keys = keyFaults(path, outlet, platforms);
      return [...keys, ...offFaults(path, outlet, on, platforms), ...(keys.length === 0 ? again : [])];
    });
  });
}

function keyFaults(path: StoryPath, outlet: object, platforms: Platforms): readonly PathFault[] {
  const [one, ...more] = platforms.filter(({ name }) => Object.hasOwn(outlet, name));
  if (one === undefined) {
    const names = platforms.map(({ name }) => `"${name}"`).join(' or ');
    return [{ path, what: 'the outlet is on no platform', right: `${names} with an id` }];
  }
  if (more.length > 0) {
    const names = [one, ...more].map(({ name }) => name).join(' and ');
    const what = `the outlet is on ${platforms.length === 2 ? 'both platforms' : names}`;
    const right =
      more.length === 1
        ? 'one of the two, and a second outlet for the other'
        : 'one of them, and an outlet for each of the others';
    return [{ path, what, right }];
  }
  return platforms
    .filter((platform) => platform !== one)
    .flatMap((other) => Object.entries(other.keys.outlet.options ?? {}))
    .filter(([option]) => Object.hasOwn(outlet, option))
    .map(([option, { means }]) => ({
      path: [...path, option],
      what: `${platformTitle(one.name)} has no ${means}`,
      right: one.keys.outlet.instead?.[option] ?? `no "${option}" here`,
      at: 'key' as const,
    }));
}

function offFaults(
  path: StoryPath,
  outlet: object,
  on: ReadonlySet<PlatformName>,
  platforms: Platforms,
): readonly PathFault[] {
  return platforms
    .filter(({ name }) => Object.hasOwn(outlet, name) && !on.has(name))
    .map(({ name }) => ({
      path: [...path, name],
      what: `the outlet is on ${name}, which is off: ${platformVariable(name, 'TOKEN')} is not set`,
      right: `set ${platformVariable(name, 'TOKEN')}, or remove the outlet`,
      at: 'key' as const,
    }));
}

/** Equal for outlets that are surely the same; names and ids of one chat can be told only by asking the platform. */
function outletKey(outlet: object, platforms: Platforms): string | undefined {
  const values = outlet as Readonly<Record<string, unknown>>;
  // What is no place or option at all is told as a fault of its own, and may not even be convertible to a text.
  const isSure = (value: unknown) => typeof value === 'string' || Number.isSafeInteger(value);
  const platform = platforms.find(({ name }) => isSure(values[name]));
  if (platform === undefined) return undefined;
  const { spelling = (place: string) => place, options = {} } = platform.keys.outlet;
  const narrower = Object.keys(options).filter((option) => options[option]?.is === 'narrower');
  return JSON.stringify([
    platform.name,
    spelling(String(values[platform.name])),
    ...narrower.map((option) => (isSure(values[option]) ? values[option] : '')),
  ]);
}

/** Of an outlet whose keys are right. */
export function entryOf(outlet: OutletData, { name, keys }: PlatformDefinition): OutletEntry {
  const { place, options = {} } = keys.outlet;
  const given = Object.entries(options).filter(([option]) => outlet[option] !== undefined);
  const narrower = given
    .filter(([, { is }]) => is === 'narrower')
    .map(([option]) => [option, outlet[option]]);
  const mention = given.find(([, { is }]) => is === 'mention')?.[0];
  return {
    address: { platform: name, [place.part]: outlet[name], ...Object.fromEntries(narrower) },
    ...(mention !== undefined && { mention: String(outlet[mention]) }),
  };
}
