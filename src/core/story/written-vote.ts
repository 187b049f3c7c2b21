import { optionId } from '../ids.ts';
import { LINE_END } from '../text/plain.ts';
import { asSeen } from '../text/unseen.ts';
import type { Option } from './story.ts';

/** Votes of a serial show, which are written while it plays. */

const FEWEST_OPTIONS = 2;
const MOST_OPTIONS = 10;

/** What makes it impossible to vote on these options, as a clause; undefined: nothing. */
export function badVote(options: readonly Pick<Option, 'label'>[]): string | undefined {
  if (options.length < FEWEST_OPTIONS) return `a vote needs at least ${FEWEST_OPTIONS} options`;
  if (options.length > MOST_OPTIONS)
    return `a vote has at most ${MOST_OPTIONS} options, and these are ${options.length}`;
  const seen = options.map(({ label }) => asSeen(label));
  const twice = options.find(({ label }, index) => seen.indexOf(asSeen(label)) !== index);
  if (twice !== undefined) return `"${twice.label}" is there twice`;
  return seen.includes('') ? 'an option shows nothing' : undefined;
}

/** Options of a vote that is written while the show plays: named by their place. */
export const optionsOf = (labels: readonly string[]): readonly Option[] =>
  labels.map((label, index) => ({ id: optionId(`option-${index + 1}`), label }));

/** Options as a person types them: one a line, or several on one line with "|" between them. */
export function typedOptions(text: string): readonly string[] {
  const lines = text.split(LINE_END).map((line) => line.trim());
  const filled = lines.filter((line) => line !== '');
  return filled.length > 1 ? filled : (filled[0] ?? '').split('|').map((option) => option.trim());
}
