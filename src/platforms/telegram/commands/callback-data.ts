import { randomBytes } from 'node:crypto';
import type { Milliseconds } from '../../../core/ids.ts';
import { type ButtonPress, decodeButton } from '../../../core/posts/button-code.ts';

/** No code of `encodeButton` starts with this. */
const MARK = '!';
/** Makes 16 characters, which can't be guessed. */
const TOKEN_BYTES = 12;
const MOST_KEPT = 5_000;

/**
 * What this process remembers for a while under a token that can't be guessed. When there is too much, the oldest goes first.
 * Gone after a restart, which is right for a confirmation.
 */
export class Pending<Value> {
  readonly #kept = new Map<string, { readonly until: number; readonly value: Value }>();

  /** @returns `callback_data` of 17 bytes. */
  add(value: Value, lasts: Milliseconds): string {
    const token = MARK + randomBytes(TOKEN_BYTES).toString('base64url');
    this.set(token, value, lasts);
    return token;
  }

  set(key: string, value: Value, lasts: Milliseconds): void {
    this.#kept.delete(key);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, { until: performance.now() + lasts, value });
  }

  get(key: string): Value | undefined {
    const found = this.#kept.get(key);
    return found !== undefined && found.until > performance.now() ? found.value : undefined;
  }

  delete(key: string): void {
    this.#kept.delete(key);
  }
}

export type CallbackData =
  | { readonly kind: 'token'; readonly token: string }
  /** A command that any process may have put on a button. */
  | { readonly kind: 'command'; readonly press: ButtonPress };

/** @returns undefined for data that is not ours. */
export function readCallbackData(data: string | undefined): CallbackData | undefined {
  if (data === undefined) return undefined;
  if (data.startsWith(MARK)) return { kind: 'token', token: data };
  const press = decodeButton(data);
  return press && { kind: 'command', press };
}
