import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { Milliseconds } from '../core/ids.ts';
import type { Log } from '../ports/log.ts';
import { StartupError } from '../ports/startup-error.ts';
import { type EpisodeRouteOptions, episodeRoute } from './episodes/episode-route.ts';
import {
  CONNECTIONS_WITH_PAGES,
  HTTP_LIMITS,
  type HttpLimits,
  limitedServer,
  RESERVED_CONNECTIONS,
} from './limits.ts';
import type { MetricsPage } from './metrics.ts';
import { adminAccess } from './pages/admin-access.ts';
import { type PageRoutesOptions, pageRoutes } from './pages/page-routes.ts';
import { type Checks, createReadiness } from './readiness.ts';
import { LONGEST_PATH, type Webhook, Webhooks } from './webhooks.ts';

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: Log;
  readonly checks: Checks;
  readonly metrics: MetricsPage;
  /** Absent: no episodes can be posted. */
  readonly episodes?: Omit<EpisodeRouteOptions, 'log'>;
  /** Absent: no pages are served. */
  readonly pages?: Omit<PageRoutesOptions, 'isCrowded'>;
  /** Time limit of each check; default 2 s. */
  readonly checkTimeLimit?: Milliseconds;
  /** Only what differs from `HTTP_LIMITS`. */
  readonly limits?: Partial<HttpLimits>;
}

export interface HttpServer {
  /**
   * @returns the address it listens on, as `http://host:port`.
   * @throws StartupError if it can't listen on that port or host.
   */
  listen(): Promise<string>;
  /** Accepts `POST /<path>` from now on; replaces a webhook of that path. See `Webhooks` for its form and errors. */
  addWebhook(path: string, webhook: Webhook): void;
  removeWebhook(path: string): void;
  /** Takes no new requests, gives running ones at most `withinMs` to end, then cuts them off. */
  stop(withinMs: number): Promise<void>;
}

const BODY_LIMIT_BYTES = 1_048_576;
const CHECK_TIME_LIMIT_MS = 2_000;

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

declare module 'fastify' {
  interface FastifyRequest {
    webhook: Webhook | undefined;
  }
}

/**
 * `GET /healthz`: 200 while the process lives. `GET /readyz`: 200 if every check is ok, else 503, with each check's answer.
 * `GET /metrics`: Prometheus. `GET /shows/…`: see `pageRoutes`. `POST /<platform>/<path>`: webhooks. `POST /shows/<show>/episodes`: see `episodeRoute`. Everything else is 404. No answer reveals internals: what
 * `/readyz` leaves out is in the log.
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { log } = options;
  const webhooks = new Webhooks();
  const readiness = createReadiness(options.checks, options.checkTimeLimit ?? CHECK_TIME_LIMIT_MS, log);
  const { pages } = options;
  const connections = pages === undefined ? HTTP_LIMITS.connections : CONNECTIONS_WITH_PAGES;
  const limits = { ...HTTP_LIMITS, connections, ...options.limits };
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: LONGEST_PATH },
    serverFactory: (handler) => limitedServer(limits, handler),
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => refuse(error, request, reply, log),
  });
  app.decorateRequest('webhook', undefined);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) =>
    refuse(error, request, reply, log),
  );

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const answer = await readiness();
    return reply.code(answer.ready ? 200 : 503).send(answer);
  });
  // Where pages are on, anybody may reach this port.
  const metricsAccess = pages === undefined ? {} : { onRequest: adminAccess(pages.adminToken) };
  app.get('/metrics', metricsAccess, async (_request, reply) =>
    reply.header('content-type', options.metrics.contentType).send(await options.metrics.text()),
  );
  addWebhookRoute(app, webhooks, log);
  if (pages !== undefined)
    app.register(pageRoutes, { ...pages, isCrowded: crowdOf(app, limits.connections) });
  if (options.episodes !== undefined) app.register(episodeRoute, { ...options.episodes, log });

  return {
    async listen() {
      try {
        return await app.listen({ host: options.host, port: options.port });
      } catch (error) {
        throw startupError(error as NodeJS.ErrnoException, options);
      }
    },
    addWebhook: (path, webhook) => webhooks.add(path, webhook),
    removeWebhook: (path) => webhooks.remove(path),
    async stop(withinMs) {
      const timer = setTimeout(() => app.server.closeAllConnections(), withinMs);
      await app.close().finally(() => clearTimeout(timer));
    },
  };
}

/** Whether only the reserve of connections is left. */
function crowdOf({ server }: FastifyInstance, most: number): () => boolean {
  let open = 0;
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  return () => open > most - RESERVED_CONNECTIONS;
}

function addWebhookRoute(app: FastifyInstance, webhooks: Webhooks, log: Log): void {
  app.post<{ Params: { platform: string; path: string } }>(
    '/:platform/:path',
    {
      // Checked before the body is read, so that a stranger cannot make us read a megabyte.
      onRequest: async (request, reply) => {
        const { platform, path } = request.params;
        const access = webhooks.enter(`${platform}/${path}`, request.headers);
        if (access.kind === 'unknown') return reply.code(404).send({ error: 'not found' });
        if (access.kind === 'denied') return reply.code(401).send({ error: 'wrong or missing secret' });
        request.webhook = access.webhook;
      },
    },
    async (request, reply) => {
      try {
        await request.webhook?.handle(request.body);
        return { ok: true };
      } catch (error) {
        return fail(error as Error, request, reply, log);
      }
    },
  );
}

/** Callers learn what they did wrong. What went wrong on our side is in the log. */
function refuse(
  error: Error & { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
) {
  const status = error.statusCode ?? 500;
  if (status >= 500) return fail(error, request, reply, log);
  return reply.code(status).headers(SECURITY_HEADERS).send({ error: error.message });
}

function fail(error: Error, request: FastifyRequest, reply: FastifyReply, log: Log) {
  // Log the route's pattern, not the address: a webhook's path may be a secret.
  log.error({ route: request.routeOptions?.url, why: error.message }, 'An HTTP request failed');
  return reply.code(500).headers(SECURITY_HEADERS).send({ error: 'internal error' });
}

function startupError(error: NodeJS.ErrnoException, { host, port }: HttpServerOptions): Error {
  const because = (what: string, hint: string) => new StartupError(what, hint, { cause: error });
  switch (error.code) {
    case 'EADDRINUSE':
      return because(
        `HTTP_PORT ${port} on ${host} is used by another program`,
        'Stop that program (perhaps a second copy of this bot), or set HTTP_PORT to a free port.',
      );
    case 'EACCES':
      return because(
        `HTTP_PORT ${port} on ${host} may not be used by this user`,
        'Set HTTP_PORT to a port of 1024 or above.',
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return because(
        `HTTP_HOST ${host} is not an address of this machine`,
        'Set HTTP_HOST to 127.0.0.1 (only this machine) or 0.0.0.0 (all networks).',
      );
    default:
      return because(
        `The HTTP server cannot listen on ${host}:${port}: ${error.message}`,
        'Set HTTP_HOST and HTTP_PORT to an address of this machine and a free port.',
      );
  }
}
