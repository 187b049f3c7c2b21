import { createHash } from 'node:crypto';
import { type SerialData, serialSchema } from '../../../config/serial-schema.ts';
import { showId } from '../../core/ids.ts';
import type { Capabilities } from '../../core/posts/capabilities.ts';
import { misfits } from '../../core/posts/fit.ts';
import type { Story } from '../../core/story/story.ts';
import { canonicalForm } from '../../core/vote/receipt.ts';
import type { ShowOrigin } from '../../ports/source-files.ts';
import { soundParts, UNKNOWN_VOTING, votingOf } from '../partial-story.ts';
import { listAt, valueAt } from '../shape-faults.ts';
import { languageFaults } from '../story-files.ts';
import { releaseFault, releaseOf } from '../story-release.ts';
import type { PathFault } from '../yaml-file.ts';

/** Shows that say nothing about what they play, or two things. */
export function originFaults(data: unknown): readonly PathFault[] {
  return listAt(data, ['shows']).flatMap((show, index): readonly PathFault[] => {
    if (typeof show !== 'object' || show === null || Array.isArray(show)) return [];
    const isStory = Object.hasOwn(show, 'story');
    if (isStory !== Object.hasOwn(show, 'serial')) return [];
    const path = ['shows', index];
    const right =
      '"story" with the path of a story file, or "serial" for a show whose episodes arrive while it plays';
    return isStory
      ? [{ path: [...path, 'serial'], what: 'the show has both a "story" and a "serial"', right, at: 'key' }]
      : [{ path: [...path, 'story'], what: 'the show has neither a "story" nor a "serial"', right }];
  });
}

/** What is wrong with serial shows beyond the shape of their keys, as far as these can be understood. */
export function serialFaults(
  data: unknown,
  capabilities: readonly Capabilities[],
  languages: readonly string[],
): readonly PathFault[] {
  return listAt(data, ['shows']).flatMap((show, index) => {
    const serial = valueAt(show, ['serial']);
    if (typeof serial !== 'object' || serial === null) return [];
    const { release, ...rest } = soundParts(serialSchema.shape, serial);
    const story = storyOf({ ...rest, ...(release !== undefined && { release }) });
    const faults = [
      ...(release !== undefined && releaseOf(release) === undefined ? [releaseFault(release)] : []),
      ...languageFaults(story, languages),
      ...misfits(story, capabilities),
    ];
    return faults.map((fault) => ({ ...fault, path: ['shows', index, 'serial', ...fault.path] }));
  });
}

/** Of a block in which nothing is wrong. */
export const serialOf = (data: SerialData): ShowOrigin => ({
  kind: 'serial',
  story: storyOf(data),
  hash: createHash('sha256').update(canonicalForm(data)).digest('hex'),
});

const storyOf = ({ id, title, language, release, voting }: Partial<SerialData>): Story => ({
  id: showId(id ?? ''),
  title: title ?? '',
  language: language ?? 'en',
  release: releaseOf(release) ?? { kind: 'on-link' },
  voting: votingOf(voting ?? UNKNOWN_VOTING),
  episodes: [],
});
