import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the run's one build of the bot is, or will be as soon as a file asks for it. */
    buildFolder: string;
  }
}

/** Vitest's global set-up: a folder for the run, below node_modules, so that packages are found from there. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cache = join(project.config.root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'cliffhanger-tests-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  project.provide('buildFolder', folder);
  // While vitest watches, a source may have changed since.
  project.onTestsRerun(async () => {
    await remove();
    await mkdir(folder);
  });
  return remove;
}
