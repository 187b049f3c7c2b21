import { readDelivery } from '../delivery-name.ts';
import type { DeliveryId } from '../ids.ts';
import type { ToldProblem } from '../outlet-cause.ts';
import { type Line, line, type Span, strong } from '../posts/content.ts';
import type { ShowState } from '../report.ts';
import type { Undecided } from '../vote/decision.ts';
import { percent } from './bars.ts';
import { english } from './en.ts';
import { tellProblem } from './problems/tell-problem.ts';

/** Sentences of the answers to commands. English: people type the commands in English on both platforms. */

export const count = (many: number, one: string, more = `${one}s`): string =>
  `${many} ${many === 1 ? one : more}`;

export const at = (
  instant: number | string,
  timezone: string,
  style: 'full' | 'relative' = 'full',
): Span => ({
  kind: 'time',
  at: typeof instant === 'number' ? instant : Date.parse(instant),
  timezone,
  style,
});

/** An instant in full, and how far away it is. */
export const atAndHowSoon = (instant: number, timezone: string): readonly (Span | string)[] => [
  at(instant, timezone),
  ' (',
  at(instant, timezone, 'relative'),
  ')',
];

/** What only the caller sees, where the platform can. */
export const toCaller = (...lines: readonly Line[]) => ({ lines, visibility: 'caller' as const });
export const toEveryone = (...lines: readonly Line[]) => ({ lines, visibility: 'everyone' as const });

/** More than this many lines of one kind become "and N more": platforms cut long messages. */
const MOST_LINES = 15;

export function atMost(lines: readonly Line[], of: string): readonly Line[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), line(`… and ${lines.length - MOST_LINES} more ${of}.`)];
}

const STATES: Readonly<Record<ShowState, string>> = {
  'not-started': 'not started',
  scheduled: 'the next episode is scheduled',
  'awaiting-link': 'waiting for a link',
  'awaiting-episode': 'waiting for the next episode',
  waiting: 'the vote opens soon',
  voting: 'the vote is open',
  closing: 'the votes are being counted',
  undecided: 'waiting for a decision',
  decided: 'decided',
  concluding: 'the ending is out',
  ended: 'ended',
  cancelled: 'cancelled',
};
export const stateWords = (state: ShowState, paused: boolean): string =>
  `${STATES[state]}${paused ? ', paused' : ''}`;

const WAITS: Readonly<Record<Undecided['cause'], string>> = {
  tie: 'the vote was tied',
  quorum: 'too few votes came in',
  'nobody-voted': 'nobody voted',
  missing: 'too many communities could not vote',
  late: 'too many communities had too little time',
  'nobody-could': 'no poll could be opened in time',
};
/** Why a vote waits for a showrunner. */
export const waitWords = (cause: Undecided['cause']): string => WAITS[cause];

export const problemLine = (problem: ToldProblem): Line => line(`✗ ${tellProblem(problem, 'en')}`);
export const warningLine = (problem: ToldProblem): Line => line(`! ${tellProblem(problem, 'en')}`);

/** `3 (60%) · Her brother` */
export const standingLine = (label: string, votes: number, total: number): Line =>
  english.standing(label, votes, percent(votes, total));

export const title = (name: string): Span => strong(name);

/** `the poll of round 3`. */
export const { message: messageWords } = english;

export function deliveryWords(id: DeliveryId): string {
  const read = readDelivery(id);
  return read === undefined ? id : messageWords(read.kind, read.number);
}

export const capitalised = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
