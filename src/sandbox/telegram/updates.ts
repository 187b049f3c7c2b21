import { randomInt } from 'node:crypto';
import { conflict } from './api-error.ts';
import type { Update, UpdateContent } from './types.ts';

/** "Incoming updates are stored on the server until the bot receives them, but not longer than 24 hours." */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** The real server delays a long poll's answer a little, so that a burst comes as one answer. */
const RIPEN_MS = 2;
/** Seconds; longer timeouts are cut to this (LONG_POLL_MAX_TIMEOUT of the server). */
const LONGEST_POLL = 50;

const UPDATE_KINDS = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'callback_query',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
] as const satisfies readonly (keyof UpdateContent)[];

/** Sent only if requested by name: https://core.telegram.org/bots/api#getupdates, allowed_updates. */
const NOT_BY_DEFAULT: ReadonlySet<string> = new Set([
  'chat_member',
  'message_reaction',
  'message_reaction_count',
]);

export interface QueuedUpdate {
  update: Update;
  /** Updates of one lane reach a webhook in order; different lanes may overtake each other. */
  lane: string;
  expires: number;
}

interface LongPoll {
  limit: number;
  offset: number;
  resolve(updates: Update[]): void;
  reject(error: Error): void;
  deadline: NodeJS.Timeout;
  ripe: NodeJS.Timeout | undefined;
}

/** The bot's queue of updates, read by getUpdates or by the webhook. */
export class UpdateQueue {
  onQueued: () => void = () => {};
  /** Every update as the bot is sent it, for suites that check them. */
  onUpdate: (update: Update) => void = () => {};
  private readonly now: () => number;
  private queue: QueuedUpdate[] = [];
  private nextId = randomInt(1e8, 9e8);
  /** Undefined is the default: everything except NOT_BY_DEFAULT. It outlives the call that set it. */
  private allowed: ReadonlySet<string> | undefined;
  private poll: LongPoll | undefined;
  private duplicates = 0;
  private held: { content: UpdateContent; lane: string }[] = [];
  private holding = 0;
  private holdTimer: NodeJS.Timeout | undefined;

  constructor(now: () => number) {
    this.now = now;
  }

  setAllowed(kinds: readonly unknown[] | undefined): void {
    if (kinds === undefined) return;
    // An empty list means the default again.
    this.allowed = kinds.length === 0 ? undefined : new Set(kinds.map(String));
  }

  allowedList(): string[] | undefined {
    return this.allowed && [...this.allowed];
  }

  /**
   * Filtered when it arises, not when it is read: a later change of allowed_updates does not bring anything
   * back.
   */
  push(content: UpdateContent, lane: string): void {
    const kind = UPDATE_KINDS.find((name) => content[name] !== undefined);
    if (kind === undefined) return;
    if (this.allowed ? !this.allowed.has(kind) : NOT_BY_DEFAULT.has(kind)) return;
    if (this.holding > 0) {
      this.held.push({ content, lane });
      if (this.held.length >= this.holding) this.releaseReversed();
      return;
    }
    this.append(content, lane);
  }

  private append(content: UpdateContent, lane: string): void {
    const update: Update = { update_id: this.nextId, ...content };
    this.nextId += 1;
    const queued = { update, lane, expires: this.now() + KEPT_MS };
    this.queue.push(queued);
    this.onUpdate(update);
    if (this.duplicates > 0) {
      this.duplicates -= 1;
      this.queue.push(queued);
    }
    this.onQueued();
    this.ripen();
  }

  /** The next updates are sent twice each, with the same update_id. */
  duplicateNext(count: number): void {
    this.duplicates += count;
  }

  /** The next `count` updates are held and then sent in reverse order, after `withinMs` at the latest. */
  reorderNext(count: number, withinMs: number): void {
    this.releaseReversed();
    this.holding = count;
    this.holdTimer = setTimeout(() => this.releaseReversed(), withinMs);
    this.holdTimer.unref();
  }

  private releaseReversed(): void {
    clearTimeout(this.holdTimer);
    this.holding = 0;
    const held = this.held.reverse();
    this.held = [];
    for (const { content, lane } of held) this.append(content, lane);
  }

  /** What happens to a bot that was away for more than 24 hours. Returns how many updates were lost. */
  forget(): number {
    const count = this.queue.length;
    this.queue = [];
    return count;
  }

  pending(): number {
    this.dropExpired();
    return this.queue.length;
  }

  /** The oldest updates, for the webhook, which removes them with `confirm`. */
  peek(count: number): readonly QueuedUpdate[] {
    this.dropExpired();
    return this.queue.slice(0, count);
  }

  confirm(queued: QueuedUpdate): void {
    const index = this.queue.indexOf(queued);
    if (index >= 0) this.queue.splice(index, 1);
  }

  private dropExpired(): void {
    const now = this.now();
    const alive = this.queue.findIndex((queued) => queued.expires > now);
    if (alive > 0) this.queue = this.queue.slice(alive);
    else if (alive < 0 && this.queue.length > 0) this.queue = [];
  }

  /**
   * One getUpdates. A positive offset confirms everything below it. A negative one keeps that many from the
   * end and forgets the rest. One from the future counts as none. A waiting poll is answered 409 when another
   * one begins to wait.
   */
  take(call: { offset: number; limit: number; timeout: number; signal: AbortSignal }): Promise<Update[]> {
    const limit = Math.min(Math.max(call.limit, 1), 100);
    const timeout = Math.min(Math.max(call.timeout, 0), LONGEST_POLL);
    if (call.offset < 0) this.queue = this.queue.slice(call.offset);
    const offset = call.offset > 0 && call.offset <= this.nextId ? call.offset : 0;
    const ready = this.read(offset, limit);
    if (ready.length > 0 || timeout === 0) return Promise.resolve(ready);
    this.abortPoll('terminated by other getUpdates request; make sure that only one bot instance is running');
    return new Promise((resolve, reject) => {
      const finish = () => this.answerPoll(poll);
      const poll: LongPoll = {
        limit,
        offset,
        resolve,
        reject,
        deadline: setTimeout(finish, timeout * 1000),
        ripe: undefined,
      };
      this.poll = poll;
      // A client that hung up must not swallow the next 409.
      call.signal.addEventListener('abort', finish, { once: true });
    });
  }

  private read(offset: number, limit: number): Update[] {
    this.dropExpired();
    if (offset > 0) {
      const first = this.queue.findIndex((queued) => queued.update.update_id >= offset);
      if (first !== 0) this.queue = first < 0 ? [] : this.queue.slice(first);
    }
    return this.queue.slice(0, limit).map((queued) => queued.update);
  }

  private ripen(): void {
    const poll = this.poll;
    if (!poll || poll.ripe) return;
    poll.ripe = setTimeout(() => this.answerPoll(poll), RIPEN_MS);
  }

  private answerPoll(poll: LongPoll): void {
    if (this.poll !== poll) return;
    this.endPoll(poll);
    poll.resolve(this.read(poll.offset, poll.limit));
  }

  private endPoll(poll: LongPoll): void {
    this.poll = undefined;
    clearTimeout(poll.deadline);
    clearTimeout(poll.ripe);
  }

  /** Ends a waiting long poll with 409. */
  abortPoll(why: string): void {
    const poll = this.poll;
    if (!poll) return;
    this.endPoll(poll);
    poll.reject(conflict(why));
  }

  close(): void {
    clearTimeout(this.holdTimer);
    if (this.poll) this.answerPoll(this.poll);
  }
}
