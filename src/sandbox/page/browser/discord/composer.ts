import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { CommandPart } from '../../state.ts';
import { act, useMe, usePart } from '../store.ts';
import { type Offer, WritingLine } from '../writing-line.ts';
import { CommandForm } from './command-form.ts';
import { openForm } from './form.ts';

const MOST_OFFERED = 30;

/** Where a person writes: plain words, or a command after a slash. */
export function Composer({ channel, place }: { channel: string; place: string }): VNode | null {
  const me = useMe();
  const commands = usePart('commands') ?? [];
  const [text, setText] = useState('');
  const [command, setCommand] = useState<CommandPart | undefined>(undefined);
  if (me === undefined) return null;
  const visible = commands.filter(({ everyone }) => everyone || me.part !== 'fan');
  const offered = text.startsWith('/') ? offeredFor(visible, text.slice(1)) : [];

  const choose = (chosen: CommandPart) => {
    setText('');
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
  const say = async () => {
    if (text.trim() === '') return;
    setText('');
    await act({ do: 'discord-say', person: me.id, channel, text });
  };

  if (command !== undefined)
    return html`<${CommandForm}
      command=${command}
      channel=${channel}
      send=${(options: Record<string, string | number | boolean>) => run(command, options)}
      cancel=${() => setCommand(undefined)}
    />`;
  return html`<${WritingLine}
    id=${channel}
    label=${`Write to ${place} as ${me.name}`}
    placeholder=${`Message ${place} as ${me.name}, or / for commands`}
    text=${text}
    setText=${setText}
    offers=${offered.map((one) => ({ name: one.name, description: one.description, choose: () => choose(one) }))}
    alwaysEscapes=${false}
    send=${(marked: Offer | undefined) => (marked === undefined ? say() : marked.choose())}
  />`;
}

function offeredFor(commands: readonly CommandPart[], typed: string): readonly CommandPart[] {
  const words = typed.toLowerCase().trim();
  const starts = commands.filter(({ name }) => name.startsWith(words));
  const others = commands.filter(({ name }) => !name.startsWith(words) && name.includes(words));
  return [...starts, ...others].slice(0, MOST_OFFERED);
}
