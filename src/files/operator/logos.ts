import { dirname, resolve } from 'node:path';
import type { Logo } from '../../core/appearance.ts';
import { isWebAddress } from '../../core/story/web-address.ts';
import { listAt, valueAt } from '../shape-faults.ts';
import type { PathFault, YamlFile } from '../yaml-file.ts';
import { locateFile } from './locate-file.ts';

/** The logos of the file's shows, by the show's position: addresses, or files inside the folder of this one. */
export async function locateLogos(
  path: string,
  yaml: YamlFile,
): Promise<{ readonly logos: ReadonlyMap<number, Logo>; readonly faults: readonly PathFault[] }> {
  const folder = dirname(resolve(path));
  const logos = new Map<number, Logo>();
  const faults: PathFault[] = [];
  for (const [index, show] of listAt(yaml.data, ['shows']).entries()) {
    const logo = valueAt(show, ['logo']);
    if (typeof logo !== 'string' || logo === '') continue;
    const found = await locateLogo(folder, logo);
    if ('what' in found) faults.push({ path: ['shows', index, 'logo'], ...found });
    else logos.set(index, found);
  }
  return { logos, faults };
}

async function locateLogo(folder: string, logo: string): Promise<Logo | Pick<PathFault, 'what' | 'right'>> {
  if (/^[a-z][a-z0-9+.-]+:/i.test(logo)) {
    if (isWebAddress(logo)) return { kind: 'address', url: logo };
    return {
      what: 'this address cannot be used',
      right: 'https://…, or the path of a picture in this folder',
    };
  }
  const located = await locateFile(folder, logo, { the: 'the logo', a: 'a picture' });
  return 'path' in located ? { kind: 'file', path: located.path } : located;
}
