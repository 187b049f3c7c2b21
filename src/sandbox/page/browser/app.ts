import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { FormDialog } from './discord/form.ts';
import { DiscordWorld } from './discord/world.ts';
import { Audience } from './panel/audience.ts';
import { Feed } from './panel/feed.ts';
import { Plugs } from './panel/plugs.ts';
import { Tally } from './panel/tally.ts';
import { Time } from './panel/time.ts';
import { act, be, onToast, type Toast, useConnection, useMe, usePart } from './store.ts';
import { TelegramWorld } from './telegram/world.ts';

const VIEWS = [
  ['discord', 'Discord'],
  ['telegram', 'Telegram'],
  ['panel', 'Bot'],
] as const;
/** An error is read in this time. */
const TOAST_MS = 6_000;
const PARTS = { showrunner: 'showrunner', moderator: 'moderator', fan: 'fan' } as const;

/** Both worlds, and beside them the count and what can be pulled. On a phone, one of them at a time. */
export function App(): VNode {
  const show = usePart('show');
  const connection = useConnection();
  const [view, setView] = useState<string>('discord');
  return html`<div class="page" data-view=${view}>
    <header>
      <h1>${show?.title ?? 'Cliffhanger'} <span>sandbox</span></h1>
      <p>Vote with a click, write commands as anyone, move time on or pull a plug: both platforms are stand-ins, the bot is real.</p>
      ${show?.page && html`<a href=${show.page} target="_blank" rel="noopener">The season’s page ↗</a>`}
      <${Who} />
    </header>
    ${connection === 'lost' && html`<p class="lost" role="alert">The sandbox has stopped, or can’t be reached. The page tries again.</p>`}
    <nav class="views" aria-label="What to see">
      ${VIEWS.map(([id, name]) => html`<button aria-pressed=${view === id} onClick=${() => setView(id)}>${name}</button>`)}
    </nav>
    <main>
      <${DiscordWorld} />
      <${TelegramWorld} />
      <div class="panel"><${Tally} /><${Time} /><${Plugs} /><${Audience} /><${Feed} /></div>
    </main>
    <${Toasts} />
    <${FormDialog} />
  </div>`;
}

/** Whom the visitor is. */
function Who(): VNode | null {
  const people = usePart('people');
  const me = useMe();
  if (people === undefined || me === undefined) return null;
  const choose = async ({ currentTarget }: { currentTarget: HTMLSelectElement }) => {
    if (currentTarget.value !== '') return be(currentTarget.value);
    // One of the audience, by chance.
    const { person } = await act({ do: 'be', fan: Math.floor(Math.random() * 1_000) });
    if (person !== undefined) be(person);
  };
  return html`<label class="who">
    <span>You are</span>
    <select value=${me.id} onChange=${choose}>
      ${people.map(({ id, name, part }) => html`<option value=${id}>${name}, ${PARTS[part]}</option>`)}
      <option value="">somebody of the audience</option>
    </select>
  </label>`;
}

function Toasts(): VNode {
  const [toast, setToast] = useState<Toast | undefined>(undefined);
  useEffect(() => onToast(setToast), []);
  useEffect(() => {
    if (toast === undefined) return;
    const timer = setTimeout(() => setToast(undefined), TOAST_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  return html`<div class="toasts" role="status">${toast && html`<p class=${toast.kind}>${toast.text}</p>`}</div>`;
}
