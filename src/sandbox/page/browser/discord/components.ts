import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { safeAddress } from '../links.ts';
import { act, useMe } from '../store.ts';
import { openForm } from './form.ts';

type Wire = Readonly<Record<string, unknown>>;
const STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link'];
const BUTTON = 2;
const SELECT = 3;

/** Rows of buttons and menus under a message. */
export function Components({
  rows,
  message,
  channel,
}: {
  rows: readonly Wire[];
  message: string;
  channel: string;
}): VNode {
  return html`<div class="rows">
    ${rows.map(
      ({ components }) => html`<div class="row">
        ${(Array.isArray(components) ? (components as readonly Wire[]) : []).map(
          (one) => html`<${One} component=${one} message=${message} channel=${channel} />`,
        )}
      </div>`,
    )}
  </div>`;
}

function One({
  component,
  message,
  channel,
}: {
  component: Wire;
  message: string;
  channel: string;
}): VNode | null {
  const me = useMe();
  const press = async (values?: readonly string[]) => {
    if (me === undefined) return;
    const button = String(component.custom_id);
    const reply = await act({
      do: 'discord-press',
      person: me.id,
      channel,
      message,
      button,
      ...(values && { values: [...values] }),
    });
    openForm(reply, channel);
  };
  if (component.type === SELECT) return html`<${Menu} component=${component} choose=${press} />`;
  if (component.type !== BUTTON) return null;
  const emoji = (component.emoji as Wire | undefined)?.name;
  const label = html`${typeof emoji === 'string' ? `${emoji} ` : ''}${String(component.label ?? '')}`;
  const href = safeAddress(component.url);
  if (href !== undefined)
    return html`<a class="button link" href=${href} target="_blank" rel="noopener noreferrer">${label} ↗</a>`;
  const style = STYLES[Number(component.style)] ?? 'secondary';
  return html`<button class=${`button ${style}`} disabled=${component.disabled === true} onClick=${() => press()}>
    ${label}
  </button>`;
}

function Menu({
  component,
  choose,
}: {
  component: Wire;
  choose: (values: readonly string[]) => void;
}): VNode {
  const options = Array.isArray(component.options) ? (component.options as readonly Wire[]) : [];
  const placeholder = String(component.placeholder ?? 'Choose');
  return html`<select
    aria-label=${placeholder}
    onChange=${({ currentTarget }: { currentTarget: HTMLSelectElement }) => choose([currentTarget.value])}
  >
    <option value="" disabled selected>${placeholder}</option>
    ${options.map(({ value, label }) => html`<option value=${String(value)}>${String(label)}</option>`)}
  </select>`;
}
