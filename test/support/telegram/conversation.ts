import type { TelegramPlatform } from '../../../src/platforms/telegram/platform.ts';
import type { TelegramOptions } from '../../../src/sandbox/telegram/server.ts';
import type { InlineKeyboardButton, Message, User } from '../../../src/sandbox/telegram/types.ts';
import { SmallDesk } from '../commands/command-desk.ts';
import { ConnectedTelegram, Notebook, until } from './connected.ts';

/** People in chats, and a bot that answers them with a small desk. */
export class TelegramConversation {
  readonly bot: ConnectedTelegram;
  readonly desk = new SmallDesk();
  readonly book = new Notebook();
  readonly platform: TelegramPlatform;
  readonly showrunner: User;
  readonly fan: User;

  private constructor(bot: ConnectedTelegram) {
    this.bot = bot;
    const { world } = bot.telegram;
    this.showrunner = world.addUser({ first_name: 'Sam' });
    this.fan = world.addUser({ first_name: 'Fan' });
    this.desk.showrunners.add(String(this.showrunner.id));
    this.platform = bot.connect({ showrunners: [String(this.showrunner.id)] });
  }

  static async start(options: TelegramOptions = {}): Promise<TelegramConversation> {
    const stage = new TelegramConversation(await ConnectedTelegram.start(options));
    await stage.platform.prepare();
    await stage.platform.listen(stage.book, stage.desk);
    return stage;
  }

  /** Messages of the bot in a chat, oldest first. */
  ours(chat: { id: number }): readonly Message[] {
    return this.bot.telegram.messages(chat).filter(({ from }) => from?.id === this.bot.telegram.bot.id);
  }

  /** Somebody writes; resolves with the bot's next message in that chat. */
  async say(
    chat: { id: number },
    from: number | User | 'chat',
    text: string,
    more: { topic?: number; replyTo?: number } = {},
  ): Promise<Message> {
    const before = this.ours(chat).length;
    this.bot.telegram.say({ chat, from, text, ...more });
    return this.next(chat, before);
  }

  async next(chat: { id: number }, before: number): Promise<Message> {
    await until(() => this.ours(chat).length > before);
    const message = this.ours(chat)[before];
    if (message === undefined) throw new Error('no message');
    return message;
  }

  message(chat: { id: number }, id: number): Message {
    const found = this.bot.telegram.messages(chat).find(({ message_id: each }) => each === id);
    if (found === undefined) throw new Error(`no message ${id}`);
    return found;
  }

  press(message: Message, label: string, from: number | User) {
    const data = buttonsOf(message).find(({ text }) => text === label)?.callback_data;
    if (data === undefined) throw new Error(`no button ${label} under ${message.text}`);
    const { chat, message_id } = message;
    return this.bot.telegram.press({ chat, message: message_id, data, from, timeoutMs: 5_000 });
  }

  /** Resolves when every request has been answered. */
  async settled(): Promise<void> {
    await until(() => this.bot.telegram.pendingUpdates() === 0);
  }

  stop(): Promise<void> {
    return this.bot.stop();
  }
}

export function buttonsOf(message: Message): readonly InlineKeyboardButton[] {
  return message.reply_markup?.inline_keyboard.flat() ?? [];
}
