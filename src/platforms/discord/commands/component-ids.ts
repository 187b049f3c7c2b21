import { type ButtonPress, decodeButton, encodeButton } from '../../../core/posts/button-code.ts';
import type { CommandButton } from '../../../core/posts/content.ts';

/**
 * What a button or form of ours stands for, as its `custom_id` (1-100 characters) says it. A press is no proof of
 * any right: the desk checks the level of whoever pressed, and nothing counts as confirmed but what waits here.
 */
export type ComponentId =
  /** A command, complete in itself: works after a restart, and in every process. */
  | { readonly kind: 'run'; readonly press: ButtonPress }
  /** The confirmation of what waits under this token. */
  | { readonly kind: 'confirm'; readonly token: string }
  /** Opens the form for what waits under this token; also the form's own id. */
  | { readonly kind: 'form'; readonly token: string }
  | { readonly kind: 'dismiss' };

const TOKEN = /^[\w-]{22}$/;

export function writeComponentId(id: Exclude<ComponentId, { kind: 'run' }>): string {
  return id.kind === 'dismiss' ? id.kind : `${id.kind}:${id.token}`;
}

/** @throws where the button's values are more than a button carries. */
export const runComponentId = (button: CommandButton): string => `run:${encodeButton(button)}`;

/** @returns undefined for what no button of ours says, or none that is known any more. */
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
