import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { StartupError } from '../src/ports/startup-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a process, with the file `.env` of its working directory as the fallback: a variable
 * that the environment sets wins, even if it is empty. A missing file is fine.
 * @throws StartupError if there is a `.env` that can't be read.
 */
export function withEnvFile(environment: Environment, folder = '.'): Environment {
  return { ...readEnvFile(join(folder, '.env')), ...environment };
}

const MAKE_IT = 'Make it a readable text file of lines such as HTTP_PORT=8080, or remove it.';

function readEnvFile(path: string): Environment {
  let bytes: Uint8Array;
  try {
    bytes = readAtOnce(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    if (error instanceof StartupError) throw error;
    throw new StartupError(`${resolve(path)} can't be read: ${(error as Error).message}`, MAKE_IT, {
      cause: error,
    });
  }
  return parseEnv(textOf(bytes, path));
}

/** Far more than all variables together. */
const LARGEST_BYTES = 1_048_576;
/** A program that passes secrets through a pipe writes when the pipe is opened. */
const PIPE_ANSWERS_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 20;

/**
 * Also reads a pipe, as password managers make one. Does not wait for a pipe without a writer or a device without an
 * end.
 */
function readAtOnce(path: string): Uint8Array {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const isPipe = fstatSync(file).isFIFO();
    const pieces: Uint8Array[] = [];
    let length = 0;
    const begun = performance.now();
    for (;;) {
      const piece = Buffer.alloc(65_536);
      const read = readSome(file, piece);
      if (read > 0) {
        pieces.push(piece.subarray(0, read));
        length += read;
        if (length > LARGEST_BYTES) throw new StartupError(`${resolve(path)} is larger than 1 MB`, MAKE_IT);
      } else if (read === 0 && (!isPipe || length > 0)) return Buffer.concat(pieces);
      else if (performance.now() - begun > PIPE_ANSWERS_WITHIN_MS)
        throw new StartupError(`${resolve(path)} is a pipe, but nothing came out of it`, MAKE_IT);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_EVERY_MS);
    }
  } finally {
    closeSync(file);
  }
}

/** How many bytes were read; -1 if there are none yet. */
function readSome(file: number, into: Uint8Array): number {
  try {
    return readSync(file, into);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return -1;
    throw error;
  }
}

/** As editors save it: a byte order mark would become part of the first name, and PowerShell's `>` writes UTF-16. */
function textOf(bytes: Uint8Array, path: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new StartupError(`${resolve(path)} is not UTF-8 text`, 'Save it in the encoding UTF-8.', {
      cause: error,
    });
  }
}
