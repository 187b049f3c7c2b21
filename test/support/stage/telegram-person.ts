import type { Pressed } from '../../../src/sandbox/telegram/people.ts';
import type { InlineKeyboardButton, Message } from '../../../src/sandbox/telegram/types.ts';
import type { SeasonStage } from '../seasons/season-stage.ts';
import { holding, holds, UNDER_WAY } from './answers.ts';

/** Somebody in a chat, or in private with the bot. */
export class TelegramPerson {
  readonly user: number;
  readonly chat: number;
  readonly #stage: SeasonStage<string>;

  constructor(stage: SeasonStage<string>, user: number, chat: number) {
    this.#stage = stage;
    this.user = user;
    this.chat = chat;
  }

  /** The same account elsewhere. */
  in(chat: number): TelegramPerson {
    return new TelegramPerson(this.#stage, this.user, chat);
  }

  /**
   * Writes, and resolves with the bot's next message in the chat.
   * @throws if that says something else.
   */
  async say(text: string, words: readonly string[], replyTo?: Message): Promise<Message> {
    const before = this.#ours().length;
    const reply = replyTo === undefined ? {} : { replyTo: replyTo.message_id };
    this.#stage.telegram.say({ chat: this.chat, from: this.user, text, ...reply });
    return this.hears(before, words);
  }

  /** What the bot wrote here so far. */
  get heard(): number {
    return this.#ours().length;
  }

  /**
   * Resolves with the bot's first message after this many.
   * @throws if that says something else.
   */
  async hears(after: number, words: readonly string[]): Promise<Message> {
    const next = (): Message | undefined =>
      this.#ours()
        .slice(after)
        .find(({ text }) => text !== undefined && !text.includes(UNDER_WAY));
    await this.#stage.book.untilTrue(`the bot says "${words.join('", "')}"`, () => next() !== undefined);
    const message = next();
    if (message === undefined) throw new Error('a message was there and is gone');
    holding(message.text ?? '', words);
    return message;
  }

  /** Resolves with the name of the file that answers the same message as this one. */
  async file(answer: Message): Promise<string> {
    const asked = answer.reply_to_message?.message_id;
    const name = () =>
      this.#ours().find(
        ({ document, reply_to_message: to }) => document !== undefined && to?.message_id === asked,
      )?.document?.file_name;
    await this.#stage.book.untilTrue('a file follows', () => name() !== undefined);
    return name() ?? '';
  }

  /** Resolves once the message has been edited to contain these words. */
  async reads(message: Message, ...words: readonly string[]): Promise<Message> {
    const now = (): Message | undefined =>
      this.#stage.telegram
        .messages(message.chat.id)
        .find(({ message_id: id, text = '' }) => id === message.message_id && holds(text, words));
    await this.#stage.book.untilTrue(`a message reads "${words.join('", "')}"`, () => now() !== undefined);
    return now() ?? message;
  }

  press(message: Message, label: string): Promise<Pressed> {
    const buttons = keyboardOf(message);
    const data = buttons.find(({ text }) => text === label)?.callback_data;
    const there = buttons.map(({ text }) => text).join(', ') || 'none';
    if (data === undefined)
      throw new Error(`no button "${label}" under "${message.text}", there is: ${there}`);
    const { chat, message_id: id } = message;
    return this.#stage.telegram.press({ chat, message: id, data, from: this.user });
  }

  #ours(): readonly Message[] {
    const { bot } = this.#stage.telegram;
    return this.#stage.telegram.messages(this.chat).filter(({ from }) => from?.id === bot.id);
  }
}

export function keyboardOf(message: Message): readonly InlineKeyboardButton[] {
  return message.reply_markup?.inline_keyboard.flat() ?? [];
}
