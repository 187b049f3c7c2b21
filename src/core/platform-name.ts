import type { PlatformName } from './ids.ts';

/** A platform's name with capitals, as people write it. */
export const platformTitle = (name: PlatformName): string =>
  name
    .split('-')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join(' ');

/** The environment variable of a platform's setting: its name in capitals, then the setting. */
export const platformVariable = (name: PlatformName, what: 'TOKEN' | 'API_URL'): string =>
  `${name.toUpperCase().replaceAll('-', '_')}_${what}`;
