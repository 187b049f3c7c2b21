import type { ShowId } from '../../core/ids.ts';
import type { FileFault, ShowEntry } from '../../ports/source-files.ts';

/**
 * Two shows whose stories have the same id would be one show. `ids` are these ids in the order of
 * `shows`, undefined for a story that could not be read.
 * @returns a fault for each show that repeats an earlier one.
 */
export function repeatedShows(
  shows: readonly ShowEntry[],
  ids: readonly (ShowId | undefined)[],
): readonly FileFault[] {
  return shows.flatMap((show, index) => {
    const id = ids[index];
    if (id === undefined || ids.indexOf(id) === index) return [];
    const [path, what] =
      show.from.kind === 'story'
        ? ['story', `the story's id "${id}" is that of an earlier show`]
        : ['serial.id', `"${id}" is the id of an earlier show`];
    return [{ ...show.at, path: `shows[${index}].${path}`, what, right: 'shows with different ids' }];
  });
}
