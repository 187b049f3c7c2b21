import { createHash, timingSafeEqual } from 'node:crypto';

export interface Webhook {
  /** What the platform sends as `X-Telegram-Bot-Api-Secret-Token`: 1-256 of `A-Z a-z 0-9 _ -` (setWebhook). */
  readonly secret: string;
  /** Resolves once the update is durable. If it rejects, the platform is told to send the update again. */
  readonly handle: (update: unknown) => Promise<void>;
}

/** `accepted` only if the secret is right. */
export type WebhookAccess =
  | { readonly kind: 'accepted'; readonly webhook: Webhook }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'denied' };

/** Characters. */
export const LONGEST_PATH = 256;
const NAME = /^[A-Za-z0-9_-]{1,256}$/;

/** The webhooks of one server. They can be added and removed while it runs. */
export class Webhooks {
  readonly #byPath = new Map<string, Webhook>();

  /** @throws RangeError if path or secret is empty or has characters that are not allowed. */
  add(path: string, webhook: Webhook): void {
    if (!NAME.test(path)) throw new RangeError('a webhook path has 1-256 of A-Z a-z 0-9 _ -');
    if (!NAME.test(webhook.secret)) throw new RangeError('a webhook secret has 1-256 of A-Z a-z 0-9 _ -');
    this.#byPath.set(path, webhook);
  }

  remove(path: string): void {
    this.#byPath.delete(path);
  }

  enter(path: string, secret: unknown): WebhookAccess {
    const webhook = this.#byPath.get(path);
    if (webhook === undefined) return { kind: 'unknown' };
    return typeof secret === 'string' && sameText(secret, webhook.secret)
      ? { kind: 'accepted', webhook }
      : { kind: 'denied' };
  }
}

/** Takes equally long wherever the texts differ. The hashes also give both the same length. */
function sameText(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
