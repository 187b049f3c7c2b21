import type { APIEmbed, RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import { type Notice, type Post, titleLine } from '../../../core/posts/content.ts';
import { codePoints, cut } from '../../../core/text/graphemes.ts';
import type { LeftOff } from '../../../core/vote/shortfall.ts';
import { wireLimits } from '../capabilities.ts';
import { commandButtons, lookRow } from './buttons.ts';
import { markAddress, textMark } from './marks.ts';
import { linesToMarkdown, lineToMarkdown } from './text.ts';

export type Body = RESTPostAPIChannelMessageJSONBody;

/** What is left out because Discord refused it here. */
export type Without = ReadonlySet<LeftOff>;
export const NOTHING: Without = new Set();

/** The name of a result's card among the files of its message. An edit shows it again by this name. */
export const CARD = 'card.png';

/** @param hasCard whether the message has, or gets, a card. */
export function noticeBody(notice: Notice, without: Without, hasCard = false): Body {
  return {
    ...replyingTo(notice, without),
    ...(without.has('embed') ? { content: noticeText(notice) } : { embeds: [noticeEmbed(notice, hasCard)] }),
    ...buttonsOf(notice, without),
  };
}

/**
 * The body of `PATCH /channels/{channel}/messages/{message}` for a notice that should say something else now. Its files are not
 * named, and so stay: an embed that shows one by its name keeps it inside.
 */
export const noticeEdit = (notice: Notice, without: Without = NOTHING, hasCard = false): Body => ({
  content: '',
  components: [],
  ...noticeBody(notice, new Set([...without, 'reply']), hasCard),
  allowed_mentions: { parse: [] },
});

/** The body of the same request for a message of any kind of which nothing but these words should be left. */
export const blankEdit = (blank: Notice, without: Without = NOTHING): Body => ({
  content: '',
  embeds: [],
  components: [],
  attachments: [],
  ...noticeBody(blank, new Set(['reply', ...without])),
  allowed_mentions: { parse: [] },
});

function buttonsOf(
  { buttons = [], links = [], looks = [] }: Notice,
  without: Without,
): Pick<Body, 'components'> {
  if (without.has('button')) return {};
  const components = [...commandButtons(buttons), ...lookRow(links, looks)];
  return components.length === 0 ? {} : { components };
}

function replyingTo({ replyTo }: Notice, without: Without): Pick<Body, 'message_reference'> {
  if (replyTo === undefined || without.has('reply')) return {};
  // If the poll was deleted, this becomes an ordinary message.
  const to = { message_id: replyTo.id, channel_id: replyTo.in, fail_if_not_exists: false };
  return { message_reference: to };
}

function noticeText(notice: Notice): string {
  return withMark(titledText(notice), textMark(notice.mark));
}

function titledText({ title, lines }: Notice): string {
  const heading = lineToMarkdown(titleLine(title));
  const parts = [heading === '' ? '' : `**${heading}**`, linesToMarkdown(lines)];
  return parts.filter((part) => part !== '').join('\n');
}

/** A ping may come before it. */
const ROOM_FOR_PING = 40;

export function withMark(text: string, last: string): string {
  return `${cut(text, wireLimits.content - codePoints(last) - 1 - ROOM_FOR_PING)}\n${last}`;
}

/** Discord counts colours as numbers. */
export const embedColour = ({ colour }: Pick<Post, 'colour'>): Pick<APIEmbed, 'color'> =>
  colour === undefined ? {} : { color: Number.parseInt(colour.slice(1), 16) };

/**
 * The title is the first line of the text: in its own field it would link to the address that holds the mark.
 */
const noticeEmbed = (notice: Notice, hasCard: boolean): APIEmbed => ({
  ...embedColour(notice),
  description: titledText(notice),
  url: markAddress(notice.mark),
  ...(hasCard && { image: { url: `attachment://${CARD}` } }),
});
