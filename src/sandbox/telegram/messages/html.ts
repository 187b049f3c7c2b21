import { parsedUrl } from '../../parsed-url.ts';
import { badRequest } from '../api-error.ts';
import type { FormattedText, MessageEntity } from '../types.ts';

/**
 * The HTML that `parse_mode: HTML` takes: https://core.telegram.org/bots/api#html-style. Everything else
 * is refused with the server's words, which count bytes of UTF-8, while entities count UTF-16 code units.
 */
const ENTITY_OF_TAG: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  'tg-emoji': 'custom_emoji',
  'tg-time': 'date_time',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

const NAMED_CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  name: string;
  attributes: ReadonlyMap<string, string>;
  start: number;
}

/** @throws ApiError 400 "Bad Request: can't parse entities: …" */
export function parseHtml(source: string): FormattedText {
  const entities: MessageEntity[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let at = 0;
  const fail = (what: string, where?: number): never => {
    const place = where === undefined ? '' : ` at byte offset ${Buffer.byteLength(source.slice(0, where))}`;
    throw badRequest(`can't parse entities: ${what}${place}`);
  };
  while (at < source.length) {
    const character = source[at];
    if (character === '&') {
      const reference = readReference(source, at);
      text += reference.text;
      at = reference.end;
    } else if (character !== '<') {
      text += character;
      at += 1;
    } else if (source[at + 1] === '/') {
      const end = source.indexOf('>', at);
      if (end < 0) fail('Unclosed end tag', at);
      const name = source
        .slice(at + 2, end)
        .trim()
        .toLowerCase();
      const tag = open.pop() ?? fail('Unexpected end tag', at);
      if (name !== '' && name !== tag.name) {
        fail(`Unmatched end tag${byteOffset(source, at)}, expected "</${tag.name}>", found "</${name}>"`);
      }
      closeTag(tag, text, open, entities);
      at = end + 1;
    } else {
      const { tag, end } = readStartTag(source, at, text.length, fail);
      open.push(tag);
      at = end;
    }
  }
  const unclosed = open.pop();
  if (unclosed) fail(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities };
}

function byteOffset(source: string, at: number): string {
  return ` at byte offset ${Buffer.byteLength(source.slice(0, at))}`;
}

function readReference(source: string, at: number): { text: string; end: number } {
  const match = /^&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));?/i.exec(source.slice(at, at + 12));
  const [whole = '&', hex, decimal, name] = match ?? [];
  if (name !== undefined) {
    const known = NAMED_CHARACTERS[name.toLowerCase()];
    return known === undefined ? { text: '&', end: at + 1 } : { text: known, end: at + whole.length };
  }
  const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal ?? 0);
  // A reference to an invalid character stays as it was written.
  return code > 0 && code <= 0x10ffff
    ? { text: String.fromCodePoint(code), end: at + whole.length }
    : { text: '&', end: at + 1 };
}

function readStartTag(
  source: string,
  at: number,
  start: number,
  fail: (what: string, where?: number) => never,
): { tag: OpenTag; end: number } {
  const name = (/^[a-z0-9-]*/i.exec(source.slice(at + 1))?.[0] ?? '').toLowerCase();
  let position = at + 1 + name.length;
  if (position >= source.length) fail('Unclosed start tag', at);
  if (!Object.hasOwn(ENTITY_OF_TAG, name)) fail(`Unsupported start tag "${name}"`, at);
  const attributes = new Map<string, string>();
  for (;;) {
    while (/\s/.test(source[position] ?? '')) position += 1;
    const next = source[position];
    if (next === undefined) fail('Unclosed start tag', at);
    if (next === '>') break;
    const attribute = /^([^\s=>/"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([a-z0-9.-]+)))?/i.exec(
      source.slice(position),
    );
    if (!attribute) fail(`Empty attribute name in the tag "${name}"`, at);
    const [whole = '', key = '', double, single, bare] = attribute ?? [];
    attributes.set(key.toLowerCase(), decodeReferences(double ?? single ?? bare ?? ''));
    position += whole.length;
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    fail('Tag "span" must have class "tg-spoiler"', at);
  }
  return { tag: { name, attributes, start }, end: position + 1 };
}

function decodeReferences(value: string): string {
  let text = '';
  for (let at = 0; at < value.length; ) {
    if (value[at] !== '&') {
      text += value[at];
      at += 1;
      continue;
    }
    const reference = readReference(value, at);
    text += reference.text;
    at = reference.end;
  }
  return text;
}

function closeTag(tag: OpenTag, text: string, open: readonly OpenTag[], entities: MessageEntity[]): void {
  const length = text.length - tag.start;
  if (length === 0) return;
  const place = { offset: tag.start, length };
  const type = ENTITY_OF_TAG[tag.name] ?? 'code';
  switch (tag.name) {
    case 'a': {
      const url = linkTarget(tag.attributes.get('href') || text.slice(tag.start));
      if (url !== undefined) entities.push({ type, ...place, url });
      return;
    }
    case 'tg-emoji': {
      const emoji = tag.attributes.get('emoji-id') ?? '';
      if (!/^\d+$/.test(emoji))
        throw badRequest("can't parse entities: Invalid custom emoji identifier specified");
      entities.push({ type, ...place, custom_emoji_id: emoji });
      return;
    }
    case 'tg-time': {
      const unix = tag.attributes.get('unix') ?? '';
      const format = tag.attributes.get('format') ?? '';
      if (!/^\d{1,12}$/.test(unix) || !/^(?:r|w?[dD]?[tT]?)$/.test(format))
        throw badRequest("can't parse entities: Invalid date and time specified");
      entities.push({ type, ...place, unix_time: Number(unix), date_time_format: format });
      return;
    }
    case 'blockquote':
      entities.push({ type: tag.attributes.has('expandable') ? 'expandable_blockquote' : type, ...place });
      return;
    case 'code': {
      const language = /^language-(.+)$/.exec(tag.attributes.get('class') ?? '')?.[1];
      const pre = open.at(-1);
      if (language !== undefined && pre?.name === 'pre' && pre.start === tag.start) {
        entities.push({ type: 'pre', ...place, language });
        return;
      }
      entities.push({ type, ...place });
      return;
    }
    case 'pre':
      if (
        !entities.some(
          (inner) => inner.type === 'pre' && inner.offset === tag.start && inner.length === length,
        )
      )
        entities.push({ type, ...place });
      return;
    default:
      entities.push({ type, ...place });
  }
}

/** A target that is not an address makes no link; the text stays plain, as on the real server. */
function linkTarget(target: string): string | undefined {
  if (/^tg:\/\//.test(target)) return target;
  const address = /^[a-z][a-z0-9+.-]*:/i.test(target) ? target : `http://${target}`;
  const url = parsedUrl(address);
  if (url === undefined) return undefined;
  return ['http:', 'https:', 'ftp:'].includes(url.protocol) && url.hostname.includes('.')
    ? url.href
    : undefined;
}
