import { barOf, columnsOf, fitted, plural, thousands } from './layout.ts';
import type { Paints } from './screen.ts';
import type { LiveTally } from './season-log.ts';
import type { StatedReceipt } from './truth.ts';

const LONGEST_BAR = 28;
const SHORTEST_BAR = 6;
/** `A  ` before the label; two spaces, ` 52 %` and the count behind it. */
const AROUND_BAR = 3 + 2 + 7 + 8;

/** A to J: a choice has ten options at most. */
export const letter = (index: number): string => String.fromCharCode(65 + index);

/** One line per option: letter, label, bar, share and count. Without counts the bars are empty. */
export function voteLines(
  labels: readonly string[],
  counts: readonly number[] | undefined,
  columns: number,
  paint: Paints,
): readonly string[] {
  const room = columns - AROUND_BAR;
  const longest = Math.max(...labels.map(columnsOf));
  const cells = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, room - longest));
  const labelColumns = Math.max(4, Math.min(longest, room - cells));
  const total = counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  const most = Math.max(1, ...(counts ?? []));
  return labels.map((label, index) => {
    const count = counts?.[index] ?? 0;
    const share = total === 0 ? 0 : count / total;
    const { full, rest } = barOf(share, cells);
    const bar = `${count === most ? paint.accent(full) : full}${paint.faint(rest)}`;
    const numbers =
      counts === undefined
        ? paint.faint('sealed'.padStart(15))
        : `${String(Math.round(share * 100)).padStart(5)} %${thousands(count).padStart(8)}`;
    return `${paint.faint(letter(index))}  ${fitted(label, labelColumns)}  ${bar}${numbers}`;
  });
}

/** `A 1,023 · B 941`. */
export function shortCounts({ round, counts }: LiveTally): string {
  if (round.rules.sealed) return '';
  return `: ${counts.map((count, index) => `${letter(index)} ${thousands(count)}`).join(' · ')}`;
}

/** What each outlet counted, one column per option. */
export function outletTable({ options, outlets, total }: StatedReceipt, columns: number): readonly string[] {
  const nameColumns = Math.max(12, Math.min(40, columns - 9 * (options.length + 1)));
  const row = (name: string, cells: readonly string[]) =>
    `${fitted(name, nameColumns)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  return [
    row('', [...options.map((_, index) => letter(index)), 'votes']),
    ...outlets.map(({ name, counts, status }) => {
      if (counts === undefined) return row(name, [status]);
      const cells = options.map(({ id }) => counts[id] ?? 0);
      const sum = cells.reduce((all, one) => all + one, 0);
      return row(status === 'final' ? name : `${name} (${status})`, [...cells, sum].map(thousands));
    }),
    row(`together, ${plural(outlets.length, 'community', 'communities')}`, [
      ...options.map(({ count }) => thousands(count)),
      thousands(total),
    ]),
  ];
}
