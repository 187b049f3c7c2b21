import type { Log } from '../../../ports/log.ts';
import { type Answer, answerLimits, type BotApi } from '../requests/client.ts';
import { type Failure, judgeSend } from '../requests/errors.ts';
import { type AnswerMessage, keyboardOf, TEXT_MAX } from '../wire/answers.ts';
import { type CallbackQuery, Message, type PressedMessage } from '../wire/objects.ts';
import type { WireRequest } from '../wire/requests.ts';
import { plainText } from '../wire/text.ts';
import { type Attempted, type LateAnswer, LateAnswers } from './late-answers.ts';
import type { Spot } from './speaker.ts';

/** What the bot says to people who wrote or pressed something. None of this rejects: an answer is not a delivery. */
export interface Answering {
  /**
   * If the chat has no room now, the answer is sent as soon as there is, within minutes.
   * @returns the id of the message, if it was sent.
   */
  say(
    spot: Spot,
    message: AnswerMessage,
    options?: {
      readonly urgent?: boolean;
      /** If the chat has no room now, don't send it later either. */
      readonly onlyNow?: boolean;
      /** Called if it is sent later. */
      readonly onLate?: (message: number) => void;
    },
  ): Promise<number | undefined>;
  attach(spot: Spot, file: { readonly name: string; readonly json: string }): Promise<void>;
  /** Stops the spinner of a pressed button. Only the presser sees `text`; `url` (a `t.me/<bot>?start=`) opens for them. */
  notify(query: CallbackQuery, text?: string, url?: string): Promise<void>;
  /**
   * Rewrites a message of ours, without its buttons unless new ones are given.
   * @returns whether it worked.
   */
  rewrite(spot: Spot, message: number, content: AnswerMessage): Promise<boolean>;
  /** Removes the buttons from a message and notes what was pressed. */
  settle(message: PressedMessage, pressed: string | undefined): Promise<void>;
  /** Drops what waits for room in its chat. */
  stop(): Promise<void>;
}

export function createAnswering(api: BotApi, log: Log): Answering {
  const limitsOf = ({ chat, type }: Spot) => answerLimits(chat, type === 'group' || type === 'supergroup');

  async function attempt(
    spot: Spot,
    message: AnswerMessage,
    options: { readonly waitedFor?: boolean; readonly urgent?: boolean; readonly signal?: AbortSignal },
  ): Promise<Attempted> {
    const send = (without: Without): Promise<Answer> =>
      api.call(
        { method: 'sendMessage', params: answerParams(spot, message, without) },
        { posts: true, limits: limitsOf(spot), ...options },
      );
    let answer = await send([]);
    for (const without of answer.ok ? [] : plainer(answer.failure)) {
      log.info({ ...named(spot.chat), answer, without }, 'sending an answer again in a plainer form');
      answer = await send(without);
      if (answer.ok || judgeSend(answer.failure).kind !== 'ornament') break;
    }
    if (answer.ok) {
      const sent = Message.safeParse(answer.result);
      return { kind: 'sent', id: sent.success ? sent.data.message_id : undefined };
    }
    const verdict = judgeSend(answer.failure);
    if (verdict.kind === 'retry') return { kind: 'later', after: verdict.after };
    log.info({ ...named(spot.chat), failure: answer.failure }, 'could not answer a command in its chat');
    return { kind: 'failed' };
  }

  const late = new LateAnswers(
    (spot, message, signal) => attempt(spot, message, { signal }),
    async ({ spot, message }) => {
      const { asker } = spot;
      // Buttons and questions belong to the chat in which they were requested.
      const elsewhere = asker !== undefined && asker !== spot.chat && message.asksForReply !== true;
      const { html } = message;
      const told = elsewhere && (await attempt({ chat: asker, type: 'private' }, { html }, {}));
      if (told && told.kind === 'sent') return;
      log.warn(named(spot.chat), 'could not answer a command: its chat had no room for minutes');
    },
  );

  return {
    async say(spot, message, { urgent = false, onlyNow = false, onLate } = {}) {
      const answer: LateAnswer = { spot, message, ...(onLate && { onSent: onLate }) };
      if (!urgent && !onlyNow && late.waitsIn(spot.chat)) {
        late.add(answer);
        return undefined;
      }
      const outcome = await attempt(spot, message, { waitedFor: true, urgent });
      if (outcome.kind === 'later' && !onlyNow) {
        log.info(named(spot.chat), 'a chat has no room for an answer now; it will be sent later');
        late.add(answer);
      }
      return outcome.kind === 'sent' ? outcome.id : undefined;
    },

    stop: () => late.stop(),

    async attach(spot, { name, json }) {
      const { reply_parameters: reply, ...place } = whereTo(spot);
      const params = {
        ...place,
        // telegraf omits objects that it does not know from a form with a file.
        ...(reply !== undefined && { reply_parameters: JSON.stringify(reply) }),
        document: { source: Buffer.from(json), filename: name },
      };
      const answer = await api.call(
        { method: 'sendDocument', params },
        { posts: true, limits: limitsOf(spot) },
      );
      if (!answer.ok) log.info({ ...named(spot.chat), failure: answer.failure }, 'could not attach a file');
    },

    async notify(query, text, url) {
      const answer = await api.call(
        {
          method: 'answerCallbackQuery',
          params: {
            callback_query_id: query.id,
            ...(text !== undefined && { text, show_alert: true }),
            ...(url !== undefined && { url }),
          },
        },
        { unlimited: true },
      );
      if (!answer.ok) log.debug({ failure: answer.failure }, 'could not answer a button press');
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
      if (!answer.ok) log.debug({ ...named(spot.chat), failure: answer.failure }, 'could not edit an answer');
      return answer.ok;
    },

    async settle(message, pressed) {
      const there = { chat_id: message.chat.id, message_id: message.message_id };
      const noted = pressed === undefined ? undefined : notedText(message, pressed);
      const edited = noted && (await api.call(editOf(there, noted), { waitedFor: true }));
      if (edited?.ok === true) return;
      const answer = await api.call({ method: 'editMessageReplyMarkup', params: there }, { waitedFor: true });
      if (!answer.ok) {
        log.debug({ ...named(message.chat.id), failure: answer.failure }, 'could not remove buttons');
      }
    },
  };
}

/** For the log: a private chat's number is the person's account, and we keep no account ids. */
function named(chat: number): { readonly chat?: number } {
  return chat < 0 ? { chat } : {};
}

/** What an answer to a person can do without if the platform refuses it. */
type Without = readonly ('buttons' | 'formatting' | 'reply')[];
const PLAINEST: Without = ['buttons', 'formatting', 'reply'];

/** Plainer and plainer forms of an answer that was refused; none if that would not help. */
function plainer(failure: Failure): readonly Without[] {
  const verdict = judgeSend(failure);
  if (verdict.kind !== 'ornament') return [];
  if (verdict.named.includes('button')) return [['buttons'], PLAINEST];
  if (verdict.named.includes('formatting')) return [['formatting'], PLAINEST];
  return [PLAINEST];
}

function answerParams(
  spot: Spot,
  message: AnswerMessage,
  without: Without,
): Readonly<Record<string, unknown>> {
  const { reply_parameters: reply, ...place } = whereTo(spot);
  const asks = message.asksForReply === true && spot.type !== 'channel';
  const markup = asks
    ? { force_reply: true, selective: true }
    : message.buttons && keyboardOf(message.buttons);
  const preview = { link_preview_options: { is_disabled: true } };
  return {
    ...place,
    ...(reply !== undefined && !without.includes('reply') && { reply_parameters: reply }),
    ...(without.includes('formatting') ? { text: plainText(message.html), ...preview } : textOf(message)),
    ...(markup !== undefined && !without.includes('buttons') && { reply_markup: markup }),
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

/**
 * The message as it is, and below it what was pressed: as code, so that a label can't ping or link.
 * @returns undefined if there is no text, or no room below it.
 */
function notedText({ text, entities = [] }: PressedMessage, pressed: string): object | undefined {
  if (text === undefined) return undefined;
  const before = `${text}\n\n`;
  const note = `✓ ${pressed}`;
  if (before.length + note.length > TEXT_MAX) return undefined;
  return {
    text: before + note,
    entities: [...entities, { type: 'code', offset: before.length, length: note.length }],
  };
}

function editOf(there: object, text: object): WireRequest {
  return {
    method: 'editMessageText',
    params: { ...there, ...text, link_preview_options: { is_disabled: true } },
  };
}

function textOf({ html }: AnswerMessage): Readonly<Record<string, unknown>> {
  return { text: html, parse_mode: 'HTML', link_preview_options: { is_disabled: true } };
}
