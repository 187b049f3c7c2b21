import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What a group or all other users of the machine may do. */
const OTHERS = 0o077;

/**
 * The secrets of the data folder that other users of the machine could get at, each as a sentence with the command that
 * helps. With the pepper, a reader can tell whose each stored ballot is. With write access beside it, one can put another
 * pepper in its place.
 */
export async function openToOthers(dataDir: string): Promise<readonly string[]> {
  const pepper = resolve(join(dataDir, 'pepper'));
  const folder = resolve(dataDir);
  const found = await Promise.all([
    opening(
      pepper,
      `The pepper ${pepper} can be read by other users of this machine`,
      `chmod 600 ${quoted(pepper)}`,
    ),
    opening(
      folder,
      `The data folder ${folder} is open to other users of this machine`,
      `chmod 700 ${quoted(folder)}`,
    ),
  ]);
  return found.flat();
}

async function opening(path: string, what: string, command: string): Promise<readonly string[]> {
  const mode = await stat(path).then(
    (there) => there.mode & 0o777,
    () => 0,
  );
  if ((mode & OTHERS) === 0) return [];
  return [`${what} (mode 0${mode.toString(8)}). Close it: ${command}`];
}

/** Quoted for a shell, if it needs quotes. */
const quoted = (path: string): string =>
  /^[\w./@%+,:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
