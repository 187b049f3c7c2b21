import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Choice, CommandOption, CommandPart } from '../../state.ts';
import { act, useMe, usePart } from '../store.ts';

type Values = Record<string, string | number | boolean>;

const OptionType = { string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, number: 10 } as const;
/** A person types on; only what stands for this long is asked about. */
const ASKS_AFTER_MS = 200;

interface Shown {
  readonly command: CommandPart;
  readonly channel: string;
  readonly send: (options: Values) => void;
  readonly cancel: () => void;
}

/** The options of a command, with what the bot offers for them while they are typed. */
export function CommandForm({ command, channel, send, cancel }: Shown): VNode {
  const [values, setValues] = useState<Record<string, string>>({});
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select')?.focus(), [command.name]);
  const given = (): Values =>
    Object.fromEntries(
      command.options.flatMap((option) => {
        const value = values[option.name] ?? '';
        return value === '' ? [] : [[option.name, typed(option, value)]];
      }),
    );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send(given());
  };
  return html`<form
    class="composer command"
    ref=${form}
    onSubmit=${submit}
    onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && cancel()}
  >
    <p><b>/${command.name}</b> <span>${command.description}</span></p>
    ${command.options.map(
      (option) => html`<${Option}
        key=${option.name}
        option=${option}
        command=${command.name}
        channel=${channel}
        given=${given}
        value=${values[option.name] ?? ''}
        change=${(value: string) => setValues((before) => ({ ...before, [option.name]: value }))}
      />`,
    )}
    <div class="row end">
      <button type="button" class="button secondary" onClick=${cancel}>Cancel</button>
      <button class="button primary">Send</button>
    </div>
  </form>`;
}

function typed({ type, choices }: CommandOption, value: string): string | number | boolean {
  if (type === OptionType.boolean) return value === 'true';
  const choice = choices.find((one) => String(one.value) === value);
  if (choice !== undefined) return choice.value;
  return type === OptionType.integer || type === OptionType.number ? Number(value) : value;
}

interface OptionShown {
  readonly option: CommandOption;
  readonly command: string;
  readonly channel: string;
  readonly given: () => Values;
  readonly value: string;
  readonly change: (value: string) => void;
}

function Option(shown: OptionShown): VNode {
  const { option, value, change } = shown;
  const places = usePart('places');
  const label = `${option.name}${option.required ? ' *' : ''}`;
  const channels = places?.servers.find(({ channels: all }) =>
    all.some(({ id }) => id === shown.channel),
  )?.channels;
  const fixed: readonly Choice[] =
    option.type === OptionType.boolean
      ? [
          { name: 'True', value: 'true' },
          { name: 'False', value: 'false' },
        ]
      : option.type === OptionType.channel
        ? (channels ?? []).map(({ id, name }) => ({ name: `#${name}`, value: id }))
        : option.choices;
  const onInput = ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
    change(currentTarget.value);
  if (option.autocomplete) return html`<${Completing} ...${shown} label=${label} />`;
  return html`<label>
    <span>${label}</span>
    ${
      fixed.length > 0
        ? html`<select required=${option.required} value=${value} onInput=${onInput}>
            <option value="">${option.description}</option>
            ${fixed.map((choice) => html`<option value=${String(choice.value)}>${choice.name}</option>`)}
          </select>`
        : html`<input required=${option.required} autocomplete="off" placeholder=${option.description} value=${value} onInput=${onInput} />`
    }
  </label>`;
}

/** An option for which the bot is asked while it is typed. */
function Completing({
  option,
  command,
  channel,
  given,
  value,
  change,
  label,
}: OptionShown & { label: string }): VNode {
  const me = useMe();
  const [choices, setChoices] = useState<readonly Choice[]>([]);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(0);
  useEffect(() => {
    if (!open || me === undefined) return;
    const timer = setTimeout(async () => {
      const options = { ...given(), [option.name]: text };
      const ask = {
        do: 'discord-complete',
        person: me.id,
        channel,
        command,
        options,
        focused: option.name,
      } as const;
      setChoices((await act(ask)).choices ?? []);
    }, ASKS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, open]);
  const choose = (choice: Choice) => {
    setText(choice.name);
    change(String(choice.value));
    setOpen(false);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const choice = choices[marked];
    if (step !== undefined && choices.length > 0)
      setMarked((marked + step + choices.length) % choices.length);
    else if (event.key === 'Enter' && open && choice !== undefined) choose(choice);
    else return;
    event.preventDefault();
  };
  const list = `choices-${command.replaceAll(' ', '-')}-${option.name}`;
  const shows = open && choices.length > 0;
  return html`<label class="completing">
    <span>${label}</span>
    <input
      required=${option.required}
      autocomplete="off"
      role="combobox"
      aria-expanded=${shows}
      aria-controls=${list}
      aria-activedescendant=${shows ? `${list}-${marked}` : undefined}
      placeholder=${option.description}
      value=${text || value}
      onFocus=${() => setOpen(true)}
      onBlur=${() => setOpen(false)}
      onKeyDown=${onKey}
      onInput=${({ currentTarget }: { currentTarget: HTMLInputElement }) => {
        setText(currentTarget.value);
        change(currentTarget.value);
        setMarked(0);
        setOpen(true);
      }}
    />
    ${
      shows &&
      html`<ul class="offers" role="listbox" id=${list} aria-label=${option.name}>
        ${choices.map(
          (choice, index) => html`<li
            role="option"
            id=${`${list}-${index}`}
            aria-selected=${index === marked}
            onMouseDown=${(event: MouseEvent) => {
              event.preventDefault();
              choose(choice);
            }}
          >
            ${choice.name}
          </li>`,
        )}
      </ul>`
    }
  </label>`;
}
