import { formatDuration } from '../durations.ts';
import type { Instant } from '../ids.ts';
import type { Line } from '../posts/content.ts';
import { plain } from '../posts/content.ts';
import { isOfVersion1, publishedRule } from '../posts/poll.ts';
import {
  REPORT_VERSION,
  type ReceiptReport,
  type ReportedDecision,
  type ReportedLateness,
  type ReportedOutletCount,
} from '../report.ts';
import { isIn, type Late, type Round, type Season } from '../season/state.ts';
import { windowLength } from '../season/window.ts';
import { findEpisode, type Option } from '../story/story.ts';
import { english } from '../wording/en.ts';
import type { Absence } from './absence.ts';
import type { Decision } from './decision.ts';
import { type OutletCount, tally } from './tally.ts';

/** A receipt before it is hashed. */
export type UnhashedReceipt = Omit<ReceiptReport, 'hash'>;

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
  return {
    version: REPORT_VERSION,
    show: season.story.id,
    season: season.id,
    round: round.number,
    kind: round.kind,
    binding: round.binding,
    episode: { id: round.episode, title: findEpisode(season.story, round.episode)?.title ?? round.episode },
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
    notes: [
      ...(round.late === undefined ? [] : [plain(english.waiting.late(round.late))]),
      ...absenceNotes(absent, phase.kind),
      ...notesOn(round, phase.kind, counted.provisional),
    ],
    interventions: round.interventions.map(({ what, by, reason, at }) => ({
      what,
      by: by.kind === 'clock' ? 'clock' : by.pseudonym,
      reason,
      at: iso(at),
    })),
    amendments: facts.amendments.map(({ at, count }) => ({
      at: iso(at),
      outlet: reportedCount(count, round, at),
    })),
  };
}

/** The rule with its original deadline; an extension is listed among the interventions. */
function publishedBefore(season: Season, round: Round): ReceiptReport['rule'] {
  const closesAt = round.opensAt + windowLength(round.rules, round.kind);
  // Whether counts were hidden differs by platform, so it is in the notes instead.
  const rules = { ...round.rules, sealed: false };
  const sentence = publishedRule(season, { ...round, rules, closesAt }, true)
    .map(withoutRelativeTime)
    .join(' ');
  return {
    sentence,
    opens: iso(round.opensAt),
    closes: iso(closesAt),
    tie: round.rules.tie,
    quorum: round.rules.quorum,
    sealed: round.rules.sealed,
  };
}

const withoutRelativeTime = (line: Line): string =>
  plain(line.filter((span) => span.kind !== 'time' || span.style === 'full')).replace(' ()', '');

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

/** Names and reasons come from the platforms. A lone surrogate would not be the same text to every reader. */
const wellFormed = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd');

const reportedLateness = ({ lost, outlets, outcome }: Late): ReportedLateness => ({
  lost: formatDuration(lost),
  ...(outlets !== undefined && { outlets }),
  outcome,
});

/** With the words of the outlets' result. */
function absenceNotes(absent: Absence | undefined, phase: Round['phase']['kind']): readonly string[] {
  if (absent === undefined) return [];
  const { without, missing } = english.waiting;
  return [plain((phase === 'decided' || phase === 'tied' ? without : missing)(absent))];
}

function notesOn(round: Round, phase: Round['phase']['kind'], provisional: boolean): readonly string[] {
  return [
    provisional
      ? "Counts marked final are the platforms' own; provisional ones were not confirmed, missing ones could not be read."
      : isOfVersion1(round)
        ? "Counts are the platforms' own final counts, one native poll an outlet."
        : "Counts are the platforms' own final counts, one native poll per outlet.",
    'An account that votes in two outlets counts in each.',
    ...(round.rules.sealed ? ['Counts were hidden until the end on platforms that can hide them.'] : []),
    ...(round.kind === 'runoff' ? [`A runoff among the tied options of round ${round.of}.`] : []),
    ...(round.kind === 'rerun' ? [`The vote of round ${round.of} was voided; this one replaces it.`] : []),
    ...(phase === 'voided' ? ['This vote was voided and decides nothing.'] : []),
    ...(phase === 'tied' ? ['This vote was tied; a runoff decides.'] : []),
    ...(round.binding ? [] : ['A prediction: it does not change the story.']),
  ];
}

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
