import type { OptionId } from '../ids.ts';
import type { Option, VotingRules } from '../story/story.ts';
import { type OutletCount, type Tally, tally } from './tally.ts';

/** The winning option and the rule that chose it. Frozen once made. */
export interface Decision {
  readonly option: OptionId;
  readonly rule: DecisionRule;
}

export type DecisionRule =
  /** More ballots than any other option. */
  | { readonly kind: 'plurality' }
  /** The story's order decided. */
  | {
      readonly kind: 'first-listed';
      readonly because: 'tie' | 'runoff-tie' | 'nobody-voted' | 'nobody-could';
    }
  | { readonly kind: 'showrunner'; readonly because: Exclude<Undecided['cause'], Doubt> };

/** Why counts that would decide may not speak for the audience. */
export type Doubt = 'missing' | 'late';

/** Why a round waits for a showrunner. */
export interface Undecided {
  /**
   * `missing`: so many outlets never had a poll that a showrunner is asked first; `nobody-could`: all of them; `late`: so
   * many had too little time.
   */
  readonly cause: 'tie' | 'quorum' | 'nobody-voted' | 'nobody-could' | Doubt;
  /**
   * The options that a showrunner chooses from: the tied ones, or all if the quorum failed. If outlets are missing or late:
   * the option that the counts lead to, if it is one.
   */
  readonly among: readonly OptionId[];
}

/** First attempt, runoff among tied options, or the vote run again after a void. */
export type RoundKind = 'first' | 'runoff' | 'rerun';

export type Verdict =
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'runoff'; readonly among: readonly OptionId[] }
  | { readonly kind: 'undecided'; readonly why: Undecided };

interface RoundOfRules {
  readonly kind: RoundKind;
  readonly options: readonly Pick<Option, 'id'>[];
  readonly rules: Pick<VotingRules, 'tie' | 'quorum'>;
}

/**
 * What a round's counts lead to under its frozen rules. If no outlet had a poll, we never say that nobody voted, because that
 * says nothing about what the audience wants.
 */
export function verdictOn(
  round: RoundOfRules,
  outlets: readonly OutletCount[],
): { readonly verdict: Verdict; readonly tally: Tally } {
  const options = round.options.map((option) => option.id);
  const counted = tally(options, outlets);
  const verdict = decideRound(round, counted);
  return { verdict: couldVote(outlets) ? verdict : whereNobodyCould(verdict), tally: counted };
}

export const couldVote = (outlets: readonly OutletCount[]): boolean =>
  outlets.length === 0 || outlets.some((outlet) => outlet.status !== 'missing');

function whereNobodyCould(verdict: Verdict): Verdict {
  switch (verdict.kind) {
    case 'undecided':
      return { ...verdict, why: { ...verdict.why, cause: 'nobody-could' } };
    case 'decided':
      return {
        ...verdict,
        decision: { ...verdict.decision, rule: { kind: 'first-listed', because: 'nobody-could' } },
      };
    case 'runoff':
      return verdict;
  }
}

/**
 * Applies a round's frozen rules to its tally. First the quorum, which does not apply to runoffs; then a
 * plurality wins; then the tie rule. A runoff happens once: if it is tied again or nobody votes in it, the
 * first listed of its options wins. If nobody votes in a first round, the first listed option wins, unless
 * the tie rule leaves it to a showrunner.
 */
function decideRound(round: RoundOfRules, tally: Tally): Verdict {
  const options = round.options.map((option) => option.id);
  const inRunoff = round.kind === 'runoff';
  if (!inRunoff && tally.total < round.rules.quorum) {
    return { kind: 'undecided', why: { cause: 'quorum', among: options } };
  }
  const most = Math.max(...options.map((option) => tally.counts[option] ?? 0));
  const leaders = options.filter((option) => (tally.counts[option] ?? 0) === most);
  const [first] = leaders;
  if (first === undefined) throw new Error('A round without options cannot be decided');
  if (leaders.length === 1)
    return { kind: 'decided', decision: { option: first, rule: { kind: 'plurality' } } };

  const nobodyVoted = tally.total === 0;
  const firstListed = (because: 'tie' | 'runoff-tie' | 'nobody-voted'): Verdict => ({
    kind: 'decided',
    decision: { option: first, rule: { kind: 'first-listed', because } },
  });
  if (inRunoff) return firstListed(nobodyVoted ? 'nobody-voted' : 'runoff-tie');
  if (round.rules.tie === 'showrunner') {
    return { kind: 'undecided', why: { cause: nobodyVoted ? 'nobody-voted' : 'tie', among: leaders } };
  }
  if (nobodyVoted) return firstListed('nobody-voted');
  return round.rules.tie === 'runoff' ? { kind: 'runoff', among: leaders } : firstListed('tie');
}
