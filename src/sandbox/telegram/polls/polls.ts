import { randomInt } from 'node:crypto';
import { badRequest } from '../api-error.ts';
import type { Chat, Poll, PollAnswer, UpdateContent, User } from '../types.ts';
import { type NewPoll, type PollState, type PollTruth, pollObject, pollTruth } from './poll-objects.ts';

/** setTimeout's limit; a longer timer is set again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export type Voter = number | User | Chat;

/** `closed`, `final` (votes of this poll can't be changed), `deleted` and `not-voted` don't change the counts. */
export type VoteOutcome =
  | 'cast'
  | 'changed'
  | 'unchanged'
  | 'retracted'
  | 'closed'
  | 'final'
  | 'deleted'
  | 'not-voted';

export interface PollBoxOptions {
  now: () => number;
  /** Milliseconds between two `poll` updates of one poll; 0 sends one for each vote. */
  snapshotEveryMs: number;
  /** Whether the bot sees counts of a poll whose results are hidden. Not documented; false is the harder case. */
  hiddenCountsVisible: boolean;
  /** Whether stopPoll also brings a `poll` update. */
  snapshotOnStop: boolean;
  push(content: UpdateContent, lane: string): void;
  person(ref: number | User): User;
  opened(truth: PollTruth): void;
  closed(truth: PollTruth): void;
}

/** Every poll that the bot sent, with its ballots. Independent of HTTP and rights. */
export class PollBox {
  private readonly options: PollBoxOptions;
  private readonly polls = new Map<string, PollState>();

  constructor(options: PollBoxOptions) {
    this.options = options;
  }

  open(poll: NewPoll, place: { chatId: number; messageId: number }): PollState {
    const now = this.options.now();
    const { openPeriod, closeDate } = poll;
    const seconds = Math.floor(now / 1000);
    const state: PollState = {
      ...poll,
      openPeriod: openPeriod ?? (closeDate === undefined ? undefined : closeDate - seconds),
      closeDate: closeDate ?? (openPeriod === undefined ? undefined : seconds + openPeriod),
      ...place,
      id: this.freeId(),
      persistentIds: poll.options.map(() => randomInt(2 ** 40).toString(36)),
      counts: poll.options.map(() => 0),
      ballots: new Map(),
      openedAt: now,
      closedAt: poll.closed ? now : undefined,
      closedBy: poll.closed ? 'bot' : undefined,
      deleted: false,
      dueAt: undefined,
      closeTimer: undefined,
      snapshotTimer: undefined,
    };
    this.polls.set(state.id, state);
    // The period runs from the moment of sending, to the millisecond; a date is a whole second.
    if (openPeriod !== undefined) this.armTimer(state, now + openPeriod * 1000);
    else if (closeDate !== undefined) this.armTimer(state, closeDate * 1000);
    if (!state.foreign) this.options.opened(pollTruth(state));
    return state;
  }

  /** Poll ids are long numbers that have nothing to do with messages. */
  private freeId(): string {
    for (;;) {
      const id = `5${randomInt(1e8, 1e9)}${randomInt(1e8, 1e9)}`;
      if (!this.polls.has(id)) return id;
    }
  }

  get(id: string): PollState {
    const poll = this.polls.get(id);
    if (!poll) throw new Error(`The Telegram stand-in has no poll ${id}.`);
    return poll;
  }

  truths(): PollTruth[] {
    return [...this.polls.values()].filter(({ foreign }) => !foreign).map(pollTruth);
  }

  /**
   * Casts or changes one account's vote.
   * @throws Error if the choice itself makes no sense
   */
  vote(pollId: string, voter: Voter, choice: readonly number[]): VoteOutcome {
    const poll = this.get(pollId);
    if (choice.length === 0) throw new Error('A vote needs an option; use retract to take one back.');
    if (choice.length > 1 && !poll.multiple) throw new Error(`Poll ${pollId} takes one answer only.`);
    for (const index of choice) {
      if (!Number.isInteger(index) || index < 0 || index >= poll.counts.length) {
        throw new Error(`Poll ${pollId} has no option ${index}.`);
      }
    }
    const refused = whyRefused(poll);
    if (refused) return refused;
    const id = typeof voter === 'number' ? voter : voter.id;
    const before = poll.ballots.get(id);
    if (before && sameChoice(before, choice)) return 'unchanged';
    if (before && !poll.revoting) return 'final';
    const chosen = [...new Set(choice)].sort((a, b) => a - b);
    for (const index of before ?? []) add(poll.counts, index, -1);
    for (const index of chosen) add(poll.counts, index, 1);
    poll.ballots.set(id, chosen);
    this.report(poll, voter, chosen);
    return before ? 'changed' : 'cast';
  }

  retract(pollId: string, voter: Voter): VoteOutcome {
    const poll = this.get(pollId);
    const refused = whyRefused(poll);
    if (refused) return refused;
    const id = typeof voter === 'number' ? voter : voter.id;
    const before = poll.ballots.get(id);
    if (!before) return 'not-voted';
    if (!poll.revoting) return 'final';
    for (const index of before) add(poll.counts, index, -1);
    poll.ballots.delete(id);
    this.report(poll, voter, []);
    return 'retracted';
  }

  private report(poll: PollState, voter: Voter, chosen: readonly number[]): void {
    if (poll.foreign) return;
    if (!poll.anonymous) {
      const answer: PollAnswer = {
        poll_id: poll.id,
        ...(typeof voter !== 'number' && 'type' in voter
          ? { voter_chat: voter }
          : { user: this.options.person(voter) }),
        option_ids: [...chosen],
        option_persistent_ids: chosen.map((index) => poll.persistentIds[index] ?? ''),
      };
      this.options.push({ poll_answer: answer }, poll.id);
    }
    if (this.options.snapshotEveryMs <= 0) this.snapshot(poll);
    else if (poll.snapshotTimer === undefined) {
      poll.snapshotTimer = setTimeout(() => this.snapshot(poll), this.options.snapshotEveryMs);
      poll.snapshotTimer.unref();
    }
  }

  private snapshot(poll: PollState): void {
    clearTimeout(poll.snapshotTimer);
    poll.snapshotTimer = undefined;
    this.options.push({ poll: this.render(poll, 'update') }, poll.id);
  }

  /** @throws ApiError 400 the second time, and after the poll's own timer */
  stop(poll: PollState): Poll {
    if (poll.closedAt !== undefined) throw badRequest('poll has already been closed');
    this.close(poll, 'bot');
    if (this.options.snapshotOnStop && !poll.foreign) this.snapshot(poll);
    return this.render(poll, 'update');
  }

  private close(poll: PollState, by: 'bot' | 'timer'): void {
    clearTimeout(poll.closeTimer);
    clearTimeout(poll.snapshotTimer);
    poll.snapshotTimer = undefined;
    poll.closedAt = this.options.now();
    poll.closedBy = by;
    this.options.closed(pollTruth(poll));
  }

  /** Telegram does not tell the bot when a timer closes a poll. */
  private armTimer(poll: PollState, at: number): void {
    poll.dueAt = at;
    const left = at - this.options.now();
    poll.closeTimer = setTimeout(
      () => {
        if (poll.closedAt !== undefined) return;
        if (this.options.now() >= at) this.close(poll, 'timer');
        else this.armTimer(poll, at);
      },
      Math.min(Math.max(left, 0), LONGEST_TIMER_MS),
    );
    poll.closeTimer.unref();
  }

  /** Closes what is due on a clock that was set forward; the timers themselves run on the real clock. */
  closeDue(): void {
    for (const poll of this.polls.values()) {
      const due = poll.dueAt !== undefined && poll.dueAt <= this.options.now();
      if (due && poll.closedAt === undefined && !poll.deleted) this.close(poll, 'timer');
    }
  }

  deleteOf(pollId: string): void {
    const poll = this.get(pollId);
    poll.deleted = true;
    clearTimeout(poll.closeTimer);
    clearTimeout(poll.snapshotTimer);
  }

  render(poll: PollState, place: 'message' | 'update'): Poll {
    const visible = poll.closedAt !== undefined || !poll.hidden || this.options.hiddenCountsVisible;
    return pollObject(poll, place, visible);
  }

  shutDown(): void {
    for (const poll of this.polls.values()) {
      clearTimeout(poll.closeTimer);
      clearTimeout(poll.snapshotTimer);
    }
  }
}

function whyRefused(poll: PollState): 'closed' | 'deleted' | undefined {
  if (poll.deleted) return 'deleted';
  return poll.closedAt === undefined ? undefined : 'closed';
}

function sameChoice(before: readonly number[], choice: readonly number[]): boolean {
  return before.length === new Set(choice).size && before.every((index) => choice.includes(index));
}

function add(counts: number[], index: number, difference: number): void {
  counts[index] = (counts[index] ?? 0) + difference;
}
