import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What a group or all other users of the machine may do. */
const OTHERS = 0o077;

/**
 * The secrets of the data folder that other users of the machine could get at, each as a sentence with the command that
 * helps. With the pepper, a reader can tell whose each stored ballot is. With write access beside it, one can put another
 * pepper in its place. Links are followed, as the bot itself does when it reads the pepper.
 */
export async function openToOthers(dataDir: string): Promise<readonly string[]> {
  const pepper = resolve(join(dataDir, 'pepper'));
  const folder = resolve(dataDir);
  const found = await Promise.all([
    opening(pepper, {
      name: `The pepper ${pepper}`,
      open: 'can be read by other users of this machine',
      close: `chmod 600 ${quoted(pepper)}`,
    }),
    opening(folder, {
      name: `The data folder ${folder}`,
      open: 'is open to other users of this machine',
      close: `chmod 700 ${quoted(folder)}`,
    }),
  ]);
  return found.flat();
}

interface Secret {
  readonly name: string;
  readonly open: string;
  readonly close: string;
}

async function opening(path: string, { name, open, close }: Secret): Promise<readonly string[]> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) return [];
  const mode = there.mode & 0o777;
  const us = process.getuid?.();
  // Root may read everything anyway.
  const isOthers = us !== undefined && there.uid !== us && there.uid !== 0;
  return [
    ...((mode & OTHERS) === 0 ? [] : [`${name} ${open} (mode 0${mode.toString(8)}). Close it: ${close}`]),
    ...(isOthers
      ? [
          `${name} belongs to another user of this machine (number ${there.uid}). Make it yours: chown ${us} ${quoted(path)}`,
        ]
      : []),
  ];
}

/** Quoted for a shell, if it needs quotes. */
const quoted = (path: string): string =>
  /^[\w./@%+,:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
