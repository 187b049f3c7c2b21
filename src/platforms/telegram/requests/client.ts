import type { Agent } from 'node:http';
import { Telegram, TelegramError } from 'telegraf';
import type { Milliseconds } from '../../../core/ids.ts';
import type { RateLimiter, RateRule } from '../../../ports/rate-limiter.ts';
import type { WireRequest } from '../wire/requests.ts';
import { type SeenAnswer, watchedAgent } from './answer-watch.ts';
import { callLimit } from './call-limit.ts';
import { freshConnection, keptConnections } from './connection.ts';
import { type Failure, saysTokenRefused } from './errors.ts';
import { createFlood, namedPause } from './flood.ts';

export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly failure: Failure };

interface CallOptions {
  /** Whether a second call would post a second message. Such a call gets its own connection. */
  readonly posts?: boolean;
  /** Limits in addition to the bot's own; absent means no others. */
  readonly limits?: readonly RateRule[];
  /** Asked when the request has its places and is sent next. If it says no or rejects, nothing is sent. */
  readonly beforeSending?: () => Promise<boolean>;
  /** Goes before requests that are not urgent. */
  readonly urgent?: boolean;
  /** A person waits for it; see `takePlacesForAnswer`. */
  readonly waitedFor?: boolean;
  /** Not counted against any limit: getUpdates, and answers to presses. */
  readonly unlimited?: boolean;
  readonly timeout?: Milliseconds;
  readonly signal?: AbortSignal;
}

/** The Bot API as the adapter uses it. Never throws: a failure is a value. */
export interface BotApi {
  call(request: WireRequest, options?: CallOptions): Promise<Answer>;
  /** Resolves when no request is running. */
  idle(): Promise<void>;
  /** Text without the token. */
  redact(text: string): string;
  /** How far this machine's clock is ahead of the platform's, by its last answer; undefined until an answer had a date. */
  clockAhead(): Milliseconds | undefined;
  /** Whether the platform refused the token in its last answer. */
  tokenRefused(): boolean;
}

/** Longest wait for an answer; a delivery's lease must be longer than this and `PLACE_WAIT` together. */
const CALL_TIMEOUT: Milliseconds = 10_000;
/** Longest wait for a place in the shared limits. Without a place nothing is sent, and the caller tries again later. */
const PLACE_WAIT: Milliseconds = 4_000;
/** The same for an answer to a person, which should come within three seconds: for the bot's limit, and for the chat's. */
const ANSWER_WAIT = { bot: 700, chat: 2_000 } as const;

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this */
const PER_BOT = { key: 'telegram', window: 1_000 } as const;
const USUAL_LIMIT = 30;
/** While the platform asks for pauses, one call at a time tests whether that is over. */
const WARY: RateRule = { key: 'telegram:wary', limit: 1, window: 1_000 };
const perChat = (chat: number | string): RateRule => ({
  key: `telegram:chat:${chat}`,
  limit: 1,
  window: 1_000,
});
const perGroup = (chat: number | string): RateRule => ({
  key: `telegram:group:${chat}`,
  limit: 20,
  window: 60_000,
});

/** The limits that one more message in a chat counts against. */
export function messageLimits(chat: number | string, isGroup: boolean): readonly RateRule[] {
  return isGroup ? [perChat(chat), perGroup(chat)] : [perChat(chat)];
}

/** Answers to commands use at most half of a group's minute, so that the show's own posts have room. */
export function answerLimits(chat: number, isGroup: boolean): readonly RateRule[] {
  const answers: RateRule = { key: `telegram:answers:${chat}`, limit: 10, window: 60_000 };
  return isGroup ? [...messageLimits(chat, true), answers] : messageLimits(chat, false);
}

/** telegraf's types are of Bot API 7.1. `callApi` also passes newer methods and fields. */
type RawCall = (
  method: string,
  payload: Readonly<Record<string, unknown>>,
  options: { readonly signal: AbortSignal },
) => Promise<unknown>;

/** @param apiUrl base of the Bot API, `https://api.telegram.org`. */
export function createBotApi(settings: {
  readonly token: string;
  readonly apiUrl: string;
  readonly limiter: RateLimiter;
  /** What Telegram allows this bot; default 30. */
  readonly requestsASecond?: number;
}): BotApi {
  const { token, limiter } = settings;
  const perBot: RateRule = { ...PER_BOT, limit: settings.requestsASecond ?? USUAL_LIMIT };
  const apiRoot = settings.apiUrl.endsWith('/') ? settings.apiUrl : `${settings.apiUrl}/`;
  const kept = keptConnections(apiRoot);
  const underWay = new Set<Promise<Answer>>();
  const flood = createFlood();
  let clockAhead: Milliseconds | undefined;
  let tokenRefused = false;

  const redact = (text: string) =>
    [token, encodeURIComponent(token)].reduce((clear, secret) => clear.replaceAll(secret, '[token]'), text);

  function rawCall(agent: Agent): RawCall {
    const telegram = new Telegram(token, { apiRoot, agent, webhookReply: false });
    // telegraf's options accept no agent for plain http.
    telegram.options.agent = agent;
    return telegram.callApi.bind(telegram) as unknown as RawCall;
  }

  async function takePlaces(request: WireRequest, options: CallOptions): Promise<Failure | undefined> {
    const rest = flood.rest();
    // getUpdates has its own pauses, and shows when the platform is back.
    if (rest > 0 && request.method !== 'getUpdates')
      return { kind: 'unsent', why: 'Telegram asked for a pause', after: rest };
    if (options.unlimited === true) return undefined;
    if (options.waitedFor === true) return takePlacesForAnswer(options);
    const waiting = AbortSignal.timeout(PLACE_WAIT);
    const signal = options.signal ? AbortSignal.any([waiting, options.signal]) : waiting;
    try {
      const rules = [perBot, ...(flood.isWary ? [WARY] : []), ...(options.limits ?? [])];
      await limiter.take(rules, { urgent: options.urgent ?? false, signal });
      return undefined;
    } catch (error) {
      const why = waiting.aborted
        ? 'no place in the rate limits yet'
        : `the rate limits in Redis cannot be checked: ${redact(String(error))}`;
      return { kind: 'unsent', why };
    }
  }

  /**
   * The bot's own limit always has room for an urgent request within a second, unless Redis can't be reached: then nothing
   * else is sent either, and the answer (most likely that the database is away) goes out uncounted. A chat that is full stays
   * full for longer; then there is no answer.
   */
  async function takePlacesForAnswer(options: CallOptions): Promise<Failure | undefined> {
    try {
      await limiter.take([perBot], { urgent: true, signal: AbortSignal.timeout(ANSWER_WAIT.bot) });
    } catch {
      return undefined;
    }
    try {
      const { limits = [], urgent = false } = options;
      if (limits.length > 0) {
        await limiter.take(limits, { urgent, signal: AbortSignal.timeout(ANSWER_WAIT.chat) });
      }
      return undefined;
    } catch {
      return { kind: 'unsent', why: 'no place in the chat’s rate limits for an answer' };
    }
  }

  async function askBeforeSending({ beforeSending }: CallOptions): Promise<Failure | undefined> {
    try {
      if (beforeSending === undefined || (await beforeSending())) return undefined;
      return { kind: 'unsent', why: 'this process may no longer send it' };
    } catch (error) {
      return { kind: 'unsent', why: `the attempt could not be recorded: ${redact(String(error))}` };
    }
  }

  /**
   * Handles errors of telegraf and of the HTTP client below it, which may contain the address with the token.
   */
  function failureOf(error: unknown, seen: SeenAnswer, mayHaveSent: boolean): Failure {
    if (error instanceof TelegramError && isToldBy(error.response, seen)) {
      const code = codeOf(error.code, seen.status);
      const { retry_after: pause, migrate_to_chat_id: migratedTo } = error.parameters ?? {};
      const retryAfter = namedPause(pause) ?? namedPause(seen.retryAfter);
      return {
        kind: 'answered',
        code,
        description: redact(String(error.description)),
        ...(retryAfter !== undefined && code < 500 && { retryAfter }),
        ...(isChatId(migratedTo) && { migratedTo: String(migratedTo) }),
      };
    }
    const why = redact(reasonOf(error));
    const { status } = seen;
    if (seen.redirected === true || (status !== undefined && status >= 400)) {
      const said = `something between the bot and Telegram answered ${status}`;
      const after = namedPause(seen.retryAfter);
      return { kind: 'edge', status: status ?? 0, why: said, ...(after !== undefined && { after }) };
    }
    return mayHaveSent ? { kind: 'unanswered', why } : { kind: 'unsent', why };
  }

  async function perform(request: WireRequest, options: CallOptions): Promise<Answer> {
    const turnedAway = await takePlaces(request, options);
    if (turnedAway) return { ok: false, failure: turnedAway };
    const heldBack = await askBeforeSending(options);
    if (heldBack) return { ok: false, failure: heldBack };
    const fresh = options.posts === true ? freshConnection(apiRoot) : undefined;
    const seen: SeenAnswer = {};
    const agent = watchedAgent(fresh?.agent ?? kept, seen);
    const limit = callLimit(options.timeout ?? CALL_TIMEOUT);
    const signal = options.signal ? AbortSignal.any([limit.signal, options.signal]) : limit.signal;
    try {
      const result = await rawCall(agent)(request.method, { ...request.params }, { signal });
      tokenRefused = false;
      flood.calm();
      return { ok: true, result };
    } catch (error) {
      const failure = failureOf(error, seen, fresh?.mayHaveSent() ?? true);
      if (failure.kind === 'answered') tokenRefused = saysTokenRefused(failure);
      return { ok: false, failure: held(failure, options) };
    } finally {
      noteClock(seen);
      limit.end();
    }
  }

  /**
   * An answer without a number of seconds pauses all calls of all processes, longer each time. Other answers pause only their
   * chat.
   */
  function held(failure: Failure, { limits = [] }: CallOptions): Failure {
    if (failure.kind === 'answered' && failure.code === 429 && failure.retryAfter !== undefined) {
      hold(
        limits.map(({ key }) => key),
        failure.retryAfter,
      );
      return failure;
    }
    if (failure.kind === 'edge') {
      if (failure.status !== 429) return failure;
      const after = flood.pauseAfter('flood', failure.after);
      hold([PER_BOT.key], after);
      return { ...failure, after };
    }
    if (failure.kind !== 'answered') return failure;
    if (failure.code === 429 || GATEWAY.includes(failure.code)) {
      const retryAfter = flood.pauseAfter(failure.code === 429 ? 'flood' : 'gateway');
      if (retryAfter === 0) return failure;
      hold([PER_BOT.key], retryAfter);
      return { ...failure, retryAfter };
    }
    flood.calm();
    return failure;
  }

  /** By the `Date` of the answer, which is cut to a whole second. */
  function noteClock({ date }: SeenAnswer): void {
    const told = date === undefined ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(told)) clockAhead = Date.now() - (told + 500);
  }

  /**
   * Flood control applies to the chat that was written to, or to the whole bot. The caller retries after `duration` anyway,
   * and the pause only keeps the others away. So nothing waits for it, and an absent Redis blocks nothing.
   */
  function hold(keys: readonly string[], duration: Milliseconds): void {
    void Promise.allSettled(keys.map((key) => limiter.pause(key, duration)));
  }

  return {
    call(request, options = {}) {
      const running = perform(request, options);
      underWay.add(running);
      return running.finally(() => underWay.delete(running));
    },
    async idle() {
      await Promise.all(underWay);
    },
    redact,
    clockAhead: () => clockAhead,
    tokenRefused: () => tokenRefused,
  };
}

/**
 * Whether the Bot API itself told it. telegraf takes any JSON without `ok` for a refusal, of which a server error may have
 * been done all the same. Where the call was led elsewhere, what answers there knows nothing of this bot.
 */
function isToldBy(response: unknown, { status = 0, redirected }: SeenAnswer): boolean {
  if (redirected === true) return false;
  if (status >= 500) return true;
  return typeof response === 'object' && response !== null && 'ok' in response && response.ok === false;
}

/** An answer with `ok: false` is a refusal, even without a number. */
function codeOf(told: unknown, status: number | undefined): number {
  const code = Number(told ?? Number.NaN);
  if (Number.isInteger(code)) return code;
  return status !== undefined && status >= 400 ? status : 400;
}

const isChatId = (id: unknown): boolean =>
  Number.isSafeInteger(id) || (typeof id === 'string' && /^-?\d{1,16}$/.test(id));

/** 500 comes from the Bot API itself and is about one call; these mean that it can't be reached. */
const GATEWAY: readonly number[] = [502, 503, 504];

/** node-fetch puts the whole address before the message. A receipt, which anybody may read, is better without. */
const ADDRESS = /^(?:request to|Invalid response body while trying to fetch) \S+?(?: failed, reason)?: /;

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof TelegramError) return 'the answer cannot be read';
  return error.name === 'AbortError' ? 'no answer in time' : error.message.replace(ADDRESS, '');
}
