import type { OperatorData } from '../../../config/operator-schema.ts';
import { FEED_RULES, sourceSchema } from '../../../config/source-schema.ts';
import { MINUTE } from '../../core/durations.ts';
import { LONGEST_PATTERN, readPattern } from '../../feeds/pattern.ts';
import type { ShowEntry } from '../../ports/source-files.ts';
import { listAt, valueAt } from '../shape-faults.ts';
import type { PathFault } from '../yaml-file.ts';

const FETCHED_EVERY = 5 * MINUTE;

export function sourceFaults(data: unknown): readonly PathFault[] {
  return listAt(data, ['shows']).flatMap((show, index) => {
    const source = valueAt(show, ['source']);
    if (typeof source !== 'object' || source === null) return [];
    return [...rulesOfNoFeed(source), ...expressionFaults(source)].map(
      (fault): PathFault => ({ ...fault, path: ['shows', index, 'source', ...fault.path] }),
    );
  });
}

/** Rules for a feed that is not named: its address was probably forgotten. */
function rulesOfNoFeed(source: object): readonly PathFault[] {
  if (Object.hasOwn(source, 'feed')) return [];
  return FEED_RULES.filter((key) => Object.hasOwn(source, key)).map((key) => ({
    path: [key],
    what: `"${key}" is a rule for a feed, and there is no "feed"`,
    right: `"feed" with the address of a feed, or no "${key}"`,
    at: 'key',
  }));
}

/** Expressions that can't be run. The schema has a fault for those of another length. */
function expressionFaults(source: object): readonly PathFault[] {
  return (['only', 'skip'] as const).flatMap((key) => {
    const text = valueAt(source, [key]);
    if (typeof text !== 'string' || text.length === 0 || text.length > LONGEST_PATTERN) return [];
    const pattern = readPattern(text);
    return pattern.ok
      ? []
      : [{ path: [key], what: `"${key}" is not usable: ${pattern.what}`, right: pattern.right }];
  });
}

/** A serial show has a source even where the file says nothing of it: then its defaults. */
export function sourceOf({ source, serial }: OperatorData['shows'][number]): Pick<ShowEntry, 'source'> {
  if (source === undefined && serial === undefined) return {};
  const { feed, every, only, skip, confirm, gap, private: isPrivate } = source ?? sourceSchema.parse({});
  return {
    source: {
      ...(feed !== undefined && { feed }),
      every: every ?? FETCHED_EVERY,
      ...(only !== undefined && { only }),
      ...(skip !== undefined && { skip }),
      confirm,
      gap,
      private: isPrivate ?? false,
    },
  };
}
