import { START_TIME } from '../../../config/operator-schema.ts';
import type { StartRule } from '../../ports/source-files.ts';
import { listAt, valueAt } from '../shape-faults.ts';
import type { PathFault } from '../yaml-file.ts';

/** Dates of the right form that no calendar has. */
export function startFaults(data: unknown): readonly PathFault[] {
  return listAt(data, ['shows']).flatMap((show, index): PathFault[] => {
    const starts = valueAt(show, ['starts']);
    if (typeof starts !== 'string' || !START_TIME.test(starts) || instantOf(starts) !== undefined) return [];
    return [
      {
        path: ['shows', index, 'starts'],
        what: `no clock ever shows ${starts}`,
        right: 'a date and time that exist',
      },
    ];
  });
}

/** Also undefined for a day that its month does not have, which Date would move into the next. */
function instantOf(text: string): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})T/.exec(text);
  const at = Date.parse(text);
  if (found === null || Number.isNaN(at)) return undefined;
  const day = new Date(`${found[1]}-${found[2]}-01T00:00:00Z`);
  day.setUTCDate(Number(found[3]));
  return day.getUTCMonth() + 1 === Number(found[2]) ? at : undefined;
}

export function startOf(starts: string): StartRule {
  if (starts === 'now' || starts === 'on-command') return { kind: starts };
  return { kind: 'at', at: Date.parse(starts) };
}
