import { platformVariable } from '../core/platform-name.ts';
import type { Platforms } from '../ports/platform/platform-definition.ts';
import { discord } from './discord/definition.ts';
import { telegram } from './telegram/definition.ts';

/** Every platform that the bot can play on. */
export const platforms: Platforms = platformsOf([discord, telegram]);

/**
 * A list of platforms, which defines everything that differs between platforms.
 * @throws TypeError if two of them could be confused.
 */
export function platformsOf(list: Platforms): Platforms {
  const names = new Set<string>();
  const keys = new Set<string>();
  for (const { name, capabilities, variables, keys: own } of list) {
    if (!/^[a-z]+(-[a-z]+)*$/.test(name) || capabilities.platform !== name || names.has(name))
      throw new TypeError(`${name} is not a valid name for one more platform`);
    names.add(name);
    for (const what of ['TOKEN', 'API_URL'] as const)
      if (variables[platformVariable(name, what)] === undefined)
        throw new TypeError(`${name} has no variable ${platformVariable(name, what)}`);
    const begin = platformVariable(name, 'TOKEN').slice(0, -'TOKEN'.length);
    const stray = Object.keys(variables).find((variable) => !variable.startsWith(begin));
    if (stray !== undefined) throw new TypeError(`A variable of ${name} is called ${stray}`);
    for (const key of [name, ...Object.keys(own.outlet.options ?? {})]) {
      if (keys.has(key)) throw new TypeError(`Two keys of an outlet are called ${key}`);
      keys.add(key);
    }
  }
  return list;
}
