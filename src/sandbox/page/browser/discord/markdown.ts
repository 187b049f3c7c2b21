import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { outwards } from '../links.ts';
import { discordTime } from '../times.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly draw: (match: RegExpExecArray, inner: (text: string) => ComponentChildren) => ComponentChildren;
}

/** Names of channels, roles and people by their ids. */
export type NameOf = (kind: 'channel' | 'role' | 'user', id: string) => string;

const ADDRESS = String.raw`https?:\/\/[^\s<>]{1,2000}[^\s<>.,:;"')\]]`;

function rulesFor(nameOf: NameOf, now: number): readonly Rule[] {
  const mention = (text: string) => html`<span class="mention">${text}</span>`;
  return [
    { pattern: /^\\([^\sa-zA-Z0-9])/, draw: ([, character]) => character },
    { pattern: /^```(?:[a-z0-9]*\n)?([\s\S]*?)```/, draw: ([, code]) => html`<pre>${code}</pre>` },
    { pattern: /^`([^`\n]+)`/, draw: ([, code]) => html`<code>${code}</code>` },
    {
      pattern: /^\*\*([\s\S]+?)\*\*(?!\*)/,
      draw: ([, text = ''], inner) => html`<strong>${inner(text)}</strong>`,
    },
    { pattern: /^__([\s\S]+?)__(?!_)/, draw: ([, text = ''], inner) => html`<u>${inner(text)}</u>` },
    { pattern: /^~~([\s\S]+?)~~/, draw: ([, text = ''], inner) => html`<s>${inner(text)}</s>` },
    {
      pattern: /^\|\|([\s\S]+?)\|\|/,
      draw: ([, text = ''], inner) => html`<span class="spoiler" tabindex="0">${inner(text)}</span>`,
    },
    { pattern: /^\*(?!\s)([^*\n]+?)\*(?!\*)/, draw: ([, text = ''], inner) => html`<em>${inner(text)}</em>` },
    {
      pattern: /^_(?!\s)([^_\n]+?)_(?![_a-zA-Z0-9])/,
      draw: ([, text = ''], inner) => html`<em>${inner(text)}</em>`,
    },
    {
      pattern: /^\[([^\]\n]{1,500})\]\(<?(https?:\/\/[^\s<>)]{1,2000})>?\)/,
      draw: ([, text = '', address], inner) => outwards(address, inner(text)),
    },
    { pattern: new RegExp(`^<(${ADDRESS})>`), draw: ([, address]) => outwards(address, address) },
    { pattern: new RegExp(`^${ADDRESS}`), draw: ([address]) => outwards(address, address) },
    {
      pattern: /^<t:(\d{1,12})(?::([tTdDfFRsS]))?>/,
      draw: ([, seconds, style]) =>
        html`<time class="stamp">${discordTime(Number(seconds) * 1_000, style ?? 'f', now)}</time>`,
    },
    { pattern: /^<@&(\d{1,20})>/, draw: ([, id = '']) => mention(`@${nameOf('role', id)}`) },
    { pattern: /^<@!?(\d{1,20})>/, draw: ([, id = '']) => mention(`@${nameOf('user', id)}`) },
    { pattern: /^<#(\d{1,20})>/, draw: ([, id = '']) => mention(`#${nameOf('channel', id)}`) },
    { pattern: /^<\/([^:>]{1,100}):\d{1,20}>/, draw: ([, command = '']) => mention(`/${command}`) },
    { pattern: /^<a?(:\w{1,32}:)\d{1,20}>/, draw: ([, name]) => name },
    { pattern: /^@(everyone|here)\b/, draw: ([whole]) => mention(whole) },
  ];
}

/** The first character that may begin something. */
const SPECIAL = /[\\`*_~|[<@h]/;
const DEEPEST = 8;

/** Discord's Markdown as elements. Texts only ever become text nodes. */
export function markdown(source: string, nameOf: NameOf, now: number): ComponentChildren {
  const rules = rulesFor(nameOf, now);
  const inline = (text: string, depth: number): ComponentChildren[] => {
    const drawn: ComponentChildren[] = [];
    let plain = '';
    for (let at = 0; at < text.length; ) {
      const rest = text.slice(at);
      const rule = depth < DEEPEST && SPECIAL.test(rest[0] ?? '') ? firstOf(rules, rest) : undefined;
      if (rule === undefined) {
        plain += rest[0];
        at += 1;
        continue;
      }
      if (plain !== '') drawn.push(plain);
      plain = '';
      drawn.push(rule.draw((inner) => inline(inner, depth + 1)));
      at += rule.length;
    }
    if (plain !== '') drawn.push(plain);
    return drawn;
  };
  return lines(source, (text) => inline(text, 0));
}

function firstOf(rules: readonly Rule[], rest: string) {
  for (const { pattern, draw } of rules) {
    const match = pattern.exec(rest);
    if (match !== null)
      return {
        length: match[0].length,
        draw: (inner: (text: string) => ComponentChildren) => draw(match, inner),
      };
  }
  return undefined;
}

/** Headings, quotes, lists and small print, line by line; a block of code may have many lines. */
function lines(source: string, inline: (text: string) => ComponentChildren): ComponentChildren {
  const parts = source.split(/(```[\s\S]*?```)/);
  return parts.flatMap((part) => {
    if (part.startsWith('```') && part.length > 5) return [inline(part)];
    return part.split('\n').map((line, index, all) => {
      const end = index < all.length - 1 ? '\n' : '';
      const heading = /^(#{1,3}) +(.+)/.exec(line);
      if (heading !== null)
        return html`<span class=${`heading h${heading[1]?.length}`}>${inline(heading[2] ?? '')}</span>`;
      const quote = /^>(?:>>)? (.*)/.exec(line);
      if (quote !== null) return html`<span class="quote">${inline(quote[1] ?? '')}</span>`;
      const small = /^-# (.+)/.exec(line);
      if (small !== null) return html`<span class="small">${inline(small[1] ?? '')}</span>${end}`;
      const item = /^\s*[-*] (.+)/.exec(line);
      if (item !== null) return html`<span class="item">• ${inline(item[1] ?? '')}</span>`;
      return html`${inline(line)}${end}`;
    });
  });
}
