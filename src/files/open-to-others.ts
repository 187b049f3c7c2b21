import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What a group or everybody else on the machine may do. */
const OTHERS = 0o077;

/**
 * Which of the data folder's secrets other users of the machine could get at, each as a sentence with the command that
 * helps. Whoever reads the pepper can tell which of the stored ballots is whose; whoever may write beside it can put
 * another one in its place.
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

/** For a shell, where it needs quotes at all. */
const quoted = (path: string): string =>
  /^[\w./@%+,:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
