import { roundNumber } from '../ids.ts';
import { findRound, isIn, type Round, type Season } from '../season/state.ts';
import { DEFAULT_EXTENDABLE, type VotingRules } from '../story/story.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { catalogueOf } from '../wording/catalogues.ts';
import { firstRuleWords } from '../wording/rule-words-v1.ts';
import { type Earlier, type Line, type Notice, type PollPost, type Span, text } from './content.ts';
import { type Occasion, time } from './occasion.ts';

export function composePoll(season: Season, occasion: Occasion, words: Catalogue): PollPost | undefined {
  const round = findRound(season, roundNumber(occasion.number));
  if (round === undefined || (!isIn(round, 'voting') && occasion.past !== true)) return undefined;
  return {
    kind: 'poll',
    mark: occasion.mark,
    language: words.language,
    question: round.question,
    options: round.options.map(({ id, label, emoji }) => ({
      id,
      label,
      ...(emoji !== undefined && { emoji }),
    })),
    rule: publishedRule(season, round, occasion.canSeal),
    closesAt: round.closesAt,
    extendableTo: round.closesAt + (round.rules.extendable ?? DEFAULT_EXTENDABLE),
    backstopAt: round.backstopAt,
    sealed: round.rules.sealed && occasion.canSeal,
  };
}

/** What the sentences of a published rule are made of. */
export interface RuleFacts {
  readonly language: string;
  /** Its words are those of version 1. */
  readonly isOfVersion1: boolean;
  readonly kind: Round['kind'];
  readonly binding: boolean;
  readonly rules: Pick<VotingRules, 'tie' | 'runoff' | 'quorum' | 'missing' | 'sealed'>;
  readonly closes: Span;
  readonly relative: Span;
  /** Of a vote that is held again. */
  readonly reason: string;
}

/** The frozen rule as published with the poll: until when, what wins, ties, quorum, who counts. */
export function publishedRule(season: Season, round: Round, canSeal: boolean): readonly Line[] {
  return ruleLines(factsOf(season, round), canSeal);
}

const factsOf = (season: Season, round: Round): RuleFacts => ({
  language: season.story.language,
  isOfVersion1: isOfVersion1(round),
  kind: round.kind,
  binding: round.binding,
  rules: round.rules,
  closes: time(season, round.closesAt, 'full'),
  relative: time(season, round.closesAt, 'relative'),
  reason: reasonOfVoid(season, round),
});

export function ruleLines(facts: RuleFacts, canSeal: boolean): readonly Line[] {
  const { rules, binding } = facts;
  const words = catalogueOf(facts.language);
  const { runoffBetween, voteAgain, endsAt, whoCounts, sealed } = ruleWords(facts);
  const inRunoff = facts.kind === 'runoff';
  return [
    ...(inRunoff ? [runoffBetween] : []),
    ...(facts.kind === 'rerun' ? [voteAgain(facts.reason)] : []),
    endsAt(facts.closes, facts.relative),
    // Omitted in seasons of version 1, so that their receipts do not change.
    ...(facts.isOfVersion1 ? [] : [words.closedThen]),
    ...whatDecides(facts),
    ...(binding && rules.missing === 'ask' ? [words.waiting.rule] : []),
    whoCounts,
    ...(rules.sealed ? [sealed(canSeal)] : []),
  ];
}

/** The rule of a round after its end: what wins, ties, quorum and who counts, without times. */
export function ruleInBrief(season: Season, round: Round): readonly Line[] {
  const facts = factsOf(season, round);
  return [...whatDecides(facts), ruleWords(facts).whoCounts];
}

function whatDecides(
  facts: Pick<RuleFacts, 'language' | 'isOfVersion1' | 'kind' | 'binding' | 'rules'>,
): readonly Line[] {
  const { rules, binding } = facts;
  const { mostVotesWin, tieRule, runoffTieRule, quorum } = ruleWords(facts);
  const inRunoff = facts.kind === 'runoff';
  // A tied prediction is shown as tied. Predictions of version 1 were published with a rule.
  const hasTieRule = binding || facts.isOfVersion1;
  return [
    mostVotesWin(binding),
    ...(hasTieRule ? [inRunoff ? runoffTieRule : tieRule(rules.tie, rules.runoff)] : []),
    ...(rules.quorum > 0 && !inRunoff ? [quorum(rules.quorum)] : []),
  ];
}

const ruleWords = ({ language, isOfVersion1 }: Pick<RuleFacts, 'language' | 'isOfVersion1'>) =>
  (isOfVersion1 ? firstRuleWords(language) : undefined) ?? catalogueOf(language);

/** Its rules were frozen before `extendable` was one of them. */
export const isOfVersion1 = ({ rules }: Round): boolean => rules.extendable === undefined;

function reasonOfVoid(season: Season, round: Round): string {
  const voided = round.of === undefined ? undefined : findRound(season, round.of);
  return voided?.interventions.find(({ what }) => what === 'voided')?.reason ?? '';
}

const bothTimes = (season: Season, { closesAt }: Round) =>
  [time(season, closesAt, 'full'), time(season, closesAt, 'relative')] as const;

/** One line without the question: it is a reply to the poll that asks it. */
function leadingTo(
  poll: Earlier | undefined,
  sentence: Line,
  words: Catalogue,
): Pick<Notice, 'title' | 'lines' | 'replyTo'> {
  const link =
    poll?.link === undefined
      ? []
      : [text(' '), { kind: 'link' as const, text: words.toPoll, url: poll.link }];
  return { title: '', lines: [[...sentence, ...link]], ...(poll !== undefined && { replyTo: poll }) };
}

export function composeReminder(
  season: Season,
  { number, mark, past, poll }: Occasion,
  words: Catalogue,
): Notice | undefined {
  const round = findRound(season, roundNumber(number));
  if (round === undefined || (!isStillLastCall(round) && past !== true)) return undefined;
  return {
    kind: 'reminder',
    mark,
    language: words.language,
    ...leadingTo(poll, words.reminder(...bothTimes(season, round)), words),
  };
}

/**
 * If a reminder waited while the deadline moved, it would hurry people who still have time: the extension is announced
 * instead.
 */
const isStillLastCall = (round: Round): boolean =>
  isIn(round, 'voting') && (round.phase.remindedOf ?? round.closesAt) === round.closesAt;

export function composeExtension(
  season: Season,
  { number, mark, past, poll }: Occasion,
  words: Catalogue,
): Notice | undefined {
  const extended = season.extensions[number - 1];
  const round = extended === undefined ? undefined : findRound(season, extended.round);
  if (round === undefined || (!isIn(round, 'voting') && !isIn(round, 'waiting') && past !== true))
    return undefined;
  return {
    kind: 'extension',
    mark,
    language: words.language,
    ...leadingTo(poll, words.extension(...bothTimes(season, round)), words),
  };
}
