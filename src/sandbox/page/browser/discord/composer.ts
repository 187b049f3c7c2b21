import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { CommandPart } from '../../state.ts';
import { act, useMe, usePart } from '../store.ts';
import { CommandForm } from './command-form.ts';
import { openForm } from './form.ts';

const MOST_OFFERED = 30;

/** Where a person writes: plain words, or a command after a slash. */
export function Composer({ channel, place }: { channel: string; place: string }): VNode | null {
  const me = useMe();
  const commands = usePart('commands') ?? [];
  const [text, setText] = useState('');
  const [command, setCommand] = useState<CommandPart | undefined>(undefined);
  const [marked, setMarked] = useState(0);
  if (me === undefined) return null;
  const visible = commands.filter(({ everyone }) => everyone || me.part !== 'fan');
  const offered = text.startsWith('/') ? offeredFor(visible, text.slice(1)) : [];
  const current = Math.min(marked, Math.max(0, offered.length - 1));

  const choose = (chosen: CommandPart) => {
    setText('');
    setMarked(0);
    if (chosen.options.length > 0) setCommand(chosen);
    else void run(chosen, {});
  };
  const run = async (chosen: CommandPart, options: Record<string, string | number | boolean>) => {
    setCommand(undefined);
    openForm(
      await act({ do: 'discord-command', person: me.id, channel, command: chosen.name, options }),
      channel,
    );
  };
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = offered[current];
    if (chosen !== undefined) return choose(chosen);
    if (text.trim() === '') return;
    setText('');
    await act({ do: 'discord-say', person: me.id, channel, text });
  };
  const onKey = (event: KeyboardEvent) => {
    if (offered.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setMarked((current + step + offered.length) % offered.length);
    else if (event.key === 'Escape') setText('');
    else return;
    event.preventDefault();
  };

  if (command !== undefined)
    return html`<${CommandForm}
      command=${command}
      channel=${channel}
      send=${(options: Record<string, string | number | boolean>) => run(command, options)}
      cancel=${() => setCommand(undefined)}
    />`;
  return html`<form class="composer" onSubmit=${send}>
    ${
      offered.length > 0 &&
      html`<ul class="offers" role="listbox" id=${`offers-${channel}`} aria-label="Commands">
        ${offered.map(
          (one, index) => html`<li
            role="option"
            id=${`offer-${channel}-${index}`}
            aria-selected=${index === current}
            onMouseDown=${(event: MouseEvent) => {
              event.preventDefault();
              choose(one);
            }}
          >
            <b>/${one.name}</b> <span>${one.description}</span>
          </li>`,
        )}
      </ul>`
    }
    <input
      aria-label=${`Write to ${place} as ${me.name}`}
      placeholder=${`Message ${place} as ${me.name}, or / for commands`}
      autocomplete="off"
      role="combobox"
      aria-expanded=${offered.length > 0}
      aria-controls=${`offers-${channel}`}
      aria-activedescendant=${offered.length > 0 ? `offer-${channel}-${current}` : undefined}
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

function offeredFor(commands: readonly CommandPart[], typed: string): readonly CommandPart[] {
  const words = typed.toLowerCase().trim();
  const starts = commands.filter(({ name }) => name.startsWith(words));
  const others = commands.filter(({ name }) => !name.startsWith(words) && name.includes(words));
  return [...starts, ...others].slice(0, MOST_OFFERED);
}
