import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { TelegramButton, TelegramMessage } from '../../state.ts';
import { Files } from '../discord/message.ts';
import { safeAddress } from '../links.ts';
import { act, useMe, usePart } from '../store.ts';
import { clockOf } from '../times.ts';
import { formatted } from './entities.ts';
import { TelegramPoll } from './poll.ts';

interface Shown {
  readonly message: TelegramMessage;
  readonly chat: string;
  readonly isChannel: boolean;
  readonly onReply: (message: TelegramMessage) => void;
  /** Opens the private chat with the bot, and starts it with this word. */
  readonly onStart: (payload: string) => void;
  readonly onCommand: (command: string) => void;
}

export function Message(shown: Shown): VNode {
  const { message, isChannel, onReply, onCommand } = shown;
  const me = useMe();
  const { author, notice, reply, text, entities, file, poll, keyboard } = message;
  if (notice !== null) return html`<li class="notice">${author.name} ${notice}</li>`;
  const mine = !isChannel && author.id === me?.telegram;
  return html`<li class=${`message ${mine ? 'mine' : ''}`}>
    <div class="bubble">
      ${!mine && html`<div class="head"><b>${author.name}</b>${author.ours && !isChannel && html`<span class="app">bot</span>`}</div>`}
      ${reply && html`<div class="reply"><b>${reply.name}</b> ${reply.text}</div>`}
      ${file && html`<${Files} files=${[file]} />`}
      ${text !== '' && html`<div class="text" dir="auto">${formatted(text, entities, onCommand)}</div>`}
      ${poll !== null && html`<${TelegramPoll} id=${poll} />`}
      <div class="meta">
        ${message.pinned && 'pinned · '}${message.edited && 'edited '}<time>${clockOf(message.at)}</time>
        ${!isChannel && html` <button class="plain reply-to" onClick=${() => onReply(message)}>Reply</button>`}
      </div>
    </div>
    ${
      keyboard.length > 0 &&
      html`<div class="keyboard">
        ${keyboard.map((row) => html`<div class="row">${row.map((button) => html`<${Button} ...${shown} button=${button} />`)}</div>`)}
      </div>`
    }
  </li>`;
}

function Button({ button, message, chat, onStart }: Shown & { button: TelegramButton }): VNode {
  const me = useMe();
  const bot = usePart('places')?.bot.telegram ?? '';
  const start = startOf(button.url, bot);
  if (start !== undefined)
    return html`<button class="key" onClick=${() => onStart(start)}>${button.text}</button>`;
  const href = safeAddress(button.url);
  if (href !== undefined)
    return html`<a class="key" href=${href} target="_blank" rel="noopener noreferrer">${button.text} ↗</a>`;
  const data = button.callback_data;
  const press = async () => {
    if (me === undefined || data === undefined) return;
    const reply = await act({ do: 'telegram-press', person: me.id, chat, message: message.id, data });
    const payload = startOf(reply.open, bot);
    if (payload !== undefined) onStart(payload);
  };
  return html`<button class="key" onClick=${press}>${button.text}</button>`;
}

/** The word after `?start=` of an address that opens the bot's private chat. */
function startOf(address: string | undefined, bot: string): string | undefined {
  const href = safeAddress(address);
  if (href === undefined) return undefined;
  const { hostname, pathname, searchParams } = new URL(href);
  const isBot = hostname === 't.me' && pathname.toLowerCase() === `/${bot.toLowerCase()}`;
  return isBot ? (searchParams.get('start') ?? '') : undefined;
}
