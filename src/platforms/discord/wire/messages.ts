import { AllowedMentionsTypes, type APIEmbed, ComponentType, type RESTAPIAttachment } from 'discord.js';
import type { Instant } from '../../../core/ids.ts';
import type { Drop, PollPost, Post } from '../../../core/posts/content.ts';
import { cut } from '../../../core/text/graphemes.ts';
import type { LeftOff } from '../../../core/vote/shortfall.ts';
import { problemOf } from '../../../core/wording/problems/tell-problem.ts';
import type { OutletProblem } from '../../../ports/platform/outlet.ts';
import type { PictureToSend } from '../../../ports/platform/sending.ts';
import { discordCapabilities, wireLimits } from '../capabilities.ts';
import type { AttachedFile } from '../requests/requests.ts';
import { linkButton } from './buttons.ts';
import { markedAddress, textMark, withTextMark } from './marks.ts';
import { type Body, CARD, embedColour, NOTHING, noticeBody, type Without, withMark } from './notices.ts';
import type { WireMessage } from './objects.ts';
import {
  cleanLine,
  escapeMarkdown,
  linesToMarkdown,
  lineToMarkdown,
  titleToText,
  webAddress,
} from './text.ts';

const HOUR = 3_600_000;

/**
 * Used instead of a role's id: the role @everyone has the server's id, and mentioning that id pings nobody.
 */
export const EVERYONE = 'everyone';

export interface Letter {
  readonly post: Post;
  /** 1-25 characters. Discord answers a repeat within "the past few minutes" with the first message. */
  readonly nonce: string;
  /** Role to ping, or `everyone`; with a drop only. */
  readonly mention?: string;
  readonly now: Instant;
  /** Of a result. */
  readonly picture?: PictureToSend;
}

export interface Composed {
  readonly body: Body;
  /** The parts of this message that it could do without. */
  readonly parts: readonly LeftOff[];
  readonly files?: readonly AttachedFile[];
}

/** The body of `POST /channels/{channel}/messages`, or why Discord can't carry the post. */
export function messageBody(
  letter: Letter,
  without: Without = NOTHING,
): Composed | { readonly problem: OutletProblem } {
  const problem = unsendable(letter.post, letter.now);
  if (problem !== undefined) return { problem };
  const mention = letter.post.kind === 'drop' && !without.has('mention') ? letter.mention : undefined;
  const picture = without.has('picture') ? undefined : letter.picture;
  const { content = '', ...rest } = postBody(letter.post, letter.now, without, picture !== undefined);
  const whole = [...(mention === undefined ? [] : [mentionText(mention)]), ...(content ? [content] : [])];
  const body: Body = {
    ...rest,
    ...(whole.length === 0 ? {} : { content: whole.join('\n') }),
    ...(picture !== undefined && { attachments: [cardEntry(picture)] }),
    // Story text must never ping.
    allowed_mentions: allowedMentions(mention),
    nonce: letter.nonce,
    enforce_nonce: true,
  };
  const parts = partsOf(body, letter.post, mention, without);
  return picture === undefined ? { body, parts } : { body, parts, files: [cardFile(picture)] };
}

/** `id` says which of the uploaded files it describes. */
const cardEntry = ({ alt }: PictureToSend): RESTAPIAttachment => ({
  id: '0',
  filename: CARD,
  description: cut(cleanLine(alt), wireLimits.fileDescription),
});

const cardFile = ({ png }: PictureToSend): AttachedFile => ({
  name: CARD,
  contentType: 'image/png',
  data: png,
});

const mentionText = (mention: string): string => (mention === EVERYONE ? '@everyone' : `<@&${mention}>`);

function allowedMentions(mention: string | undefined): NonNullable<Body['allowed_mentions']> {
  if (mention === undefined) return { parse: [] };
  return mention === EVERYONE ? { parse: [AllowedMentionsTypes.Everyone] } : { parse: [], roles: [mention] };
}

/** The parts of this message that it could do without. */
export function partsOf(
  body: Body,
  post: Post,
  mention?: string,
  without: Without = NOTHING,
): readonly LeftOff[] {
  const [embed] = body.embeds ?? [];
  return [
    ...(hasPicture(body) ? (['picture'] as const) : []),
    ...(embed === undefined ? [] : (['embed'] as const)),
    ...(body.components?.length ? (['button'] as const) : []),
    ...(mention === undefined ? [] : (['mention'] as const)),
    ...(post.kind === 'poll' && hasEmoji(post) && !without.has('formatting')
      ? (['formatting'] as const)
      : []),
    ...(post.kind === 'poll' && body.content !== textMark(post.mark) ? (['rules'] as const) : []),
    ...(body.message_reference === undefined ? [] : (['reply'] as const)),
  ];
}

const hasPicture = ({ embeds: [embed] = [], attachments }: Body): boolean =>
  embed?.image !== undefined || embed?.author?.icon_url !== undefined || attachments !== undefined;

const hasEmoji = ({ options }: PollPost): boolean => options.some(({ emoji }) => emoji !== undefined);

/**
 * The body of `PATCH /channels/{channel}/messages/{message}` that updates a posted drop to what `drop` says now. The
 * message's own text, which holds the ping, stays as it is.
 */
export function dropEdit(
  drop: Drop,
  now: Instant,
  without: Without = NOTHING,
): Composed | { readonly problem: OutletProblem } {
  const problem = unsendable(drop, now);
  if (problem !== undefined) return { problem };
  // An edit leaves absent fields as they were.
  const body: Body = { components: [], ...dropBody(drop, without), allowed_mentions: { parse: [] } };
  return { body, parts: partsOf(body, drop) };
}

/** What no attempt can post. Lengths are not checked: `fit` has done that, and Discord does it again. */
function unsendable(post: Post, now: Instant): OutletProblem | undefined {
  if (post.kind === 'drop') {
    if (webAddress(post.url) !== undefined) return undefined;
    return {
      code: 'invalid-link',
      what: `The link "${cut(cleanLine(post.url), 100)}" is not a web address.`,
      fix: problemOf('invalid-link').fix,
    };
  }
  if (post.kind !== 'poll') return undefined;
  if (new Set(post.options.map((option) => pollLabel(option.label))).size < post.options.length) {
    return problemOf('equal-answers');
  }
  const longest = discordCapabilities.poll.lasts.max;
  if (post.closesAt - now <= longest) return undefined;
  return {
    code: 'poll-too-long',
    what: `The vote closes ${Math.ceil((post.closesAt - now) / HOUR)} hours from now; a Discord poll lasts ${longest / HOUR} hours at most.`,
    fix: problemOf('poll-too-long').fix,
  };
}

function postBody(post: Post, now: Instant, without: Without, hasCard: boolean): Body {
  switch (post.kind) {
    case 'drop':
      return dropBody(post, without);
    case 'poll':
      return pollBody(post, now, without);
    case 'reminder':
    case 'result':
    case 'alert':
    case 'extension':
    case 'notice':
      return noticeBody(post, without, hasCard);
  }
}

function dropBody(drop: Drop, without: Without): Body {
  const url = webAddress(drop.url) ?? '';
  const components = without.has('button') ? {} : { components: [watchRow(drop, url)] };
  if (without.has('embed')) return { embeds: [], content: dropText(drop, url), ...components };
  const picture = without.has('picture') ? undefined : (drop.image ?? drop.thumbnail);
  const image = picture === undefined ? undefined : webAddress(picture);
  const logo = drop.logo === undefined || without.has('picture') ? undefined : webAddress(drop.logo);
  const description = [escapeMarkdown(drop.synopsis), linesToMarkdown(drop.notes)]
    .filter((part) => part !== '')
    .join('\n\n');
  const embed: APIEmbed = {
    ...embedColour(drop),
    author: {
      name: cut(cleanLine(drop.show), wireLimits.embedAuthor),
      url: markedAddress(url, drop.mark),
      ...(logo !== undefined && { icon_url: logo }),
    },
    title: lineToMarkdown(drop.title),
    url,
    ...(description === '' ? {} : { description }),
    ...(image === undefined ? {} : { image: { url: image } }),
  };
  return { embeds: [embed], ...components };
}

function watchRow(drop: Drop, url: string): NonNullable<Body['components']>[number] {
  const label = cut(cleanLine(drop.watch), wireLimits.buttonLabel);
  return { type: ComponentType.ActionRow, components: [linkButton(label, url)] };
}

/** The same words without an embed. The link and the mark, by which the message is found again, are never cut. */
function dropText(drop: Drop, url: string): string {
  const title = lineToMarkdown(drop.title);
  const parts = [`**${title}**`, escapeMarkdown(drop.synopsis), linesToMarkdown(drop.notes)];
  return withMark(parts.filter((part) => part !== '').join('\n\n'), `${url} ${textMark(drop.mark)}`);
}

function pollBody(post: PollPost, now: Instant, without: Without): Body {
  const rule = without.has('rules') ? '' : linesToMarkdown(post.rule);
  return {
    content: withTextMark(rule, post.mark),
    poll: {
      question: { text: cleanLine(post.question) },
      answers: post.options.map(({ label, emoji }) => ({
        poll_media: {
          text: pollLabel(label),
          ...(emoji !== undefined && !without.has('formatting') && { emoji: { id: null, name: emoji } }),
        },
      })),
      duration: pollHours(now, post.extendableTo),
      allow_multiselect: false,
    },
  };
}

/** A label as it is sent, and as Discord returns it. */
export const pollLabel = (label: string): string => cleanLine(label);

/**
 * Message types (Discord, "Message Types"): an ordinary message, and a reply, which the bot uses only to answer its own
 * polls.
 */
const OWN_TYPES: readonly number[] = [0, 19];
/** Message reference types: a reply; the other one is a forward, with other people's words. */
const REPLY = 0;

/**
 * Whether this bot posted the message to an outlet. Not so for answers to commands and forwards, which may contain other
 * people's words, and for messages of a webhook or an account that only looks like the bot.
 */
export function isOwnPost(message: WireMessage, self: { readonly id: string }): boolean {
  const { author, type, webhook_id, message_reference: reference } = message;
  const isForward = reference != null && (reference.type ?? REPLY) !== REPLY;
  return author.id === self.id && OWN_TYPES.includes(type ?? 0) && !webhook_id && !isForward;
}

/**
 * Native duration in whole hours, 1-768. People see its end on the card, and counts can be read after it. So it is the first
 * whole hour that still allows the deadline to be moved as far as was promised.
 */
export function pollHours(now: Instant, extendableTo: Instant): number {
  const longest = discordCapabilities.poll.lasts.max;
  const hours = Math.ceil((extendableTo - now) / HOUR);
  return Math.min(Math.max(hours, 1), longest / HOUR);
}

/** Name of a drop's discussion thread, or undefined if nothing is left of it. */
export function threadName({ thread }: Pick<Drop, 'thread'>): string | undefined {
  const name = titleToText(thread, wireLimits.threadName);
  return name === '' ? undefined : name;
}
