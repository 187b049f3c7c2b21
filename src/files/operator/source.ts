import { FEED_RULES, type SourceData } from '../../../config/source-schema.ts';
import { MINUTE } from '../../core/durations.ts';
import type { EpisodeSource } from '../../ports/source-files.ts';
import { listAt, valueAt } from '../shape-faults.ts';
import type { PathFault } from '../yaml-file.ts';

const FETCHED_EVERY = 5 * MINUTE;

/** Rules for a feed that is not named: its address was probably forgotten. */
export function sourceFaults(data: unknown): readonly PathFault[] {
  return listAt(data, ['shows']).flatMap((show, index) => {
    const source = valueAt(show, ['source']);
    if (typeof source !== 'object' || source === null || Object.hasOwn(source, 'feed')) return [];
    return FEED_RULES.filter((key) => Object.hasOwn(source, key)).map(
      (key): PathFault => ({
        path: ['shows', index, 'source', key],
        what: `"${key}" is a rule for a feed, and there is no "feed"`,
        right: `"feed" with the address of a feed, or no "${key}"`,
        at: 'key',
      }),
    );
  });
}

export function sourceOf({ feed, only, skip, ...data }: SourceData): EpisodeSource {
  return {
    ...(feed !== undefined && { feed }),
    every: data.every ?? FETCHED_EVERY,
    ...(only !== undefined && { only }),
    ...(skip !== undefined && { skip }),
    confirm: data.confirm,
    gap: data.gap,
    private: data.private ?? false,
  };
}
