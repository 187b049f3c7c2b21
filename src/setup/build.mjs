import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { orExplain, ROOT, run, SetupFault } from './console.mjs';
import { alone } from './lock.mjs';
import { isStartedFile } from './prepare.mjs';

const DIST = join(ROOT, 'dist');
const STAMP = '.inputs';
const SOURCE_FOLDERS = ['src', 'commands', 'config'];
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];
/** Files that the built code reads from its own folder and that the compiler does not copy. */
const COPIED = ['.lua', '.css', '.js', '.svg', 'preact.mjs'];
const COMPILED = ['.ts', '.json'];
/** Where the sandbox's page begins in the browser. */
const PAGE = join(ROOT, 'src/sandbox/page/browser/main.ts');
/** Files that become a part of it. */
const BUNDLED = ['.css'];

/** Compiles the sources to dist, unless dist was made from exactly these sources. */
export async function buildIfStale() {
  if (isCurrent()) return;
  await alone(async () => {
    if (!isCurrent()) await build();
  });
}

function isCurrent() {
  const stamp = join(DIST, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(inputs());
}

/**
 * Compare contents, not times: a checkout, a copy or a deleted file changes contents but not always times.
 */
function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function inputs() {
  const extensions = [...COMPILED, ...COPIED, ...BUNDLED];
  const sources = SOURCE_FOLDERS.flatMap((folder) => filesBelow(join(ROOT, folder)));
  return [
    ...sources.filter((file) => extensions.some((extension) => file.endsWith(extension))),
    ...SETTINGS.map((file) => join(ROOT, file)).filter(existsSync),
  ];
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * Builds into a folder beside dist and swaps it in at the end, so that a half-finished build never runs. The
 * digest is taken before compiling, so a file saved meanwhile makes the next start build again.
 */
async function build() {
  const fresh = join(ROOT, `dist.${process.pid}.tmp`);
  const removeFresh = () => rmSync(fresh, { recursive: true, force: true });
  process.once('exit', removeFresh);
  removeFresh();
  const files = inputs();
  const digest = digestOf(files);
  const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
  const code = await run(['node', compiler, '-p', 'tsconfig.build.json', '--outDir', relative(ROOT, fresh)]);
  if (code !== 0) throw new SetupFault('The sources do not compile: see the compiler above.');
  for (const file of files.filter((each) => COPIED.some((extension) => each.endsWith(extension)))) {
    const target = join(fresh, relative(ROOT, file));
    cpSync(file, target, { recursive: true, force: true });
  }
  if (files.includes(PAGE)) {
    // Loaded only here: before, the packages may not be installed yet.
    const { bundlePage } = await import('../sandbox/page/bundle-page.mjs');
    await bundlePage(join(fresh, 'src/sandbox/page'));
  }
  writeFileSync(join(fresh, STAMP), digest);
  replace(DIST, fresh);
  process.off('exit', removeFresh);
}

function replace(target, fresh) {
  const old = join(dirname(target), `dist.${process.pid}.old`);
  if (existsSync(target)) renameSync(target, old);
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
}

if (isStartedFile(import.meta.url)) await orExplain(() => alone(build));
