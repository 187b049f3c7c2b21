import type { Instant } from '../../../core/ids.ts';
import { type Line, type Span, type Title, titleLine } from '../../../core/posts/content.ts';
import { isolated, isolatedWithin } from '../../../core/text/bidi.ts';
import { trimClusters } from '../../../core/text/graphemes.ts';
import { withoutUnseen } from '../../../core/text/unseen.ts';
import { urlOf } from '../../../core/text/url.ts';

/** Controls, lone surrogates, line and paragraph separators. */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * One line of text without anything that acts on its surroundings; NFC, because our lengths are counted that
 * way.
 */
export function clean(text: string): string {
  const safe = text.replace(UNSAFE, (found) => (/[\s\u2028\u2029]/u.test(found) ? ' ' : ''));
  return trimClusters(withoutUnseen(safe).normalize('NFC')).trim();
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For text and attribute values: https://core.telegram.org/bots/api#html-style. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * What the server by itself would turn into a mention, a command or a link: `@name`, `/command`, addresses
 * with a scheme, e-mail addresses and bare domains. As code it stays letter by letter, and can't ping or
 * link.
 */
const ACTIVE = new RegExp(
  [
    String.raw`(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*:\/\/\S+`,
    String.raw`(?<![\w.+-])[\w.+-]*@\w[\w.-]*`,
    // What follows something else without a space, which the lookbehinds above miss: `@one-@two`, `+https://one`.
    String.raw`@\w[\w.-]*|(?:https?|ftp|tg|ton):\/\/\S+`,
    // A command of ours stays whole; otherwise half of it would be code.
    String.raw`(?<![\p{L}\p{N}_/.<>])\/(?:(?:season|episode|vote|outlet|delivery) [a-z]+\b|\w+(?:@\w+)?)`,
    String.raw`(?<![\p{L}\p{N}_.-])(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?`,
  ].join('|'),
  'gu',
);

/** A person's text as HTML: shown letter by letter, without any effect. */
export function inertHtml(text: string): string {
  const cleaned = clean(text);
  let html = '';
  let end = 0;
  for (const match of cleaned.matchAll(ACTIVE)) {
    html += `${escapeHtml(cleaned.slice(end, match.index))}<code>${escapeHtml(match[0])}</code>`;
    end = match.index + match[0].length;
  }
  return html + escapeHtml(cleaned.slice(end));
}

/**
 * Names a zone as people call it. If a language has no short name for it (`UTC+1` in French), uses the long one.
 * @param language BCP 47 tag of the sentence around it.
 * @throws RangeError for an unknown time zone or tag.
 */
function instantText(at: Instant, timezone: string, language: string): string {
  const short = inZone(at, timezone, language, 'short');
  return /(?:GMT|UTC)[+−-]/.test(short) ? inZone(at, timezone, language, 'longGeneric') : short;
}

const inZone = (
  at: Instant,
  timeZone: string,
  language: string,
  timeZoneName: 'short' | 'longGeneric',
): string =>
  new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName,
  }).format(at);

/**
 * An instant that Telegram shows in each reader's own time zone, as weekday, date and time: the entity `date_time` (Bot API
 * 9.5). Clients that do not know it show the text.
 * @param html what such clients show, escaped
 */
const readerTime = (at: Instant, html: string): string =>
  `<tg-time unix="${Math.floor(at / 1_000)}" format="wDT">${html}</tg-time>`;

/** Spans keep their own spaces at the edges: `clean` trims, and a line consists of several spans. */
function edges(text: string): readonly [before: string, after: string] {
  if (/^\s*$/u.test(text)) return [text === '' ? '' : ' ', ''];
  return [/^\s/u.test(text) ? ' ' : '', /\s$/u.test(text) ? ' ' : ''];
}

function spanHtml(span: Span, language: string): string {
  if (span.kind === 'time') {
    return readerTime(span.at, escapeHtml(instantText(span.at, span.timezone, language)));
  }
  const [before, after] = edges(span.text);
  switch (span.kind) {
    case 'text':
      return before + isolated(inertHtml(span.text)) + after;
    case 'strong':
      return `${before}<b>${isolated(inertHtml(span.text))}</b>${after}`;
    case 'code':
      return `${before}<code>${escapeHtml(clean(span.text))}</code>${after}`;
    case 'link':
      return `${before}${linkHtml(span.text, span.url)}${after}`;
  }
}

/** Only web addresses become links; anything else (`tg://user?id=…` would ping) stays text. */
function linkHtml(text: string, url: string): string {
  const label = clean(text);
  if (!isWebAddress(url) || label === '') return inertHtml(text);
  return `<a href="${escapeHtml(url)}">${isolated(escapeHtml(label))}</a>`;
}

export function isWebAddress(url: string): boolean {
  return /^https?:$/.test(urlOf(url)?.protocol ?? '');
}

/** Telegram takes no address on a button whose host has no dot, such as `localhost`. */
export const isButtonAddress = (url: string): boolean =>
  isWebAddress(url) && (urlOf(url)?.hostname.includes('.') ?? false);

export function lineHtml(line: Line, language: string): string {
  return withoutRepeats(line)
    .map((span) => spanHtml(span, language))
    .join('');
}

/**
 * For what Telegram shows without formatting: labels of buttons, and notifications that answer a press.
 * @param most code points
 */
export function titleToText(title: Title, most: number): string {
  const parts = titleLine(title).flatMap((span) => {
    if (span.kind === 'time') return instantText(span.at, span.timezone, 'en');
    const [before, after] = edges(span.text);
    return [before, clean(span.text), after];
  });
  return isolatedWithin(parts, most).trim();
}

/** A bot cannot say "in two hours": beside the full time a relative one would only say the same again. */
function withoutRepeats(line: Line): Line {
  const at = line.findIndex(
    (span) => span.kind === 'time' && span.style === 'relative' && saysInFull(line, span.at),
  );
  const [before, after] = [line[at - 1], line[at + 1]];
  if (at < 0 || before?.kind !== 'text' || after?.kind !== 'text') return line;
  const [opened, closed] = [/\s*\($/.exec(before.text), after.text.startsWith(')')];
  if (opened === null || !closed) return line;
  return [
    ...line.slice(0, at - 1),
    { kind: 'text', text: before.text.slice(0, opened.index) },
    { kind: 'text', text: after.text.slice(1) },
    ...line.slice(at + 2),
  ];
}

function saysInFull(line: Line, at: Instant): boolean {
  return line.some((span) => span.kind === 'time' && span.style === 'full' && span.at === at);
}

const UNESCAPES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/**
 * Our HTML as text that is sent without a parse mode. The server then looks for mentions and commands by itself; an invisible
 * word joiner keeps them from having an effect.
 */
export function plainText(html: string): string {
  return html
    .replace(/<a href="([^"]*)">(.*?)<\/a>/gu, '$2 ($1)')
    .replace(/<code>(.*?)<\/code>/gu, (_, code: string) => code.replace(/@(?=\w)|^\/(?=\w)/gu, '$&\u2060'))
    .replace(/<[^>]*>/gu, '')
    .replace(/&(?:amp|lt|gt|quot);/gu, (entity) => UNESCAPES[entity] ?? entity);
}

/** The length of our HTML after its entities are parsed, in UTF-16 code units: the stricter way to count. */
export function parsedLength(html: string): number {
  return html.replace(/<[^>]*>/g, '').replace(/&(?:amp|lt|gt|quot);/g, '&').length;
}
