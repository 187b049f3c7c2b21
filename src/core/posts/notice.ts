import { type Line, type Notice, text } from '../content.ts';
import { findRound, isIn, type RoundIn, type Season } from '../season/state.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { type Occasion, time } from './occasion.ts';

/** What outlets are told beside drops, polls, reminders and results. */
export function composeNotice(
  season: Season,
  { number, mark, past }: Occasion,
  words: Catalogue,
): Notice | undefined {
  const about = season.notices[number - 1];
  const round = about === undefined ? undefined : findRound(season, about.round);
  if (round === undefined) return undefined;
  const { waiting } = words;
  const titled = { kind: 'notice', mark, language: words.language, title: waiting.title } as const;
  if (isIn(round, 'undecided')) return { ...titled, lines: linesOf(season, round, words) };
  // It is only looked for by its mark and title.
  return past === true ? { ...titled, lines: [[text(round.question)]] } : undefined;
}

function reasonOf({ phase, late }: RoundIn<'undecided'>, waiting: Catalogue['waiting']): readonly Line[] {
  const { cause } = phase.why;
  if (cause === 'missing') return [];
  return [
    cause === 'late' && late !== undefined ? waiting.late(late) : waiting.cause(cause, phase.tally.total),
  ];
}

function linesOf(season: Season, round: RoundIn<'undecided'>, { waiting }: Catalogue): readonly Line[] {
  const { why, tally, until } = round.phase;
  const { absent } = tally;
  return [
    [text(round.question)],
    ...reasonOf(round, waiting),
    ...(absent === undefined || why.cause === 'nobody-could' ? [] : [waiting.missing(absent)]),
    waiting.team,
    ...(until === undefined ? [] : [waiting.until(time(season, until, 'full'))]),
  ];
}
