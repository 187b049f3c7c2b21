import { formatDuration } from '../durations.ts';
import type { Instant } from '../ids.ts';
import { isOfVersion1, publishedRule } from '../posts/poll.ts';
import {
  RECEIPT_VERSION,
  type ReceiptReport,
  type ReportedDecision,
  type ReportedLateness,
  type ReportedOutletCount,
} from '../report.ts';
import { retractionOf } from '../season/retraction.ts';
import { isIn, type Late, type Round, type Season } from '../season/state.ts';
import { windowLength } from '../season/window.ts';
import { findEpisode, type Option } from '../story/story.ts';
import type { Decision } from './decision.ts';
import { notesOn } from './receipt-notes.ts';
import { sentenceOf } from './rule-sentence.ts';
import { type OutletCount, tally } from './tally.ts';

/** A receipt before it is hashed. */
export type UnhashedReceipt = Omit<ReceiptReport, 'hash' | 'hashAtDecision'>;

export interface ReceiptFacts {
  /** Counts with which the round was settled; empty before. */
  readonly counts: readonly OutletCount[];
  readonly amendments: readonly { readonly at: Instant; readonly count: OutletCount }[];
}

/**
 * The public account of a round: what was asked, under which rule, what every outlet counted, and what followed. The options'
 * counts are summed here from the outlets, so a receipt always adds up.
 */
export function receiptOf(season: Season, round: Round, facts: ReceiptFacts): UnhashedReceipt {
  const counted = tally(
    round.options.map((option) => option.id),
    facts.counts,
  );
  const { phase } = round;
  const decided = isIn(round, 'decided') ? round.phase : undefined;
  const absent = 'tally' in phase ? phase.tally.absent : undefined;
  const takenBack = isIn(round, 'abandoned') ? retractionOf(season, round)?.reason : undefined;
  return {
    ...(season.salt === undefined ? { version: 1 } : { version: RECEIPT_VERSION, form: 'full' }),
    show: season.story.id,
    season: season.id,
    round: round.number,
    kind: round.kind,
    binding: round.binding,
    episode: { id: round.episode, title: titleOf(season, round) },
    question: round.question,
    options: round.options.map(({ id, label }) => ({ id, label, count: counted.counts[id] ?? 0 })),
    total: counted.total,
    decision: decided === undefined ? null : reportedDecision(decided.decision, round.options),
    decidedAt: decided === undefined ? null : iso(decided.at),
    provisional: counted.provisional,
    rule: publishedBefore(season, round),
    outlets: facts.counts.map((count) => reportedCount(count, round, decided?.at)),
    ...(absent !== undefined && { absent }),
    ...(round.late !== undefined && { late: reportedLateness(round.late) }),
    notes: notesOn({
      kind: round.kind,
      binding: round.binding,
      sealed: round.rules.sealed,
      of: round.of ?? 0,
      phase: phase.kind,
      provisional: counted.provisional,
      isOfVersion1: isOfVersion1(round),
      ...(round.late !== undefined && { late: round.late }),
      ...(absent !== undefined && { absent }),
      ...(takenBack !== undefined && { takenBack: wellFormed(takenBack) }),
    }),
    interventions: round.interventions.map(({ what, by, reason, at }) => ({
      what,
      by: by.kind === 'clock' ? 'clock' : by.pseudonym,
      reason,
      at: iso(at),
    })),
    amendments: withoutRepeats(
      facts.amendments.map(({ at, count }) => ({ at: iso(at), outlet: reportedCount(count, round, at) })),
    ),
  };
}

/** Its source may have renamed the episode since; the receipt, and so its hash, keeps the title that people voted under. */
const titleOf = ({ story }: Season, { title, episode }: Round): string =>
  title ?? findEpisode(story, episode)?.title ?? episode;

/** The rule with its original deadline; an extension is listed among the interventions. */
function publishedBefore(season: Season, round: Round): ReceiptReport['rule'] {
  const closesAt = round.opensAt + windowLength(round.rules, round.kind);
  // Whether counts were hidden differs by platform, so it is in the notes instead.
  const rules = { ...round.rules, sealed: false };
  const sentence = sentenceOf(publishedRule(season, { ...round, rules, closesAt }, true));
  return {
    sentence,
    opens: iso(round.opensAt),
    closes: iso(closesAt),
    tie: round.rules.tie,
    quorum: round.rules.quorum,
    sealed: round.rules.sealed,
  };
}

export function reportedDecision(decision: Decision, options: readonly Option[]): ReportedDecision {
  const { rule } = decision;
  return {
    option: decision.option,
    label: options.find((option) => option.id === decision.option)?.label ?? decision.option,
    rule: rule.kind,
    because: rule.kind === 'plurality' ? null : rule.because,
  };
}

/**
 * Makes sure of what `contradictionsIn` checks. A platform's clock is not ours, so the closing time is kept after the opening
 * and before the count was taken (`takenBy`).
 */
function reportedCount(count: OutletCount, round: Round, takenBy: Instant | undefined): ReportedOutletCount {
  const { outlet, platform } = count;
  const name = wellFormed(count.name);
  if (count.status === 'missing')
    return {
      outlet,
      platform,
      name,
      status: 'missing',
      reason: wellFormed(count.reason),
      ...(count.because !== undefined && { because: count.because }),
    };
  const closedAt = Math.min(Math.max(count.closedAt, round.opensAt), takenBy ?? Number.POSITIVE_INFINITY);
  const known = new Set<string>(round.options.map(({ id }) => id));
  return {
    outlet,
    platform,
    name,
    status: count.status,
    counts: Object.fromEntries(Object.entries(count.counts).filter(([option]) => known.has(option))),
    closedAt: iso(closedAt),
    ...(count.link !== undefined && { link: count.link }),
    ...(count.note !== undefined && { note: wellFormed(count.note) }),
    ...(count.because !== undefined && { because: count.because }),
    ...(count.remark !== undefined && { remark: count.remark }),
  };
}

/** A crash may have had the same correction put down twice. */
const withoutRepeats = (amendments: ReceiptReport['amendments']): ReceiptReport['amendments'] =>
  amendments.filter((one, index) => !repeatsAnother(one, amendments.slice(0, index)));

/** Whether an amendment says of its outlet what the last one of those before it said. */
export function repeatsAnother(
  { outlet }: ReceiptReport['amendments'][number],
  before: ReceiptReport['amendments'],
): boolean {
  const last = before.findLast((one) => one.outlet.outlet === outlet.outlet);
  return last !== undefined && said(last.outlet) === said(outlet);
}

/** Each amendment has salts of its own. */
const said = ({ salts: _, ...row }: ReportedOutletCount): string => canonicalForm(row);

/** Names and reasons come from the platforms. A lone surrogate would not be the same text to every reader. */
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

const reportedLateness = ({ lost, outlets, outcome }: Late): ReportedLateness => ({
  lost: formatDuration(lost),
  ...(outlets !== undefined && { outlets }),
  outcome,
});

/**
 * One text for one receipt, whichever program prints it: JSON without white space, keys sorted by code units,
 * numbers as JSON has them. The hash is the SHA-256 of this text in UTF-8.
 */
export function canonicalForm(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalForm).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalForm(member)}`);
  return `{${members.join(',')}}`;
}

const iso = (instant: Instant): string => new Date(instant).toISOString();
