import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDescription } from '../../../src/core/story/announced-vote.ts';
import { codePoints } from '../../../src/core/text/graphemes.ts';
import { oneLine } from '../../../src/core/text/plain.ts';
import { asSeen } from '../../../src/core/text/unseen.ts';

const voteOf = (line: string) => readDescription(line).vote;
const whatOf = (line: string): string => {
  const vote = voteOf(line);
  return vote === undefined || vote.ok ? `read as ${JSON.stringify(vote)}` : vote.what;
};

describe('the description of an episode', () => {
  it('announces a vote in a line of its own, which is left out of the synopsis', () => {
    const text =
      'Mara finds a key.\nVote: Which door? The red one | The blue one |  None \r\nNew every Friday.';
    expect(readDescription(text)).toEqual({
      synopsis: 'Mara finds a key. New every Friday.',
      vote: { ok: true, question: 'Which door?', options: ['The red one', 'The blue one', 'None'] },
    });
  });

  it.each([
    ['vote:Go? a|b', 'Go?', ['a', 'b']],
    ['  VOTE :  Who? Really? A | B', 'Who? Really?', ['A', 'B']],
    ['Vote: What now? Run? | Hide?', 'What now?', ['Run?', 'Hide?']],
    ['Vote: Wer geht？ Mara | Jon', 'Wer geht？', ['Mara', 'Jon']],
    ['Vote: ¿Quién llama?! Ana | Luis', '¿Quién llama?', ['! Ana', 'Luis']],
  ])('reads %s', (line, question, options) => {
    expect(voteOf(line)).toEqual({ ok: true, question, options });
  });

  it.each([
    ['Vote: Red or blue | Green', 'it has no question with a question mark before its options'],
    ['Vote:', 'it has no question with a question mark before its options'],
    ['Vote: ? A | B', 'it has no question before its question mark'],
    ['Vote: Which?', 'it has no option, and a vote needs two'],
    ['Vote: Which?? ', 'it has no option, and a vote needs two'],
    ['Vote: Which? A', 'it has one option, and a vote needs two'],
    ['Vote: Which? A | | C', 'its option 2 is empty'],
    ['Vote: Which? A | \u200b | C', 'its option 2 is empty'],
    ['Vote: Which? Red | Blue | RED ', 'it has the option "RED" twice'],
    [`Vote: Which? ${'abcdefghijk'.split('').join(' | ')}`, 'it has 11 options, and a vote has at most 10'],
    [`Vote: ${'long '.repeat(500)}? A | B`, 'its line has more than 2000 characters'],
    ['Vote: A? b | c\ntext\nVote: D? e | f', 'it has 2 lines that begin with "Vote:"'],
  ])('says what is wrong with %s', (line, what) => {
    expect(whatOf(line)).toBe(what);
  });

  it('keeps every vote line out of the synopsis, also a malformed one', () => {
    expect(readDescription('One.\nVote: nothing\nVote: A? b | c\nTwo.').synopsis).toBe('One. Two.');
  });

  it('takes a word such as "Voters:" or "The vote:" for text', () => {
    expect(readDescription('Voters: all?\nThe vote: now? a | b')).toEqual({
      synopsis: 'Voters: all? The vote: now? a | b',
    });
  });

  it('has a synopsis without links, cut between two words', () => {
    const text = `Watch https://watch.example/1?a=b and www.other.example/x here. ${'word '.repeat(100)}`;
    const { synopsis } = readDescription(text);
    expect(synopsis).toMatch(/^Watch and here\. word .*word…$/);
    expect(codePoints(synopsis)).toBeLessThanOrEqual(300);
  });

  it('gives one line of at most 300 code points without links, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', 'Vote:', '?', '|', 'https://x.example ', '\u202e', '\ud800', '\u0301'.repeat(50)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { synopsis, vote } = readDescription(pieces.join(''));
        expect(codePoints(synopsis)).toBeLessThanOrEqual(300);
        expect(synopsis).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202e]|https?:\/\/\S/u);
        expect(oneLine(synopsis)).toBe(synopsis);
        if (vote?.ok !== true) return;
        expect(vote.options.length).toBeGreaterThanOrEqual(2);
        expect(vote.options.length).toBeLessThanOrEqual(10);
        expect(new Set(vote.options.map(asSeen)).size).toBe(vote.options.length);
        for (const words of [vote.question, ...vote.options]) {
          expect(words).not.toBe('');
          expect(oneLine(words)).toBe(words);
        }
      }),
    );
  });

  it('gives back question and options that somebody wrote in the form', () => {
    const words = fc
      .string({ minLength: 1, maxLength: 40 })
      .map((text) => text.replace(/[?|]/g, 'x'))
      .filter((text) => /^[!-~]([ -~]*[!-~])?$/.test(text) && oneLine(text) === text);
    fc.assert(
      fc.property(
        words,
        fc.uniqueArray(words, { minLength: 2, maxLength: 10, selector: asSeen }),
        (question, options) => {
          const told = options.every((option) => /[^!]/.test(option));
          fc.pre(told);
          expect(voteOf(`Vote: ${question}? ${options.join(' | ')}`)).toEqual({
            ok: true,
            question: `${question}?`,
            options,
          });
        },
      ),
    );
  });

  it('is read in time that grows with its length alone', () => {
    const hostile = [
      `Vote: ${'?\u200b'.repeat(500_000)}`,
      `Vote: ${'?'.repeat(1_900)} | a`,
      `${'Vote:'.repeat(200_000)}`,
      '\nVote: '.repeat(200_000),
      'https://'.repeat(200_000),
      '\u0301'.repeat(1_000_000),
    ];
    const slow = hostile.filter((text) => {
      const before = performance.now();
      readDescription(text);
      return performance.now() - before > 2_000;
    });
    expect(slow).toEqual([]);
  });
});
