import { randomInt } from 'node:crypto';
import { badRequest } from '../api-error.ts';
import type { CallbackQuery, Message, UpdateContent, User } from '../types.ts';

export interface CallbackAnswer {
  text: string | undefined;
  showAlert: boolean;
  url: string | undefined;
}

interface Waiting {
  resolve(answer: CallbackAnswer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** Presses of inline buttons that wait for answerCallbackQuery. */
export class Callbacks {
  private readonly waiting = new Map<string, Waiting>();

  /** @throws Error (rejects) if the bot does not answer within `timeoutMs` */
  press(
    press: { from: User; message: Message; chatInstance: string; data: string; timeoutMs: number },
    push: (content: UpdateContent, lane: string) => void,
  ): Promise<CallbackAnswer> {
    const id = `${randomInt(1e9, 9e9)}${randomInt(1e8, 1e9)}`;
    const query: CallbackQuery = {
      id,
      from: press.from,
      message: press.message,
      chat_instance: press.chatInstance,
      data: press.data,
    };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new Error(`The bot did not answer the button "${press.data}" within ${press.timeoutMs} ms.`));
      }, press.timeoutMs);
      this.waiting.set(id, { resolve, reject, timer });
      push({ callback_query: query }, `callback ${press.from.id}`);
    });
  }

  /** @throws ApiError 400 for a query that is unknown, answered or too old */
  answer(id: string, answer: CallbackAnswer): void {
    const waiting = this.waiting.get(id);
    if (!waiting) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    }
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(answer);
  }

  close(): void {
    for (const { timer, reject } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new Error('The Telegram stand-in was closed while a button waited for its answer.'));
    }
    this.waiting.clear();
  }
}
