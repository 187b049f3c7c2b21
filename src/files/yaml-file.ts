import { LineCounter, type YAMLError } from 'yaml';
import { type StoryPath, writePath } from '../core/story/fault.ts';
import type { FileFault } from '../ports/source-files.ts';
import { readPlainFile } from './plain-file.ts';
import { findExcess } from './yaml-guard.ts';
import { readInSpite } from './yaml-repair.ts';
import { type Located, plantTree } from './yaml-tree.ts';

/** A thousand episodes take about half of it. */
const LARGEST_FILE_BYTES = 1_048_576;
const PARSING = {
  version: '1.2',
  stringKeys: true,
  resolveKnownTags: false,
  // Checked while walking the tree: the parser compares each key with each.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/** One fault, located in the file's structure. `at` is the value's own place by default. */
export interface PathFault {
  readonly path: StoryPath;
  readonly what: string;
  readonly right: string;
  readonly at?: 'key' | 'value';
}

/** A YAML file that could be parsed, as plain data, with the place of everything in it. */
export interface YamlFile {
  readonly data: unknown;
  /** A path that does not exist is located at the nearest thing around it that does. */
  fault(fault: PathFault): FileFault;
  /** Whether there is something at this path. */
  has(path: StoryPath): boolean;
  /** A scalar as it is written in the file: in `data`, a number that is too long loses digits. */
  sourceOf(path: StoryPath): string | undefined;
  /** Keys of a mapping in the order of the file. JavaScript changes that order for keys that are digits. */
  keysOf(path: StoryPath): readonly string[];
}

export type YamlReading =
  | { readonly ok: true; readonly yaml: YamlFile; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly faults: readonly FileFault[]; readonly rest?: RestOfFile };

/**
 * What can be read of a file in spite of its faults. `garbled`: its syntax is wrong somewhere, so something missing or
 * misplaced may only have been misread.
 */
export interface RestOfFile {
  readonly yaml: YamlFile;
  /** With the last value of a key that occurs several times; `yaml` has the first one. */
  readonly otherwise?: YamlFile;
  readonly garbled: boolean;
  /** Whether this place was blanked out for reading: a fault there is not the file's own. */
  inBlank?(place: FileFault): boolean;
}

/**
 * Further faults of a file that could not be read as a whole: not at the places that made it unreadable, and in a garbled
 * file only of values that are there.
 */
export function alsoFaulty(
  { rest, faults }: Extract<YamlReading, { ok: false }>,
  found: (yaml: YamlFile) => readonly PathFault[],
): readonly FileFault[] {
  if (rest === undefined) return faults;
  const { yaml, garbled } = rest;
  const told = new Set(faults.map(placeOf));
  const ownOf = (one: YamlFile): readonly FileFault[] =>
    found(one)
      .filter(({ path }) => !garbled || one.has(path))
      .map((fault) => one.fault(fault))
      .filter((fault) => rest.inBlank?.(fault) !== true && !told.has(placeOf(fault)));
  const own = ownOf(yaml);
  const known = new Set(own.map(placeOf));
  const others = rest.otherwise === undefined ? [] : ownOf(rest.otherwise);
  return [...faults, ...own, ...others.filter((fault) => !known.has(placeOf(fault)))].sort(byPlace);
}

/**
 * Reads and parses a YAML file of at most 1 MB. Whatever the file contains, the answer is its data or its
 * faults.
 * @throws StartupError if the file can't be read at all.
 */
export async function readYamlFile(path: string): Promise<YamlReading> {
  const bytes = await readPlainFile(path, LARGEST_FILE_BYTES, 'Name a YAML file.');
  const parsed = parseYaml(path, bytes);
  return 'faults' in parsed ? { ok: false, ...parsed } : { ok: true, yaml: parsed.yaml, bytes };
}

/** `file` is only a name, for the faults. */
function parseYaml(
  file: string,
  bytes: Uint8Array,
): { readonly yaml: YamlFile } | { readonly faults: readonly FileFault[]; readonly rest?: RestOfFile } {
  const whole = (what: string, right: string) => ({
    faults: [{ file, line: 1, column: 1, path: '', what, right }],
  });
  if (bytes.length > LARGEST_FILE_BYTES) return whole('the file is larger than 1 MB', 'a smaller file');
  // Line ends of old Macintoshes, which the parser does not know.
  const lenient = new TextDecoder('utf-8').decode(bytes).replaceAll(/\r(?!\n)/g, '\n');
  const lines = new LineCounter();
  const faultAt = (offset: number, what: string, right: string): FileFault => {
    const { line, col } = lines.linePos(Math.min(offset, lenient.length));
    const place = { file, line: Math.max(1, line), column: Math.max(1, col), path: '' };
    return { ...place, what: printable(what), right: printable(right) };
  };
  if (!isUtf8(bytes)) {
    countLines(lines, lenient);
    const first = Math.max(0, lenient.indexOf('\uFFFD'));
    return { faults: [faultAt(first, 'this is not UTF-8 text', 'the file saved in the encoding UTF-8')] };
  }
  if (isTwoBytesACharacter(lenient))
    return whole('this is UTF-16 text', 'the file saved in the encoding UTF-8');
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(lenient))
    return whole('this is a web page, not YAML', 'the file itself, as its author saved it');
  const excess = findExcess(lenient);
  if (excess !== undefined) {
    countLines(lines, lenient);
    return { faults: [faultAt(excess.offset, excess.what, excess.right)] };
  }
  countLines(lines, lenient);
  const { document, faults: syntax, blanked, origin } = readInSpite(lenient, PARSING);
  if (syntax.length > 0) {
    const told = syntax.map(({ offset, error }) => faultAt(offset, ...explain(error))).sort(byPlace);
    if (document.contents === null) return { faults: told };
    const original = (offset: number, what: string, right: string) => faultAt(origin(offset), what, right);
    const inBlank = ({ line, column }: FileFault): boolean => {
      const at = (lines.lineStarts[line - 1] ?? 0) + column - 1;
      return blanked.some(({ from, to }) => at >= from && at < to);
    };
    return {
      faults: told,
      rest: { yaml: yamlFile(plantTree(document).root, original), garbled: true, inBlank },
    };
  }
  if (document.directives.yaml.explicit && document.directives.yaml.version !== '1.2') {
    return whole(
      `the file asks for YAML ${document.directives.yaml.version}`,
      'no %YAML line: YAML 1.2 is meant',
    );
  }
  if (document.contents === null) return whole('the file is empty', 'a file like the examples in config');
  const { root, faults } = plantTree(document);
  if (faults.length > 0) {
    const told = faults.map((each) => faultAt(each.offset, each.what, each.right));
    const last = yamlFile(plantTree(document, { ofRepeated: 'last' }).root, faultAt);
    return { faults: told, rest: { yaml: yamlFile(root, faultAt), otherwise: last, garbled: false } };
  }
  return { yaml: yamlFile(root, faultAt) };
}

function yamlFile(
  root: Located,
  faultAt: (offset: number, what: string, right: string) => FileFault,
): YamlFile {
  return {
    data: root.value,
    fault: ({ path, what, right, at }) => {
      const { found, complete } = follow(root, path);
      // Something missing is reported at the key of what it is missing from.
      const offset = at === 'key' || !complete ? (found.keyOffset ?? found.offset) : found.offset;
      return { ...faultAt(offset, what, right), path: printable(writePath(path)) };
    },
    has: (path) => follow(root, path).complete,
    sourceOf: (path) => {
      const { found, complete } = follow(root, path);
      return complete ? found.source : undefined;
    },
    keysOf: (path) => {
      const { found, complete } = follow(root, path);
      return complete ? [...found.children.keys()].map(String) : [];
    },
  };
}

function follow(root: Located, path: StoryPath): { found: Located; complete: boolean } {
  let found = root;
  for (const step of path) {
    const child = found.children.get(step);
    if (child === undefined) return { found, complete: false };
    found = child;
  }
  return { found, complete: true };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 without a byte order mark reads as UTF-8 in which every other character is null. */
const isTwoBytesACharacter = (text: string): boolean =>
  text.length > 1 && (text.match(/\0/g)?.length ?? 0) >= Math.floor(text.length / 3);

function countLines(lines: LineCounter, text: string): void {
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
}

/** The parser's own words if they help, ours if a writer would not know what is meant. */
function explain(error: YAMLError): [what: string, right: string] {
  switch (error.code) {
    case 'MULTIPLE_DOCS':
      return ['a second document begins here', 'one document in a file, without a "---" between'];
    case 'TAB_AS_INDENT':
      return ['this line is indented with a tab', 'spaces, in all lines'];
    case 'BAD_INDENT':
      return [lowerFirst(error.message), 'the same indentation for all keys of a block'];
    case 'NON_STRING_KEY':
      return ['this key is not a plain word', 'a word as the key'];
    case 'MISSING_CHAR':
      return [lowerFirst(error.message), 'a closing quote, bracket or ":" where it is missing'];
    case 'MULTILINE_IMPLICIT_KEY':
      return [
        'a key goes over several lines',
        'a ":" after the key; quotes around a text that contains ": "',
      ];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return ['there is a second ":" in this line', 'quotes around a text that contains ": "'];
    case 'BAD_SCALAR_START':
      return [lowerFirst(error.message), 'quotes around the text'];
    default:
      return [
        lowerFirst(error.message),
        'valid YAML; quotes around a text with special characters often help',
      ];
  }
}

/**
 * Faults quote the file, and a file may contain characters that control a terminal, change the direction of its text, or show
 * nothing. Such characters are written as YAML's escapes.
 */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (found) => {
    const code = (found.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const placeOf = ({ line, column }: FileFault): string => `${line}:${column}`;

/** For sorting faults by their place in the file. */
export function byPlace(one: FileFault, other: FileFault): number {
  return one.line - other.line || one.column - other.column;
}
