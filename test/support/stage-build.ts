import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The bot and its command line as plain JavaScript: a child process starts in a third of the time. */
export interface Build {
  readonly folder: string;
  remove(): Promise<void>;
}

/** For `beforeAll`. It lies below node_modules, so that packages are found from there. */
export async function buildBot(
  entries: Readonly<Record<string, string>> = { main: 'src/main.ts', cli: 'src/cli.ts' },
): Promise<Build> {
  const cache = join(ROOT, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'cliffhanger-journeys-'));
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      minify: false,
      rollupOptions: { input: { ...entries } },
    },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
