import { createServer, type RequestListener, type Server } from 'node:http';
import type { Milliseconds } from '../core/ids.ts';

/** Against whoever opens connections and does not come to the point, on purpose or not. */
export interface HttpLimits {
  /** From a connection's beginning, or a request's first byte, until the request's headers are complete. */
  readonly headers: Milliseconds;
  /** The same until its body is complete. Not below `headers`. */
  readonly request: Milliseconds;
  /** How often connections are held against the two above: a slow one lives longer by up to this much. */
  readonly check: Milliseconds;
  /** How long a connection is kept for another request after an answer. */
  readonly keepAlive: Milliseconds;
  /** Nothing moves either way: also while a webhook's update waits to be stored. */
  readonly silence: Milliseconds;
  /** Open at once; one more is closed as soon as it comes. */
  readonly connections: number;
}

/**
 * Requests here are a line of headers, from a prober, a scraper or Telegram, and at most a megabyte of body.
 * - Five seconds for headers, ten for all of it: far more than any of those needs, and within the ten seconds after
 *   which probers give up.
 * - Node looks every 30 s by itself, which would let a connection of five seconds live for 35.
 * - Kept for five seconds: Telegram posts in bursts; scrapers come every ten seconds or more.
 * - Twenty seconds of silence: an update that Redis does not take by then is better posted again.
 * - 256 connections: Telegram opens 100 at most (setWebhook, `max_connections`), and a process often has 1,024 file
 *   descriptors, of which Redis and both platforms need theirs. Whoever takes all of them and is silent loses them within
 *   seconds.
 */
export const HTTP_LIMITS: HttpLimits = {
  headers: 5_000,
  request: 10_000,
  check: 1_000,
  keepAlive: 5_000,
  silence: 20_000,
  connections: 256,
};

/** A server that cuts off by itself whoever goes beyond its limits, and goes on answering the others. */
export function limitedServer(limits: HttpLimits, handler: RequestListener): Server {
  const server = createServer(
    {
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      connectionsCheckingInterval: limits.check,
      keepAliveTimeout: limits.keepAlive,
    },
    handler,
  );
  server.setTimeout(limits.silence);
  server.maxConnections = limits.connections;
  return server;
}
