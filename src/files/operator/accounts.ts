import type { StoryPath } from '../../core/story/fault.ts';
import type { Platforms } from '../../ports/platform/platform-definition.ts';
import { listAt, valueAt } from '../shape-faults.ts';
import type { PathFault } from '../yaml-file.ts';

/** Ids of the right form that are nobody's who could steer or read. */
export function accountFaults(data: unknown, platforms: Platforms): readonly PathFault[] {
  const right = 'the number of a person’s account';
  return platforms.flatMap(({ name, keys: { accountFault } }) => {
    if (accountFault === undefined) return [];
    const fault = (path: StoryPath, id: unknown, under: 'showrunners' | 'alerts'): readonly PathFault[] => {
      const text = typeof id === 'number' || typeof id === 'string' ? String(id) : '';
      const what = accountFault(text, under);
      return what === undefined ? [] : [{ path, what, right }];
    };
    const showrunners: StoryPath = ['showrunners', name];
    return [
      ...listAt(data, showrunners).flatMap((id, index) => fault([...showrunners, index], id, 'showrunners')),
      ...fault(['alerts', name], valueAt(data, ['alerts', name]), 'alerts'),
    ];
  });
}
