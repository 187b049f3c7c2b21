import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the run's one build of the bot will be once a test file needs it; absolute. */
    buildFolder: string;
  }
}

/** Vitest's global set-up: names a folder for the run, below node_modules, so that packages are found from there. */
export function setup(project: TestProject): () => Promise<void> {
  const name = `cliffhanger-tests-${randomUUID()}`;
  const folder = join(project.config.root, 'node_modules', '.cache', name);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  project.provide('buildFolder', folder);
  // While vitest watches, a source may have changed since.
  project.onTestsRerun(remove);
  return remove;
}
