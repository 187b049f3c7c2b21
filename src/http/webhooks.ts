import { createHash, timingSafeEqual } from 'node:crypto';

export interface Webhook {
  /** What the platform sends as `X-Telegram-Bot-Api-Secret-Token`: 1-256 of `A-Z a-z 0-9 _ -` (setWebhook). */
  readonly secret: string;
  /** Resolves once the update is durable. When it rejects the platform is told to send it again. */
  readonly handle: (update: unknown) => Promise<void>;
}

/** `accepted` holds only where the secret is right. */
export type WebhookAccess =
  | { readonly kind: 'accepted'; readonly webhook: Webhook }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'denied' };

/** Characters. */
export const LONGEST_PATH = 256;
const NAME = /^[A-Za-z0-9_-]{1,256}$/;

/** The webhooks of one server; they may come and go while it runs. */
export class Webhooks {
  readonly #byPath = new Map<string, Webhook>();

  /** @throws RangeError when path or secret has other characters than those allowed, or none. */
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

/** Takes as long whatever differs; the hashes also make both the same length. */
function sameText(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
