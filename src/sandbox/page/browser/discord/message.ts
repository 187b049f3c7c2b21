import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import type { DiscordMessage, FilePart } from '../../state.ts';
import { sandboxNow, usePart } from '../store.ts';
import { clockOf } from '../times.ts';
import { Components } from './components.ts';
import { Embed } from './embed.ts';
import { markdown } from './markdown.ts';
import { DiscordPoll } from './poll.ts';

const PIN = 6;
const POLL_RESULT = 46;
const THREAD_CREATED = 18;
/** Discord draws these colours for people without a picture. */
const COLOURS = 6;

interface Shown {
  readonly message: DiscordMessage;
  readonly channel: string;
  /** Opens a thread. */
  readonly onThread?: (id: string) => void;
}

export function Message({ message, channel, onThread }: Shown): VNode {
  const people = usePart('people');
  const places = usePart('places');
  const nameOf = (kind: 'channel' | 'role' | 'user', id: string): string => {
    if (kind === 'channel')
      return (
        places?.servers.flatMap(({ channels }) => channels).find((one) => one.id === id)?.name ?? 'channel'
      );
    return kind === 'role' ? 'role' : (people?.find((one) => one.id === id)?.name ?? 'somebody');
  };
  const draw = (text: string): ComponentChildren => markdown(text, nameOf, sandboxNow());
  if (message.type === PIN || message.type === THREAD_CREATED) {
    const what = message.type === PIN ? 'pinned a message to this channel.' : 'started a thread.';
    return html`<li class="notice"><b>${message.author.name}</b> ${what}</li>`;
  }
  if (message.type === POLL_RESULT) return html`<li class="notice">${pollResult(message)}</li>`;
  const { author, reply, content, embeds, components, files, poll, ephemeral, thread } = message;
  return html`<li class=${`message ${message.pings ? 'pings' : ''} ${ephemeral ? 'ephemeral' : ''}`}>
    ${reply && html`<div class="reply">↱ <b>${reply.name}</b> ${reply.text}</div>`}
    <${Face} name=${author.name} />
    <div class="head">
      <b>${author.name}</b>${author.bot && html`<span class="app">APP</span>`}
      <time>${clockOf(message.at)}</time>${message.pinned && html`<span class="edited">pinned</span>`}
    </div>
    <div class="body">
      ${content !== '' && html`<div class="text">${draw(content)}${message.edited && html`<span class="edited"> (edited)</span>`}</div>`}
      ${embeds.map((embed) => html`<${Embed} embed=${embed} files=${files} draw=${draw} />`)}
      <${Files} files=${files.filter((file) => !isEmbedded(file, embeds))} />
      ${poll !== null && html`<${DiscordPoll} id=${poll} />`}
      ${components.length > 0 && html`<${Components} rows=${components} message=${message.id} channel=${channel} />`}
      ${
        thread !== null &&
        onThread !== undefined &&
        html`<button class="thread" onClick=${() => onThread(thread)}>Open the thread ›</button>`
      }
      ${ephemeral && html`<div class="only-you">Only you can see this</div>`}
    </div>
  </li>`;
}

function Face({ name }: { name: string }): VNode {
  const colour = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % COLOURS;
  return html`<span class=${`face colour-${colour}`} aria-hidden="true">${[...name][0]?.toUpperCase() ?? '?'}</span>`;
}

const isEmbedded = ({ id }: FilePart, embeds: DiscordMessage['embeds']): boolean =>
  embeds.some(({ image, thumbnail, author }) => {
    const shown = [image, thumbnail].map((part) => (part as { url?: unknown } | undefined)?.url);
    const icon = (author as { icon_url?: unknown } | undefined)?.icon_url;
    return [...shown, icon].some((address) => typeof address === 'string' && address.includes(`/${id}/`));
  });

export function Files({ files }: { files: readonly FilePart[] }): VNode | null {
  if (files.length === 0) return null;
  return html`<div class="files">
    ${files.map(({ name, address, picture, alt }) =>
      address === null
        ? html`<span class="file">${name}</span>`
        : picture
          ? html`<img class="picture" src=${address} alt=${alt} />`
          : html`<a class="file" href=${address} download=${name}>${name}</a>`,
    )}
  </div>`;
}

/** Discord's own notice that a poll has closed. */
function pollResult({ author, embeds, reply }: DiscordMessage): ComponentChildren {
  const fields = (embeds[0]?.fields ?? []) as readonly { readonly name: string; readonly value: string }[];
  const of = (name: string) => fields.find((field) => field.name === name)?.value;
  const winner = of('victor_answer_text');
  const votes = of('victor_answer_votes');
  const outcome = winner === undefined ? 'There was no winner' : `${winner}: ${votes ?? '?'} votes`;
  return html`<b>${author.name}</b>’s poll “${of('poll_question_text') ?? reply?.text ?? ''}” has closed. ${outcome}.`;
}
