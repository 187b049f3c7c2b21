import { createHash } from 'node:crypto';

/** At most `limit` requests in `windowMs` milliseconds. */
interface BucketLimit {
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateLimitSettings {
  /** Over all routes except those of interactions, in any sliding window; null turns it off. */
  readonly global: BucketLimit | null;
  /** By method and route, as in `POST /channels/:channel/messages`; each channel has its own bucket. */
  readonly routes: Readonly<Record<string, BucketLimit>>;
  readonly otherwise: BucketLimit;
}

/** Discord's global limit, with buckets so large that only the global one matters. */
const lenientLimits: RateLimitSettings = {
  global: { limit: 50, windowMs: 1000 },
  routes: {},
  otherwise: { limit: 100, windowMs: 1000 },
};

/** Buckets of the sizes that bots commonly see in the headers; Discord publishes none and may change them. */
const discordLikeLimits: RateLimitSettings = {
  global: { limit: 50, windowMs: 1000 },
  routes: {
    'POST /channels/:channel/messages': { limit: 5, windowMs: 5000 },
    'PATCH /channels/:channel/messages/:message': { limit: 5, windowMs: 5000 },
    'DELETE /channels/:channel/messages/:message': { limit: 5, windowMs: 1000 },
    'GET /channels/:channel/messages': { limit: 5, windowMs: 5000 },
    'PUT /applications/:application/commands': { limit: 2, windowMs: 60_000 },
  },
  otherwise: { limit: 10, windowMs: 1000 },
};

export const rateLimitPresets = { lenient: lenientLimits, 'discord-like': discordLikeLimits } as const;

export interface RateLimitVerdict {
  readonly headers: Readonly<Record<string, string>>;
  /** Set when the request is over a limit. `retryAfter` in seconds. */
  readonly refused: { readonly retryAfter: number; readonly global: boolean } | null;
}

interface Bucket {
  startedAt: number;
  used: number;
}

/** Counts requests by bucket. Every answer's headers say what is left. */
export class RateLimits {
  settings: RateLimitSettings;
  readonly #buckets = new Map<string, Bucket>();
  readonly #hashes = new Map<string, string>();
  #recent: number[] = [];

  constructor(settings: RateLimitSettings) {
    this.settings = settings;
  }

  /** Takes one request from its bucket. `now` in Unix milliseconds. */
  take(route: string, major: string, countsGlobally: boolean, now: number): RateLimitVerdict {
    const { limit, windowMs } = this.settings.routes[route] ?? this.settings.otherwise;
    const key = `${route} ${major}`;
    let bucket = this.#buckets.get(key);
    if (!bucket || now - bucket.startedAt >= windowMs) {
      bucket = { startedAt: now, used: 0 };
      this.#buckets.set(key, bucket);
    }
    const resetAfter = (bucket.startedAt + windowMs - now) / 1000;
    const overGlobal = countsGlobally ? this.#globalWait(now) : 0;
    const overBucket = bucket.used >= limit;
    const refused = overGlobal > 0 || overBucket;
    if (!refused) {
      bucket.used += 1;
      if (countsGlobally) this.#recent.push(now);
    }
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(limit - bucket.used),
      'x-ratelimit-reset': ((now + resetAfter * 1000) / 1000).toFixed(3),
      'x-ratelimit-reset-after': resetAfter.toFixed(3),
      'x-ratelimit-bucket': this.#hash(route),
    };
    if (!refused) return { headers, refused: null };
    const global = overGlobal > 0;
    return { headers, refused: { global, retryAfter: global ? overGlobal / 1000 : resetAfter } };
  }

  #globalWait(now: number): number {
    const { global } = this.settings;
    if (!global) return 0;
    const since = now - global.windowMs;
    this.#recent = this.#recent.filter((at) => at > since);
    const oldest = this.#recent[this.#recent.length - global.limit];
    return oldest === undefined ? 0 : Math.max(1, oldest - since);
  }

  #hash(route: string): string {
    const known = this.#hashes.get(route);
    if (known) return known;
    const hash = createHash('sha256').update(route).digest('hex').slice(0, 32);
    this.#hashes.set(route, hash);
    return hash;
  }
}

/** Headers of a 429; `Retry-After` is in whole seconds when Discord itself counts, verbatim when scripted. */
export function refusalHeaders(
  retryAfter: number,
  scope: 'user' | 'global' | 'shared',
  scripted: boolean,
): Record<string, string> {
  return {
    'retry-after': String(scripted ? retryAfter : Math.ceil(retryAfter)),
    'x-ratelimit-scope': scope,
    ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
  };
}
