import type { Instant } from '../../../core/ids.ts';
import { encodeLook } from '../../../core/posts/button-code.ts';
import {
  type CommandButton,
  type Drop,
  type Notice,
  type PollPost,
  type Post,
  titleLine,
} from '../../../core/posts/content.ts';
import type { LeftOff } from '../../../core/vote/shortfall.ts';
import type { ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import { telegramAddress } from '../address.ts';
import { CAPTION_MAX, POLL_LASTS_SECONDS } from '../capabilities.ts';
import { BUTTON_TEXT_MAX, commandButton, keyboardOf, TEXT_MAX } from './answers.ts';
import {
  clean,
  escapeHtml,
  inertHtml,
  isWebAddress,
  lineHtml,
  parsedLength,
  plainText,
  titleToText,
} from './text.ts';

/** One call of the Bot API. */
export interface WireRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What is left out because the platform refused it here. */
export type Without = ReadonlySet<LeftOff>;
const NOTHING: Without = new Set();

export interface PostRequest extends WireRequest {
  /** The parts of this request that it could do without. */
  readonly ornaments: readonly LeftOff[];
}

/** A `close_date` too far ahead is refused, and the request itself takes a while to arrive. */
const CLOSE_DATE_SLACK_SECONDS = 60;

export function requestFor(
  post: Post,
  outlet: ResolvedOutlet,
  now: Instant,
  without: Without = NOTHING,
  botName?: string,
): PostRequest {
  const place = placeOf(outlet);
  switch (post.kind) {
    case 'drop':
      return dropRequest(post, place, without);
    case 'poll':
      return pollRequest(post, place, outlet.traits.kind === 'channel', now, without);
    case 'reminder':
    case 'result':
    case 'alert':
    case 'extension':
    case 'notice':
      return noticeRequest(post, place, without, botName);
  }
}

type Place = { readonly chat_id: number | string; readonly message_thread_id?: number };

/**
 * A forum's "General" topic has number 1, but must be left out of a request: "message thread not found"
 * otherwise.
 */
export const GENERAL_TOPIC = 1;

function placeOf(outlet: ResolvedOutlet): Place {
  const { chat, topic } = telegramAddress(outlet.address);
  const threaded = topic !== undefined && topic !== GENERAL_TOPIC;
  return { chat_id: chatParameter(chat), ...(threaded && { message_thread_id: topic }) };
}

/** A chat as the Bot API accepts it: a number, or `@name`. */
export function chatParameter(chat: string): number | string {
  return /^-?\d{1,16}$/.test(chat) ? Number(chat) : chat;
}

/** The episode's link is in the button; without a button it is in the text. */
function dropRequest(drop: Drop, place: Place, without: Without): PostRequest {
  const details = without.has('details')
    ? []
    : [inertHtml(drop.synopsis), drop.notes.map((note) => lineHtml(note, drop.language)).join('\n')];
  const html = paragraphs([
    `${inertHtml(drop.show)}\n<b>${lineHtml(drop.title, drop.language)}</b>`,
    ...details,
    without.has('button') ? `${escapeHtml(clean(drop.watch))}: ${escapeHtml(drop.url)}` : '',
  ]);
  const common: readonly LeftOff[] = [
    ...(details.some((part) => part !== '') ? (['details'] as const) : []),
    ...(without.has('button') ? [] : (['button'] as const)),
    ...formattingIn(without),
  ];
  const markup = without.has('button')
    ? {}
    : { reply_markup: { inline_keyboard: [[{ text: clean(drop.watch), url: drop.url }]] } };
  const asText = (preview: string, ornament: LeftOff): PostRequest => ({
    method: 'sendMessage',
    params: {
      ...place,
      ...formatted('text', html, without),
      link_preview_options: without.has('preview')
        ? { is_disabled: true }
        : { url: preview, prefer_large_media: true, show_above_text: true },
      ...markup,
    },
    ornaments: [...(without.has('preview') ? [] : [ornament]), ...common],
  });
  const { image } = drop;
  if (image === undefined || !isWebAddress(image) || without.has('picture')) {
    return asText(drop.url, 'preview');
  }
  if (parsedLength(html) > CAPTION_MAX) return asText(image, 'picture');
  return {
    method: 'sendPhoto',
    params: { ...place, photo: image, ...formatted('caption', html, without), ...markup },
    ornaments: ['picture', ...common],
  };
}

const formattingIn = (without: Without): readonly LeftOff[] =>
  without.has('formatting') ? [] : ['formatting'];

/** @param field prefix of `<field>_parse_mode`; a text or a caption has no prefix. */
function formatted(
  field: 'text' | 'caption' | 'description',
  html: string,
  without: Without,
): Readonly<Record<string, string>> {
  if (without.has('formatting')) return { [field]: plainText(html) };
  const mode = field === 'description' ? 'description_parse_mode' : 'parse_mode';
  return { [field]: html, [mode]: 'HTML' };
}

function pollRequest(
  post: PollPost,
  place: Place,
  inChannel: boolean,
  now: Instant,
  without: Without,
): PostRequest {
  const rule = without.has('rules') ? '' : post.rule.map((line) => lineHtml(line, post.language)).join('\n');
  const closeDate = without.has('backstop') ? undefined : closeDateOf(post, now);
  return {
    method: 'sendPoll',
    params: {
      ...place,
      question: clean(post.question),
      options: post.options.map((option) => ({ text: clean(option.label) })),
      // Channels accept only anonymous polls. In groups polls say who voted, so that a changed vote is a
      // changed ballot.
      is_anonymous: inChannel,
      type: 'regular',
      allows_multiple_answers: false,
      allows_revoting: true,
      ...(rule !== '' && formatted('description', rule, without)),
      ...(post.sealed && { hide_results_until_closes: true }),
      ...(closeDate !== undefined && { close_date: closeDate }),
    },
    ornaments: [
      ...(rule === '' ? [] : (['rules', ...formattingIn(without)] as const)),
      ...(closeDate === undefined ? [] : (['backstop'] as const)),
    ],
  };
}

/**
 * The native backstop in Unix seconds, cut to the platform's maximum less a minute, never before our own
 * deadline. If the deadline is beyond the platform's reach there is none, and only we close the poll.
 */
function closeDateOf(post: PollPost, now: Instant): number | undefined {
  const latest = Math.floor(now / 1000) + POLL_LASTS_SECONDS.max - CLOSE_DATE_SLACK_SECONDS;
  const earliest = Math.ceil(now / 1000) + POLL_LASTS_SECONDS.min + CLOSE_DATE_SLACK_SECONDS;
  const deadline = Math.ceil(post.closesAt / 1000);
  const date = Math.max(Math.min(Math.ceil(post.backstopAt / 1000), latest), earliest);
  return date >= deadline && date <= latest ? date : undefined;
}

function noticeRequest(notice: Notice, place: Place, without: Without, botName?: string): PostRequest {
  const heading = lineHtml(titleLine(notice.title), notice.language);
  const title = heading === '' ? '' : `<b>${heading}</b>`;
  const lines = notice.lines.map((line) => lineHtml(line, notice.language));
  const html = paragraphs([title, (without.has('details') ? opening(title, lines) : lines).join('\n')]);
  const buttons = without.has('button')
    ? []
    : [...(notice.buttons ?? []).map(commandButton), ...lookLinks(notice.looks ?? [], botName)];
  const { replyTo } = notice;
  const replies = replyTo?.in === String(place.chat_id) && !without.has('reply');
  return {
    method: 'sendMessage',
    params: {
      ...place,
      ...formatted('text', html, without),
      link_preview_options: { is_disabled: true },
      // If the poll was deleted, this becomes an ordinary message.
      ...(replies && {
        reply_parameters: { message_id: Number(replyTo.id), allow_sending_without_reply: true },
      }),
      ...(buttons.length > 0 && { reply_markup: keyboardOf(buttons) }),
    },
    ornaments: [
      ...(without.has('details') || lines.length < 2 ? [] : (['details'] as const)),
      ...(buttons.length > 0 ? (['button'] as const) : []),
      ...(replies ? (['reply'] as const) : []),
      ...formattingIn(without),
    ],
  };
}

/**
 * Links into the reader's own chat with the bot, which answers there. Readers of a channel can't use commands in it, a
 * callback button shows at most 200 characters to the person who pressed, and everybody would see an answer in the chat.
 */
const lookLinks = (looks: readonly CommandButton[], botName: string | undefined) =>
  botName === undefined
    ? []
    : looks.map((look) => ({
        text: titleToText(look.label, BUTTON_TEXT_MAX),
        url: `https://t.me/${botName}?start=${encodeLook(look)}`,
      }));

/** Half of what a text may hold, in case a server counts differently. The first line says what it is about. */
const OPENING_MAX = TEXT_MAX / 2;

function opening(title: string, lines: readonly string[]): readonly string[] {
  let room = OPENING_MAX - parsedLength(title);
  return lines.filter((line, index) => {
    room -= parsedLength(line);
    return index === 0 || room > 0;
  });
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
