import type { Milliseconds } from '../../../src/core/ids.ts';
import type {
  PostedAnswer,
  PostedRequest,
  PostedRequests,
  RequestClaim,
} from '../../../src/ports/stores/posted-requests.ts';

interface Kept {
  readonly body: string;
  holder: object;
  until: number;
  answer?: PostedAnswer;
}

interface Limits {
  readonly lease: Milliseconds;
  readonly keep: Milliseconds;
  readonly most: number;
  readonly window: Milliseconds;
}

/** Within this process. What is older than `keep` goes when something new comes. */
export class MemoryPostedRequests implements PostedRequests {
  readonly #limits: Limits;
  readonly #signatures = new Map<string, { readonly name: string; readonly at: number }>();
  readonly #requests = new Map<string, Kept & { readonly at: number }>();
  #count = { since: Number.NEGATIVE_INFINITY, taken: 0 };

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { lease: 15_000, keep: 86_400_000, most: 60, window: 60_000, ...limits };
  }

  async claim({ show, key, signature, body }: PostedRequest): Promise<RequestClaim> {
    const now = Date.now();
    this.#forget(now);
    const name = `${show} ${key}`;
    const used = this.#signatures.get(signature);
    if (used !== undefined && used.name !== name) return { kind: 'signature-used' };
    this.#signatures.set(signature, { name, at: now });
    const known = this.#requests.get(name);
    if (known !== undefined && known.body !== body) return { kind: 'other-body' };
    if (known?.answer !== undefined) return { kind: 'answered', answer: known.answer };
    if (known !== undefined && known.until > now) return { kind: 'under-way', for: known.until - now };
    const left = known === undefined ? this.#countOne(now) : 0;
    if (left > 0) return { kind: 'too-many', for: left };
    const holder = {};
    this.#requests.set(name, { body, holder, until: now + this.#limits.lease, at: now });
    return {
      kind: 'granted',
      granted: {
        settle: async (answer) => {
          const kept: Kept & { readonly at: number } = this.#requests.get(name) ?? {
            body,
            holder,
            until: now,
            at: now,
          };
          kept.answer ??= answer;
          this.#requests.set(name, kept);
          return kept.answer;
        },
        release: async () => {
          const kept = this.#requests.get(name);
          if (kept?.holder === holder && kept.answer === undefined) this.#requests.delete(name);
        },
      },
    };
  }

  /** @returns how long to wait, or 0 if it was taken. */
  #countOne(now: number): Milliseconds {
    const { most, window } = this.#limits;
    if (now - this.#count.since >= window) this.#count = { since: now, taken: 0 };
    this.#count.taken += 1;
    return this.#count.taken > most ? this.#count.since + window - now : 0;
  }

  #forget(now: number): void {
    for (const one of [this.#signatures, this.#requests])
      for (const [name, { at }] of one) if (now - at >= this.#limits.keep) one.delete(name);
  }
}
