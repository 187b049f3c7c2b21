import { HOUR } from '../durations.ts';
import type { Line } from '../posts/content.ts';
import { plain } from '../posts/content.ts';
import { type RuleFacts, ruleLines } from '../posts/poll.ts';
import type { ReceiptReport } from '../report.ts';
import type { TieRule } from '../story/story.ts';
import { languages } from '../wording/catalogues.ts';
import { phrasesOf } from '../wording/phrases.ts';

/** A published rule as one text, with its times in ISO 8601. */
export const sentenceOf = (rule: readonly Line[]): string => rule.map(withoutRelativeTime).join(' ');

const withoutRelativeTime = (line: Line): string =>
  plain(line.filter((span) => span.kind !== 'time' || span.style === 'full')).replace(' ()', '');

type Ruled = Pick<ReceiptReport, 'kind' | 'binding' | 'rule'>;

/**
 * Whether the sentence of a receipt's rule says what its fields say, in any of the bot's languages. How long a runoff is, and
 * why a vote is held again, are in no field of it.
 * @returns what it says otherwise, as clauses; empty where they agree.
 */
export function sentenceFaults(receipt: Ruled): readonly string[] {
  const { sentence } = receipt.rule;
  if (isSentenceOf(receipt, sentence)) return [];
  for (const [what, others] of othersThan(receipt)) {
    if (others.some((other) => isSentenceOf(other, sentence)))
      return [`The rule was published with another ${what} than it has`];
  }
  return ['The rule was published in words that do not say what it says'];
}

const TIES: readonly TieRule[] = ['runoff', 'showrunner', 'first-listed'];

/** The same rule with another value of one field, as far as the sentence may name it. */
function othersThan({ kind, binding, rule }: Ruled): readonly (readonly [string, readonly Ruled[]])[] {
  const withRule = (change: Partial<ReceiptReport['rule']>): Ruled => ({
    kind,
    binding,
    rule: { ...rule, ...change },
  });
  const times = rule.sentence.match(/\d{4}-\d{2}-\d{2}T[\d:.]{5,12}Z/g) ?? [];
  const numbers = rule.sentence.match(/\d{1,9}/g) ?? [];
  return [
    ['deadline', times.filter((one) => !Number.isNaN(Date.parse(one))).map((closes) => withRule({ closes }))],
    // One vote and none have sentences of their own.
    ['quorum', [0, 1, ...numbers.map(Number)].map((quorum) => withRule({ quorum }))],
    ['rule for ties', TIES.map((tie) => withRule({ tie }))],
  ];
}

const isSentenceOf = (receipt: Ruled, sentence: string): boolean =>
  languages.some((language) =>
    [true, false].some((isOfVersion1) =>
      (['ask', 'announce'] as const).some((missing) =>
        isWritten(receipt, { language, isOfVersion1, missing }, sentence),
      ),
    ),
  );

/** Stands where a reason is written. */
const REASON = '\u0001';
const LENGTH = '\\d+\\s\\p{L}+(?:\\s\\p{L}{1,3}\\s\\d+\\s\\p{L}+)?';

/** Whether the bot writes the rule like this in that language. */
function isWritten(
  { kind, binding, rule }: Ruled,
  {
    language,
    isOfVersion1,
    missing,
  }: Pick<RuleFacts, 'language' | 'isOfVersion1'> & { missing: 'ask' | 'announce' },
  sentence: string,
): boolean {
  const at = Date.parse(rule.closes);
  const facts: RuleFacts = {
    language,
    isOfVersion1,
    kind,
    binding,
    // Whether counts are hidden is not said in it: that differs by platform.
    rules: { tie: rule.tie, runoff: HOUR, quorum: rule.quorum, missing, sealed: false },
    closes: { kind: 'time', at, timezone: 'UTC', style: 'full' },
    relative: { kind: 'time', at, timezone: 'UTC', style: 'relative' },
    reason: REASON,
  };
  const whole = sentenceOf(ruleLines(facts, true));
  // Nothing in it stands for anything: no pattern, which is slow to make, is needed.
  if (rule.tie !== 'runoff' && !whole.includes(REASON)) return whole === sentence;
  const written = escaped(whole);
  const runoff = escaped(phrasesOf(language).duration(HOUR));
  const lasting = rule.tie === 'runoff' ? written.replace(runoff, () => LENGTH) : written;
  return new RegExp(`^${lasting.replace(REASON, '.*')}$`, 'su').test(sentence);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
