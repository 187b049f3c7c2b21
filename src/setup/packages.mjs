import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, SetupFault } from './console.mjs';
import { alone } from './lock.mjs';

/** Runs `npm ci` if node_modules differs from package-lock.json. */
export async function installPackages() {
  if (packagesAreCurrent()) return;
  await alone(async () => {
    if (packagesAreCurrent()) return;
    // Ask for development packages by name: NODE_ENV=production would leave the compiler out.
    const code = await run(['npm', 'ci', '--include=dev', '--no-audit', '--no-fund']);
    if (code === 127) throw new SetupFault('npm is not on PATH: install Node.js with npm and try again.');
    if (code !== 0)
      throw new SetupFault('The packages could not be installed: see npm above, then run "npm ci".');
  });
}

/**
 * Compares npm's own record of what it installed (written last, so absent after an interrupted install) with
 * the lock file, entry by entry. File times would be wrong after a checkout or a copy.
 */
function packagesAreCurrent() {
  const wanted = readPackages('package-lock.json');
  if (wanted === undefined) throw new SetupFault(`package-lock.json is missing or not JSON in ${ROOT}`);
  const installed = readPackages('node_modules/.package-lock.json');
  if (installed === undefined) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    // Packages for another system or processor are in the lock file only.
    if (found === undefined && (entry.optional || entry.devOptional)) continue;
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}
