import type { Instant } from '../../../core/ids.ts';
import type { Drop, PollPost, Post } from '../../../core/posts/content.ts';
import { shownLabel } from '../../../core/story/story.ts';
import type { LeftOff } from '../../../core/vote/shortfall.ts';
import type { ResolvedOutlet } from '../../../ports/platform/outlet.ts';
import { telegramAddress } from '../address.ts';
import { CAPTION_MAX, POLL_LASTS_SECONDS } from '../capabilities.ts';
import { noticeRequest, type Photo } from './notices.ts';
import {
  formatted,
  formattingIn,
  type Place,
  type PostRequest,
  paragraphs,
  type Without,
} from './requests.ts';
import { clean, escapeHtml, inertHtml, isWebAddress, lineHtml, parsedLength } from './text.ts';

const NOTHING: Without = new Set();

/** A `close_date` too far ahead is refused, and the request itself takes a while to arrive. */
const CLOSE_DATE_SLACK_SECONDS = 60;

/** For a notice only. */
export interface Extras {
  /** For links into the reader's own chat with the bot. */
  readonly botName?: string | undefined;
  readonly photo?: Photo | undefined;
}

export function requestFor(
  post: Post,
  outlet: ResolvedOutlet,
  now: Instant,
  without: Without = NOTHING,
  { botName, photo }: Extras = {},
): PostRequest {
  const place = placeOf(outlet);
  const inChannel = outlet.traits.kind === 'channel';
  switch (post.kind) {
    case 'drop':
      return dropRequest(post, place, without);
    case 'poll':
      return pollRequest(post, place, inChannel, now, without);
    case 'reminder':
    case 'result':
    case 'alert':
    case 'extension':
    case 'notice':
      return noticeRequest(post, { place, without, inChannel, botName, photo });
  }
}

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
      options: post.options.map((option) => ({ text: clean(shownLabel(option)) })),
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
