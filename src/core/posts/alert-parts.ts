import type { Season } from '../season/state.ts';
import { shortCode } from './button-code.ts';
import { type CommandButton, cutTitle, type Line, type Title } from './content.ts';

/** Longest button that is still readable on a phone. */
const LONGEST_LABEL = 40;

/** What an alert says, what follows in lines of their own, and what can be done at once. */
export interface Told {
  readonly line: Line;
  readonly more?: readonly Line[];
  readonly buttons?: readonly CommandButton[];
}

/** A button of an alert: it runs a command for the season's show. */
export function button(
  season: Season,
  label: Title,
  command: string,
  given: Readonly<Record<string, string>>,
  danger = false,
): CommandButton {
  return {
    label: cutTitle(label, LONGEST_LABEL),
    danger,
    command,
    given: { show: codeOf(season.story.id), ...given },
  };
}

/** An id as buttons name it: short enough for every platform. */
export const codeOf = (id: string): string => `#${shortCode(id)}`;
