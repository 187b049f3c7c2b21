import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { TelegramMessage } from '../../state.ts';
import { act, useMe, usePart } from '../store.ts';
import { type Offer, WritingLine } from '../writing-line.ts';

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
  if (me === undefined) return null;
  const menu = menus[`${chat} ${me.telegram}`] ?? menus[chat] ?? [];
  const isTyping = /^\/\w*$/.test(text);
  const offered = isTyping
    ? menu.filter(({ command }) => command.startsWith(text.slice(1).toLowerCase()))
    : [];
  if (isChannel && me.part === 'fan')
    return html`<p class="composer muted">Only administrators post in a channel. ${me.name} reads and votes.</p>`;

  const say = async () => {
    if (text.trim() === '') return;
    setText('');
    clearReply();
    const reply = replyTo === undefined ? {} : { replyTo: replyTo.id };
    await act({ do: 'telegram-say', person: me.id, chat, text: text.trim(), ...reply });
  };
  const isWhole = offered.some(({ command }) => `/${command}` === text);
  const as = isChannel ? 'the channel' : me.name;
  return html`<${WritingLine}
    id=${`menu-${chat}`}
    label=${`Write to ${title} as ${as}`}
    placeholder=${`Message as ${as}, or / for commands`}
    text=${text}
    setText=${setText}
    offers=${offered.map(({ command, description }) => ({
      name: command,
      description,
      choose: () => setText(`/${command} `),
    }))}
    alwaysEscapes=${true}
    send=${(marked: Offer | undefined) => (marked === undefined || isWhole ? say() : marked.choose())}
  >
    ${
      replyTo !== undefined &&
      html`<p class="replying">Reply to: ${replyTo.text.slice(0, 60)} <button type="button" class="plain" onClick=${clearReply}>Cancel</button></p>`
    }
  </${WritingLine}>`;
}
