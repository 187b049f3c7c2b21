import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { AnswerPart } from '../../state.ts';
import { Scroll } from '../room.ts';
import { act, useMe, usePart } from '../store.ts';
import { Composer } from './composer.ts';
import { Message } from './message.ts';

/** All servers, one channel at a time. */
export function DiscordWorld(): VNode {
  const places = usePart('places');
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const rooms = (places?.servers ?? []).flatMap(({ name, channels }) =>
    channels.map((channel) => ({ ...channel, server: name })),
  );
  const room = rooms.find(({ id }) => id === chosen) ?? rooms[0];
  // Every episode may have its thread; one is opened from its message.
  const listed = rooms.filter(({ id, thread }) => !thread || id === room?.id);
  return html`<section class="world discord" aria-label="Discord">
    <nav class="rooms" aria-label="Channels on Discord">
      <h2>Discord</h2>
      ${listed.map(
        ({ id, name, server, thread }) => html`<button
          class=${`room ${thread ? 'is-thread' : ''}`}
          aria-pressed=${id === room?.id}
          onClick=${() => setChosen(id)}
        >
          <small>${server}</small>${thread ? '› ' : '#'}${name}
        </button>`,
      )}
    </nav>
    ${room !== undefined && html`<${Room} key=${room.id} id=${room.id} name=${room.name} onThread=${setChosen} />`}
  </section>`;
}

function Room({ id, name, onThread }: { id: string; name: string; onThread: (id: string) => void }): VNode {
  const messages = usePart(`discord:${id}`) ?? [];
  const answers = usePart('answers') ?? [];
  const me = useMe();
  const mine = answers.filter(({ channel, person }) => channel === id && person === me?.id);
  return html`<${Scroll} label=${`Messages in #${name}`} of=${`${messages.at(-1)?.id} ${mine.length} ${id}`}>
      ${messages.map((message) => html`<${Message} key=${message.id} message=${message} channel=${id} onThread=${onThread} />`)}
      ${mine.map((answer) => html`<${Answer} key=${answer.id} answer=${answer} />`)}
    <//>
    <${Composer} channel=${id} place=${`#${name}`} />`;
}

/** What only the person sees who asked. */
function Answer({ answer }: { answer: AnswerPart }): VNode {
  const { id, command, status, channel, messages } = answer;
  const dismiss = html`<button class="plain" onClick=${() => act({ do: 'dismiss', answer: id })}>Dismiss</button>`;
  if (status === 'did not respond')
    return html`<li class="notice failed">
      ${command} <b>The application did not respond.</b> Is the bot running? ${dismiss}
    </li>`;
  if (messages.length === 0) return html`<li class="notice">${command} The bot is thinking …</li>`;
  return html`<li class="answer-group">
    ${command !== '' && html`<div class="asked">You used <b>${command}</b></div>`}
    <ul>${messages.map((message) => html`<${Message} key=${message.id} message=${message} channel=${channel} />`)}</ul>
    ${dismiss}
  </li>`;
}
