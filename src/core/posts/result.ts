import { type Instant, type OptionId, type OutletId, type ReleaseNumber, roundNumber } from '../ids.ts';
import { promisedAt } from '../season/calendar.ts';
import { findRound, isIn, type Round, type RoundIn, type Season } from '../season/state.ts';
import { findEpisode, type Option } from '../story/story.ts';
import { leaningOf } from '../vote/leaning.ts';
import {
  type Counts,
  type OutletCount,
  tally as sumTally,
  type Tally,
  votesByPlatform,
} from '../vote/tally.ts';
import { percent } from '../wording/bars.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import { shortCode } from './button-code.ts';
import type { Line, LookButton, Notice } from './content.ts';
import { countNotes } from './count-notes.ts';
import { inBrief, type Occasion, optionOf, time } from './occasion.ts';
import { decidedBy, outcomeOf } from './outcome.ts';

export function composeResult(season: Season, occasion: Occasion, words: Catalogue): Notice | undefined {
  const round = findRound(season, roundNumber(occasion.number));
  if (round === undefined || !isIn(round, 'decided')) return undefined;
  const winner = optionOf(round, round.phase.decision.option);
  const counts = occasion.corrected ?? occasion.counts ?? [];
  const tally = tallyOf(round, occasion.corrected);
  const isCorrected = tally !== round.phase.tally;
  const outcome = outcomeOf({ ...round, phase: { ...round.phase, tally } }, words);
  const onPicture = [
    ...standingLines(round.options, tally.counts, tally.total, words),
    ...platformLines(round, counts, words),
  ];
  const watch = nextOut(season, round);
  const led = season.position.kind === 'scheduled' && season.position.via === round.number;
  const next = led ? promisedAt(season) : undefined;
  return {
    kind: 'result',
    mark: occasion.mark,
    language: words.language,
    ...(occasion.poll !== undefined && { replyTo: occasion.poll }),
    ...(watch !== undefined && { links: [{ label: words.buttons.watchNext, url: watch.url }] }),
    looks: looksOf(season, round, words, occasion.pages),
    title: words.result.title(decidedBy(round)),
    lines: [
      outcome.sentence,
      ...(outcome.why === undefined ? [] : [outcome.why]),
      ...(isCorrected ? [words.result.corrected] : []),
      ...withoutWhom(tally, words),
      ...whoWasLate(round, words),
      inBrief(round.question),
      ...onPicture,
      ...localLeaning(round, counts, occasion.outlet, winner.id, words),
      ...countNotes(counts, words, occasion.communities),
      ...(next === undefined ? [] : [words.nextEpisode(time(season, next, 'full'))]),
    ],
    // A picture shows the numbers of the decision.
    ...(!isCorrected && { onPicture }),
  };
}

/** The votes with what was corrected since; those of the decision if that changes no number. */
function tallyOf(round: RoundIn<'decided'>, corrected: readonly OutletCount[] | undefined): Tally {
  const { tally: decided } = round.phase;
  if (corrected === undefined) return decided;
  const ids = round.options.map(({ id }) => id);
  const now = sumTally(ids, corrected);
  if (ids.every((id) => now.counts[id] === (decided.counts[id] ?? 0))) return decided;
  return { ...decided, counts: now.counts, total: now.total };
}

/** The first release after the round's own that people can watch. */
export function nextOut(
  { releases, story }: Season,
  round: Round,
): { readonly number: ReleaseNumber; readonly at: Instant; readonly url: string } | undefined {
  const next = releases.find(({ number, retracted }) => number > round.release && retracted === undefined);
  const url = next === undefined ? undefined : findEpisode(story, next.episode)?.url;
  return next === undefined || url === undefined ? undefined : { number: next.number, at: next.at, url };
}

function looksOf(
  { story }: Season,
  { number }: Round,
  { buttons }: Catalogue,
  pages: string | undefined,
): readonly LookButton[] {
  const show = `#${shortCode(story.id)}`;
  const at = (part: string) =>
    pages === undefined ? {} : { page: `${pages}/shows/${encodeURIComponent(story.id)}#${part}` };
  const receipt = { danger: false, command: 'receipt', given: { show, round: String(number) } };
  const path = { danger: false, command: 'path', given: { show } };
  return [
    { label: buttons.receipt, ...receipt, ...at('receipts') },
    { label: buttons.path, ...path, ...at('path') },
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
