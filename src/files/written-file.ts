import { realpath, writeFile } from 'node:fs/promises';
import { StartupError } from '../ports/startup-error.ts';

/**
 * Writes what a command made into a file that a person named, over what was there.
 * @param source the file it was made from, which is never overwritten.
 * @throws StartupError if it can't be written, or would replace its source.
 */
export async function writeResult(path: string, content: string, source: string | undefined): Promise<void> {
  if (source !== undefined && (await isSameFile(path, source))) {
    throw new StartupError(
      `${path} is the file that is read, so nothing was written`,
      'Name another file for the output.',
      { exitCode: 2 },
    );
  }
  try {
    await writeFile(path, content);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartupError(`${path} could not be written: ${message}`, hintFor(code), { cause: error });
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [here, there] = await Promise.all([one, other].map((path) => realpath(path).catch(() => undefined)));
  return here !== undefined && here === there;
}

function hintFor(code: string | undefined): string {
  switch (code) {
    case 'ENOENT':
      return 'Create its folder first, or name a file in a folder that exists.';
    case 'EISDIR':
      return 'It is a folder: name a file in it.';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'Free space on that disk, or write somewhere else. What was written so far is incomplete.';
    default:
      return 'Name a file that this user may write.';
  }
}
