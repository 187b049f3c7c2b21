import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import type { Action } from '../../actions/action.ts';
import { act, usePart } from '../store.ts';

interface Line {
  readonly name: string;
  readonly state: string;
  readonly good: boolean;
  readonly children: ComponentChildren;
}

const WORDS: Readonly<Record<string, string>> = {
  elsewhere: 'running in a terminal',
  frozen: 'away',
  down: 'cut off',
};

/** What can be cut while the bot works, and how each of it is doing. */
export function Plugs(): VNode | null {
  const plugs = usePart('plugs');
  if (plugs === undefined) return null;
  const { bot, redis, gateway, losing } = plugs;
  const away = bot.state === 'stopped';
  return html`<section class="card plugs" aria-label="Pull a plug">
    <h2>Pull a plug</h2>
    <${Plug} name="Bot" state=${bot.state} good=${bot.state === 'running' || bot.state === 'elsewhere'}>
      ${
        bot.ours &&
        (away
          ? html`<${Do} action=${{ do: 'bot', what: 'start' }} primary>Start<//>`
          : html`<${Do} action=${{ do: 'bot', what: 'kill' }} disabled=${bot.state !== 'running'}>Kill<//>`)
      }
    <//>
    <${Plug} name="Redis" state=${redis} good=${redis === 'running'}>
      ${
        redis === 'frozen'
          ? html`<${Do} action=${{ do: 'redis', what: 'thaw' }} primary>Bring back<//>`
          : html`<${Do} action=${{ do: 'redis', what: 'freeze' }} disabled=${redis !== 'running'}>Take away<//>`
      }
    <//>
    <${Plug} name="Gateway" state=${gateway} good=${gateway === 'connected'}>
      ${
        gateway === 'down'
          ? html`<${Do} action=${{ do: 'gateway', what: 'up' }} primary>Bring back<//>`
          : html`<${Do} action=${{ do: 'gateway', what: 'drop' }}>Drop<//> <${Do} action=${{ do: 'gateway', what: 'down' }}>Cut<//>`
      }
    <//>
    <${Plug} name="Answers" state=${losingWords(losing)} good=${losing.discord + losing.telegram === 0}>
      <${Do} action=${{ do: 'lose-answer', platform: 'discord' }} label="Discord’s next answer is lost">Discord’s<//>
      <${Do} action=${{ do: 'lose-answer', platform: 'telegram' }} label="Telegram’s next answer is lost">Telegram’s<//>
    <//>
    ${bot.trouble !== null && html`<p class="trouble">${bot.trouble}</p>`}
  </section>`;
}

function losingWords({
  discord,
  telegram,
  lost,
}: {
  discord: number;
  telegram: number;
  lost: number;
}): string {
  if (discord + telegram > 0) return 'next is lost';
  return lost === 0 ? 'arrive' : `${lost} lost`;
}

function Plug({ name, state, good, children }: Line): VNode {
  return html`<div class="plug">
    <span class="name">${name}</span>
    <span class=${`chip ${good ? 'good' : 'bad'}`}>${WORDS[state] ?? state}</span>
    <span class="does">${children}</span>
  </div>`;
}

interface Doing {
  readonly action: Action;
  readonly children: ComponentChildren;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly label?: string;
}

export function Do({ action, children, primary = false, disabled = false, label }: Doing): VNode {
  return html`<button
    class=${`button ${primary ? 'primary' : 'secondary'}`}
    disabled=${disabled}
    aria-label=${label}
    onClick=${() => act(action)}
  >
    ${children}
  </button>`;
}
