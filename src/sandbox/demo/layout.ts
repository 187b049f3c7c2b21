/** Characters that take two columns of a terminal: East Asian wide forms and pictographs. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Columns that a text without colours takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

/** Breaks a text between words. A word longer than a line is broken anywhere. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columnsOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (columnsOf(line) > columns) {
      const head = cut(line, columns);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** As much of a text as fits, without a "…". */
function cut(text: string, columns: number): string {
  let head = '';
  for (const character of text) {
    if (columnsOf(head + character) > columns) break;
    head += character;
  }
  return head;
}

/** Exactly this many columns: cut with "…", or padded with spaces. */
export function fitted(text: string, columns: number): string {
  const short = columnsOf(text) <= columns ? text : `${cut(text, columns - 1)}…`;
  return short + ' '.repeat(Math.max(0, columns - columnsOf(short)));
}

const FULL = '━';
const HALF = '╸';

/** A bar in halves of a cell; never empty if there is a vote. `share` is 0 to 1. */
export function barOf(share: number, cells: number): { readonly full: string; readonly rest: string } {
  const halves = share <= 0 ? 0 : Math.max(1, Math.round(share * cells * 2));
  const full = FULL.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? HALF : '');
  return { full, rest: '─'.repeat(cells - full.length) };
}

export const thousands = (count: number): string => count.toLocaleString('en-US');

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${thousands(count)} ${count === 1 ? one : many}`;
