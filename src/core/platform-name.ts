import type { PlatformName } from './ids.ts';

/** What people call a platform: its name with capitals. */
export const platformTitle = (name: PlatformName): string =>
  name
    .split('-')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join(' ');

/** A setting of a platform in the environment: its name in capitals, then what it sets. */
export const platformVariable = (name: PlatformName, what: 'TOKEN' | 'API_URL'): string =>
  `${name.toUpperCase().replaceAll('-', '_')}_${what}`;
