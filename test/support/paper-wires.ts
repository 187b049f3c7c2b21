import { InteractionResponseType } from 'discord.js';
import type { z } from 'zod';
import { codePoints } from '../../src/core/text/graphemes.ts';
import { createDiscordClock } from '../../src/platforms/discord/requests/clock.ts';
import type { RequestOptions, Requests } from '../../src/platforms/discord/requests/requests.ts';
import type { Answer, BotApi } from '../../src/platforms/telegram/requests/client.ts';
import { formatText } from '../../src/sandbox/telegram/messages/text.ts';
import { requestFaults } from './discord/request-spec.ts';
import { checkTelegramRequest, telegramSpecAvailable } from './telegram/spec.ts';

/**
 * Both platforms' wires on paper: every request is accepted, and what the platform would refuse about it is recorded.
 */

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function lengthFaults(what: string, text: string, most: number): readonly string[] {
  const length = codePoints(text);
  if (text.trim() === '') return [`${what} is empty`];
  return length > most ? [`${what} has ${length} characters, more than ${most}`] : [];
}

export interface WrittenByBot {
  readonly chat: number;
  readonly message_id: number;
  readonly text: string;
  readonly reply_markup?: unknown;
}

export class TelegramOnPaper implements BotApi {
  readonly faults: string[] = [];
  readonly written: WrittenByBot[] = [];
  /** Methods in the order in which they were called. */
  readonly called: string[] = [];
  readonly #administrators: ReadonlySet<unknown>;

  constructor(administrators: readonly number[]) {
    this.#administrators = new Set<unknown>(administrators);
  }

  async call({ method, params }: { readonly method: string; readonly params: Fields }): Promise<Answer> {
    this.called.push(method);
    if (telegramSpecAvailable) this.faults.push(...checkTelegramRequest(method, params));
    const text = this.#read(method, params);
    switch (method) {
      case 'getChatMember': {
        const status = this.#administrators.has(params.user_id) ? 'administrator' : 'member';
        return { ok: true, result: { status, user: { id: params.user_id } } };
      }
      case 'sendMessage': {
        const message_id = 1_000 + this.written.length;
        const chat = Number(params.chat_id);
        this.written.push({ chat, message_id, text, reply_markup: params.reply_markup });
        return { ok: true, result: { message_id, chat: { id: chat, type: 'supergroup' } } };
      }
      default:
        return { ok: true, result: [] };
    }
  }

  async idle(): Promise<void> {}
  clockAhead(): number {
    return 0;
  }
  tokenRefused(): boolean {
    return false;
  }
  redact(text: string): string {
    return text;
  }

  /** The text as Telegram would show it. Throws if its formatting is invalid. */
  #read(method: string, params: Fields): string {
    const rows = fieldsOf(params.reply_markup).inline_keyboard;
    for (const { text, callback_data: data } of Array.isArray(rows) ? rows.flatMap(listOf) : []) {
      this.faults.push(...lengthFaults('a button', textOf(text), 64));
      const bytes = Buffer.byteLength(textOf(data));
      if (bytes < 1 || bytes > 64) this.faults.push(`callback_data has ${bytes} bytes`);
    }
    if (method === 'answerCallbackQuery' && params.text !== undefined)
      this.faults.push(...lengthFaults('a notification', textOf(params.text), 200));
    if (method !== 'sendMessage' && method !== 'editMessageText') return '';
    const entities = Array.isArray(params.entities) ? params.entities : undefined;
    const { text } = formatText(textOf(params.text), textOf(params.parse_mode), entities);
    this.faults.push(...lengthFaults(method, text, 4_096));
    return text;
  }
}

export class DiscordOnPaper implements Requests {
  readonly faults: string[] = [];
  /** Custom ids of buttons and forms that were shown, oldest first. */
  readonly buttons: string[] = [];
  readonly forms: string[] = [];
  /** Routes in the order in which they were called. */
  readonly called: string[] = [];

  readonly get: Requests['get'] = async (route, shape) => this.#take('get', route, shape, {});
  readonly put: Requests['put'] = async (route, shape, options) => this.#take('put', route, shape, options);
  readonly post: Requests['post'] = async (route, shape, options) =>
    this.#take('post', route, shape, options);
  readonly patch: Requests['patch'] = async (route, shape, options) =>
    this.#take('patch', route, shape, options);
  readonly delete: Requests['delete'] = async (route, shape) => this.#take('delete', route, shape, {});

  readonly tokenRefused = false;
  readonly clock = createDiscordClock();

  async idle(): Promise<void> {}

  #take<Shape extends z.ZodType>(
    method: string,
    route: string,
    shape: Shape,
    { body, files }: RequestOptions = {},
  ): z.output<Shape> {
    this.called.push(route);
    // A file is sent as a form, which the specification describes elsewhere.
    if (files === undefined) this.faults.push(...requestFaults(method, route, body), ...this.#read(body));
    return shape.parse({});
  }

  #read(body: unknown): readonly string[] {
    const { type, data } = fieldsOf(body);
    switch (type) {
      case InteractionResponseType.DeferredChannelMessageWithSource:
      case InteractionResponseType.DeferredMessageUpdate:
        return [];
      case InteractionResponseType.ApplicationCommandAutocompleteResult:
        return this.#choices(listOf(fieldsOf(data).choices));
      case InteractionResponseType.Modal:
        return this.#form(fieldsOf(data));
      default:
        return this.#message(fieldsOf(data ?? body));
    }
  }

  #choices(choices: readonly Fields[]): readonly string[] {
    return [
      ...(choices.length > 25 ? [`${choices.length} choices`] : []),
      ...choices.flatMap(({ name, value }) => [
        ...lengthFaults('the name of a choice', textOf(name), 100),
        ...lengthFaults('the value of a choice', textOf(value), 100),
      ]),
    ];
  }

  #form({ custom_id: id, title, components }: Fields): readonly string[] {
    this.forms.push(textOf(id));
    return [
      ...lengthFaults('the id of a form', textOf(id), 100),
      ...lengthFaults('the title of a form', textOf(title), 45),
      ...listOf(components).flatMap(({ label }) => lengthFaults('a label', textOf(label), 45)),
    ];
  }

  #message({ content, embeds, components }: Fields): readonly string[] {
    const shown = listOf(embeds).flatMap(({ title, description }) => [textOf(title), textOf(description)]);
    const rows = listOf(components);
    const buttons = rows.flatMap((row) => listOf(row.components));
    this.buttons.push(...buttons.flatMap(({ custom_id: id }) => (id === undefined ? [] : [textOf(id)])));
    return [
      ...lengthFaults('a message', textOf(content) + shown.join(''), 6_000),
      ...(codePoints(textOf(content)) > 2_000 ? ['the content is longer than 2000'] : []),
      ...(rows.length > 5 ? [`${rows.length} rows of buttons`] : []),
      ...buttons.flatMap(({ label, custom_id: id }) => [
        ...lengthFaults('a button', textOf(label), 80),
        ...(id === undefined ? [] : lengthFaults('the id of a button', textOf(id), 100)),
      ]),
    ];
  }
}
