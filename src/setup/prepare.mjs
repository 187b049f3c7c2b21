// Makes a fresh clone runnable: a new enough Node, the packages of the lock file, a redis-server. Run by
// `npm run setup`, and before demo, start and test. Nothing but node:* may be imported here, and the
// version check comes before any other file of ours is even parsed.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MINIMUM_NODE = [20, 19];

/**
 * @param {{ redis: boolean }} needs whether a redis-server must be there
 * @throws {import('./console.mjs').SetupFault} when something is missing that cannot be installed from here
 */
export async function prepare(needs) {
  const { installPackages } = await import('./packages.mjs');
  await installPackages();
  if (!needs.redis) return;
  const { installRedisServer } = await import('./redis-server.mjs');
  await installRedisServer();
}

/** Ends the process with one sentence if this Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [leastMajor, leastMinor] = MINIMUM_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  process.stderr.write(
    `Cliffhanger needs Node.js ${MINIMUM_NODE.join('.')} or newer, and this is ${process.versions.node}. ` +
      'Install a newer one from https://nodejs.org/en/download and run the command again.\n',
  );
  process.exit(1);
}

/** @param {string} moduleUrl import.meta.url of a file @returns whether node was started with that file */
export function isStartedFile(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}

requireNode();

if (isStartedFile(import.meta.url)) {
  const { orExplain } = await import('./console.mjs');
  await orExplain(() => prepare({ redis: !process.argv.includes('--no-redis') }));
}
