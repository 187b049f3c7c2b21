import { CST, Lexer } from 'yaml';

/** Far more than any story needs (the shipped one has some 1,300), but still read in well under a second. */
const MOST_TOKENS = 200_000;
/** A story is six levels deep. The parser recurses, and a stack overflow can take the process down. */
const DEEPEST_FLOW = 32;
const DEEPEST_INDENTATION = 100;
const MOST_INDICATORS_IN_A_LINE = 16;

export interface Excess {
  /** Where in the text. */
  readonly offset: number;
  readonly what: string;
  readonly right: string;
}

/**
 * Scans YAML token by token, which takes neither recursion nor memory, for what would exhaust the parser:
 * endless nesting, and files of nothing but punctuation.
 */
export function findExcess(source: string): Excess | undefined {
  let offset = 0;
  let tokens = 0;
  let flow = 0;
  let indicators = 0;
  let atLineStart = true;
  let scalarFollows = false;
  for (const token of new Lexer().lex(source)) {
    tokens += 1;
    if (tokens > MOST_TOKENS) return { offset, what: 'the file is too large', right: 'a smaller file' };
    if (scalarFollows) {
      scalarFollows = false;
      offset += token.length;
      atLineStart = token.endsWith('\n');
      continue;
    }
    switch (CST.tokenType(token)) {
      case 'scalar':
        scalarFollows = true;
        continue; // A control character that the lexer adds: it is not in the text.
      case 'doc-mode':
      case 'flow-error-end':
        continue;
      case 'flow-map-start':
      case 'flow-seq-start':
        flow += 1;
        break;
      case 'flow-map-end':
      case 'flow-seq-end':
        flow = Math.max(0, flow - 1);
        break;
      case 'newline':
        indicators = 0;
        break;
      case 'seq-item-ind':
      case 'explicit-key-ind':
      case 'map-value-ind':
        if (flow === 0) indicators += 1;
        break;
    }
    const indented = atLineStart && flow === 0 && /^ +$/.test(token) && token.length > DEEPEST_INDENTATION;
    if (flow > DEEPEST_FLOW || indicators > MOST_INDICATORS_IN_A_LINE || indented) {
      return { offset, what: 'the nesting is too deep', right: 'the plain structure of the examples' };
    }
    offset += token.length;
    atLineStart = token.endsWith('\n');
  }
  return undefined;
}
