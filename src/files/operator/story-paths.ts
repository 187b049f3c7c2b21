import { dirname, resolve } from 'node:path';
import { listAt, valueAt } from '../shape-faults.ts';
import type { PathFault, YamlFile } from '../yaml-file.ts';
import { locateFile } from './locate-file.ts';

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
    const located = await locateFile(folder, story, { the: 'the story', a: 'a story file' });
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
