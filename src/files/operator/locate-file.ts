import { realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';

/** What the file is called in a fault. */
interface Called {
  readonly the: string;
  readonly a: string;
}

/** A file that the operator's file names: it must be inside that file's own folder. `path` is absolute. */
export async function locateFile(
  folder: string,
  named: string,
  { the, a }: Called,
): Promise<{ readonly path: string } | { readonly what: string; readonly right: string }> {
  const wanted = resolve(folder, named);
  const outside = { what: `${the} lies outside the folder of this file`, right: 'a path inside this folder' };
  if (named.includes('\0') || !isInside(folder, wanted)) return outside;
  try {
    const [realFolder, real] = await Promise.all([realpath(folder), realpath(wanted)]);
    // A symbolic link may lead out of the folder.
    if (!isInside(realFolder, real)) return outside;
    if (!(await stat(real)).isFile()) return { what: `"${named}" is not a file`, right: `the path of ${a}` };
    return { path: wanted };
  } catch {
    return { what: `there is no file "${named}"`, right: `the path of ${a}, relative to this file` };
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep);
}
