import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { StartupError } from '../ports/startup-error.ts';

/** Bytes read at once: enough to be quick, few enough to stop in between. */
const PIECE_BYTES = 1_048_576;

/**
 * The bytes of a regular file. Refuses folders, pipes, sockets and devices, which may never end or never
 * begin.
 * @param most largest size in bytes. Of a larger file, one byte more is read.
 * @param hint what the person could name instead, as a sentence.
 * @throws StartupError that names the file, what is wrong with it, and what to do.
 */
export async function readPlainFile(path: string, most: number, hint: string): Promise<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await handle.stat();
    if (!stat.isFile()) throw new StartupError(`${path} is ${kindOf(stat)}, not a file`, hint);
    const pieces: Buffer[] = [];
    for (let length = 0; length <= most; ) {
      const piece = Buffer.alloc(Math.min(PIECE_BYTES, most + 1 - length));
      const { bytesRead } = await handle.read(piece, 0, piece.length, length);
      if (bytesRead === 0) break;
      pieces.push(piece.subarray(0, bytesRead));
      length += bytesRead;
    }
    return Buffer.concat(pieces);
  } catch (error) {
    throw error instanceof StartupError ? error : unreadable(path, error as NodeJS.ErrnoException, hint);
  } finally {
    await handle?.close();
  }
}

interface Kinds {
  isDirectory(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
}

function kindOf(stat: Kinds): string {
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a pipe';
  return stat.isSocket() ? 'a socket' : 'a device';
}

function unreadable(path: string, error: NodeJS.ErrnoException, hint: string): StartupError {
  const because = { cause: error };
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new StartupError(`${path} does not exist`, `Check the path. ${hint}`, because);
    case 'EACCES':
    case 'EPERM':
      return new StartupError(`${path} cannot be read by this user`, 'Change its permissions.', because);
    // The error of opening a socket.
    case 'ENXIO':
      return new StartupError(`${path} is a socket, not a file`, hint, because);
    case 'EMFILE':
    case 'ENFILE':
      return new StartupError(
        `${path} cannot be read: too many files are open`,
        'Raise the limit on open files (ulimit -n) to 1024 or more.',
        because,
      );
    default:
      return new StartupError(`${path} cannot be read (${error.code ?? error.message})`, hint, because);
  }
}
