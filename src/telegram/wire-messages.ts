import type { Drop, Notice, PollPost, Post } from '../core/content.ts';
import type { Instant } from '../core/ids.ts';
import type { ResolvedOutlet } from '../ports/outlet.ts';
import { CAPTION_MAX, POLL_LASTS_SECONDS } from './capabilities.ts';
import { commandButton, keyboardOf } from './wire-answers.ts';
import { clean, inertHtml, isWebAddress, lineHtml, parsedLength } from './wire-text.ts';

/** One call of the Bot API. */
export interface WireRequest {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface PostRequest extends WireRequest {
  /** The same post without its picture, where it has one that Telegram may not be able to fetch. */
  readonly withoutPicture?: WireRequest;
}

/** A late `close_date` is refused; the request itself takes a while to arrive. */
const CLOSE_DATE_SLACK_SECONDS = 60;

export function requestFor(post: Post, outlet: ResolvedOutlet, now: Instant): PostRequest {
  const place = placeOf(outlet);
  switch (post.kind) {
    case 'drop':
      return dropRequest(post, place);
    case 'poll':
      return pollRequest(post, place, outlet.traits.kind === 'channel', now);
    case 'reminder':
    case 'result':
    case 'alert':
    case 'extension':
    case 'notice':
      return noticeRequest(post, place);
  }
}

type Place = { readonly chat_id: number | string; readonly message_thread_id?: number };

/** A forum's "General" topic is number 1, and is named by naming none: "message thread not found" otherwise. */
export const GENERAL_TOPIC = 1;

function placeOf(outlet: ResolvedOutlet): Place {
  if (outlet.address.platform !== 'telegram') throw new TypeError(`${outlet.name} is no outlet of Telegram`);
  const { chat, topic } = outlet.address;
  const threaded = topic !== undefined && topic !== GENERAL_TOPIC;
  return { chat_id: chatParameter(chat), ...(threaded && { message_thread_id: topic }) };
}

/** As the Bot API takes a chat: a number, or `@name`. */
export function chatParameter(chat: string): number | string {
  return /^-?\d{1,16}$/.test(chat) ? Number(chat) : chat;
}

function dropRequest(drop: Drop, place: Place): PostRequest {
  const html = paragraphs([
    `${inertHtml(drop.show)} · ${drop.number}\n<b>${inertHtml(drop.title)}</b>`,
    inertHtml(drop.synopsis),
    drop.notes.map((note) => lineHtml(note, drop.language)).join('\n'),
  ]);
  const markup = { reply_markup: { inline_keyboard: [[{ text: clean(drop.watch), url: drop.url }]] } };
  const asText = (preview: string): WireRequest => ({
    method: 'sendMessage',
    params: {
      ...place,
      text: html,
      parse_mode: 'HTML',
      link_preview_options: { url: preview, prefer_large_media: true, show_above_text: true },
      ...markup,
    },
  });
  const { image } = drop;
  if (image === undefined || !isWebAddress(image)) return asText(drop.url);
  if (parsedLength(html) > CAPTION_MAX) return asText(image);
  return {
    method: 'sendPhoto',
    params: { ...place, photo: image, caption: html, parse_mode: 'HTML', ...markup },
    withoutPicture: asText(drop.url),
  };
}

function pollRequest(post: PollPost, place: Place, inChannel: boolean, now: Instant): WireRequest {
  const rule = post.rule.map((line) => lineHtml(line, post.language)).join('\n');
  const closeDate = closeDateOf(post, now);
  return {
    method: 'sendPoll',
    params: {
      ...place,
      question: clean(post.question),
      options: post.options.map((option) => ({ text: clean(option.label) })),
      // Channels take no others; groups tell who voted, so that a changed vote is a changed ballot.
      is_anonymous: inChannel,
      type: 'regular',
      allows_multiple_answers: false,
      allows_revoting: true,
      ...(rule !== '' && { description: rule, description_parse_mode: 'HTML' }),
      ...(post.sealed && { hide_results_until_closes: true }),
      ...(closeDate !== undefined && { close_date: closeDate }),
    },
  };
}

/**
 * The native backstop in Unix seconds, cut to the platform's maximum less a minute, never before our own
 * deadline: where the deadline is out of the platform's reach there is none, and only we close the poll.
 */
function closeDateOf(post: PollPost, now: Instant): number | undefined {
  const latest = Math.floor(now / 1000) + POLL_LASTS_SECONDS.max - CLOSE_DATE_SLACK_SECONDS;
  const earliest = Math.ceil(now / 1000) + POLL_LASTS_SECONDS.min + CLOSE_DATE_SLACK_SECONDS;
  const deadline = Math.ceil(post.closesAt / 1000);
  const date = Math.max(Math.min(Math.ceil(post.backstopAt / 1000), latest), earliest);
  return date >= deadline && date <= latest ? date : undefined;
}

function noticeRequest(notice: Notice, place: Place): WireRequest {
  const html = paragraphs([
    `<b>${inertHtml(notice.title)}</b>`,
    notice.lines.map((line) => lineHtml(line, notice.language)).join('\n'),
  ]);
  const buttons = (notice.buttons ?? []).map(commandButton);
  return {
    method: 'sendMessage',
    params: {
      ...place,
      text: html,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(buttons.length > 0 && { reply_markup: keyboardOf(buttons) }),
    },
  };
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
