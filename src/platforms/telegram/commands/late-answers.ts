import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '../../../core/ids.ts';
import { type AnswerMessage, TEXT_MAX } from '../wire/answers.ts';
import { parsedLength } from '../wire/text.ts';
import type { Spot } from './speaker.ts';

/** A later answer is of no use any more. A group takes twenty messages a minute. */
const WAITS_AT_MOST: Milliseconds = 5 * 60_000;
/** Per chat. More than this is a flood, and is reported as dropped. */
const MOST_WAITING = 40;

export interface LateAnswer {
  readonly spot: Spot;
  readonly message: AnswerMessage;
  /** Called with the id of the message that contains it. */
  readonly onSent?: (message: number) => void;
}

/** `after`: nothing was posted; worth another attempt then. */
export type Attempted =
  | { readonly kind: 'sent'; readonly id: number | undefined }
  | { readonly kind: 'later'; readonly after: Milliseconds }
  | { readonly kind: 'failed' };

interface Waiting extends LateAnswer {
  readonly until: number;
}

/**
 * Answers for which their chat had no room. They are sent as soon as it has, in the order in which they were given;
 * everything for one person is combined into one message. Kept in this process only: after a restart the command can be used
 * again.
 */
export class LateAnswers {
  readonly #attempt: (spot: Spot, message: AnswerMessage, signal: AbortSignal) => Promise<Attempted>;
  readonly #dropped: (answer: LateAnswer) => Promise<void>;
  readonly #chats = new Map<number, Waiting[]>();
  readonly #working = new Set<Promise<void>>();
  readonly #stopping = new AbortController();

  /**
   * @param attempt waits some seconds for a place.
   * @param dropped called for answers that never got one.
   */
  constructor(
    attempt: (spot: Spot, message: AnswerMessage, signal: AbortSignal) => Promise<Attempted>,
    dropped: (answer: LateAnswer) => Promise<void>,
  ) {
    this.#attempt = attempt;
    this.#dropped = dropped;
  }

  waitsIn(chat: number): boolean {
    return this.#chats.has(chat);
  }

  add(answer: LateAnswer): void {
    const { chat } = answer.spot;
    const queue = this.#chats.get(chat);
    const waiting: Waiting = { ...answer, until: performance.now() + WAITS_AT_MOST };
    if (queue === undefined) {
      const begun = [waiting];
      this.#chats.set(chat, begun);
      this.#track(this.#work(chat, begun));
    } else if (queue.length < MOST_WAITING) queue.push(waiting);
    else this.#track(this.#dropped(answer));
  }

  /** Drops everything that waits. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#working);
  }

  #track(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.#working.delete(tracked));
    this.#working.add(tracked);
  }

  async #work(chat: number, queue: Waiting[]): Promise<void> {
    const { signal } = this.#stopping;
    while (queue.length > 0 && !signal.aborted) {
      const parts = together(queue);
      const [first] = parts;
      if (first === undefined) break;
      const html = parts.map(({ message }) => message.html).join('\n\n');
      const outcome = await this.#attempt(first.spot, { ...first.message, html }, signal);
      if (outcome.kind === 'later' && performance.now() < first.until) {
        await pause(outcome.after, undefined, { signal }).catch(() => undefined);
        continue;
      }
      queue.splice(0, queue.length, ...queue.filter((one) => !parts.includes(one)));
      for (const one of parts) {
        if (outcome.kind === 'sent' && outcome.id !== undefined) one.onSent?.(outcome.id);
        if (outcome.kind === 'later') await this.#dropped(one);
      }
    }
    this.#chats.delete(chat);
  }
}

/** The first that waits, and what else waits for the same person, as far as one message can hold it. */
function together(queue: readonly Waiting[]): readonly Waiting[] {
  const [first, ...others] = queue;
  if (first === undefined) return [];
  const { asker, topic } = first.spot;
  if (asker === undefined || !isPlain(first.message)) return [first];
  const parts = [first];
  let length = parsedLength(first.message.html);
  for (const one of others) {
    if (one.spot.asker !== asker || one.spot.topic !== topic) continue;
    const longer = length + 2 + parsedLength(one.message.html);
    // Later ones must not overtake it.
    if (!isPlain(one.message) || longer > TEXT_MAX) break;
    parts.push(one);
    length = longer;
  }
  return parts;
}

const isPlain = ({ buttons = [], asksForReply }: AnswerMessage): boolean =>
  buttons.length === 0 && asksForReply !== true;
