import { encodeLook } from '../../../core/posts/button-code.ts';
import {
  type Line,
  type LinkButton,
  type LookButton,
  type Notice,
  titleLine,
} from '../../../core/posts/content.ts';
import { CAPTION_MAX } from '../capabilities.ts';
import { BUTTON_TEXT_MAX, commandButton, type InlineButton, keyboardOf, TEXT_MAX } from './answers.ts';
import {
  formatted,
  formattingIn,
  type Place,
  type PostRequest,
  paragraphs,
  type Without,
} from './requests.ts';
import { isButtonAddress, lineHtml, parsedLength, titleToText } from './text.ts';

/** A picture by the id of one that was sent before, or the file itself. */
export type Photo = string | Upload;

/** As telegraf takes it. */
export interface Upload {
  readonly source: Buffer;
  readonly filename: string;
}

export interface NoticeSetting {
  readonly place: Place;
  readonly without: Without;
  readonly inChannel: boolean;
  readonly botName?: string | undefined;
  readonly photo?: Photo | undefined;
}

export function noticeRequest(notice: Notice, setting: NoticeSetting): PostRequest {
  const { place, without, botName, inChannel } = setting;
  const photo = without.has('picture') ? undefined : setting.photo;
  const heading = lineHtml(titleLine(notice.title), notice.language);
  const title = heading === '' ? '' : `<b>${heading}</b>`;
  const shown =
    photo === undefined ? notice.lines : fittingCaption(notice, CAPTION_MAX - parsedLength(title) - GAP);
  const lines = shown.map((line) => lineHtml(line, notice.language));
  const html = paragraphs([title, (without.has('details') ? opening(title, lines) : lines).join('\n')]);
  const buttons = without.has('button')
    ? []
    : [
        ...(notice.buttons ?? []).map(commandButton),
        ...(notice.links ?? []).flatMap(linkButton),
        ...(notice.looks ?? []).flatMap((look) => lookLink(look, inChannel, botName)),
      ];
  const { replyTo } = notice;
  const replies = replyTo?.in === String(place.chat_id) && !without.has('reply');
  const common = {
    // If the poll was deleted, this becomes an ordinary message.
    ...(replies && {
      reply_parameters: { message_id: Number(replyTo.id), allow_sending_without_reply: true },
    }),
    ...(buttons.length > 0 && { reply_markup: keyboardOf(buttons) }),
  };
  const ornaments = [
    ...(photo === undefined ? [] : (['picture'] as const)),
    ...(without.has('details') || lines.length < 2 ? [] : (['details'] as const)),
    ...(buttons.length > 0 ? (['button'] as const) : []),
    ...(replies ? (['reply'] as const) : []),
    ...formattingIn(without),
  ];
  if (photo !== undefined) {
    const params = { ...place, photo, ...formatted('caption', html, without), ...common };
    return { method: 'sendPhoto', params: typeof photo === 'string' ? params : asForm(params), ornaments };
  }
  const words = { ...formatted('text', html, without), link_preview_options: { is_disabled: true } };
  return { method: 'sendMessage', params: { ...place, ...words, ...common }, ornaments };
}

/** With a file the parameters are a form, in which objects are JSON; telegraf writes only some of them so. */
const asForm = (params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      name !== 'photo' && typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  );

/** Between heading and text. */
const GAP = 2;

/**
 * The lines of a caption, in UTF-16 code units at most `room`: what does not fit is left out, whole lines at a time. First go
 * those that the picture shows too. The first line, which says who won, and lines with links always stay.
 */
function fittingCaption({ lines, onPicture = [], language }: Notice, room: number): readonly Line[] {
  const mayGo = (line: Line): boolean => line !== lines[0] && line.every(({ kind }) => kind !== 'link');
  const expendable = lines.filter(mayGo).reverse();
  const order = [
    ...expendable.filter((line) => onPicture.includes(line)),
    ...expendable.filter((line) => !onPicture.includes(line)),
  ];
  const lengths = new Map(lines.map((line) => [line, parsedLength(lineHtml(line, language)) + 1]));
  let length = [...lengths.values()].reduce((sum, one) => sum + one, 0);
  const left = new Set<Line>();
  for (const line of order) {
    if (length <= room) break;
    left.add(line);
    length -= lengths.get(line) ?? 0;
  }
  return lines.filter((line) => !left.has(line));
}

/** Telegram refuses a message with a button to a host without a dot. */
const linkButton = ({ label, url }: LinkButton): readonly InlineButton[] =>
  isButtonAddress(url) ? [{ text: titleToText(label, BUTTON_TEXT_MAX), url }] : [];

/**
 * In a channel, the page that shows it. Otherwise a link into the reader's own chat with the bot, which answers there. Readers
 * of a channel can't use commands in it, a callback button shows at most 200 characters to the person who pressed, and
 * everybody would see an answer in the chat.
 */
function lookLink(
  look: LookButton,
  inChannel: boolean,
  botName: string | undefined,
): readonly InlineButton[] {
  const { label, page } = look;
  if (inChannel && page !== undefined && isButtonAddress(page)) return linkButton({ label, url: page });
  if (botName === undefined) return [];
  return linkButton({ label, url: `https://t.me/${botName}?start=${encodeLook(look)}` });
}

/** Half of what a text may hold, in case a server counts differently. The first line says what it is about. */
const OPENING_MAX = TEXT_MAX / 2;

function opening(title: string, lines: readonly string[]): readonly string[] {
  let room = OPENING_MAX - parsedLength(title);
  return lines.filter((line, index) => {
    room -= parsedLength(line);
    return index === 0 || room > 0;
  });
}
