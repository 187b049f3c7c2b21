import { badRequest } from '../api-error.ts';
import { isRecord, type Params } from '../params.ts';
import type { FormattedText, MessageEntity } from '../types.ts';
import { parseHtml } from './html.ts';

/** Limits count Unicode code points after the entities were parsed (https://core.telegram.org/bots/api#sendmessage). */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Which parameters carry a text, its parse mode and its entities. */
export interface TextNames {
  text: string;
  parseMode: string;
  entities: string;
}

/**
 * Reads a text with its formatting, trims it as the server does, and adds the entities that the server finds
 * by itself (commands, mentions, hashtags, addresses).
 *
 * Only the parse mode HTML is supported; Markdown is refused as unsupported.
 */
export function readText(params: Params, names: TextNames): FormattedText {
  return formatText(
    params.text(names.text),
    params.text(names.parseMode),
    params.text(names.parseMode) === '' ? params.list(names.entities) : undefined,
  );
}

export function formatText(
  source: string,
  parseMode: string,
  given: readonly unknown[] | undefined,
): FormattedText {
  const mode = parseMode.toLowerCase();
  if (mode !== '' && mode !== 'html') throw badRequest('unsupported parse_mode');
  const parsed: FormattedText =
    mode === 'html' ? parseHtml(source) : { text: source, entities: (given ?? []).map(readEntity) };
  return withDetectedEntities(trim(parsed));
}

function readEntity(value: unknown): MessageEntity {
  if (!isRecord(value)) throw badRequest("can't parse MessageEntity: expected an Object");
  const { type, offset, length, url, language, custom_emoji_id: emoji } = value;
  if (typeof type !== 'string') throw badRequest('can\'t parse MessageEntity: Can\'t find field "type"');
  if (!Number.isInteger(offset) || !Number.isInteger(length)) {
    throw badRequest("can't parse MessageEntity: offset and length must be of type Number");
  }
  return {
    type,
    offset: Number(offset),
    length: Number(length),
    ...(typeof url === 'string' && { url }),
    ...(typeof language === 'string' && { language }),
    ...(typeof emoji === 'string' && { custom_emoji_id: emoji }),
  };
}

function trim({ text, entities }: FormattedText): FormattedText {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const kept: MessageEntity[] = [];
  for (const entity of entities) {
    const from = Math.max(entity.offset - start, 0);
    const to = Math.min(entity.offset + entity.length - start, trimmed.length);
    if (to > from) kept.push({ ...entity, offset: from, length: to - from });
  }
  return { text: trimmed, entities: kept };
}

const DETECTED: readonly (readonly [type: string, pattern: RegExp])[] = [
  ['url', /(?<![\p{L}\p{N}_@./])https?:\/\/[^\s<>"]*[^\s<>".,;:!?')\]]/giu],
  ['bot_command', /(?<![\p{L}\p{N}_/@.<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])/gu],
  ['mention', /(?<![\p{L}\p{N}_@/.])@[A-Za-z0-9_]{3,32}\b/gu],
  ['hashtag', /(?<![\w#&])#[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*/gu],
];

/** Nothing more is detected inside these. */
const OPAQUE = new Set([
  'code',
  'pre',
  'text_link',
  'url',
  'bot_command',
  'mention',
  'hashtag',
  'custom_emoji',
]);

function withDetectedEntities({ text, entities }: FormattedText): FormattedText {
  const found = [...entities];
  for (const [type, pattern] of DETECTED) {
    for (const match of text.matchAll(pattern)) {
      const [offset, length] = [match.index, match[0].length];
      const hidden = found.some(
        (other) =>
          OPAQUE.has(other.type) && offset < other.offset + other.length && other.offset < offset + length,
      );
      if (!hidden) found.push({ type, offset, length });
    }
  }
  found.sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text, entities: found };
}
