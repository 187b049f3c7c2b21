import { StartupError } from '../ports/startup-error.ts';

const WRITE_ELSEWHERE = 'set CLIFFHANGER_DATA to another folder';

/** What the operating system refuses, by the code that Node gives it, and what helps. */
const TROUBLES: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EACCES: [
    'this user may not do that',
    `Change the owner or the permissions of the file, or ${WRITE_ELSEWHERE}.`,
  ],
  EPERM: [
    'this user may not do that',
    `Change the owner or the permissions of the file, or ${WRITE_ELSEWHERE}.`,
  ],
  EROFS: ['the file system is read-only', `Mount it for writing, or ${WRITE_ELSEWHERE}.`],
  ENOSPC: ['no space is left on the disk', `Make room there, or ${WRITE_ELSEWHERE}.`],
  EDQUOT: ['the quota on that disk is used up', `Make room there, or ${WRITE_ELSEWHERE}.`],
  EMFILE: ['too many files are open', 'Raise the limit on open files: ulimit -n 1024 or more.'],
  ENFILE: [
    'too many files are open on this machine',
    'Close other programs, or raise the limit of the system.',
  ],
  ENAMETOOLONG: ['the path is too long', 'Use a shorter path.'],
  ELOOP: ['symbolic links lead in a circle', 'Name the place itself.'],
  ENOTDIR: ['a file stands where a folder should be', 'Check the path.'],
  EISDIR: ['a folder stands where a file should be', 'Check the path.'],
  EIO: ['the disk does not answer as it should', 'Look into the log of the system: the disk may be broken.'],
  ESTALE: ['the network drive was mounted anew', 'Try again.'],
  ENODEV: ['the device is not there', 'Check the path.'],
  ENOMEM: ['no memory is left', 'Close other programs, or use a machine with more memory.'],
  EAGAIN: [
    'the system has no room for another process or thread',
    'Raise the limit on processes (ulimit -u).',
  ],
};

/**
 * A refusal of the operating system as the person should read it; undefined for everything else. It is what the disk, a
 * folder or a limit does not allow, and no fault of the program.
 */
export function systemTrouble(error: unknown): StartupError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path, syscall } = error as NodeJS.ErrnoException;
  const [what, hint] = (Object.hasOwn(TROUBLES, code) ? TROUBLES[code] : undefined) ?? [];
  if (what === undefined || hint === undefined) return undefined;
  const where = path ?? syscall ?? 'a file';
  return new StartupError(`${where}: ${what} (${code})`, hint, { cause: error });
}
