import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';
import { inject } from 'vitest';
import type { Threads } from '../../../src/compose/bot.ts';
import { bundlePage } from '../../../src/sandbox/page/bundle-page.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What tests start as child processes, by the name of the file that is made of it. */
const PROGRAMS = {
  main: 'src/main.ts',
  cli: 'src/cli/cli.ts',
  demo: 'src/sandbox/demo/demo.ts',
  'embedded-redis-bot': 'test/support/workers/embedded-redis-bot.ts',
  'endless-worker': 'test/support/workers/endless-worker.ts',
  'killed-intake-worker': 'test/support/webhook/killed-intake-worker.ts',
  'log-errors-worker': 'test/support/workers/log-errors-worker.ts',
  'log-secrets-worker': 'test/support/workers/log-secrets-worker.ts',
  serve: 'src/sandbox/serve.ts',
  'run-bot': 'src/sandbox/bot/run-bot.ts',
  'pretty-log-worker': 'test/support/workers/pretty-log-worker.ts',
};

/** Threads that the bot starts from beside its own file. Each is a small file of its own. */
const THREADS = {
  'read-worker': 'src/feeds/read-worker.ts',
  'paint-worker': 'src/pictures/card/paint-worker.ts',
};

/** The same for `startBot`. */
export const threadsOf = ({ loose }: Build): Threads => ({
  read: pathToFileURL(join(loose, 'read-worker.js')),
  paint: pathToFileURL(join(loose, 'paint-worker.js')),
});

const LOOK_EVERY_MS = 50;

/** The bot and other programs as plain JavaScript, all packages included, already compiled: a child process starts in a third of the time. */
export interface Build {
  /** Contains `main.js`, `cli.js`, and so on for each program. */
  readonly folder: string;
  /** The same, loading its packages from their own files, as an operator's build does. Only the bot and its command line. */
  readonly loose: string;
}

/**
 * For `beforeAll`. The first file that asks builds for all files of the run; the others wait for it.
 * @throws if the sources can't be bundled, in every file that asks
 */
export async function buildBot(): Promise<Build> {
  const shared = inject('buildFolder');
  const made = { folder: join(shared, 'bot'), loose: join(shared, 'loose') };
  const outcome = join(shared, 'outcome');
  await mkdir(shared, { recursive: true });
  if (await isFirst(join(shared, 'begun'))) {
    const fault = await prepare(made).then(() => '', String);
    // Renamed, so that nothing reads half of it.
    await writeFile(`${outcome}.new`, fault);
    await rename(`${outcome}.new`, outcome);
  }
  const fault = await untilWritten(outcome);
  if (fault !== '') throw new Error(`The bot could not be bundled for the tests: ${fault}`);
  return made;
}

/** True for one caller only, over all processes. */
async function isFirst(mark: string): Promise<boolean> {
  try {
    await mkdir(mark);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Lua scripts and the pages' own files are read from their modules' folders, and a bundle has no folders: each module keeps its own address.
 */
const scriptsStayInPlace: Plugin = {
  name: 'scripts-stay-in-place',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      const address = JSON.stringify(pathToFileURL(path).href);
      const contents = code.replaceAll(/\b(luaScript|assetFile)\(import\.meta\.url/g, `$1(${address}`);
      return { loader: 'ts', contents };
    }),
};

/** Faster variants of built-in things; discord.js and ws check whether somebody has installed them. */
const OPTIONAL = ['bufferutil', 'utf-8-validate', 'zlib-sync'];

/** One file for all programs, so that they share what was compiled. It exports a function that runs one of them. */
const ALL_PROGRAMS = `
const programs = {
  ${Object.entries(PROGRAMS)
    .map(([name, file]) => `'${name}': () => import('./${file}'),`)
    .join('\n  ')}
};
module.exports = (name) => programs[name]();
`;

async function prepare(made: Build): Promise<void> {
  await bundle(made);
  // Only here: a file that merely waits loads neither a bundler nor a stage.
  const { compile } = await import('./compile.ts');
  await compile(made);
}

async function bundle({ folder, loose }: Build): Promise<void> {
  const { build } = await import('esbuild');
  const shared = {
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    plugins: [scriptsStayInPlace],
  } satisfies BuildOptions;
  await mkdir(folder);
  await Promise.all([
    build({
      ...shared,
      stdin: { contents: ALL_PROGRAMS, resolveDir: ROOT, sourcefile: 'programs.js' },
      outfile: join(folder, 'programs.js'),
      // Code that can be compiled beforehand: Node 20 can't do that with ECMAScript modules.
      format: 'cjs',
      define: { 'import.meta.dirname': '__dirname', 'import.meta.url': 'ownAddress' },
      banner: { js: "const ownAddress = require('node:url').pathToFileURL(__filename).href;" },
      external: OPTIONAL,
      minifyWhitespace: true,
    }),
    bundlePage(folder),
    build({
      ...shared,
      entryPoints: THREADS,
      outdir: folder,
      format: 'cjs',
      // Its drawing is compiled for the machine.
      external: ['@takumi-rs/core'],
      define: { 'import.meta.url': 'ownAddress' },
      banner: { js: "const ownAddress = require('node:url').pathToFileURL(__filename).href;" },
    }),
    build({
      ...shared,
      entryPoints: { main: PROGRAMS.main, cli: PROGRAMS.cli, ...THREADS },
      outdir: loose,
      splitting: true,
      format: 'esm',
      packages: 'external',
    }),
  ]);
  // Also where the programs find their version.
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'commonjs', version }));
  await copyFile(join(ROOT, 'test/support/stage/run-compiled.cjs'), join(folder, 'run-compiled.cjs'));
  for (const name of Object.keys(PROGRAMS))
    await writeFile(join(folder, `${name}.js`), `require('./run-compiled.cjs')('${name}');\n`);
}

/** Waits as long as it takes: the calling hook has its own limit. */
async function untilWritten(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
    await sleep(LOOK_EVERY_MS);
  }
}
