import { statfs } from 'node:fs/promises';
import { StartupError } from '../ports/startup-error.ts';

/** With less free space a server can't even write its log. */
const FULL_BELOW_BYTES = 100_000;

export const FREE_SPACE = 'Free space on that disk: the bot goes on by itself then.';
export const noRoom = (folder: string): string => `no space is left on the disk of ${folder}`;

/** Whether a server in this folder ends with its next write: with `appendfsync always` it outlives none that failed. */
export async function isDiskFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < FULL_BELOW_BYTES;
}

/** @throws StartupError where the disk of the embedded server is full, and `error` came of that. */
export async function tellFullDisk(dataDir: string, error: unknown): Promise<void> {
  if (!(await isDiskFull(dataDir).catch(() => false))) return;
  throw new StartupError(
    `Nothing could be written: ${noRoom(dataDir)}`,
    'Free space on that disk, then give the command again: a repetition does no harm.',
    { cause: error },
  );
}
