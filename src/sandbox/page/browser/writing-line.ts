import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';

/** A command that is offered while a person types. */
export interface Offer {
  readonly name: string;
  readonly description: string;
  choose(): void;
}

interface Writing {
  /** Unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly offers: readonly Offer[];
  /** Escape also clears a text that no command begins with. */
  readonly alwaysEscapes: boolean;
  /** @param marked the offer that Enter would take. */
  readonly send: (marked: Offer | undefined) => void;
  /** Above the line. */
  readonly children?: ComponentChildren;
}

/** The line in which a person writes, with the commands that it may become: by arrow keys, Enter or a click. */
export function WritingLine(writing: Writing): VNode {
  const { id, label, placeholder, text, setText, offers, alwaysEscapes, send, children } = writing;
  const [marked, setMarked] = useState(0);
  const current = Math.min(marked, Math.max(0, offers.length - 1));
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setMarked(0);
    send(offers[current]);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && (alwaysEscapes || offers.length > 0)) setText('');
    else if (step !== undefined && offers.length > 0)
      setMarked((current + step + offers.length) % offers.length);
    else return;
    event.preventDefault();
  };
  return html`<form class="composer" onSubmit=${onSubmit}>
    ${children}
    ${
      offers.length > 0 &&
      html`<ul class="offers" role="listbox" id=${`offers-${id}`} aria-label="Commands">
        ${offers.map(
          ({ name, description, choose }, index) => html`<li
            role="option"
            id=${`offer-${id}-${index}`}
            aria-selected=${index === current}
            onMouseDown=${(event: MouseEvent) => {
              event.preventDefault();
              setMarked(0);
              choose();
            }}
          >
            <b>/${name}</b> <span>${description}</span>
          </li>`,
        )}
      </ul>`
    }
    <input
      aria-label=${label}
      placeholder=${placeholder}
      autocomplete="off"
      role="combobox"
      aria-expanded=${offers.length > 0}
      aria-controls=${`offers-${id}`}
      aria-activedescendant=${offers.length > 0 ? `offer-${id}-${current}` : undefined}
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
