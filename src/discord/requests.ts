import { AsyncLocalStorage } from 'node:async_hooks';
import { DefaultRestOptions, type REST, type RESTOptions } from 'discord.js';
import type { z } from 'zod';
import type { Milliseconds } from '../core/ids.ts';
import type { RateLimiter } from '../ports/rate-limiter.ts';
import { NotSent, UnreadableAnswer } from './errors.ts';

/** Discord's limit for a bot over all its processes: 50 requests in any second. */
const DISCORD_RULE = { key: 'discord', limit: 50, window: 1_000 } as const;

export interface RequestTimes {
  /** Longest wait for a place among the bot's requests. */
  readonly place: Milliseconds;
  /** Longest wait for an answer, to its last byte. */
  readonly answer: Milliseconds;
  /** A pause that Discord asks for is waited out here up to this; a longer one is told to the caller. */
  readonly pause: Milliseconds;
}

/** Together below the 10 s in which a stopping process ends; a send that takes longer renews its lease. */
export const defaultTimes: RequestTimes = { place: 3_000, answer: 4_000, pause: 1_500 };

interface Wishes {
  readonly urgent: boolean;
  readonly patient: boolean;
  readonly beforeSending?: RequestOptions['beforeSending'];
}
const wishes = new AsyncLocalStorage<Wishes>();

/**
 * REST options of discord.js under which every single HTTP request, also a repeated one, first takes its place
 * in the limiter that all processes share. discord.js by itself counts 50 a second in each process.
 */
export function restOptions(apiUrl: string, limiter: RateLimiter, times: RequestTimes): Partial<RESTOptions> {
  return {
    api: apiUrl.replace(/\/+$/, ''),
    version: '10',
    // A repeat is decided where it is known whether it may do harm.
    retries: 0,
    timeout: times.place + times.answer + 500,
    invalidRequestWarningInterval: 500,
    rejectOnRateLimit: ({ timeToReset, retryAfter, sublimitTimeout }) =>
      Math.max(timeToReset, retryAfter, sublimitTimeout) >
      times.pause * (wishes.getStore()?.patient ? 20 : 1),
    makeRequest: async (url, init) => {
      const caller = init.signal instanceof AbortSignal ? [init.signal] : [];
      const limited = !hasOwnBudget(new URL(url).pathname);
      if (limited) await takePlace(limiter, AbortSignal.any([...caller, AbortSignal.timeout(times.place)]));
      await askBeforeSending(caller);
      const signal = AbortSignal.any([...caller, AbortSignal.timeout(times.answer)]);
      const answer = await DefaultRestOptions.makeRequest(url, { ...init, signal });
      if (limited && answer.status === 429 && answer.headers.has('x-ratelimit-global')) {
        const seconds = Number(answer.headers.get('retry-after'));
        await limiter.pause(DISCORD_RULE.key, Number.isFinite(seconds) ? Math.ceil(seconds * 1_000) : 1_000);
      }
      // Read to the end while the time limit still holds: discord.js reads it without any.
      const bytes = await answer.arrayBuffer();
      return new Response(bytes.byteLength === 0 ? null : bytes, {
        status: answer.status,
        statusText: answer.statusText,
        headers: [...answer.headers],
      });
    },
  };
}

/** Interactions and webhooks have a budget of their own and a deadline of three seconds. */
const hasOwnBudget = (path: string): boolean => /\/(interactions|webhooks)\//.test(path);

async function takePlace(limiter: RateLimiter, signal: AbortSignal): Promise<void> {
  try {
    await limiter.take([DISCORD_RULE], { urgent: wishes.getStore()?.urgent ?? false, signal });
  } catch (error) {
    const why = signal.aborted
      ? 'no place was free in time'
      : error instanceof Error
        ? error.message
        : String(error);
    throw new NotSent(`The request to Discord was not sent: ${why}`, { cause: error });
  }
}

/** @throws NotSent where the request may not go out, or was given up while that was asked. */
async function askBeforeSending(given: readonly AbortSignal[]): Promise<void> {
  const ask = wishes.getStore()?.beforeSending;
  if (ask === undefined) return;
  const mayGo = await ask().catch((cause: unknown) => {
    throw new NotSent('The request to Discord was not sent: that it is could not be noted', { cause });
  });
  if (!mayGo) throw new NotSent('The message is no longer this process’s to send');
  if (given.some(({ aborted }) => aborted)) throw new NotSent('The request to Discord was not sent in time');
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Closing polls and results go before drops. */
  readonly urgent?: boolean;
  /** Waits out longer pauses; for long lists that nobody waits for. */
  readonly patient?: boolean;
  /** The address itself carries the right to it, as that of an interaction does: no bot token is sent. */
  readonly byAddress?: boolean;
  readonly files?: readonly AttachedFile[];
  readonly signal?: AbortSignal;
  /** As in `SendOrder`. */
  readonly beforeSending?: () => Promise<boolean>;
}

export interface AttachedFile {
  readonly name: string;
  readonly contentType: string;
  readonly data: string;
}

/** Requests with checked answers, counted so that a stop can wait for them. */
export interface Requests {
  readonly get: Asking;
  readonly post: Asking;
  readonly put: Asking;
  readonly patch: Asking;
  /** Resolves when no request is under way, or after `withinMs`. */
  idle(withinMs: Milliseconds): Promise<void>;
}
type Asking = <Shape extends z.ZodType>(
  route: Route,
  shape: Shape,
  options?: RequestOptions,
) => Promise<z.output<Shape>>;
type Method = 'get' | 'post' | 'put' | 'patch';
type Route = `/${string}`;

export function createRequests(rest: REST): Requests {
  const underWay = new Set<Promise<unknown>>();

  async function request<Shape extends z.ZodType>(
    method: Method,
    route: Route,
    shape: Shape,
    options: RequestOptions,
  ): Promise<z.output<Shape>> {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(options.query ?? {})) query.set(key, String(value));
    const { urgent = false, patient = false, beforeSending } = options;
    const going = wishes.run({ urgent, patient, ...(beforeSending && { beforeSending }) }, () =>
      rest[method](route, {
        ...(options.body === undefined ? {} : { body: options.body }),
        ...(options.byAddress === true ? { auth: false } : {}),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.files === undefined ? {} : { files: options.files.map((file) => ({ ...file })) }),
        query,
      }),
    );
    underWay.add(going);
    try {
      const read = shape.safeParse(await going);
      if (read.success) return read.data;
      const where = read.error.issues[0]?.path.join('.') || 'the whole';
      // The address of an interaction is a secret.
      const what = options.byAddress === true ? 'an interaction' : route;
      throw new UnreadableAnswer(`Discord's answer to ${method} ${what} cannot be read (${where})`);
    } finally {
      underWay.delete(going);
    }
  }

  return {
    get: (route, shape, options = {}) => request('get', route, shape, options),
    post: (route, shape, options = {}) => request('post', route, shape, options),
    put: (route, shape, options = {}) => request('put', route, shape, options),
    patch: (route, shape, options = {}) => request('patch', route, shape, options),
    async idle(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([Promise.allSettled(underWay), enough]);
      clearTimeout(timer);
    },
  };
}
