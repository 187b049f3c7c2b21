// Usage: node src/setup/launch.mjs [--no-redis] ENTRY [ARGUMENTS]
// ENTRY is a built file's path below dist, e.g. src/main.js. Prepares, builds when needed, then runs the
// entry in this very process, so that it gets the signals itself.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
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
  await import(pathToFileURL(file).href).catch((error) => {
    if (!fewFiles(error)) throw error;
    process.stderr.write(
      'The limit on open files is too low to load the program. Raise it, then start again: ulimit -n 1024\n',
    );
    process.exit(1);
  });
}

/**
 * Loading opens some hundred files at once. Past the limit, Node reports even an installed package as not
 * found.
 */
function fewFiles(error) {
  if (error?.code === 'EMFILE' || error?.code === 'ENFILE') return true;
  const limit = process.report?.getReport()?.userLimits?.open_files?.soft;
  return typeof limit === 'number' && limit < 256 && String(error?.code).includes('MODULE_NOT_FOUND');
}

/** As the bot will read it: from the environment, otherwise from the file .env. */
function redisUrl() {
  if (process.env.REDIS_URL !== undefined || !existsSync('.env')) return process.env.REDIS_URL;
  try {
    // A pipe can be read only once, and a device may have no end. The bot will report what is wrong with it.
    if (!statSync('.env').isFile()) return 'unread';
    return parseEnv(readFileSync('.env', 'utf8')).REDIS_URL;
  } catch {
    // The bot says what is wrong with the file.
    return undefined;
  }
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
  const usesForeignRedis = entry === 'src/main.js' && Boolean(redisUrl());
  await launch(entry, args, { redis: !withoutRedis && !usesForeignRedis });
}
