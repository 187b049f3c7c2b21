import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inject } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What tests start as processes of their own, by the name of the file that is made of it. */
const PROGRAMS = { main: 'src/main.ts', cli: 'src/cli/cli.ts', demo: 'src/sandbox/demo/demo.ts' };

const LOOK_EVERY_MS = 50;

/** The bot, its command line and the demo as plain JavaScript: a child process starts in a third of the time. */
export interface Build {
  /** Holds `main.js`, `cli.js` and `demo.js`. */
  readonly folder: string;
}

/**
 * For `beforeAll`. Whichever file asks first builds, for all files of the run; the others wait for it.
 * @throws where the sources cannot be bundled, in every file that asks
 */
export async function buildBot(): Promise<Build> {
  const shared = inject('buildFolder');
  const folder = join(shared, 'bot');
  const outcome = join(shared, 'outcome');
  await mkdir(shared, { recursive: true });
  if (await isFirst(join(shared, 'begun'))) {
    const fault = await bundle(folder).then(() => '', String);
    // Renamed, so that nobody reads half of it.
    await writeFile(`${outcome}.new`, fault);
    await rename(`${outcome}.new`, outcome);
  }
  const fault = await untilWritten(outcome);
  if (fault !== '') throw new Error(`The bot could not be bundled for the tests: ${fault}`);
  return { folder };
}

/** True for one asker alone, over all processes. */
async function isFirst(mark: string): Promise<boolean> {
  try {
    await mkdir(mark);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Lua scripts are read from beside their modules, and a bundle has no folders: each module goes on by its own address. */
const scriptsStayInPlace = {
  name: 'scripts-stay-in-place',
  transform: (code: string, id: string) =>
    code.replaceAll('luaScript(import.meta.url', `luaScript(${JSON.stringify(pathToFileURL(id).href)}`),
};

async function bundle(outDir: string): Promise<void> {
  // Only here: whoever merely waits does not load a bundler.
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    plugins: [scriptsStayInPlace],
    build: { ssr: true, outDir, target: 'node20', minify: false, rollupOptions: { input: PROGRAMS } },
  });
}

/** Waits as long as it takes: the hook that asked has a limit of its own. */
async function untilWritten(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
    await sleep(LOOK_EVERY_MS);
  }
}
