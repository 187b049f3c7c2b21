import { type ButtonPress, decodeButton, encodeButton } from '../../../core/posts/button-code.ts';
import type { CommandButton } from '../../../core/posts/content.ts';

/**
 * What a button or form of ours does, as encoded in its `custom_id` (1-100 characters). A press proves no permission: the
 * desk checks the level of the person who pressed, and only what waits here counts as confirmed.
 */
export type ComponentId =
  /** A complete command: works after a restart, and in every process. */
  | { readonly kind: 'run'; readonly press: ButtonPress }
  /** Confirms what waits under this token. */
  | { readonly kind: 'confirm'; readonly token: string }
  /** Opens the form for what waits under this token; also the id of the form itself. */
  | { readonly kind: 'form'; readonly token: string }
  | { readonly kind: 'dismiss' };

const TOKEN = /^[\w-]{22}$/;

export function writeComponentId(id: Exclude<ComponentId, { kind: 'run' }>): string {
  return id.kind === 'dismiss' ? id.kind : `${id.kind}:${id.token}`;
}

/** @throws if the button's values are longer than a button can carry. */
export const runComponentId = (button: CommandButton): string => `run:${encodeButton(button)}`;

/** @returns undefined for an id that is not ours, or that is no longer known. */
export function readComponentId(customId: string): ComponentId | undefined {
  if (customId === 'dismiss') return { kind: 'dismiss' };
  const colon = customId.indexOf(':');
  const rest = customId.slice(colon + 1);
  switch (customId.slice(0, colon)) {
    case 'run': {
      const press = decodeButton(rest);
      return press && { kind: 'run', press };
    }
    case 'confirm':
      return TOKEN.test(rest) ? { kind: 'confirm', token: rest } : undefined;
    case 'form':
      return TOKEN.test(rest) ? { kind: 'form', token: rest } : undefined;
    default:
      return undefined;
  }
}
