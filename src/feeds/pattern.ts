import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';

/** UTF-16 code units of an expression. */
export const LONGEST_PATTERN = 500;
/** Steps of the compiled expression: one character of a text costs as many of them at most. */
const LARGEST_PROGRAM = 2_000;

export type Pattern =
  | { readonly ok: true; matches(text: string): boolean }
  /** `what`: a clause such as "it has no closing )". `right`: what would be right. */
  | { readonly ok: false; readonly what: string; readonly right: string };

const RIGHT = 'a regular expression such as "trailer|/shorts/"';

/**
 * Reads a regular expression as JavaScript writes it, with the flags `iu`. It is run by RE2, whose time grows with the
 * length of the text alone: an expression that backtracks forever elsewhere does not here. What RE2 can't do
 * (look-ahead, look-behind, back-references) is a fault.
 */
export function readPattern(text: string): Pattern {
  if (text === '') return { ok: false, what: 'it is empty, and would match everything', right: RIGHT };
  if (text.length > LONGEST_PATTERN)
    return {
      ok: false,
      what: `it has ${text.length} characters`,
      right: `at most ${LONGEST_PATTERN} characters`,
    };
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(text), RE2JS.CASE_INSENSITIVE);
    if (compiled.programSize() > LARGEST_PROGRAM)
      return {
        ok: false,
        what: 'it repeats too much',
        right: 'an expression with fewer or smaller repetitions',
      };
    return { ok: true, matches: (words) => compiled.test(words) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { ok: false, ...faultOf(error) };
  }
}

const CANNOT = 'an expression without look-ahead, look-behind and back-references, which could run forever';

/** By RE2's own words. */
const FAULTS: Readonly<Record<string, { readonly what: string; readonly right: string }>> = {
  'missing closing ]': { what: 'it has a [ without a ]', right: RIGHT },
  'missing closing )': { what: 'it has a ( without a )', right: RIGHT },
  'unexpected )': { what: 'it has a ) without a (', right: RIGHT },
  'missing argument to repetition operator': {
    what: 'it repeats nothing',
    right: 'a letter or group before * + ? or {…}',
  },
  'invalid repeat count': { what: 'it has a repetition that is too large', right: 'at most {1000} in all' },
  'expression nests too deeply': { what: 'it nests too deeply', right: RIGHT },
  'trailing backslash at end of expression': { what: 'it ends with a single backslash', right: RIGHT },
  'invalid or unsupported Perl syntax': { what: 'it has a group that begins with (?', right: CANNOT },
  'invalid named capture': { what: 'it has a group that begins with (?<', right: CANNOT },
};

function faultOf(error: RE2JSException): { readonly what: string; readonly right: string } {
  if (!(error instanceof RE2JSSyntaxException)) return { what: "it can't be read", right: RIGHT };
  const known = FAULTS[error.getDescription()];
  if (known !== undefined) return known;
  const part = error.getPattern() ?? '';
  return /^\\[1-9]/.test(part)
    ? { what: `it refers back with ${part}`, right: CANNOT }
    : { what: `it has ${part}, which means nothing`, right: RIGHT };
}

/** Which items of a feed are episodes. */
export interface ItemFilter {
  /** Over title and link. */
  accepts(item: { readonly title: string; readonly url: string }): boolean;
}

/**
 * @param only accepts nothing else; `skip`: accepts none of these.
 * @throws if an expression can't be read. The reader of the file has refused it before.
 */
export function itemFilter({ only, skip }: { readonly only?: string; readonly skip?: string }): ItemFilter {
  const [wanted, unwanted] = [only, skip].map((text) => (text === undefined ? undefined : compiled(text)));
  return {
    accepts({ title, url }) {
      const text = `${title}\n${url}`;
      return (wanted?.(text) ?? true) && !(unwanted?.(text) ?? false);
    },
  };
}

function compiled(text: string): (text: string) => boolean {
  const pattern = readPattern(text);
  if (!pattern.ok)
    throw new Error(`The regular expression ${JSON.stringify(text)} can't be used: ${pattern.what}`);
  return pattern.matches;
}
