import { createServer, type RequestListener, type Server } from 'node:http';
import type { Milliseconds } from '../core/ids.ts';

/** Limits against clients that open connections and do not finish, on purpose or not. */
export interface HttpLimits {
  /** From the start of a connection, or a request's first byte, until the request's headers are complete. */
  readonly headers: Milliseconds;
  /** The same until its body is complete. Not below `headers`. */
  readonly request: Milliseconds;
  /** How often the two limits above are checked; a slow connection may live longer by this much. */
  readonly check: Milliseconds;
  /** How long a connection is kept open for another request after an answer. */
  readonly keepAlive: Milliseconds;
  /** No traffic in either direction; also while a webhook's update waits to be stored. */
  readonly silence: Milliseconds;
  /** Open at once; one more is closed as soon as it opens. */
  readonly connections: number;
}

/**
 * Requests here are a line of headers, from a prober, a scraper or Telegram, and at most a megabyte of body.
 *
 * - Five seconds for headers, ten for the whole request: far more than any of those needs, and within the ten seconds after
 * which probers give up.
 * - By default Node checks every 30 s, so a connection limited to five seconds could live for 35.
 * - Kept open for five seconds: Telegram posts in bursts; scrapers come every ten seconds or more.
 * - Twenty seconds of silence: if Redis has not taken an update by then, it is better posted again.
 * - 256 connections: Telegram opens 100 at most (setWebhook, `max_connections`). A process often has 1,024 file descriptors,
 * and Redis and both platforms need theirs. A client that takes all of them and is silent loses them within seconds.
 */
export const HTTP_LIMITS: HttpLimits = {
  headers: 5_000,
  request: 10_000,
  check: 1_000,
  keepAlive: 5_000,
  silence: 20_000,
  connections: 256,
};

/** Kept for webhooks, probes and scrapers while a page's readers fill the rest. */
export const RESERVED_CONNECTIONS = 256;

/**
 * With pages on: the streams of readers (`STREAM_LIMITS`), as many requests for pages beside them as they make when all load a
 * page within some seconds, and the reserve. Each takes a file descriptor: Node raises the soft limit to the hard one, which is
 * some thousands at least on servers.
 */
export const CONNECTIONS_WITH_PAGES = 3_072;

/** A server that cuts off clients that exceed its limits and keeps answering the others. */
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
