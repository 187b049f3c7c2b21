import { sameText } from './same-text.ts';

export interface Webhook {
  /** The HTTP header in which the platform sends the secret, in lower case. */
  readonly header: string;
  /** What the platform sends to prove who it is: 1-256 of `A-Z a-z 0-9 _ -`. */
  readonly secret: string;
  /** Resolves once the update is durable. If it rejects, the platform is told to send the update again. */
  readonly handle: (update: unknown) => Promise<void>;
}

/** `accepted` only if the secret is right. */
export type WebhookAccess =
  | { readonly kind: 'accepted'; readonly webhook: Webhook }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'denied' };

/** Characters, of each of the two parts. */
export const LONGEST_PATH = 256;
const NAME = /^[A-Za-z0-9_-]{1,256}$/;
const PATH = /^[a-z-]{1,40}\/[A-Za-z0-9_-]{1,256}$/;

/** The webhooks of one server. They can be added and removed while it runs. */
export class Webhooks {
  readonly #byPath = new Map<string, Webhook>();

  /**
   * @param path the platform's name, a slash, and a name of its own.
   * @throws RangeError if path or secret is empty or has characters that are not allowed.
   */
  add(path: string, webhook: Webhook): void {
    if (!PATH.test(path))
      throw new RangeError('a webhook path is a platform, / and 1-256 of A-Z a-z 0-9 _ -');
    if (!NAME.test(webhook.secret)) throw new RangeError('a webhook secret has 1-256 of A-Z a-z 0-9 _ -');
    this.#byPath.set(path, webhook);
  }

  remove(path: string): void {
    this.#byPath.delete(path);
  }

  enter(path: string, headers: Readonly<Record<string, unknown>>): WebhookAccess {
    const webhook = this.#byPath.get(path);
    if (webhook === undefined) return { kind: 'unknown' };
    const secret = headers[webhook.header];
    return typeof secret === 'string' && sameText(secret, webhook.secret)
      ? { kind: 'accepted', webhook }
      : { kind: 'denied' };
  }
}
