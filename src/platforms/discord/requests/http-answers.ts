import type { Milliseconds } from '../../../core/ids.ts';

/**
 * HTTP answers in a form that discord.js' REST client can handle. That client reads missing numbers as zero (it repeats a 429
 * without `Retry-After` at once), loses digits of ids that are numbers, and breaks on errors that are not objects.
 */

export interface PlainAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string | ArrayBuffer | null;
  /** The body parsed as JSON; undefined if it isn't JSON, such as a page of something between the bot and Discord. */
  readonly json: unknown;
}

/** Reads a body by its content, whatever its content type says. */
export function plainAnswer(
  answer: { readonly status: number; readonly headers: Iterable<[string, string]> },
  bytes: ArrayBuffer,
): PlainAnswer {
  const headers = new Headers([...answer.headers]);
  // The body was decoded, so its encoding and its announced length no longer apply.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
  readableLimits(headers);
  const { status } = answer;
  if (bytes.byteLength === 0) {
    headers.delete('content-type');
    return { status, headers, body: null, json: undefined };
  }
  const text = wholeIds(new TextDecoder().decode(bytes));
  const json = parsed(text);
  if (json === undefined || (status >= 400 && !isRecord(json))) {
    headers.set('content-type', 'application/octet-stream');
    return { status, headers, body: bytes, json: undefined };
  }
  headers.set('content-type', 'application/json');
  return { status, headers, body: status >= 400 ? JSON.stringify(plainError(json)) : text, json };
}

/** An unquoted whole number of 16 digits or more: `JSON.parse` would round it (ECMA-262, Number). */
const LONG_NUMBER = /[:[,]\s*\d{16,}/;
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON in which long whole numbers, which can only be ids, become texts. */
export function wholeIds(json: string): string {
  if (!LONG_NUMBER.test(json)) return json;
  return json.replace(TOKENS, (token) => (/^\d{16,}$/.test(token) ? `"${token}"` : token));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Message and code as in Discord's reference, and details only if discord.js can read them. */
function plainError(json: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(json)) return {};
  const { message, code, errors } = json;
  const number = numberOf(code);
  const readable = isRecord(errors) && !JSON.stringify(errors).includes('null');
  return {
    message: typeof message === 'string' ? message : 'no message',
    ...(number !== undefined && { code: number }),
    ...(readable && { errors }),
  };
}

/** A number of zero or more, also as text; undefined for anything else. */
function numberOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return /^\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** No pause that Discord asks for is waited out for longer than this without asking again. */
export const LONGEST_WAIT: Milliseconds = 3_600_000;

/**
 * Half of a limit tells nothing: what is left of a bucket only counts together with the time when it refills.
 */
function readableLimits(headers: Headers): void {
  const remaining = numberOf(headers.get('x-ratelimit-remaining'));
  const reset = numberOf(headers.get('x-ratelimit-reset-after'));
  if (remaining === undefined || reset === undefined) {
    headers.delete('x-ratelimit-remaining');
    headers.delete('x-ratelimit-reset-after');
  } else {
    headers.set('x-ratelimit-reset-after', String(Math.min(reset, LONGEST_WAIT / 1_000)));
  }
  if (numberOf(headers.get('x-ratelimit-limit')) === undefined) headers.delete('x-ratelimit-limit');
}

/** That a request was rejected, and what that applies to. */
export interface TurnAway {
  /** `bot`: every request of the bot; `route`: only those like this one. */
  readonly concerns: 'bot' | 'route';
  /** Absent if the answer does not say how long. */
  readonly wait?: Milliseconds;
}

/**
 * @returns undefined for every answer except a 429, and a 401 or 403 that does not come from Discord's API: something in
 * front of it (Cloudflare, "error 1015") blocks the bot for a while.
 */
export function turnAwayOf({ status, headers, json }: PlainAnswer): TurnAway | undefined {
  if (json === undefined && (status === 401 || status === 403)) return { concerns: 'bot' };
  if (status !== 429) return undefined;
  const wait = waitOf(headers.get('retry-after'), json);
  const global =
    headers.has('x-ratelimit-global') ||
    headers.get('x-ratelimit-scope') === 'global' ||
    (isRecord(json) && json.global === true);
  const concerns = global || json === undefined || wait === undefined ? 'bot' : 'route';
  return { concerns, ...(wait !== undefined && { wait }) };
}

/** Zero is not a pause: it says as little as a missing value. */
function waitOf(header: string | null, json: unknown): Milliseconds | undefined {
  const told = [numberOf(header), untilDate(header), isRecord(json) ? numberOf(json.retry_after) : undefined];
  const seconds = told.find((one) => one !== undefined && one > 0);
  return seconds === undefined ? undefined : Math.min(Math.ceil(seconds * 1_000), LONGEST_WAIT);
}

/** `Retry-After` may also be a date (RFC 9110, 10.2.3). */
function untilDate(header: string | null): number | undefined {
  if (header === null || !/^[A-Z][a-z]{2}, /.test(header)) return undefined;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : (at - Date.now()) / 1_000;
}

/** The same 429 in the terms by which discord.js waits or refuses: always with a pause, and a full bucket. */
export function saying({ headers }: PlainAnswer, wait: Milliseconds, concerns: TurnAway['concerns']): void {
  const seconds = String(wait / 1_000);
  headers.set('retry-after', seconds);
  headers.set('x-ratelimit-remaining', '0');
  headers.set('x-ratelimit-reset-after', seconds);
  if (concerns === 'bot') headers.set('x-ratelimit-global', 'true');
  else headers.delete('x-ratelimit-global');
}
