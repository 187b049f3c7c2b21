import { type Document, isCollection, isNode, isScalar, visit, type YAMLError } from 'yaml';

/** One place where the syntax is wrong, by its offset in the file's own text. */
export interface SyntaxFault {
  readonly offset: number;
  readonly error: YAMLError;
}

/**
 * All tabs are made blanks at once to read a file in spite of them, so that the parser names only the first. These are the
 * other lines that they indent. Inside brackets, quotes and blocks of text a tab is none of the indentation.
 * @param document as it was read in the end.
 * @param origin of an offset in `document`, the one in `source`.
 */
export function otherTabs(
  source: string,
  document: Document.Parsed,
  origin: (offset: number) => number,
  told: readonly SyntaxFault[],
): readonly SyntaxFault[] {
  const first = told.find(({ error }) => error.code === 'TAB_AS_INDENT');
  if (first === undefined) return [];
  const inside = textsAndBrackets(document, origin);
  const lines = new Set(told.map(({ offset }) => lineStart(source, offset)));
  const found: SyntaxFault[] = [];
  for (const { index, 0: blank } of source.matchAll(/^ *\t[ \t]*(?=[^\s#])/gm)) {
    if (lines.has(index) || inside.some(([from, to]) => index > from && index < to)) continue;
    found.push({ offset: index + blank.indexOf('\t'), error: first.error });
  }
  return found;
}

function textsAndBrackets(
  document: Document.Parsed,
  origin: (offset: number) => number,
): readonly (readonly [from: number, to: number])[] {
  const found: (readonly [number, number])[] = [];
  visit(document, (_, node) => {
    if (!isNode(node) || !node.range) return;
    const [from, to] = node.range;
    if (isScalar(node) || (isCollection(node) && node.flow === true)) found.push([origin(from), origin(to)]);
  });
  return found;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
