import type { BallotBox } from '../audience/town.ts';
import { type Book, type BookChoice, choiceOf } from './book.ts';

/** What the published rules make of a vote. */
export type Outcome =
  | { readonly kind: 'won'; readonly label: string; readonly because: Because | null }
  | { readonly kind: 'runoff'; readonly among: readonly string[] }
  /** A showrunner has to decide. */
  | { readonly kind: 'waits' };

export type Because = 'tie' | 'runoff-tie' | 'nobody-voted';

/** One vote, as the platforms themselves counted it. */
export interface TrueRound {
  /** From 1. */
  readonly number: number;
  readonly question: string;
  readonly labels: readonly string[];
  /** Ballots over all communities, in the order of the labels. */
  readonly sums: readonly number[];
  readonly total: number;
  /** The poll of each community, by its key. A community without one is absent. */
  readonly polls: ReadonlyMap<string, BallotBox>;
  readonly isRunoff: boolean;
  readonly binding: boolean;
  readonly outcome: Outcome;
}

/** A community's polls, oldest first. */
export interface Boxes {
  readonly key: string;
  readonly polls: readonly BallotBox[];
}

/**
 * Sums the platforms' polls by label and applies the story's rules, from the polls and the story file alone. The
 * n-th poll of every community belongs to round n: each of them plays the whole season.
 */
export function countRounds(book: Book, communities: readonly Boxes[]): readonly TrueRound[] {
  const rounds: TrueRound[] = [];
  const runoffs = new Set<string>();
  const most = Math.max(0, ...communities.map(({ polls }) => polls.length));
  for (let index = 0; index < most; index += 1) {
    const polls = new Map(
      communities.flatMap(({ key, polls: all }) => {
        const poll = all[index];
        return poll === undefined ? [] : [[key, poll] as const];
      }),
    );
    const [first] = polls.values();
    if (first === undefined) continue;
    const { question, labels } = first;
    const sums = labels.map((label) => sumOf([...polls.values()], question, label));
    const isRunoff = runoffs.delete(question);
    const choice = choiceOf(book, question);
    const outcome: Outcome = choice === undefined ? { kind: 'waits' } : judge(choice, labels, sums, isRunoff);
    if (outcome.kind === 'runoff') runoffs.add(question);
    rounds.push({
      number: index + 1,
      question,
      labels,
      sums,
      total: sums.reduce((sum, count) => sum + count, 0),
      polls,
      isRunoff,
      binding: choice?.binding ?? true,
      outcome,
    });
  }
  return rounds;
}

function sumOf(polls: readonly BallotBox[], question: string, label: string): number {
  return polls
    .filter((poll) => poll.question === question)
    .reduce((sum, poll) => sum + (poll.counts[poll.labels.indexOf(label)] ?? 0), 0);
}

/** First the quorum (not in runoffs), then the most votes, then the tie rule (the story file's contract). */
function judge(
  { tie, quorum }: BookChoice,
  labels: readonly string[],
  sums: readonly number[],
  isRunoff: boolean,
): Outcome {
  const total = sums.reduce((sum, count) => sum + count, 0);
  if (!isRunoff && total < quorum) return { kind: 'waits' };
  const most = Math.max(...sums);
  const leaders = labels.filter((_, index) => sums[index] === most);
  const [first = ''] = leaders;
  if (leaders.length === 1) return { kind: 'won', label: first, because: null };
  if (isRunoff) return { kind: 'won', label: first, because: total === 0 ? 'nobody-voted' : 'runoff-tie' };
  if (tie === 'showrunner') return { kind: 'waits' };
  if (total === 0) return { kind: 'won', label: first, because: 'nobody-voted' };
  return tie === 'runoff'
    ? { kind: 'runoff', among: leaders }
    : { kind: 'won', label: first, because: 'tie' };
}

/** The episodes that the story must have played from the opening on, by the platforms' own counts. */
export function truePath(book: Book, rounds: readonly TrueRound[]): readonly string[] {
  const path: string[] = [];
  const decided = rounds.filter(({ binding, outcome }) => binding && outcome.kind === 'won');
  let id: string | undefined = book.opening;
  while (id !== undefined) {
    const episode = book.episodes.get(id);
    if (episode?.url === undefined) break;
    path.push(id);
    const { choice, next } = episode;
    if (choice?.binding !== true) {
      id = next;
      continue;
    }
    const round = decided.shift();
    const winner = round?.outcome.kind === 'won' ? round.outcome.label : undefined;
    id = choice.options.find(({ label }) => label === winner)?.next;
  }
  return path;
}
