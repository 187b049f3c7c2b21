/** Cells of a full bar: short enough for one line on a phone beside a count. */
const CELLS = 12;

/** A bar of block characters; empty for nobody, never empty for somebody. */
export function bar(votes: number, total: number): string {
  const filled = total === 0 || votes === 0 ? 0 : Math.max(1, Math.round((votes / total) * CELLS));
  return '▓'.repeat(filled) + '░'.repeat(CELLS - filled);
}

/** Whole percent, 0 where nobody voted. */
export const percent = (votes: number, total: number): number =>
  total === 0 ? 0 : Math.round((votes / total) * 100);
