import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { TelegramMessage } from '../../state.ts';
import { act, useMe, usePart } from '../store.ts';

interface Shown {
  readonly chat: string;
  readonly title: string;
  readonly isChannel: boolean;
  readonly replyTo: TelegramMessage | undefined;
  readonly clearReply: () => void;
}

/** Where a person writes; a slash shows the command menu of this chat. */
export function Composer({ chat, title, isChannel, replyTo, clearReply }: Shown): VNode | null {
  const me = useMe();
  const menus = usePart('menus') ?? {};
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(0);
  if (me === undefined) return null;
  const menu = menus[`${chat} ${me.telegram}`] ?? menus[chat] ?? [];
  const isTyping = /^\/\w*$/.test(text);
  const offered = isTyping
    ? menu.filter(({ command }) => command.startsWith(text.slice(1).toLowerCase()))
    : [];
  const current = Math.min(marked, Math.max(0, offered.length - 1));
  if (isChannel && me.part === 'fan')
    return html`<p class="composer muted">Only administrators post in a channel. ${me.name} reads and votes.</p>`;

  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = offered[current];
    const exact = offered.some(({ command }) => `/${command}` === text);
    if (chosen !== undefined && !exact) {
      setText(`/${chosen.command} `);
      return;
    }
    if (text.trim() === '') return;
    setText('');
    clearReply();
    const reply = replyTo === undefined ? {} : { replyTo: replyTo.id };
    await act({ do: 'telegram-say', person: me.id, chat, text: text.trim(), ...reply });
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') setText('');
    else if (step !== undefined && offered.length > 0)
      setMarked((current + step + offered.length) % offered.length);
    else return;
    event.preventDefault();
  };
  return html`<form class="composer" onSubmit=${send}>
    ${
      replyTo !== undefined &&
      html`<p class="replying">Reply to: ${replyTo.text.slice(0, 60)} <button type="button" class="plain" onClick=${clearReply}>Cancel</button></p>`
    }
    ${
      offered.length > 0 &&
      html`<ul class="offers" role="listbox" id=${`menu-${chat}`} aria-label="Commands">
        ${offered.map(
          ({ command, description }, index) => html`<li
            role="option"
            id=${`menu-${chat}-${index}`}
            aria-selected=${index === current}
            onMouseDown=${(event: MouseEvent) => {
              event.preventDefault();
              setText(`/${command} `);
            }}
          >
            <b>/${command}</b> <span>${description}</span>
          </li>`,
        )}
      </ul>`
    }
    <input
      aria-label=${`Write to ${title} as ${isChannel ? 'the channel' : me.name}`}
      placeholder=${`Message as ${isChannel ? 'the channel' : me.name}, or / for commands`}
      autocomplete="off"
      role="combobox"
      aria-expanded=${offered.length > 0}
      aria-controls=${`menu-${chat}`}
      aria-activedescendant=${offered.length > 0 ? `menu-${chat}-${current}` : undefined}
      value=${text}
      onInput=${({ currentTarget }: { currentTarget: HTMLInputElement }) => {
        setText(currentTarget.value);
        setMarked(0);
      }}
      onKeyDown=${onKey}
    />
    <button class="send" aria-label="Send">➤</button>
  </form>`;
}
