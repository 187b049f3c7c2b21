import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Faults, RestFault } from '../faults.ts';
import { readParts, type UploadedFile } from '../multipart.ts';
import { type RateLimits, refusalHeaders } from '../rate-limits.ts';
import { Refusal, refusals } from '../refusal.ts';

/** A request, as a route's code sees it. */
export interface Call {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v10`, parameters as `:name`. */
  readonly path: string;
  /** Routes of interactions carry their secret in the path: no bot token, no global limit. */
  readonly byInteractionToken?: boolean;
  readonly answer: (call: Call) => Answer;
}

/** One REST exchange; `delivered` is false if a fault swallowed the answer. */
export interface Exchange {
  readonly method: string;
  /** Below `/api/v10`, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
  readonly delivered: boolean;
}

export interface RestOptions {
  readonly token: () => string;
  readonly limits: RateLimits;
  readonly faults: Faults;
  readonly onExchange: (exchange: Exchange) => void;
}

const API_PREFIX = '/api/v10';
/** Bytes; several files may come at once. */
const LARGEST_BODY = 25 * 1024 * 1024;

interface Outcome extends Answer {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The HTTP side: token, faults, rate limits, then the route's own code; every exchange is reported. */
export function createRest(routes: readonly Route[], options: RestOptions): FastifyInstance {
  const app = Fastify({
    forceCloseConnections: true,
    bodyLimit: LARGEST_BODY,
    // An interaction's token is longer than the 100 characters that a path parameter may have by default.
    routerOptions: { maxParamLength: 500 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `${API_PREFIX}${route.path}`,
      handler: (request, reply) => serve(route, request, reply, options),
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const refusal = refusals.notFound();
    report(request, undefined, { status: 404, body: refusal.body() }, true, options);
    return reply.code(404).send(refusal.body());
  });
  return app;
}

async function serve(route: Route, request: FastifyRequest, reply: FastifyReply, options: RestOptions) {
  const call: Call = {
    params: stringsOf(request.params),
    query: stringsOf(request.query),
    body: undefined,
    files: [],
  };
  const { files, ...body } = await parseBody(request.body, request.headers['content-type']);
  const fault = options.faults.takeRest({
    method: route.method,
    route: route.path,
    path: pathOf(request),
    body: body.value,
  });
  if (fault?.kind === 'request-lost') return drop(request, reply, fault);
  if (fault?.kind === 'delay') await sleep(fault.ms);
  const outcome = decide(route, request, { ...call, body: body.value, files }, body.valid, fault, options);
  if (fault?.kind === 'slow-answer') await sleep(fault.ms);
  const delivered = fault?.kind !== 'answer-lost';
  report(request, body.value, outcome, delivered, options);
  if (fault?.kind === 'answer-lost') return drop(request, reply, fault);
  reply.code(outcome.status).headers(outcome.headers ?? {});
  return outcome.body === undefined ? reply.send() : reply.send(outcome.body);
}

function decide(
  route: Route,
  request: FastifyRequest,
  call: Call,
  bodyIsValid: boolean,
  fault: RestFault | null,
  options: RestOptions,
): Outcome {
  if (!route.byInteractionToken && request.headers.authorization !== `Bot ${options.token()}`) {
    return refusalOutcome(refusals.unauthorized());
  }
  if (fault?.kind === 'page') return page(fault);
  if (fault?.kind === 'rate-limit') return tooMany(fault.retryAfter, fault.scope ?? 'user', true, {});
  if (fault?.kind === 'refuse')
    return refusalOutcome(new Refusal(fault.status, fault.code, fault.message, fault.errors));
  if (fault?.kind === 'server-error' && !fault.done) return serverError(fault.status);
  const { params } = call;
  const major = params.channel ?? params.guild ?? params.token ?? '';
  const key = `${route.method} ${route.path}`;
  const verdict = options.limits.take(key, major, !route.byInteractionToken, Date.now());
  if (verdict.refused) {
    const { retryAfter, global } = verdict.refused;
    return tooMany(retryAfter, global ? 'global' : 'user', false, verdict.headers);
  }
  const outcome = bodyIsValid ? attempt(route, call) : refusalOutcome(refusals.invalidJson());
  if (fault?.kind === 'server-error') return serverError(fault.status);
  if (fault?.kind === 'altered') {
    return { ...outcome, body: fault.body(outcome.body), headers: { ...verdict.headers, ...fault.headers } };
  }
  return { ...outcome, headers: verdict.headers };
}

function attempt(route: Route, call: Call): Outcome {
  try {
    return route.answer(call);
  } catch (error) {
    if (error instanceof Refusal) return refusalOutcome(error);
    throw error;
  }
}

function refusalOutcome(refusal: Refusal): Outcome {
  return { status: refusal.status, body: refusal.body() };
}

function serverError(status = 500): Outcome {
  return { status, body: { message: `${status}: Internal Server Error`, code: 0 } };
}

function page({ status, headers, body }: Extract<RestFault, { kind: 'page' }>): Outcome {
  const text = body ?? `<!DOCTYPE html><title>${status}</title><p>error code: 1015</p>`;
  return { status, body: text, headers: { 'content-type': 'text/html; charset=UTF-8', ...headers } };
}

function tooMany(
  seconds: number,
  scope: 'user' | 'global' | 'shared',
  scripted: boolean,
  bucket: Readonly<Record<string, string>>,
): Outcome {
  const retryAfter = Number(seconds.toFixed(3));
  return {
    status: 429,
    headers: { ...bucket, ...refusalHeaders(retryAfter, scope, scripted) },
    body: {
      message: 'You are being rate limited.',
      code: 0,
      retry_after: retryAfter,
      global: scope === 'global',
    },
  };
}

function drop(request: FastifyRequest, reply: FastifyReply, fault: { how?: 'reset' | 'close' }): void {
  reply.hijack();
  if (fault.how === 'close') request.raw.socket.destroy();
  else request.raw.socket.resetAndDestroy();
}

function report(
  request: FastifyRequest,
  requestBody: unknown,
  outcome: Outcome,
  delivered: boolean,
  options: RestOptions,
): void {
  options.onExchange({
    method: request.method,
    path: pathOf(request),
    query: stringsOf(request.query),
    requestBody,
    status: outcome.status,
    responseBody: outcome.body,
    delivered,
  });
}

function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?')[0] ?? '';
  return path.startsWith(API_PREFIX) ? path.slice(API_PREFIX.length) : path;
}

interface Body {
  readonly value: unknown;
  readonly valid: boolean;
  readonly files: readonly UploadedFile[];
}

async function parseBody(raw: unknown, contentType = ''): Promise<Body> {
  if (!Buffer.isBuffer(raw) || raw.length === 0) return { value: undefined, valid: true, files: [] };
  const parts = await readParts(raw, contentType);
  try {
    if (parts !== undefined) return { value: JSON.parse(parts.json), valid: true, files: parts.files };
  } catch {}
  return { value: undefined, valid: false, files: [] };
}

function stringsOf(source: unknown): Record<string, string | undefined> {
  const strings: Record<string, string | undefined> = {};
  if (typeof source !== 'object' || source === null) return strings;
  for (const [key, value] of Object.entries(source)) if (typeof value === 'string') strings[key] = value;
  return strings;
}
