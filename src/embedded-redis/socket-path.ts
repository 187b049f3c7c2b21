import { createHash } from 'node:crypto';
import { lstat, mkdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../ports/startup-error.ts';

/** A unix socket's path may have 104 bytes on macOS and 108 on Linux, including the closing zero. */
const LONGEST_SOCKET_PATH_BYTES = 100;

/**
 * The folder for the sockets of `folder`. That is `folder` itself, unless `folder/name` is too long for a
 * socket: then a short private folder in the system's temporary folder, which every process derives alike.
 * @throws StartupError if that short folder belongs to another user or is open to others.
 */
export async function socketFolder(folder: string, longestName: string): Promise<string> {
  const real = await realpath(folder);
  if (fits(join(real, longestName))) return real;
  const owner = process.getuid?.() ?? 0;
  const name = `cliffhanger-${owner}-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`;
  // macOS gives every user a long temporary folder. /tmp always fits.
  const base = fits(join(tmpdir(), name, longestName)) ? tmpdir() : '/tmp';
  const short = join(base, name);
  await mkdir(short, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(short);
  const isPrivate = found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0;
  if (!isPrivate) {
    throw new StartupError(
      `${short} should hold the sockets for ${real}, but it is not a private folder of this user`,
      'Remove it, or set CLIFFHANGER_DATA to a folder with a shorter path.',
    );
  }
  return short;
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= LONGEST_SOCKET_PATH_BYTES;
}
