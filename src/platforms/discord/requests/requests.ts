import { AsyncLocalStorage } from 'node:async_hooks';
import { STATUS_CODES } from 'node:http';
import { DefaultRestOptions, DiscordAPIError, type REST, type RESTOptions } from 'discord.js';
import type { z } from 'zod';
import type { Milliseconds } from '../../../core/ids.ts';
import type { RateLimiter } from '../../../ports/rate-limiter.ts';
import { within } from '../../../time-limit.ts';
import type { DiscordClock } from './clock.ts';
import { NotSent, refusesToken, UnreadableAnswer } from './errors.ts';
import { type PlainAnswer, plainAnswer, saying, turnAwayOf } from './http-answers.ts';
import type { RefusedRequests } from './refused-requests.ts';

/** Discord's limit is for a bot over all its processes: 50 requests in any second, if it was not raised. */
const DISCORD_KEY = 'discord';
const WINDOW: Milliseconds = 1_000;

export interface RequestTimes {
  /** Longest wait for a place among the bot's requests. */
  readonly place: Milliseconds;
  /** Longest wait for an answer, up to its last byte. */
  readonly answer: Milliseconds;
  /**
   * A pause that Discord asks for is waited out here up to this length; a longer one is reported to the
   * caller.
   */
  readonly pause: Milliseconds;
}

/** Together below the 10 s in which a stopping process ends. A send that takes longer renews its lease. */
export const defaultTimes: RequestTimes = { place: 3_000, answer: 4_000, pause: 1_500 };

interface Wishes {
  readonly urgent: boolean;
  readonly patient: boolean;
  readonly beforeSending?: RequestOptions['beforeSending'];
}
const wishes = new AsyncLocalStorage<Wishes>();

export interface RequestLimits {
  readonly limiter: RateLimiter;
  readonly refused: RefusedRequests;
  readonly clock: DiscordClock;
  readonly times: RequestTimes;
}

/** When to retry while the bot holds back its requests. */
const HELD_BACK: Milliseconds = 15_000;

/**
 * REST options of discord.js with which every single HTTP request, retries included, first takes a place in the limiter that
 * all processes share. By itself discord.js counts 50 a second per process, and repeats at once a request that was rejected
 * without a pause.
 */
export function restOptions(
  apiUrl: string,
  { limiter, refused, clock, times }: RequestLimits,
): Partial<RESTOptions> {
  /** Something in front of Discord's API blocks this machine until then, interactions included. */
  let barredUntil = Number.NEGATIVE_INFINITY;

  async function heed(answer: PlainAnswer): Promise<void> {
    const { status, headers } = answer;
    // Answers due to limits that the bot shares with others don't count.
    const counts = [401, 403, 429].includes(status) && headers.get('x-ratelimit-scope') !== 'shared';
    if (counts) refused.note(status);
    const turned = turnAwayOf(answer);
    if (turned === undefined) return;
    const wait = turned.wait ?? (await refused.untold());
    if (answer.json === undefined) barredUntil = performance.now() + wait;
    // Without the store no request gets a place anyway.
    if (turned.concerns === 'bot') await limiter.pause(DISCORD_KEY, wait).catch(() => undefined);
    if (status === 429) saying(answer, wait, turned.concerns);
  }

  async function takePlace(limited: boolean, signal: AbortSignal): Promise<void> {
    const barredFor = barredUntil - performance.now();
    if (barredFor > 0) throw new NotSent('Discord rejects every request from this machine', barredFor);
    refused.look();
    const { urgent = false } = wishes.getStore() ?? {};
    const { pace, perSecond } = refused;
    const held = pace === 'nothing' || (pace === 'urgent only' && limited && !urgent);
    if (held) throw new NotSent(refused.why ?? 'requests are held back', HELD_BACK);
    if (!limited) return;
    const rule = { key: DISCORD_KEY, limit: perSecond, window: WINDOW };
    try {
      await limiter.take([rule], { urgent, signal });
    } catch (error) {
      const why = signal.aborted
        ? 'no place in the rate limit was free in time'
        : error instanceof Error
          ? error.message
          : String(error);
      throw new NotSent(`The request to Discord was not sent: ${why}`, undefined, { cause: error });
    }
  }

  return {
    api: apiUrl.replace(/\/+$/, ''),
    version: '10',
    // We retry where we know whether a repeat can do harm.
    retries: 0,
    timeout: times.place + times.answer + 500,
    // Counted over all processes instead, see above.
    invalidRequestWarningInterval: 0,
    rejectOnRateLimit: ({ timeToReset, retryAfter, sublimitTimeout }) =>
      Math.max(timeToReset, retryAfter, sublimitTimeout) >
      times.pause * (wishes.getStore()?.patient ? 20 : 1),
    makeRequest: async (url, init) => {
      const caller = init.signal instanceof AbortSignal ? [init.signal] : [];
      const limited = !hasOwnBudget(new URL(url).pathname);
      await takePlace(limited, AbortSignal.any([...caller, AbortSignal.timeout(times.place)]));
      await askBeforeSending(caller);
      const signal = AbortSignal.any([...caller, AbortSignal.timeout(times.answer)]);
      const response = await DefaultRestOptions.makeRequest(url, { ...init, signal });
      // Read to the end while the time limit still applies: discord.js reads it without one.
      const answer = plainAnswer(
        { status: response.status, headers: [...response.headers] },
        await response.arrayBuffer(),
      );
      clock.hear(answer.headers);
      await heed(answer);
      return responseOf(answer);
    },
  };
}

/** Statuses whose answers have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY: readonly number[] = [204, 205, 304];

/** What no server may answer comes from something that is broken on the way to Discord, as a 502 does. */
function responseOf(answer: PlainAnswer): Response {
  const status = answer.status >= 200 && answer.status <= 599 ? answer.status : 502;
  const { headers, body } = answer;
  const statusText = STATUS_CODES[status] ?? '';
  return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, statusText, headers });
}

/** Interactions and webhooks have their own budget and a deadline of three seconds. */
const hasOwnBudget = (path: string): boolean => /\/(interactions|webhooks)\//.test(path);

/** @throws NotSent if the request may not be sent, or was given up while we asked. */
async function askBeforeSending(given: readonly AbortSignal[]): Promise<void> {
  const ask = wishes.getStore()?.beforeSending;
  if (ask === undefined) return;
  const mayGo = await ask().catch((cause: unknown) => {
    throw new NotSent(
      'The request to Discord was not sent, because the attempt could not be recorded',
      undefined,
      {
        cause,
      },
    );
  });
  if (!mayGo) throw new NotSent('This process may no longer send the message');
  if (given.some(({ aborted }) => aborted)) throw new NotSent('The request to Discord was not sent in time');
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number>>;
  /** Closing polls and results go before drops. */
  readonly urgent?: boolean;
  /** Waits out longer pauses; for long lists that no caller is waiting for. */
  readonly patient?: boolean;
  /** The address itself is the credential, as for interactions: no bot token is sent. */
  readonly byAddress?: boolean;
  readonly files?: readonly AttachedFile[];
  readonly signal?: AbortSignal;
  /** As in `SendOrder`. */
  readonly beforeSending?: () => Promise<boolean>;
}

export interface AttachedFile {
  readonly name: string;
  readonly contentType: string;
  readonly data: string | Uint8Array;
}

/** Requests with checked answers, counted so that a stop can wait for them. */
export interface Requests {
  readonly get: Asking;
  readonly post: Asking;
  readonly put: Asking;
  readonly patch: Asking;
  readonly delete: Asking;
  /** Whether Discord's last answer about the token was that it is wrong. */
  readonly tokenRefused: boolean;
  readonly clock: DiscordClock;
  /** Resolves when no request is running, or after `withinMs`. */
  idle(withinMs: Milliseconds): Promise<void>;
}
type Asking = <Shape extends z.ZodType>(
  route: Route,
  shape: Shape,
  options?: RequestOptions,
) => Promise<z.output<Shape>>;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Route = `/${string}`;

/** A refused token is tried again after this. Only a person can fix it, but Discord may be wrong. */
const TOKEN_AGAIN_AFTER: Milliseconds = 60_000;

export function createRequests(rest: REST, token: string, clock: DiscordClock): Requests {
  const underWay = new Set<Promise<unknown>>();
  let tokenRefused = false;
  let refusedAt = Number.NEGATIVE_INFINITY;
  rest.setToken(token);

  /** discord.js drops the token at any 401, even if something between the bot and Discord sent it. */
  function noteFailure(error: unknown): void {
    if (!(error instanceof DiscordAPIError) || error.status !== 401) return;
    if (!refusesToken(error)) {
      rest.setToken(token);
      return;
    }
    tokenRefused = true;
    refusedAt = performance.now();
  }

  async function request<Shape extends z.ZodType>(
    method: Method,
    route: Route,
    shape: Shape,
    options: RequestOptions,
  ): Promise<z.output<Shape>> {
    if (tokenRefused && performance.now() - refusedAt > TOKEN_AGAIN_AFTER) rest.setToken(token);
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
      const answer = await going;
      if (options.byAddress !== true) tokenRefused = false;
      // What is no JSON comes as bytes, in which any shape with nothing but optional parts would be found.
      const isNone = answer instanceof ArrayBuffer;
      const read = shape.safeParse(isNone ? undefined : answer);
      if (read.success && !(isNone && answer.byteLength > 0)) return read.data;
      const where = read.error?.issues[0]?.path.join('.') || 'the whole';
      // The address of an interaction is a secret.
      const what = options.byAddress === true ? 'an interaction' : route;
      throw new UnreadableAnswer(`Discord's answer to ${method} ${what} cannot be read (${where})`);
    } catch (error) {
      if (options.byAddress !== true) noteFailure(error);
      throw error;
    } finally {
      underWay.delete(going);
    }
  }

  return {
    get tokenRefused() {
      return tokenRefused;
    },
    clock,
    get: (route, shape, options = {}) => request('get', route, shape, options),
    post: (route, shape, options = {}) => request('post', route, shape, options),
    put: (route, shape, options = {}) => request('put', route, shape, options),
    patch: (route, shape, options = {}) => request('patch', route, shape, options),
    delete: (route, shape, options = {}) => request('delete', route, shape, options),
    async idle(withinMs) {
      await within(withinMs, Promise.allSettled(underWay));
    },
  };
}
