import { type IncomingMessage, request as requestOverHttp } from 'node:http';
import { request as requestOverHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { DAY, SECOND } from '../core/durations.ts';
import type { Milliseconds } from '../core/ids.ts';
import { isWebAddress } from '../core/story/web-address.ts';
import { urlOf } from '../core/text/url.ts';
import { unlessAborted } from '../time-limit.ts';
import {
  allowedAddresses,
  hostAndPort,
  type Resolve,
  type ResolvedAddress,
  resolveBySystem,
} from './allowed-addresses.ts';
import { connectionFault, FetchFailed, type FetchFault, failed } from './fetch-fault.ts';
import { ACCEPTED_ENCODINGS, readBody } from './read-body.ts';

export interface FetchLimits {
  /** For the whole fetch: looking up names, all redirects, the body. */
  readonly time: Milliseconds;
  /** Of the body, compressed and decompressed. */
  readonly bytes: number;
  readonly redirects: number;
}

export const FEED_LIMITS: FetchLimits = { time: 10_000, bytes: 5_000_000, redirects: 5 };

export interface FetchRequest {
  readonly url: string;
  /** The header `Accept`. */
  readonly accept: string;
  readonly userAgent: string;
  readonly limits: FetchLimits;
  readonly signal: AbortSignal;
  /** What the last answer was known by, to be told only what has changed. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** Address of which host and port may be private, see `FetchFault`. Redirects to any other private one are refused. */
  readonly privateAt?: string;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
}

export type Fetched =
  | {
      readonly kind: 'body';
      readonly body: Buffer;
      /** The header `Content-Type`. */
      readonly type?: string;
      /** Where it came from in the end. */
      readonly url: string;
      readonly etag?: string;
      readonly lastModified?: string;
      /** The server asks us to use this address from now on (301, 308). */
      readonly movedTo?: string;
    }
  /** The server answered 304: nothing is new since the last answer. */
  | { readonly kind: 'unchanged'; readonly movedTo?: string }
  | { readonly kind: 'failed'; readonly fault: FetchFault };

/**
 * Fetches something from an address that anybody may have written: http and https only, within limits, from public servers
 * only. The address is checked after its name was looked up, at every redirect again, and the connection is made to that very
 * address. No cookies and no credentials are sent.
 *
 * @returns a failure as a sentence. Rejects only with the signal's reason.
 */
export async function fetchSafely(asked: FetchRequest): Promise<Fetched> {
  asked.signal.throwIfAborted();
  const timeout = AbortSignal.timeout(asked.limits.time);
  const signal = AbortSignal.any([asked.signal, timeout]);
  const way: Way = { at: asked.url, permanent: true };
  try {
    return await unlessAborted(follow(asked, way, signal), signal);
  } catch (error) {
    asked.signal.throwIfAborted();
    if (timeout.aborted) return { kind: 'failed', fault: tooSlow(way.at, asked.limits).fault };
    if (error instanceof FetchFailed) return { kind: 'failed', fault: error.fault };
    throw error;
  }
}

/** How far a fetch has come. */
interface Way {
  at: string;
  /** All redirects so far were permanent. */
  permanent: boolean;
  movedTo?: string;
}

async function follow(asked: FetchRequest, way: Way, signal: AbortSignal): Promise<Fetched> {
  for (let redirects = 0; ; redirects += 1) {
    const url = webAddress(way.at);
    const response = await respond(asked, url, signal);
    const location = REDIRECTS.has(response.statusCode ?? 0) ? response.headers.location : undefined;
    if (location === undefined) return await answerOf(asked, way, url, response);
    response.destroy();
    if (redirects === asked.limits.redirects)
      throw failed('too-many-redirects', `${url.hostname} redirects more than ${redirects} times.`, {
        lasting: true,
      });
    takeRedirect(way, url, location, PERMANENT.has(response.statusCode ?? 0));
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const PERMANENT: ReadonlySet<number> = new Set([301, 308]);

function takeRedirect(way: Way, from: URL, location: string, permanent: boolean): void {
  const to = urlOf(location, from.href);
  if (to === undefined || !isWebAddress(to.href))
    throw failed('redirect-nowhere', `${from.hostname} redirects to something that is not a web address.`, {
      lasting: true,
    });
  way.at = to.href;
  // Who can change one unprotected answer could otherwise lead us away from the protected address for good.
  way.permanent &&= permanent && !(from.protocol === 'https:' && to.protocol === 'http:');
  if (way.permanent) way.movedTo = to.href;
}

function webAddress(text: string): URL {
  const url = isWebAddress(text) ? urlOf(text) : undefined;
  if (url === undefined)
    throw failed('no-web-address', 'The address does not begin with http:// or https://.', { lasting: true });
  return url;
}

async function respond(asked: FetchRequest, url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const { privateAt, resolve = resolveBySystem } = asked;
  const own = privateAt === undefined ? undefined : urlOf(privateAt);
  const addresses = await allowedAddresses(url, own && hostAndPort(own), resolve);
  signal.throwIfAborted();
  return new Promise((answer, fail) => {
    const request = url.protocol === 'https:' ? requestOverHttps : requestOverHttp;
    request(url, {
      // Never a connection that was made for something else.
      agent: false,
      lookup: only(addresses),
      signal,
      maxHeaderSize: 16_384,
      headers: {
        accept: asked.accept,
        'accept-encoding': ACCEPTED_ENCODINGS,
        'user-agent': asked.userAgent,
        ...(asked.etag !== undefined && { 'if-none-match': asked.etag }),
        ...(asked.lastModified !== undefined && { 'if-modified-since': asked.lastModified }),
      },
    })
      .on('response', answer)
      .on('error', (error) => fail(connectionFault(url.hostname, error)))
      .end();
  });
}

/** In place of a look-up: the addresses that were checked. */
const only =
  (addresses: readonly ResolvedAddress[]): LookupFunction =>
  (_, options, callback) => {
    if (options.all === true) return callback(null, [...addresses]);
    const [first] = addresses;
    callback(null, first?.address ?? '', first?.family);
  };

async function answerOf(
  asked: FetchRequest,
  way: Way,
  url: URL,
  response: IncomingMessage,
): Promise<Fetched> {
  const { statusCode = 0, headers } = response;
  const moved = way.movedTo !== undefined && { movedTo: way.movedTo };
  const conditional = asked.etag !== undefined || asked.lastModified !== undefined;
  if (statusCode === 304 && conditional) {
    response.destroy();
    return { kind: 'unchanged', ...moved };
  }
  if (statusCode !== 200) {
    response.destroy();
    throw refusal(url.hostname, statusCode, headers['retry-after']);
  }
  const body = await readBody(response, url.hostname, asked.limits.bytes);
  const { etag, 'last-modified': lastModified, 'content-type': type } = headers;
  return {
    kind: 'body',
    body,
    url: url.href,
    ...(type !== undefined && { type }),
    ...(isKept(etag) && { etag }),
    ...(isKept(lastModified) && { lastModified }),
    ...moved,
  };
}

/** Headers that we send back are kept only at a sensible length. */
const LONGEST_VALIDATOR = 1_000;
const isKept = (header: string | undefined): header is string =>
  header !== undefined && header.length <= LONGEST_VALIDATOR;

/** 4xx that say nothing about the next attempt: time-out, too early, too many. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

function refusal(host: string, status: number, retryAfter: string | undefined): FetchFailed {
  const lasting = status >= 400 && status < 500 && !PASSING.has(status);
  const pause = pauseOf(retryAfter, Date.now());
  return failed('answer', `${host} answered with status ${status}${MEANINGS[status] ?? ''}.`, {
    lasting,
    ...(pause !== undefined && { retryAfter: pause }),
  });
}

const MEANINGS: Readonly<Record<number, string>> = {
  401: ' (it wants a password)',
  403: ' (it does not let the bot read this)',
  404: ' (nothing is there)',
  410: ' (it is gone for good)',
  429: ' (too many requests)',
  503: ' (it is not available for now)',
};

const LONGEST_PAUSE: Milliseconds = DAY;

/** A server's `Retry-After`: seconds, or a date (RFC 9110, 10.2.3). At most a day; undefined if it is neither. */
export function pauseOf(header: string | undefined, now: number): Milliseconds | undefined {
  const text = header?.trim() ?? '';
  const pause = /^\d{1,10}$/.test(text)
    ? Number(text) * SECOND
    : /^[A-Z][a-z]{2}/.test(text)
      ? Date.parse(text) - now
      : Number.NaN;
  return Number.isNaN(pause) ? undefined : Math.min(Math.max(pause, 0), LONGEST_PAUSE);
}

function tooSlow(at: string, limits: FetchLimits): FetchFailed {
  const host = urlOf(at)?.hostname ?? 'The server';
  return failed('too-slow', `${host} took longer than ${limits.time / SECOND} seconds.`);
}
