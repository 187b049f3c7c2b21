import { parsedUrl } from '../../parsed-url.ts';
import { badRequest } from '../api-error.ts';
import { isRecord, type Params } from '../params.ts';
import type { InlineKeyboardButton, InlineKeyboardMarkup } from '../types.ts';

/** https://core.telegram.org/bots/api#inlinekeyboardbutton: exactly one of these says what a button does. */
const KINDS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
] as const;

/** Only inline keyboards stay with a message. Other kinds of markup are accepted but not shown. */
export function readInlineKeyboard(params: Params): InlineKeyboardMarkup | undefined {
  const value = params.json('reply_markup');
  if (value === undefined || value === '') return undefined;
  if (!isRecord(value)) throw badRequest('object expected as reply markup');
  const rows = value.inline_keyboard;
  if (rows === undefined) return undefined;
  if (!Array.isArray(rows))
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array');
  const keyboard = rows.map((row) => {
    if (!Array.isArray(row)) throw badRequest('row of the InlineKeyboardMarkup must be an Array');
    return row.map(readButton);
  });
  const filled = keyboard.filter((row) => row.length > 0);
  return filled.length > 0 ? { inline_keyboard: filled } : undefined;
}

function readButton(value: unknown): InlineKeyboardButton {
  const refuse = (why: string) => badRequest(`can't parse inline keyboard button: ${why}`);
  if (!isRecord(value)) throw refuse('InlineKeyboardButton must be an Object');
  const { text, url, callback_data: data } = value;
  if (typeof text !== 'string') throw refuse('Can\'t find field "text"');
  if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty');
  if (!KINDS.some((kind) => value[kind] !== undefined))
    throw refuse('Text buttons are unallowed in the inline keyboard');
  if (url !== undefined) {
    if (typeof url !== 'string') throw refuse('Field "url" must be of type String');
    const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
    const parsed = parsedUrl(address);
    if (parsed === undefined)
      throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    const { protocol, hostname } = parsed;
    const web = protocol === 'http:' || protocol === 'https:';
    if (!web && protocol !== 'tg:') {
      throw badRequest(`inline keyboard button URL '${url}' is invalid: Unsupported URL protocol`);
    }
    if (web && !hostname.includes('.')) {
      throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    }
  }
  if (data !== undefined) {
    if (typeof data !== 'string') throw refuse('Field "callback_data" must be of type String');
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
  }
  return { ...value, text };
}
