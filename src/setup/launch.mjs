// Usage: node src/setup/launch.mjs [--no-redis] ENTRY [ARGUMENTS]
// ENTRY is a built file's path below dist, e.g. src/main.js. Prepares, builds when needed, then runs the
// entry in this very process, so that it gets the signals itself.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isStartedFile, prepare } from './prepare.mjs';

/** @param {string} entry @param {string[]} args @param {{ redis: boolean }} needs */
export async function launch(entry, args, needs) {
  const { orExplain, ROOT } = await import('./console.mjs');
  const { buildIfStale } = await import('./build.mjs');
  await orExplain(async () => {
    await prepare(needs);
    await buildIfStale();
  });
  const file = join(ROOT, 'dist', entry);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}

if (isStartedFile(import.meta.url)) {
  const words = process.argv.slice(2);
  const withoutRedis = words[0] === '--no-redis';
  const [entry, ...args] = withoutRedis ? words.slice(1) : words;
  if (entry === undefined) {
    process.stderr.write('Usage: node src/setup/launch.mjs [--no-redis] ENTRY [ARGUMENTS]\n');
    process.exit(2);
  }
  // The bot itself uses the Redis of REDIS_URL; the demo always brings its own.
  const usesForeignRedis = entry === 'src/main.js' && Boolean(process.env.REDIS_URL);
  await launch(entry, args, { redis: !withoutRedis && !usesForeignRedis });
}
