import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import type { Milliseconds } from '../../../core/ids.ts';
import type { ProblemCode } from '../../../core/outlet-cause.ts';
import { cut } from '../../../core/text/graphemes.ts';
import type { LeftOff, Shortfall } from '../../../core/vote/shortfall.ts';
import { problemOf, tellCause, unknownProblem } from '../../../core/wording/problems/tell-problem.ts';
import type { OutletProblem } from '../../../ports/platform/outlet.ts';
import { cleanLine } from '../wire/text.ts';
import { LONGEST_WAIT } from './http-answers.ts';

/** What a failed request means for the caller. */
export type Failure =
  /** Discord said no; trying again changes nothing until a person does something. */
  | { readonly kind: 'refused'; readonly problem: OutletProblem; readonly said: string }
  /** Nothing was done, for certain. */
  | { readonly kind: 'retry'; readonly after: Milliseconds; readonly why: string }
  /** It may or may not have been done. */
  | { readonly kind: 'unknown'; readonly why: string };

/** The request was never sent: no place among the bot's requests was free in time, or the limiter can't be reached. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
  /** When a retry makes sense. */
  readonly after: Milliseconds;

  constructor(why: string, after: Milliseconds = 1_000, options?: ErrorOptions) {
    super(why, options);
    this.after = after;
  }
}

/** Discord answered 2xx with something that its reference does not promise. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

const SOON: Milliseconds = 2_000;
/** A refused token needs a person. Retrying often would count towards Discord's ban (10,000 in 10 minutes). */
const TOKEN_REFUSED: Milliseconds = 60_000;

/** What discord.js throws instead of sending a request without a token. */
const TOKEN_FORGOTTEN = 'Expected token to be set';

/** JSON error codes of Discord's reference that need a person, and what is wrong then. */
const CAUSES: Readonly<Record<number, ProblemCode>> = {
  10003: 'unknown-channel',
  10004: 'unknown-server',
  10008: 'unknown-message',
  20009: 'content-refused',
  40007: 'banned',
  40058: 'unsuitable-channel',
  40067: 'unsuitable-channel',
  50001: 'missing-permission:VIEW_CHANNEL',
  50006: 'invalid-content',
  50008: 'unsuitable-channel',
  50013: 'missing-permission',
  50024: 'unsuitable-channel',
  50035: 'invalid-content',
  50083: 'thread-archived',
  160002: 'missing-permission:READ_MESSAGE_HISTORY',
  160005: 'thread-locked',
  200000: 'content-blocked',
  200001: 'content-blocked',
  240000: 'link-blocked',
  520002: 'unsuitable-channel',
};

/** Says that something in the message is wrong; Discord's own words say which field. */
const INVALID_FORM = 50035;

/**
 * JSON error codes that go away by themselves: slow mode, sending or a feature turned off for a while, an application that is
 * not available yet, an overloaded resource.
 */
const PASSING = new Set<unknown>([20016, 40004, 40006, 110001, 130000]);

/** Raised before a byte was sent, so nothing can have been done. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * @param error what a request was rejected with. An error that is not a request's failure is thrown again.
 */
export function classify(error: unknown): Failure {
  if (error instanceof NotSent) return { kind: 'retry', after: Math.ceil(error.after), why: error.message };
  if (error instanceof UnreadableAnswer) return { kind: 'unknown', why: error.message };
  if (error instanceof RateLimitError) {
    const told = Math.max(error.timeToReset, error.retryAfter, error.sublimitTimeout, 500);
    const after = Number.isFinite(told) ? Math.min(told, LONGEST_WAIT) : 5_000;
    return {
      kind: 'retry',
      after,
      why: `Discord asks for a pause (${error.global ? 'all requests' : error.route})`,
    };
  }
  if (error instanceof DiscordAPIError) return classifyAnswer(error);
  if (error instanceof HTTPError)
    return { kind: 'unknown', why: `Discord answered ${error.status} ${error.message}`.trim() };
  if (!(error instanceof Error)) throw error;
  const code = networkCode(error);
  if (code !== undefined && NEVER_CONNECTED.has(code)) {
    return { kind: 'retry', after: SOON, why: `The bot cannot reach Discord (${code})` };
  }
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return { kind: 'unknown', why: 'Discord did not answer in time' };
  }
  if (error instanceof SyntaxError) return { kind: 'unknown', why: "Discord's answer cannot be read" };
  if (code !== undefined) return { kind: 'unknown', why: `The connection to Discord broke (${code})` };
  // discord.js drops a token that was refused once, and then refuses every request by itself.
  if (error.message.startsWith(TOKEN_FORGOTTEN)) return tokenRefused();
  throw error;
}

function classifyAnswer(error: DiscordAPIError): Failure {
  if (refusesToken(error)) return tokenRefused();
  // Any 429 that discord.js does not hold back itself.
  if (error.status === 429 || PASSING.has(error.code)) {
    return { kind: 'retry', after: 5_000, why: platformWords(error) };
  }
  // Not an answer from Discord itself: something in between answered.
  if (error.code === undefined) {
    return {
      kind: 'retry',
      after: 5_000,
      why: `Something between the bot and Discord answered ${error.status}`,
    };
  }
  return { kind: 'refused', problem: refusalOf(error), said: platformWords(error) };
}

/** @returns the problem behind a 4xx. */
function refusalOf(error: DiscordAPIError): OutletProblem {
  const cause = typeof error.code === 'number' ? CAUSES[error.code] : undefined;
  if (cause === undefined) return unknownProblem(`discord-${error.code}`, platformWords(error));
  return problemOf(cause, error.code === INVALID_FORM ? platformWords(error) : undefined);
}

function platformWords(error: DiscordAPIError): string {
  return `${cut(cleanLine(error.message), 300)} (${error.code})`;
}

/** Discord's own 401 has a JSON body with a code. One without a code comes from something in between. */
export const refusesToken = (error: unknown): boolean =>
  (error instanceof DiscordAPIError && error.status === 401 && typeof error.code === 'number') ||
  (error instanceof Error && error.message.startsWith(TOKEN_FORGOTTEN));

/** Not Discord's API answered: a page of another server, or an unknown path. */
export const isStranger = (error: unknown): boolean =>
  error instanceof UnreadableAnswer ||
  (error instanceof DiscordAPIError && error.status === 404 && error.code === undefined);

function tokenRefused(): Failure {
  return { kind: 'retry', after: TOKEN_REFUSED, why: 'Discord refuses the token of DISCORD_TOKEN (401)' };
}

/** `ECONNRESET`, `UND_ERR_SOCKET` and the like, also as the cause of another error. */
function networkCode(error: Error): string | undefined {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(current.code)) {
      return current.code;
    }
    // Several addresses were tried, and each failed.
    if (current instanceof AggregateError && current.errors[0] instanceof Error)
      return networkCode(current.errors[0]);
  }
  return undefined;
}

/** What happened, for a log or a receipt; in English. */
export const wordsOf = (failure: Failure): string =>
  failure.kind === 'refused' ? tellCause(failure.problem, 'en') : failure.why;

/** Whether a request failed with one of these JSON error codes. */
export function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && typeof error.code === 'number' && codes.includes(error.code);
}

/** What Discord's refusal cost a message that was posted without it. */
export function shortfallOf(code: LeftOff, failure: Failure): Shortfall {
  if (failure.kind !== 'refused') return { code, why: failure.why };
  const cause = lacking(code, failure.problem);
  return { code, why: failure.said, ...(cause !== undefined && { cause }) };
}

const PERMISSION_FOR: Readonly<Partial<Record<LeftOff, ProblemCode>>> = {
  embed: 'missing-permission:EMBED_LINKS',
  picture: 'missing-permission:ATTACH_FILES',
  thread: 'missing-permission:CREATE_PUBLIC_THREADS',
  mention: 'missing-permission:MENTION_EVERYONE',
};

/** Discord names no permission; which one it is follows from what it refused. */
function lacking(code: LeftOff, { code: problem, said }: OutletProblem): string | undefined {
  if (problem === 'missing-permission') return PERMISSION_FOR[code] ?? problem;
  return said === undefined ? problem : undefined;
}
