import { type Line, type Span, type Title, titleLine } from '../../../core/posts/content.ts';
import { isolated, isolatedWithin } from '../../../core/text/bidi.ts';
import { codePoints, cut, trimClusters } from '../../../core/text/graphemes.ts';
import { withoutUnseen } from '../../../core/text/unseen.ts';
import { urlOf } from '../../../core/text/url.ts';

/**
 * Turns text of story files and people into Discord's markdown. Foreign text must come out as the same words,
 * without any formatting, ping, link or command.
 */

const CONTROLS = /(?![\t\n])\p{Cc}/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Text without harmful characters, on one line, in NFC. For fields that Discord shows without markdown. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ').trim();
}

/** Like `cleanLine`, but line breaks stay, with at most one empty line in a row. */
function cleanText(text: string): string {
  const harmless = withoutUnseen(text.replace(LONE_SURROGATE, '\ufffd'))
    .replace(/\r\n?|\u2028|\u2029/gu, '\n')
    .replace(CONTROLS, '')
    .replace(/\n{3,}/gu, '\n\n');
  return trimClusters(harmless.normalize('NFC')).trim();
}

/**
 * Foreign text as markdown that shows exactly that text. Only what Discord would interpret is escaped, so
 * that most text stays as it is, letter by letter.
 */
export function escapeMarkdown(text: string): string {
  return disarmedStarts(escapeInline(text));
}

/**
 * As `escapeMarkdown`, cut to at most so many code points. We cut before we escape: a sign that meant nothing inside a
 * word may mean something at the end.
 */
export function escapedWithin(text: string, most: number): string {
  for (let length = most; ; length -= 1) {
    const escaped = escapeMarkdown(cut(text, length));
    const excess = codePoints(escaped) - most;
    if (excess <= 0) return escaped;
    // Escaping adds at most one sign to each.
    length -= Math.floor(excess / 2);
  }
}

/** Markup that only counts at the start of a line: a heading, a list. */
const disarmedStarts = (markdown: string): string =>
  markdown.replace(/^([ \t]*)([#+-])/gmu, '$1\\$2').replace(/^([ \t]*\d+)([.)])/gmu, '$1\\$2');

function escapeInline(text: string): string {
  return (
    cleanText(text)
      .replace(/[\\*~`|<>[\]]/gu, '\\$&')
      // Inside a word an underscore has no meaning.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      // An address would become a link, an invitation a card.
      .replace(/:\/\//gu, '\\://')
      .replace(/(discord(?:app)?\.(?:gg|com|me|io))\//giu, '$1\\/')
      // allowed_mentions already keeps these from pinging; this keeps them from looking like pings.
      .replace(/@(?=everyone\b|here\b)/giu, '@\u2060')
  );
}

/** An address for a link target, or undefined if it is not a web address. It can't close its own brackets. */
export function webAddress(url: string): string | undefined {
  const parsed = urlOf(url);
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') return undefined;
  return parsed.href.replace(/[()<>\\]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * For fields that Discord shows without markdown: labels of buttons, names of threads and choices.
 * @param most code points
 */
export function titleToText(title: Title, most: number): string {
  const parts = titleLine(title).flatMap((span) => {
    if (span.kind === 'time') return spanToMarkdown(span);
    const [, before, body, after] = /^(\s*)(.*?)(\s*)$/su.exec(span.text) ?? [];
    return [before && ' ', cleanLine(body ?? ''), after && ' '].filter((part) => part !== undefined);
  });
  return isolatedWithin(parts, most).trim();
}

/** One paragraph, without leading blanks. */
export function lineToMarkdown(line: Line): string {
  return disarmedStarts(line.map(spanToMarkdown).join('').trimStart());
}

export function linesToMarkdown(lines: readonly Line[]): string {
  return lines.map(lineToMarkdown).join('\n');
}

function spanToMarkdown(span: Span): string {
  switch (span.kind) {
    case 'text':
      return inline(span.text);
    case 'strong': {
      const body = inline(span.text);
      // Empty markers would show as four asterisks.
      return body.trim() === '' ? body : `**${body}**`;
    }
    case 'code':
      return codeSpan(span.text);
    case 'link': {
      const url = webAddress(span.url);
      // Discord makes no link of a label that is an address itself.
      if (url !== undefined && webAddress(span.text.trim()) === url) return `<${url}>`;
      const label = inline(span.text);
      return url === undefined ? label : `[${label}](<${url}>)`;
    }
    case 'time':
      // Discord shows an instant in each reader's own zone; it counts in seconds.
      return `<t:${Math.floor(span.at / 1000)}:${span.style === 'full' ? 'F' : 'R'}>`;
  }
}

/** Inside backticks only a backtick is markdown, and no command of ours contains one. */
function codeSpan(text: string): string {
  const body = cleanLine(text).replaceAll('`', "'");
  return body === '' ? '' : `\`${body}\``;
}

/** A span keeps the blanks at its ends, which separate it from its neighbours. */
function inline(text: string): string {
  const single = text.replace(/\s+/gu, ' ');
  const body = single.trim();
  if (body === '') return single;
  return `${single.startsWith(' ') ? ' ' : ''}${isolated(escapeInline(body))}${single.endsWith(' ') ? ' ' : ''}`;
}
