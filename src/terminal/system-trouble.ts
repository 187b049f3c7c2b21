import { StartupError } from '../ports/startup-error.ts';

const WRITE_ELSEWHERE = 'set CLIFFHANGER_DATA to another folder';

/** What the operating system refuses, by Node's error code, and what helps. */
const TROUBLES: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EACCES: [
    'this user has no permission',
    `Change the owner or the permissions of the file, or ${WRITE_ELSEWHERE}.`,
  ],
  EPERM: [
    'this user has no permission',
    `Change the owner or the permissions of the file, or ${WRITE_ELSEWHERE}.`,
  ],
  EROFS: ['the file system is read-only', `Mount it for writing, or ${WRITE_ELSEWHERE}.`],
  ENOSPC: ['no space is left on the disk', `Free space there, or ${WRITE_ELSEWHERE}.`],
  EDQUOT: ['the quota on that disk is used up', `Free space there, or ${WRITE_ELSEWHERE}.`],
  EMFILE: ['too many files are open', 'Raise the limit on open files: ulimit -n 1024 or more.'],
  ENFILE: [
    'too many files are open on this machine',
    'Close other programs, or raise the limit of the system.',
  ],
  ENAMETOOLONG: ['the path is too long', 'Use a shorter path.'],
  ELOOP: ['symbolic links lead in a circle', 'Use the real path.'],
  ENOTDIR: ['there is a file where a folder should be', 'Check the path.'],
  EISDIR: ['there is a folder where a file should be', 'Check the path.'],
  EIO: ['the disk reports an error', 'Check the system log; the disk may be broken.'],
  ESTALE: ['the network drive was remounted', 'Try again.'],
  ENODEV: ['the device does not exist', 'Check the path.'],
  ENOMEM: ['there is not enough memory', 'Close other programs, or use a machine with more memory.'],
  EAGAIN: ['the system cannot start another process or thread', 'Raise the limit on processes (ulimit -u).'],
};

/**
 * An error of the operating system as a person should read it; undefined for everything else. It is about a disk, a folder or
 * a limit, and not a fault of the program.
 */
export function systemTrouble(error: unknown): StartupError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path, syscall } = error as NodeJS.ErrnoException;
  const [what, hint] = (Object.hasOwn(TROUBLES, code) ? TROUBLES[code] : undefined) ?? [];
  if (what === undefined || hint === undefined) return undefined;
  const where = path ?? syscall ?? 'a file';
  return new StartupError(`${where}: ${what} (${code})`, hint, { cause: error });
}
