import type { PollForm } from './forms/poll.ts';
import type { Messages } from './messages.ts';
import { refusals } from './refusal.ts';
import { compareSnowflakes } from './snowflake.ts';
import type { MessageState, PollState, WireObject } from './types.ts';
import { MessageType } from './types.ts';
import type { World } from './world.ts';

/** The longest delay that a Node timer keeps; a poll may run for 32 days. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The outcome of an account's attempt to vote; only `accepted` changes counts. */
export type VoteOutcome = 'accepted' | 'unchanged' | 'closed' | 'unknown-poll' | 'unknown-answer';

export type PollMoment = 'opened' | 'closed' | 'finalised';

/** The ballot box: who holds which answer, when a poll ends, and when its counts become final. */
export class Polls {
  readonly #world: World;
  readonly #messages: Messages;
  readonly #all: MessageState[] = [];
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #sortedVoters = new WeakMap<PollState, Map<number, string[]>>();
  readonly #listeners: Record<PollMoment, Set<(message: MessageState) => void>> = {
    opened: new Set(),
    closed: new Set(),
    finalised: new Set(),
  };

  constructor(world: World, messages: Messages) {
    this.#world = world;
    this.#messages = messages;
    messages.onPost((message) => {
      if (message.poll) this.#open(message, message.poll);
    });
  }

  on(moment: PollMoment, listener: (message: MessageState) => void): () => void {
    this.#listeners[moment].add(listener);
    return () => this.#listeners[moment].delete(listener);
  }

  /** Every poll message ever posted, oldest first, deleted ones included. */
  all(): readonly MessageState[] {
    return this.#all;
  }

  create(form: PollForm): PollState {
    const now = Date.now();
    const { shuffleAnswerIds, pollHourMs } = this.#world.behaviour;
    const last = form.answers.length - 1;
    // Falling, with gaps, so that an id can't be guessed from position or number of answers.
    const idOf = (index: number): number => (shuffleAnswerIds ? (last - index) * 3 + 1 : index + 1);
    return {
      question: form.question,
      answers: form.answers.map((answer, index) => ({ id: idOf(index), ...answer })),
      allowMultiselect: form.allowMultiselect,
      openedAt: now,
      votes: new Map(),
      counts: new Map(),
      expiresAt: now + form.durationHours * pollHourMs,
      closedAt: null,
      finalised: false,
    };
  }

  vote(messageId: string, userId: string, answerId: number): VoteOutcome {
    const message = this.#world.messages.get(messageId);
    const poll = message?.poll;
    if (!message || !poll) return 'unknown-poll';
    if (isOver(poll)) return 'closed';
    if (!poll.answers.some(({ id }) => id === answerId)) return 'unknown-answer';
    const held = poll.votes.get(userId) ?? [];
    if (held.includes(answerId)) return 'unchanged';
    if (!poll.allowMultiselect) for (const earlier of held) this.#change(message, poll, userId, earlier, -1);
    poll.votes.set(userId, poll.allowMultiselect ? [...held, answerId] : [answerId]);
    this.#change(message, poll, userId, answerId, 1);
    return 'accepted';
  }

  retract(messageId: string, userId: string): VoteOutcome {
    const message = this.#world.messages.get(messageId);
    const poll = message?.poll;
    if (!message || !poll) return 'unknown-poll';
    if (isOver(poll)) return 'closed';
    const held = poll.votes.get(userId);
    if (!held) return 'unchanged';
    poll.votes.delete(userId);
    for (const answerId of held) this.#change(message, poll, userId, answerId, -1);
    return 'accepted';
  }

  /** Ends a poll now, at its author's request or because its time is over. */
  close(message: MessageState): void {
    const poll = message.poll;
    if (!poll) throw refusals.notAPoll();
    if (poll.closedAt !== null) throw refusals.pollExpired();
    const now = Date.now();
    poll.expiresAt = Math.min(poll.expiresAt, now);
    poll.closedAt = now;
    this.#clearTimer(message.id);
    const { finaliseAfterMs } = this.#world.behaviour;
    if (finaliseAfterMs <= 0) poll.finalised = true;
    this.#messages.announceUpdate(message);
    for (const listener of this.#listeners.closed) listener(message);
    if (finaliseAfterMs <= 0) this.#afterFinal(message, poll);
    else if (finaliseAfterMs !== Number.POSITIVE_INFINITY) {
      this.#after(message.id, Date.now() + finaliseAfterMs, () => this.finalise(message.id));
    }
  }

  /** Closes what is due on a clock that was set forward; the timers themselves keep their pace. */
  closeDue(): void {
    const now = Date.now();
    for (const message of this.#all) {
      const { poll } = message;
      if (poll !== null && poll.closedAt === null && poll.expiresAt <= now && !message.deleted)
        this.close(message);
    }
  }

  /** Makes a closed poll's counts final early, or even if they would never become final by themselves. */
  finalise(messageId: string): void {
    const message = this.#world.messages.get(messageId);
    const poll = message?.poll;
    if (!message || !poll || poll.closedAt === null || poll.finalised) return;
    this.#clearTimer(messageId);
    poll.finalised = true;
    this.#messages.announceUpdate(message);
    this.#afterFinal(message, poll);
  }

  /** A page of the accounts that hold an answer, ordered by id, after the given id. */
  votersOf(poll: PollState, answerId: number, after: string | undefined, limit: number): string[] {
    const cache = this.#sortedVoters.get(poll) ?? new Map<number, string[]>();
    this.#sortedVoters.set(poll, cache);
    let ids = cache.get(answerId);
    if (!ids) {
      ids = [...poll.votes].filter(([, held]) => held.includes(answerId)).map(([id]) => id);
      ids.sort(compareSnowflakes);
      cache.set(answerId, ids);
    }
    const start = after === undefined ? 0 : firstAfter(ids, after);
    return ids.slice(start, start + limit);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #open(message: MessageState, poll: PollState): void {
    this.#all.push(message);
    this.#after(message.id, poll.expiresAt, () => {
      if (poll.closedAt === null && !message.deleted) this.close(message);
    });
    for (const listener of this.#listeners.opened) listener(message);
  }

  #change(message: MessageState, poll: PollState, userId: string, answerId: number, by: 1 | -1): void {
    poll.counts.set(answerId, (poll.counts.get(answerId) ?? 0) + by);
    this.#sortedVoters.delete(poll);
    this.#world.dispatch(by > 0 ? 'MESSAGE_POLL_VOTE_ADD' : 'MESSAGE_POLL_VOTE_REMOVE', message.guildId, {
      user_id: userId,
      channel_id: message.channelId,
      message_id: message.id,
      guild_id: message.guildId,
      answer_id: answerId,
    });
  }

  /** Discord posts the outcome itself, as a message by the poll's author in reply to the poll. */
  #afterFinal(message: MessageState, poll: PollState): void {
    const channel = this.#world.findChannel(message.channelId);
    if (channel) {
      this.#messages.post({
        channel,
        author: message.author,
        type: MessageType.pollResult,
        form: { embeds: [resultEmbed(poll)] },
        reference: { channelId: message.channelId, messageId: message.id },
      });
    }
    for (const listener of this.#listeners.finalised) listener(message);
  }

  #after(key: string, at: number, act: () => void): void {
    const wait = Math.max(0, at - Date.now());
    const timer = setTimeout(
      () => {
        if (wait > LONGEST_TIMER_MS) this.#after(key, at, act);
        else {
          this.#timers.delete(key);
          act();
        }
      },
      Math.min(wait, LONGEST_TIMER_MS),
    );
    timer.unref();
    this.#timers.set(key, timer);
  }

  #clearTimer(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }
}

function isOver(poll: PollState): boolean {
  return poll.closedAt !== null || Date.now() >= poll.expiresAt;
}

function firstAfter(sorted: readonly string[], id: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareSnowflakes(sorted[middle] ?? '0', id) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Field names from Discord's reference, "Poll Results Embed Fields"; a tie names no winner. */
function resultEmbed(poll: PollState): WireObject {
  const field = (name: string, value: string): WireObject => ({ name, value, inline: false });
  const counted = poll.answers.map((answer) => ({ ...answer, count: poll.counts.get(answer.id) ?? 0 }));
  const most = Math.max(...counted.map(({ count }) => count));
  const leaders = counted.filter(({ count }) => count === most && most > 0);
  const winner = leaders.length === 1 ? leaders[0] : undefined;
  const total = counted.reduce((sum, { count }) => sum + count, 0);
  return {
    type: 'poll_result',
    fields: [
      field('poll_question_text', poll.question),
      field('victor_answer_votes', String(most)),
      field('total_votes', String(total)),
      ...(winner
        ? [field('victor_answer_id', String(winner.id)), field('victor_answer_text', winner.text)]
        : []),
    ],
  };
}
