import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { TelegramEntity } from '../../state.ts';
import { outwards } from '../links.ts';
import { discordTime } from '../times.ts';

const DEEPEST = 12;

/** A text with its entities as elements. `offset` and `length` count UTF-16 code units; texts only ever become text nodes. */
export function formatted(
  text: string,
  entities: readonly TelegramEntity[],
  onCommand: (command: string) => void,
): ComponentChildren {
  // Outer ones first; what overlaps without nesting is cut at the outer's end.
  const sorted = [...entities]
    .filter(({ offset, length }) => offset >= 0 && length > 0 && offset < text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, sorted, 0, text.length, 0, onCommand);
}

function between(
  text: string,
  entities: readonly TelegramEntity[],
  from: number,
  to: number,
  depth: number,
  onCommand: (command: string) => void,
): ComponentChildren[] {
  const drawn: ComponentChildren[] = [];
  let at = from;
  for (let index = 0; index < entities.length && depth < DEEPEST; index += 1) {
    const entity = entities[index];
    if (entity === undefined || entity.offset < at) continue;
    const end = Math.min(to, entity.offset + entity.length);
    if (entity.offset > at) drawn.push(text.slice(at, entity.offset));
    const inner = entities.slice(index + 1).filter(({ offset }) => offset < end);
    drawn.push(
      element(
        entity,
        text.slice(entity.offset, end),
        between(text, inner, entity.offset, end, depth + 1, onCommand),
        onCommand,
      ),
    );
    at = end;
  }
  if (at < to) drawn.push(text.slice(at, to));
  return drawn;
}

function element(
  { type, url, unix_time: seconds }: TelegramEntity,
  plain: string,
  inner: ComponentChildren,
  onCommand: (command: string) => void,
): ComponentChildren {
  switch (type) {
    case 'bold':
      return html`<strong>${inner}</strong>`;
    case 'italic':
      return html`<em>${inner}</em>`;
    case 'underline':
      return html`<u>${inner}</u>`;
    case 'strikethrough':
      return html`<s>${inner}</s>`;
    case 'spoiler':
      return html`<span class="spoiler" tabindex="0">${inner}</span>`;
    case 'code':
      return html`<code>${plain}</code>`;
    case 'pre':
      return html`<pre>${plain}</pre>`;
    case 'blockquote':
    case 'expandable_blockquote':
      return html`<span class="quote">${inner}</span>`;
    case 'text_link':
      return outwards(url, inner);
    case 'url':
      return outwards(/^https?:/i.test(plain) ? plain : `https://${plain}`, inner);
    case 'date_time':
      return html`<time class="stamp">${seconds === undefined ? inner : discordTime(seconds * 1_000, 'f', 0)}</time>`;
    case 'bot_command':
      return html`<button class="plain" onClick=${() => onCommand(plain)}>${inner}</button>`;
    case 'mention':
    case 'hashtag':
      return html`<span class="mention">${inner}</span>`;
    default:
      return inner;
  }
}
