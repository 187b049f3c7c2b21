import type { Log } from '../ports/log.ts';
import { answerLimits, type BotApi } from './client.ts';
import type { Spot } from './speaker.ts';
import { type AnswerMessage, keyboardOf } from './wire-answers.ts';
import { type CallbackQuery, Message, type PressedMessage } from './wire-objects.ts';

/** What the bot says to people who wrote or pressed something. Nothing of it rejects: an answer is no delivery. */
export interface Answering {
  /** @returns the id of the message, where it was sent. */
  say(
    spot: Spot,
    message: AnswerMessage,
    options?: { readonly urgent?: boolean },
  ): Promise<number | undefined>;
  attach(spot: Spot, file: { readonly name: string; readonly json: string }): Promise<void>;
  /** Ends the spinner of a pressed button; `text` is seen by the presser alone. */
  notify(query: CallbackQuery, text?: string): Promise<void>;
  /** Writes a message of ours anew, without its buttons unless new ones are given. @returns whether it worked. */
  rewrite(spot: Spot, message: number, content: AnswerMessage): Promise<boolean>;
  /** Takes the buttons off a message and notes what was pressed. */
  settle(message: PressedMessage, pressed: string | undefined): Promise<void>;
}

export function createAnswering(api: BotApi, log: Log): Answering {
  const limitsOf = ({ chat, type }: Spot) => answerLimits(chat, type === 'group' || type === 'supergroup');

  return {
    async say(spot, message, { urgent = false } = {}) {
      const answer = await api.call(
        {
          method: 'sendMessage',
          params: {
            ...whereTo(spot),
            ...textOf(message),
            ...(message.buttons && { reply_markup: keyboardOf(message.buttons) }),
            ...(message.asksForReply === true &&
              spot.type !== 'channel' && { reply_markup: { force_reply: true, selective: true } }),
          },
        },
        { posts: true, limits: limitsOf(spot), waitedFor: true, urgent },
      );
      if (!answer.ok) {
        log.info({ chat: spot.chat, failure: answer.failure }, 'a command could not be answered in its chat');
        return undefined;
      }
      const sent = Message.safeParse(answer.result);
      return sent.success ? sent.data.message_id : undefined;
    },

    async attach(spot, { name, json }) {
      const document = { source: Buffer.from(json), filename: name };
      const answer = await api.call(
        { method: 'sendDocument', params: { ...whereTo(spot), document } },
        { posts: true, limits: limitsOf(spot) },
      );
      if (!answer.ok) log.info({ chat: spot.chat, failure: answer.failure }, 'a file could not be attached');
    },

    async notify(query, text) {
      const answer = await api.call(
        {
          method: 'answerCallbackQuery',
          params: { callback_query_id: query.id, ...(text !== undefined && { text, show_alert: true }) },
        },
        { unlimited: true },
      );
      if (!answer.ok) log.debug({ failure: answer.failure }, 'a press could not be answered');
    },

    async rewrite(spot, message, content) {
      const answer = await api.call(
        {
          method: 'editMessageText',
          params: {
            chat_id: spot.chat,
            message_id: message,
            ...textOf(content),
            ...(content.buttons && { reply_markup: keyboardOf(content.buttons) }),
          },
        },
        { limits: limitsOf(spot), waitedFor: true, urgent: true },
      );
      if (!answer.ok)
        log.debug({ chat: spot.chat, failure: answer.failure }, 'an answer could not be edited');
      return answer.ok;
    },

    async settle(message, pressed) {
      const { chat, message_id: id, text, entities = [] } = message;
      const there = { chat_id: chat.id, message_id: id };
      const note = text !== undefined && pressed !== undefined ? `✓ ${pressed}` : undefined;
      const request =
        note === undefined
          ? { method: 'editMessageReplyMarkup', params: there }
          : {
              method: 'editMessageText',
              params: {
                ...there,
                text: `${text}\n\n${note}`,
                // As code a label pings and links nobody.
                entities: [...entities, { type: 'code', offset: `${text}\n\n`.length, length: note.length }],
                link_preview_options: { is_disabled: true },
              },
            };
      const answer = await api.call(request, { waitedFor: true });
      if (!answer.ok) log.debug({ chat: chat.id, failure: answer.failure }, 'buttons could not be taken off');
    },
  };
}

function whereTo({ chat, topic, replyTo }: Spot): Readonly<Record<string, unknown>> {
  return {
    chat_id: chat,
    ...(topic !== undefined && { message_thread_id: topic }),
    ...(replyTo !== undefined && {
      reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
    }),
  };
}

function textOf({ html }: AnswerMessage): Readonly<Record<string, unknown>> {
  return { text: html, parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
}
