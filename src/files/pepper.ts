import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../ports/startup-error.ts';
import { makeFolder } from './folders.ts';

const PEPPER_BYTES = 32;
const FILE = 'pepper';

export interface PepperSource {
  /** CLIFFHANGER_PEPPER, which the settings hold to its least length; the file is neither read nor made when it is there. */
  readonly value?: string | undefined;
  readonly dataDir: string;
  /** A new one would recognise nobody. */
  readonly mustExist?: true;
}

/**
 * The secret under which account ids are hashed. Without `value`: the file `pepper` in the data folder (mode 0600, 64
 * hexadecimal digits of 32 random bytes), made at the first start; starters at the same time agree on one.
 * The file's content may be given as `value` on another machine: both give the same hashes.
 * @throws StartupError when the file cannot be made or read, or is not there where it must exist.
 */
export async function loadPepper(source: PepperSource): Promise<Buffer> {
  if (source.value !== undefined) return Buffer.from(source.value.trim(), 'utf8');
  const path = join(source.dataDir, FILE);
  try {
    const there = await readIfThere(path);
    if (there === undefined && source.mustExist === true) throw absent(path);
    return fromFile(path, there ?? (await make(source.dataDir, path)));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `The pepper ${path} can be neither read nor made: ${(error as Error).message}`,
      'Make the folder writable for this user, or set CLIFFHANGER_DATA to another one, or set CLIFFHANGER_PEPPER.',
      { cause: error },
    );
  }
}

const absent = (path: string) =>
  new StartupError(
    `There is no pepper: CLIFFHANGER_PEPPER is not set, and ${path} is not there`,
    'Set CLIFFHANGER_PEPPER or CLIFFHANGER_DATA as the bot has it: without the pepper nobody can be recognised.',
  );

function fromFile(path: string, text: string): Buffer {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/.test(trimmed)) return Buffer.from(trimmed, 'utf8');
  throw new StartupError(
    `${path} does not hold 64 hexadecimal digits`,
    'Restore it from a backup; or remove it while no vote is open: a new one is made, and votes counted under the old one are not recognised any more.',
  );
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Writes all of it under another name first: the pepper's own name never stands for half a file. */
async function make(dataDir: string, path: string): Promise<string> {
  await makeFolder(dataDir);
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(PEPPER_BYTES).toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await publish(draft, path);
  } finally {
    await unlink(draft);
  }
  return readFile(path, 'utf8');
}

/** Whoever comes second leaves the first one's file alone. */
async function publish(draft: string, path: string): Promise<void> {
  const unlessTaken = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  };
  await link(draft, path).catch(async (error: NodeJS.ErrnoException) => {
    // File systems without hard links, such as some mounted from another system.
    if (error.code === 'EPERM' || error.code === 'ENOTSUP' || error.code === 'ENOSYS')
      await copyFile(draft, path, constants.COPYFILE_EXCL).catch(unlessTaken);
    else unlessTaken(error);
  });
}
