import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from '../ports/startup-error.ts';

/**
 * Makes a folder for this user only, with its parent folders, unless it exists. Creates them one by one, because Node's own
 * recursive mkdir never ends in a place such as /proc, where nothing can be made and nothing is missing.
 * @throws StartupError if it can't be made.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path);
  } catch (error) {
    throw new StartupError(
      `Cannot create the folder ${path}: ${(error as Error).message}`,
      'Make it writable for this user, or set CLIFFHANGER_DATA to another folder.',
      { cause: error },
    );
  }
}

async function make(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const around = dirname(path);
    if (code === 'ENOENT' && around !== path && !(await isFolder(around))) {
      await make(around);
      await mkdir(path, { mode: 0o700 });
    } else if (!(await isFolder(path))) throw error;
  }
}

/** @throws StartupError if we can't find out. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new StartupError(
      `Cannot read ${path}: ${message}`,
      'Make the folders around it readable for this user, or set CLIFFHANGER_DATA to another folder.',
      { cause: error },
    );
  }
}
