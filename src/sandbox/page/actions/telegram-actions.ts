import type { Cast } from '../../audience/cast.ts';
import type { Town } from '../../audience/town.ts';
import type { ActionOf, Reply } from './action.ts';

/** What people do on Telegram. */
export class TelegramActions {
  readonly #town: Town;
  readonly #cast: Cast;

  constructor(town: Town, cast: Cast) {
    this.#town = town;
    this.#cast = cast;
  }

  say({ person: id, chat, text, replyTo }: ActionOf<'telegram-say'>): Reply {
    const person = this.#cast.person(id);
    if (text.trim() === '') return { error: 'There is nothing to send' };
    const isChannel = this.#town.communities.some(({ place, kind }) => place === chat && kind === 'channel');
    if (isChannel && person.part === 'fan') return { error: 'Only administrators can post in the channel' };
    this.#town.telegram.say({
      chat: Number(chat),
      from: isChannel ? 'chat' : person.telegram,
      text,
      ...(replyTo !== undefined && { replyTo }),
    });
    return {};
  }

  async press({ person, chat, message, data }: ActionOf<'telegram-press'>): Promise<Reply> {
    const from = this.#cast.person(person).telegram;
    const { answer } = await this.#town.telegram.press({ chat: Number(chat), message, data, from });
    return {
      ...(answer.text !== undefined && { toast: answer.text, alert: answer.showAlert }),
      ...(answer.url !== undefined && { open: answer.url }),
    };
  }
}
