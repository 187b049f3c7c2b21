import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PlacesPart, TelegramMessage } from '../../state.ts';
import { Scroll } from '../room.ts';
import { act, useMe, usePart } from '../store.ts';
import { Composer } from './composer.ts';
import { Message } from './message.ts';

type Chat = PlacesPart['chats'][number];

/** The channel, the group, and the private chat of whom the visitor is. */
export function TelegramWorld(): VNode {
  const places = usePart('places');
  const me = useMe();
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const chats = (places?.chats ?? []).filter(({ person }) => person === undefined || person === me?.id);
  const own = chats.find(({ person }) => person !== undefined);
  // Another person's private chat becomes one's own.
  const isPrivate = places?.chats.some(({ id, person }) => id === chosen && person !== undefined) === true;
  const chat = (isPrivate ? own : chats.find(({ id }) => id === chosen)) ?? chats[0];
  const start = async (payload: string) => {
    if (own === undefined || me === undefined) return;
    setChosen(own.id);
    await act({ do: 'telegram-say', person: me.id, chat: own.id, text: `/start ${payload}`.trim() });
  };
  return html`<section class="world telegram" aria-label="Telegram">
    <nav class="rooms" aria-label="Chats on Telegram">
      <h2>Telegram</h2>
      ${chats.map(
        ({
          id,
          title,
          kind,
        }) => html`<button class="room" aria-pressed=${id === chat?.id} onClick=${() => setChosen(id)}>
          <small>${kind === 'private' ? `${me?.name} and the bot` : kind}</small>${title}
        </button>`,
      )}
    </nav>
    ${chat !== undefined && html`<${Room} key=${chat.id} chat=${chat} onStart=${start} />`}
  </section>`;
}

function Room({ chat, onStart }: { chat: Chat; onStart: (payload: string) => void }): VNode {
  const messages = usePart(`telegram:${chat.id}`) ?? [];
  const me = useMe();
  const [replyTo, setReplyTo] = useState<TelegramMessage | undefined>(undefined);
  const isChannel = chat.kind === 'channel';
  const onCommand = (text: string) => {
    if (me !== undefined && !isChannel) void act({ do: 'telegram-say', person: me.id, chat: chat.id, text });
  };
  return html`<${Scroll} label=${`Messages in ${chat.title}`} of=${`${messages.at(-1)?.id} ${chat.id}`}>
      ${messages.map(
        (message) => html`<${Message}
          key=${message.id}
          message=${message}
          chat=${chat.id}
          isChannel=${isChannel}
          onReply=${setReplyTo}
          onStart=${onStart}
          onCommand=${onCommand}
        />`,
      )}
    <//>
    <${Composer} chat=${chat.id} title=${chat.title} isChannel=${isChannel} replyTo=${replyTo} clearReply=${() => setReplyTo(undefined)} />`;
}
