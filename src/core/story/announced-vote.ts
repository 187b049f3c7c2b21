import { cutAtWord } from '../text/graphemes.ts';
import { LINE_END, oneLine } from '../text/plain.ts';
import { asSeen } from '../text/unseen.ts';
import type { AnnouncedVote } from './item.ts';

/** Code points of a synopsis. */
const LONGEST_SYNOPSIS = 300;
/** A description is read as far as this, in UTF-16 code units. YouTube's have at most 5,000. */
const LONGEST_DESCRIPTION = 50_000;
/** In UTF-16 code units: question and options of the greatest lengths that a platform takes fit in. */
const LONGEST_VOTE_LINE = 2_000;
const FEWEST_OPTIONS = 2;
const MOST_OPTIONS = 10;

const VOTE_LINE = /^\s*vote\s*:/i;
const QUESTION_MARKS = ['?', '？', '؟'];
/** A link as people paste it, up to the next space. */
const LINK = /(?:https?:\/\/|www\.)[^\s<>]+/giu;

export interface ReadDescription {
  /** One line, at most 300 code points, without links. */
  readonly synopsis: string;
  readonly vote?: AnnouncedVote;
}

/**
 * Takes an episode's description apart: a line `Vote: <question>? <option> | <option> …` is its vote, the rest its
 * synopsis.
 * @param description plain text of any length from anywhere
 */
export function readDescription(description: string): ReadDescription {
  const lines = description.slice(0, LONGEST_DESCRIPTION).split(LINE_END);
  const votes = lines.filter((line) => VOTE_LINE.test(line));
  const synopsis = synopsisOf(lines.filter((line) => !VOTE_LINE.test(line)));
  const [first] = votes;
  if (first === undefined) return { synopsis };
  if (votes.length > 1)
    return { synopsis, vote: { ok: false, what: `it has ${votes.length} lines that begin with "Vote:"` } };
  return { synopsis, vote: readVote(first.replace(VOTE_LINE, '')) };
}

const synopsisOf = (lines: readonly string[]): string =>
  cutAtWord(oneLine(lines.join('\n').replace(LINK, ' ')), LONGEST_SYNOPSIS);

/** @param text what follows `Vote:` in its line */
function readVote(text: string): AnnouncedVote {
  if (text.length > LONGEST_VOTE_LINE)
    return malformed(`its line has more than ${LONGEST_VOTE_LINE} characters`);
  const [head = '', ...rest] = text.split('|');
  const end = endOfQuestion(head);
  if (end === undefined) return malformed('it has no question with a question mark before its options');
  const question = oneLine(head.slice(0, end));
  const options = [head.slice(end), ...rest].map(oneLine);
  if (asSeen(question.slice(0, -1)) === '') return malformed('it has no question before its question mark');
  if (options.length < FEWEST_OPTIONS)
    return malformed(
      `it has ${asSeen(options[0] ?? '') === '' ? 'no option' : 'one option'}, and a vote needs two`,
    );
  if (options.length > MOST_OPTIONS)
    return malformed(`it has ${options.length} options, and a vote has at most ${MOST_OPTIONS}`);
  const empty = options.findIndex((option) => asSeen(option) === '');
  if (empty >= 0) return malformed(`its option ${empty + 1} is empty`);
  const seen = options.map(asSeen);
  const twice = seen.findIndex((option, index) => seen.indexOf(option) < index);
  if (twice >= 0) return malformed(`it has the option "${options[twice]}" twice`);
  return { ok: true, question, options };
}

const malformed = (what: string): AnnouncedVote => ({ ok: false, what });

/**
 * Behind the last question mark that an option follows: a question may consist of several ("Who? Really? A | B"), and an
 * option may be one ("What now? Run? | Hide?"). If none follows, behind the last question mark.
 */
function endOfQuestion(head: string): number | undefined {
  let last: number | undefined;
  for (let at = head.length - 1; at >= 0; at -= 1) {
    if (!QUESTION_MARKS.includes(head.charAt(at))) continue;
    last ??= at + 1;
    if (
      asSeen(head.slice(at + 1))
        .replace(/[?？؟!]/gu, '')
        .trim() !== ''
    )
      return at + 1;
  }
  return last;
}
