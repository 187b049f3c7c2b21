import { type Document, type ParseOptions, parseDocument, type YAMLError } from 'yaml';
import { otherTabs, type SyntaxFault } from './yaml-tabs.ts';

/** Offsets; `to` is exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A file whose syntax is wrong in places, read with those places closed, straightened or blanked out. */
export interface RepairedYaml {
  readonly document: Document.Parsed;
  readonly faults: readonly SyntaxFault[];
  /** Ranges of the file's own text that were blanked out for reading: their content is unknown. */
  readonly blanked: readonly Range[];
  /** Maps an offset in `document` to the one in the file's own text. */
  readonly origin: (offset: number) => number;
}

/** A change of the text: replaces this many characters from `at` on. */
interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly inserted: string;
  /** What was there is no longer known. */
  readonly blank?: true;
}
type Repair = readonly Edit[];

interface Attempt {
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly document: Document.Parsed;
  readonly first: YAMLError | undefined;
}

/** A file with more faults than this is not a file of ours, and its reader has seen enough. */
const MOST_FAULTS = 50;
/** Characters parsed in all attempts together: well below a second. */
const MOST_PARSED = 500_000;
/** How many lines above a fault may contain the quote or bracket that was left open. */
const LINES_ABOVE = 40;
/** Widths in which editors show a tab. */
const TAB_WIDTHS = [8, 4, 2];

/**
 * A parser misreads what follows a fault. So the first fault is noted and closed, straightened or blanked out, the text is
 * parsed again, and so on. That way we find the faults after it, and the values around it.
 */
export function readInSpite(source: string, options: ParseOptions & object): RepairedYaml {
  let parsed = 0;
  const attempt = (text: string, edits: readonly Edit[]): Attempt => {
    parsed += text.length + 1;
    const document = parseDocument(text, options) as Document.Parsed;
    return { text, edits, document, first: earliest(document.errors) };
  };
  const faults: SyntaxFault[] = [];
  let now = attempt(source, []);
  while (now.first !== undefined && faults.length < MOST_FAULTS) {
    const error = now.first;
    const next = best(now, error, attempt, () => parsed < MOST_PARSED);
    if (next === undefined) break;
    faults.push({ offset: originOf(now.edits, error.pos[0]), error });
    now = next;
  }
  const { text, edits, document } = now;
  const origin = (offset: number): number => originOf(edits, offset);
  const left = document.errors.slice(0, MOST_FAULTS - faults.length);
  const told = [...faults, ...left.map((error) => ({ offset: origin(error.pos[0]), error }))];
  return {
    document,
    faults: [...told, ...otherTabs(source, document, origin, told)].slice(0, MOST_FAULTS),
    blanked: [
      ...edits.flatMap(({ at, removed, blank }, index) => {
        const from = originOf(edits.slice(0, index), at);
        return blank === true ? [{ from, to: from + removed }] : [];
      }),
      ...left.map(({ pos: [at] }) => ({ from: origin(lineStart(text, at)), to: origin(lineEnd(text, at)) })),
    ],
    origin,
  };
}

/**
 * The first repair after which nothing is wrong up to the end of the fault's line; otherwise one with fewer faults, if any.
 */
function best(
  now: Attempt,
  error: YAMLError,
  attempt: (text: string, edits: readonly Edit[]) => Attempt,
  mayGoOn: () => boolean,
): Attempt | undefined {
  const [from] = error.pos;
  const behind = originOf(now.edits, lineEnd(now.text, from));
  let fewest: Attempt | undefined;
  for (const repair of repairsOf(now.text, error)) {
    if (!mayGoOn()) return fewest;
    const one = attempt(applied(now.text, repair), [...now.edits, ...repair]);
    if (one.first === undefined || originOf(one.edits, one.first.pos[0]) > behind) return one;
    if (one.document.errors.length < (fewest ?? now).document.errors.length) fewest = one;
  }
  return fewest;
}

/** Repairs for a fault at this offset, the likeliest first. Each of several edits assumes those before it. */
function* repairsOf(text: string, { code, pos: [at] }: YAMLError): Iterable<Repair> {
  const start = lineStart(text, at);
  const end = lineEnd(text, at);
  const line = text.slice(start, end);
  if (code === 'BAD_DQ_ESCAPE') yield [{ at, removed: 2, inserted: 'xx' }];
  if (/^ *\t/m.test(text)) for (const width of TAB_WIDTHS) yield withoutTabs(text, width);
  for (const [from, to] of linesUpTo(text, end)) {
    const closing = closingOf(text.slice(from, to));
    if (closing !== '') yield [{ at: to, removed: 0, inserted: closing }];
  }
  // What follows a quoted text in a list or block between brackets, up to its end.
  const rest = /^[^,}\]\n]*/.exec(text.slice(at, end))?.[0].length ?? 0;
  if (rest > 0 && /[[{]/.test(line)) yield [blankedOut(at, rest, ' ')];
  const value = /^(\s*(?:- +)*[^\s#{["'][^:]*: +)(\S.*)$/.exec(line);
  const [, key = '', written = ''] = value ?? [];
  if (written !== '') yield [blankedOut(start + key.length, written.length, 'x')];
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  for (const wanted of new Set([indentAbove(text, start), indent + 1, indent - 1]))
    if (wanted >= 0 && wanted !== indent)
      yield [{ at: start, removed: indent, inserted: ' '.repeat(wanted) }];
  yield [blankedOut(start, end - start, ' ')];
}

const blankedOut = (at: number, length: number, by: string): Edit => ({
  at,
  removed: length,
  inserted: by.repeat(length),
  blank: true,
});

function withoutTabs(text: string, width: number): Repair {
  const edits: Edit[] = [];
  let shift = 0;
  for (const { index, 0: blank } of text.matchAll(/^[ \t]*\t[ \t]*/gm)) {
    const inserted = blank.replaceAll('\t', ' '.repeat(width));
    edits.push({ at: index + shift, removed: blank.length, inserted });
    shift += inserted.length - blank.length;
  }
  return edits;
}

/** The quotes and brackets that the line opened and did not close. */
function closingOf(line: string): string {
  const open: string[] = [];
  let quote = '';
  for (const [index, character] of [...line].entries()) {
    const before = line[index - 1] ?? ' ';
    if (quote !== '') {
      if (character === quote && before !== '\\') quote = '';
    } else if (/["']/.test(character) && /[\s[{,]/.test(before)) quote = character;
    else if (character === '{') open.push('}');
    else if (character === '[') open.push(']');
    else if (character === open.at(-1)) open.pop();
    else if (character === '#' && before === ' ') break;
  }
  return quote + open.reverse().join('');
}

/** From the line that ends here upwards, each as its offsets. */
function* linesUpTo(text: string, end: number): Iterable<readonly [from: number, to: number]> {
  for (let to = end, count = 0; to >= 0 && count < LINES_ABOVE; count += 1) {
    const from = lineStart(text, to);
    yield [from, to];
    to = from - 1;
  }
}

function indentAbove(text: string, start: number): number {
  const above = text.slice(0, start).match(/^ *(?=[^\s#])/gm);
  return above?.at(-1)?.length ?? 0;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

const applied = (text: string, repair: Repair): string =>
  repair.reduce(
    (before, { at, removed, inserted }) => before.slice(0, at) + inserted + before.slice(at + removed),
    text,
  );

/** Back through the edits, the last one first. Text that an edit inserted maps to where the edit was made. */
function originOf(edits: readonly Edit[], offset: number): number {
  return edits.reduceRight((at, edit) => {
    if (at < edit.at + Math.min(edit.inserted.length, edit.removed)) return at;
    return Math.max(
      edit.at + Math.min(edit.inserted.length, edit.removed),
      at - edit.inserted.length + edit.removed,
    );
  }, offset);
}

const earliest = (errors: readonly YAMLError[]): YAMLError | undefined =>
  errors.reduce<YAMLError | undefined>(
    (first, error) => (first === undefined || error.pos[0] < first.pos[0] ? error : first),
    undefined,
  );
