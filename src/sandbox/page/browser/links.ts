import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';

/** Only addresses of the web; undefined for anything else, such as `javascript:`. */
export function safeAddress(address: unknown): string | undefined {
  if (typeof address !== 'string') return undefined;
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'http:' || protocol === 'https:' ? href : undefined;
  } catch {
    return undefined;
  }
}

/** A link to the outside, or the bare text where the address is none. */
export function outwards(address: unknown, text: ComponentChildren): VNode {
  const href = safeAddress(address);
  return href === undefined
    ? html`<span>${text}</span>`
    : html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}</a>`;
}
