import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../ports/startup-error.ts';
import { makeFolder } from './folders.ts';

const PEPPER_BYTES = 32;
const FILE = 'pepper';

export interface PepperSource {
  /** CLIFFHANGER_PEPPER; the settings check its minimum length. If given, the file is neither read nor created. */
  readonly value?: string | undefined;
  readonly dataDir: string;
  /** A new pepper would recognise no voter. */
  readonly mustExist?: true;
}

/**
 * The secret with which account ids are hashed. Without `value`: the file `pepper` in the data folder (mode 0600, 64
 * hexadecimal digits of 32 random bytes), created at the first start; processes that start at the same time agree on one. On
 * another machine, `value` may be the file's content: both give the same hashes.
 * @throws StartupError if the file can't be created or read, or does not exist although it must.
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
      `The pepper ${path} can be neither read nor created: ${(error as Error).message}`,
      'Make the folder writable for this user, or set CLIFFHANGER_DATA to another one, or set CLIFFHANGER_PEPPER.',
      { cause: error },
    );
  }
}

const absent = (path: string) =>
  new StartupError(
    `There is no pepper: CLIFFHANGER_PEPPER is not set, and ${path} does not exist`,
    'Set CLIFFHANGER_PEPPER or CLIFFHANGER_DATA as the bot has it: without the pepper no voter can be recognised.',
  );

function fromFile(path: string, text: string): Buffer {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/.test(trimmed)) return Buffer.from(trimmed, 'utf8');
  throw new StartupError(
    `${path} does not contain 64 hexadecimal digits`,
    'Restore it from a backup. Or remove it while no vote is open: a new one is created, and votes counted with the old one are no longer recognised.',
  );
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Writes it under another name first: the pepper's own name never has half a file. */
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

/** A second process leaves the first one's file alone. */
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
