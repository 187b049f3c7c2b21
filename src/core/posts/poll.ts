import type { Line, Notice, PollPost } from '../content.ts';
import { roundNumber } from '../ids.ts';
import { findRound, isIn, type Round, type Season } from '../season/state.ts';
import { DEFAULT_EXTENDABLE } from '../story.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { catalogueOf } from '../wording/catalogues.ts';
import { type Occasion, time } from './occasion.ts';

export function composePoll(season: Season, occasion: Occasion, words: Catalogue): PollPost | undefined {
  const round = findRound(season, roundNumber(occasion.number));
  if (round === undefined || (!isIn(round, 'voting') && occasion.past !== true)) return undefined;
  return {
    kind: 'poll',
    mark: occasion.mark,
    language: words.language,
    question: round.question,
    options: round.options.map(({ id, label }) => ({ id, label })),
    rule: publishedRule(season, round, occasion.canSeal),
    closesAt: round.closesAt,
    extendableTo: round.closesAt + (round.rules.extendable ?? DEFAULT_EXTENDABLE),
    backstopAt: round.backstopAt,
    sealed: round.rules.sealed && occasion.canSeal,
  };
}

/** The frozen rule as it stands with the poll: until when, what wins, ties, quorum, who counts. */
export function publishedRule(season: Season, round: Round, canSeal: boolean): readonly Line[] {
  const words = catalogueOf(season.story.language);
  const { rules } = round;
  const inRunoff = round.kind === 'runoff';
  return [
    ...(inRunoff ? [words.runoffBetween] : []),
    ...(round.kind === 'rerun' ? [words.voteAgain(reasonOfVoid(season, round))] : []),
    words.endsAt(time(season, round.closesAt, 'full'), time(season, round.closesAt, 'relative')),
    // Not said in seasons that an older version began: their receipts stay what they were.
    ...(rules.extendable === undefined ? [] : [words.closedThen]),
    words.mostVotesWin(round.binding),
    ...(hasTieRule(round) ? [inRunoff ? words.runoffTieRule : words.tieRule(rules.tie, rules.runoff)] : []),
    ...(rules.quorum > 0 && !inRunoff ? [words.quorum(rules.quorum)] : []),
    ...(round.binding && rules.missing === 'ask' ? [words.waiting.rule] : []),
    words.whoCounts,
    ...(rules.sealed ? [words.sealed(canSeal)] : []),
  ];
}

/** A prediction that is tied is told as tied. Those of older versions were published with a rule. */
const hasTieRule = ({ binding, rules }: Round): boolean => binding || rules.extendable === undefined;

function reasonOfVoid(season: Season, round: Round): string {
  const voided = round.of === undefined ? undefined : findRound(season, round.of);
  return voided?.interventions.find(({ what }) => what === 'voided')?.reason ?? '';
}

export function composeReminder(
  season: Season,
  { number, mark, past }: Occasion,
  words: Catalogue,
): Notice | undefined {
  const round = findRound(season, roundNumber(number));
  if (round === undefined || (!isIn(round, 'voting') && past !== true)) return undefined;
  return {
    kind: 'reminder',
    mark,
    language: words.language,
    title: words.reminderTitle(round.question),
    lines: [words.reminder(time(season, round.closesAt, 'full'), time(season, round.closesAt, 'relative'))],
  };
}

export function composeExtension(
  season: Season,
  { number, mark, past }: Occasion,
  words: Catalogue,
): Notice | undefined {
  const extended = season.extensions[number - 1];
  const round = extended === undefined ? undefined : findRound(season, extended);
  if (round === undefined || (!isIn(round, 'voting') && past !== true)) return undefined;
  return {
    kind: 'extension',
    mark,
    language: words.language,
    title: words.extensionTitle(round.question),
    lines: [words.extension(time(season, round.closesAt, 'full'), time(season, round.closesAt, 'relative'))],
  };
}
