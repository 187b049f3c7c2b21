import { type OptionId, type OutletId, roundNumber } from '../ids.ts';
import { promisedAt } from '../season/calendar.ts';
import { findRound, isIn, type Round, type Season } from '../season/state.ts';
import type { Option } from '../story/story.ts';
import { leaningOf } from '../vote/leaning.ts';
import { type Counts, type OutletCount, type Tally, votesByPlatform } from '../vote/tally.ts';
import { percent } from '../wording/bars.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { shortCode } from './button-code.ts';
import type { CommandButton, Line, Notice } from './content.ts';
import { countNotes } from './count-notes.ts';
import { inBrief, type Occasion, optionOf, time } from './occasion.ts';
import { decidedBy, outcomeOf } from './outcome.ts';

export function composeResult(season: Season, occasion: Occasion, words: Catalogue): Notice | undefined {
  const round = findRound(season, roundNumber(occasion.number));
  if (round === undefined || !isIn(round, 'decided')) return undefined;
  const { decision, tally } = round.phase;
  const winner = optionOf(round, decision.option);
  const outcome = outcomeOf(round, words);
  const counts = occasion.counts ?? [];
  const led = season.position.kind === 'scheduled' && season.position.via === round.number;
  const next = led ? promisedAt(season) : undefined;
  return {
    kind: 'result',
    mark: occasion.mark,
    language: words.language,
    ...(occasion.poll !== undefined && { replyTo: occasion.poll }),
    looks: looksOf(season, round, words),
    title: words.result.title(decidedBy(round)),
    lines: [
      outcome.sentence,
      ...(outcome.why === undefined ? [] : [outcome.why]),
      ...withoutWhom(tally, words),
      ...whoWasLate(round, words),
      inBrief(round.question),
      ...standingLines(round.options, tally.counts, tally.total, words),
      ...platformLines(round, counts, words),
      ...localLeaning(round, counts, occasion.outlet, winner.id, words),
      ...countNotes(counts, words, occasion.communities),
      ...(next === undefined ? [] : [words.nextEpisode(time(season, next, 'full'))]),
    ],
  };
}

function looksOf({ story }: Season, { number }: Round, { buttons }: Catalogue): readonly CommandButton[] {
  const show = `#${shortCode(story.id)}`;
  return [
    { label: buttons.receipt, danger: false, command: 'receipt', given: { show, round: String(number) } },
    { label: buttons.path, danger: false, command: 'path', given: { show } },
  ];
}

/** If nobody could vote, the rule already says so. */
const withoutWhom = ({ absent }: Tally, { waiting }: Catalogue): readonly Line[] =>
  absent === undefined || absent.absent === absent.of ? [] : [waiting.without(absent)];

/** A vote that got its lost time back is as promised. */
const whoWasLate = ({ late }: Round, { waiting }: Catalogue): readonly Line[] =>
  late === undefined || late.outcome === 'extended' ? [] : [waiting.late(late)];

/** One line per option. No bars of block characters: screen readers would read them out block by block. */
const standingLines = (
  options: readonly Option[],
  counts: Counts,
  total: number,
  words: Catalogue,
): readonly Line[] =>
  options.map(({ id, label }) => {
    const votes = counts[id] ?? 0;
    return words.standing(label, votes, percent(votes, total));
  });

function platformLines(round: Round, counts: readonly OutletCount[], words: Catalogue): readonly Line[] {
  const ids = round.options.map(({ id }) => id);
  const totals = votesByPlatform(
    ids,
    counts.filter((count) => count.status !== 'missing'),
  );
  return totals.length === 0 ? [] : [words.fromPlatforms(totals)];
}

/** A platform's own result shows the local winner; if that is another option, we say so. */
function localLeaning(
  round: Round,
  counts: readonly OutletCount[],
  outlet: OutletId,
  winner: OptionId,
  words: Catalogue,
): readonly Line[] {
  const here = counts.find((count) => count.outlet === outlet);
  if (here === undefined || here.status === 'missing') return [];
  const leaning = leaningOf(round.options, here.counts, winner);
  return leaning === undefined
    ? []
    : [words.choseOtherwise(leaning.option.label, leaning.votes, leaning.total)];
}
