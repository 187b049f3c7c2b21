import type { Appearance } from '../appearance.ts';
import { platformTitle } from '../platform-name.ts';
import { episodeNumber, isIn, type Round, type RoundIn, type Season } from '../season/state.ts';
import { findEpisode, type Option } from '../story/story.ts';
import { isolated } from '../text/bidi.ts';
import { codePoints, cut, cutAtWord } from '../text/graphemes.ts';
import { type OutletCount, votesByPlatform } from '../vote/tally.ts';
import { percent } from '../wording/bars.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { catalogueOf } from '../wording/catalogues.ts';
import { phrasesOf } from '../wording/phrases.ts';
import { type Line, plain } from './content.ts';
import { decidedBy, outcomeOf } from './outcome.ts';
import { ruleInBrief } from './poll.ts';
import type { CardOption, ResultCard } from './result-card.ts';

export interface CardFacts {
  readonly appearance: Appearance;
  /** Those with which the round was settled. */
  readonly counts: readonly OutletCount[];
  /** The receipt's hash at the decision, in hexadecimal. */
  readonly hash: string;
}

/** Digits of the hash on a card: enough to compare by eye. */
const HASH_DIGITS = 12;

/** @returns undefined unless the round is decided. */
export function composeCard(season: Season, round: Round, facts: CardFacts): ResultCard | undefined {
  if (!isIn(round, 'decided')) return undefined;
  const words = catalogueOf(season.story.language);
  const { sentence, why } = outcomeOf(round, words);
  const { total } = round.phase.tally;
  const counted = facts.counts.filter((count) => count.status !== 'missing');
  const ids = round.options.map(({ id }) => id);
  const { grouped } = phrasesOf(words.language);
  return {
    language: words.language,
    appearance: facts.appearance,
    show: season.story.title,
    episode: sentenceOf(words.episodeTitle(episodeNumber(season, round.release), titleOf(season, round))),
    question: round.question,
    headline: words.result.title(decidedBy(round)),
    outcome: sentenceOf(sentence),
    ...(why !== undefined && { why: sentenceOf(why) }),
    badges: badgesOf(round, facts.counts, words),
    options: round.options.map((option) => optionOn(option, round, words.language)),
    total: words.card.votes(total),
    platforms: votesByPlatform(ids, counted)
      .filter(({ votes }) => votes > 0)
      .map(({ platform, votes }) => ({ platform, text: `${platformTitle(platform)} ${grouped(votes)}` })),
    ...(counted.length > 0 && { turnout: words.card.communities(counted.length) }),
    rule: ruleInBrief(season, round).map(sentenceOf).join(' '),
    receipt: words.card.receipt(facts.hash.slice(0, HASH_DIGITS)),
  };
}

const titleOf = ({ story }: Season, { episode }: Round): string =>
  findEpisode(story, episode)?.title ?? episode;

/** Words of the story's own turn nothing around them. */
const sentenceOf = (line: Line): string =>
  plain(line.map((span) => ('text' in span ? { ...span, text: isolated(span.text) } : span)));

function optionOn({ id, label, emoji }: Option, { phase }: RoundIn<'decided'>, language: string): CardOption {
  const { counts, total } = phase.tally;
  const votes = counts[id] ?? 0;
  const phrases = phrasesOf(language);
  return {
    id,
    label,
    ...(emoji !== undefined && { emoji }),
    votes: phrases.grouped(votes),
    percent: phrases.percent(percent(votes, total)),
    share: total === 0 ? 0 : votes / total,
    won: id === phase.decision.option,
  };
}

function badgesOf(
  { kind, phase }: RoundIn<'decided'>,
  counts: readonly OutletCount[],
  { card: { badges } }: Catalogue,
): readonly string[] {
  const { rule } = phase.decision;
  const tied = 'because' in rule && (rule.because === 'tie' || rule.because === 'runoff-tie');
  const missing = counts.filter(({ status }) => status === 'missing').length;
  return [
    ...(kind === 'runoff' ? [badges.runoff] : kind === 'rerun' ? [badges.rerun] : []),
    ...(tied ? [badges.tie] : []),
    ...(counts.some(({ status }) => status === 'provisional') ? [badges.provisional] : []),
    ...(missing > 0 ? [badges.missing(missing, counts.length)] : []),
  ];
}

/** The longest description of a picture that all platforms take, in code points. */
const ALT_TEXT_LIMIT = 1_024;
const BRIEFEST_QUESTION = 40;

/**
 * The card in words, for who can't see it: who won and why, the question, each option with its votes and share, the total.
 * @returns at most 1,024 code points; a long question is shortened first.
 */
export function altText(card: ResultCard): string {
  const options = card.options.map(
    ({ label, emoji, votes, percent }) =>
      `${emoji === undefined ? '' : `${emoji} `}${isolated(label)}: ${votes} (${percent})`,
  );
  const before = [`${card.headline}.`, card.outcome, card.why].filter((part) => part !== undefined).join(' ');
  const after = [
    `${options.join('; ')}.`,
    `${[card.total, card.turnout].filter((part) => part !== undefined).join(' ')}.`,
    ...card.badges.map((badge) => `${badge}.`),
  ].join(' ');
  const room = Math.max(BRIEFEST_QUESTION, ALT_TEXT_LIMIT - codePoints(before) - codePoints(after) - 2);
  return cut(`${before} ${isolated(cutAtWord(card.question, room - 2))} ${after}`, ALT_TEXT_LIMIT);
}
