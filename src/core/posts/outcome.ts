import type { RoundIn } from '../season/state.ts';
import type { Decision } from '../vote/decision.ts';
import type { Tally } from '../vote/tally.ts';
import { percent } from '../wording/bars.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import type { DecidedBy } from '../wording/result-words.ts';
import type { Line } from './content.ts';
import { optionOf } from './occasion.ts';

export function decidedBy({ binding, phase }: RoundIn<'decided'>): DecidedBy {
  const { rule } = phase.decision;
  if (rule.kind === 'showrunner') return 'showrunner';
  if (!binding) return 'prediction';
  return rule.kind === 'plurality' ? 'audience' : 'rule';
}

/** What came of a vote: a sentence with the winner's label, its votes and the total; and why, if it was not the votes alone. */
export interface Outcome {
  readonly sentence: Line;
  readonly why?: Line;
}

export function outcomeOf(round: RoundIn<'decided'>, words: Catalogue): Outcome {
  const { decision, tally } = round.phase;
  const { id, label } = optionOf(round, decision.option);
  const votes = tally.counts[id] ?? 0;
  const standing = [label, votes, tally.total, percent(votes, tally.total)] as const;
  switch (decidedBy(round)) {
    case 'audience':
      return { sentence: words.winner(...standing) };
    case 'showrunner':
      return { sentence: words.result.chosen(...standing), ...because(whyAPerson(decision, tally, words)) };
    case 'rule':
      return { sentence: words.result.goesOn(...standing), ...because(words.decidedBy(decision)) };
    case 'prediction': {
      const { expected, expectedNone, expectedTie } = words.result;
      if (isAbout(decision, 'nobody-could')) return { sentence: words.waiting.cause('nobody-could', 0) };
      if (tally.total === 0) return { sentence: expectedNone };
      return { sentence: (decision.rule.kind === 'plurality' ? expected : expectedTie)(...standing) };
    }
  }
}

const because = (why: Line | undefined): Pick<Outcome, 'why'> => (why === undefined ? {} : { why });

/** The title says who decided. */
const whyAPerson = ({ rule }: Decision, { total }: Tally, { waiting }: Catalogue): Line | undefined =>
  rule.kind === 'showrunner' ? waiting.cause(rule.because, total) : undefined;

const isAbout = ({ rule }: Decision, because: string): boolean =>
  'because' in rule && rule.because === because;
