import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/core/durations.ts';
import { type RuleFacts, ruleLines } from '../../../src/core/posts/poll.ts';
import { sentenceFaults, sentenceOf } from '../../../src/core/vote/rule-sentence.ts';
import { languages } from '../../../src/core/wording/catalogues.ts';

const OPENS = '2026-11-01T12:00:00.000Z';
const CLOSES = '2026-11-02T12:00:00.000Z';
const KINDS = ['first', 'runoff', 'rerun'] as const;
const TIES = ['runoff', 'showrunner', 'first-listed'] as const;
const EVERY_VERSION = languages.flatMap((language) =>
  [true, false].map((isOfVersion1) => ({ language, isOfVersion1 })),
);
/** Of a rule with everything that its sentence may name. */
const EVERY_RULE = KINDS.flatMap((kind) =>
  TIES.flatMap((tie) =>
    [0, 1, 7].flatMap((quorum) =>
      // One for each form that a length has.
      (tie === 'runoff' ? [5_000, 7_200_000, 1.25 * DAY] : [DAY]).flatMap((runoff) =>
        [true, false].map((binding) => ({ kind, tie, quorum, runoff, binding })),
      ),
    ),
  ),
);

function written(
  { kind, tie, quorum, runoff, binding }: (typeof EVERY_RULE)[number],
  version: Pick<RuleFacts, 'language' | 'isOfVersion1'>,
): string {
  const time = { kind: 'time', at: Date.parse(CLOSES), timezone: 'Europe/Paris' } as const;
  const facts: RuleFacts = {
    ...version,
    ...{ kind, binding, reason: 'wrong poll. Twice.' },
    rules: { tie, runoff, quorum, sealed: false, missing: 'ask' },
    closes: { ...time, style: 'full' },
    relative: { ...time, style: 'relative' },
  };
  return sentenceOf(ruleLines(facts, true));
}

describe('the sentence of a rule', () => {
  it.each(EVERY_VERSION)(
    'in $language is taken as the bot writes it (as version 1 did: $isOfVersion1), and not with another quorum',
    (version) => {
      for (const one of EVERY_RULE) {
        const { kind, binding, tie, quorum } = one;
        const rule = {
          sentence: written(one, version),
          opens: OPENS,
          closes: CLOSES,
          tie,
          quorum,
          sealed: false,
        };
        expect(sentenceFaults({ kind, binding, rule })).toEqual([]);
        const other = { ...rule, quorum: quorum + 1 };
        expect(sentenceFaults({ kind, binding, rule: other })).toHaveLength(kind === 'runoff' ? 0 : 1);
      }
    },
  );

  it('stays what it is, or receipts that are kept count as changed: new words stand beside the old ones, as those of version 1 do', () => {
    const words = languages.flatMap((language) =>
      EVERY_RULE.map((one) => written(one, { language, isOfVersion1: false })),
    );
    // Until the first release that has these words, a new value is fine here.
    expect(createHash('sha256').update(words.join('\n')).digest('hex').slice(0, 16)).toBe('4709e41558d8ffdf');
  });
});
