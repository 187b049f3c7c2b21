import { realpath, stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { listAt, valueAt } from '../shape-faults.ts';
import type { PathFault, YamlFile } from '../yaml-file.ts';

/**
 * Where the stories of the file are: each is a file of its own inside the folder of this one. `paths` are
 * absolute, by the show's position.
 */
export async function locateStories(
  path: string,
  yaml: YamlFile,
): Promise<{ readonly paths: ReadonlyMap<number, string>; readonly faults: readonly PathFault[] }> {
  const folder = dirname(resolve(path));
  const paths = new Map<number, string>();
  const faults: PathFault[] = [];
  for (const [index, show] of listAt(yaml.data, ['shows']).entries()) {
    const story = valueAt(show, ['story']);
    if (typeof story !== 'string' || story === '') continue;
    const located = await locateStory(folder, story);
    if ('path' in located) {
      if ([...paths.values()].includes(located.path)) {
        faults.push({
          path: ['shows', index, 'story'],
          what: 'this story is played by an earlier show',
          right: 'one show for each story; put all outlets under it',
        });
      }
      paths.set(index, located.path);
    } else faults.push({ path: ['shows', index, 'story'], ...located });
  }
  return { paths, faults };
}

async function locateStory(
  folder: string,
  story: string,
): Promise<{ readonly path: string } | { readonly what: string; readonly right: string }> {
  const wanted = resolve(folder, story);
  const outside = {
    what: 'the story lies outside the folder of this file',
    right: 'a path inside this folder',
  };
  if (story.includes('\0') || !isInside(folder, wanted)) return outside;
  try {
    const [realFolder, realStory] = await Promise.all([realpath(folder), realpath(wanted)]);
    // A symbolic link may lead out of the folder.
    if (!isInside(realFolder, realStory)) return outside;
    if (!(await stat(realStory)).isFile())
      return { what: `"${story}" is not a file`, right: 'the path of a story file' };
    return { path: wanted };
  } catch {
    return { what: `there is no file "${story}"`, right: 'the path of a story file, relative to this file' };
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep);
}
