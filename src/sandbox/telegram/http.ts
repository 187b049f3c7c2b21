import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError } from './api-error.ts';
import type { ResponseBody } from './types.ts';

/** The outcome of a call; `lost` means that the connection is cut instead of answered. */
export interface Answer {
  status: number;
  body: ResponseBody;
  lost: boolean;
  /** Lost in the middle of the body: headers and half of it arrive. */
  cut?: boolean;
}

export type Call = (
  token: string,
  method: string,
  params: Record<string, unknown>,
  signal: AbortSignal,
) => Promise<Answer>;

/** Bytes; Telegram takes files of 50 MB, photos of 10 MB. */
const LARGEST_BODY = 50 * 1024 * 1024;

/**
 * The HTTP side: `/bot<token>/<method>` by GET or POST, with parameters in the query, urlencoded, as JSON or
 * as multipart/form-data (https://core.telegram.org/bots/api#making-requests). What `getFile` named is loaded from
 * `/file/bot<token>/<file_path>`.
 * @param now clock that dates the answers
 * @param fileOf the bytes of a file that `getFile` named, for the right token
 */
export function httpServer(
  call: Call,
  now: () => number,
  fileOf: (token: string, file: string) => Buffer | undefined,
): FastifyInstance {
  const server = fastify({
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const { token, method } = request.params as { token: string; method: string };
    const hungUp = new AbortController();
    reply.raw.once('close', () => hungUp.abort());
    const params = { ...(request.query as Record<string, unknown>), ...(await readBody(request)) };
    const answer = await call(token, method, params, hungUp.signal);
    if (answer.lost) {
      reply.hijack();
      if (answer.cut) await sendHalf(reply, JSON.stringify(answer.body));
      request.raw.socket.destroy();
      return reply;
    }
    if (!answer.body.ok && answer.body.parameters?.retry_after !== undefined) {
      reply.header('retry-after', String(answer.body.parameters.retry_after));
    }
    return reply
      .code(answer.status)
      .header('date', new Date(now()).toUTCString())
      .header('content-type', 'application/json')
      .send(JSON.stringify(answer.body));
  };
  server.route({ method: ['GET', 'POST'], url: '/bot:token/:method', handler: handle });
  server.get('/file/bot:token/photos/:file', (request, reply) => {
    const { token, file } = request.params as { token: string; file: string };
    const bytes = fileOf(token, file);
    return bytes === undefined
      ? sendError(reply, new ApiError(404, 'Not Found'))
      : reply.type(bytes[0] === 0xff ? 'image/jpeg' : 'image/png').send(bytes);
  });
  server.setNotFoundHandler((_request, reply) => sendError(reply, new ApiError(404, 'Not Found')));
  server.setErrorHandler((error, _request, reply) => sendError(reply, apiErrorOf(error)));
  return server;
}

function sendHalf(reply: FastifyReply, body: string): Promise<void> {
  const bytes = Buffer.from(body);
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  return new Promise((resolve) => {
    reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => resolve());
  });
}

/** Faults of the stand-in itself show as 500, so that no test mistakes them for a refusal by the platform. */
function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const tooLarge = error instanceof Error && 'statusCode' in error && error.statusCode === 413;
  if (tooLarge) return new ApiError(413, 'Request Entity Too Large');
  return new ApiError(500, `Internal Server Error: ${error instanceof Error ? error.stack : String(error)}`);
}

function sendError(reply: FastifyReply, error: ApiError): FastifyReply {
  return reply.code(error.code).header('content-type', 'application/json').send(JSON.stringify(error.body()));
}

async function readBody(request: FastifyRequest): Promise<Record<string, unknown>> {
  const body = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const type = request.headers['content-type'] ?? '';
  const unreadable = new ApiError(400, "Bad Request: can't parse the request body");
  if (type.startsWith('application/json')) {
    try {
      const value: unknown = JSON.parse(body.toString('utf8'));
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
    } catch {
      throw unreadable;
    }
    throw unreadable;
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  }
  if (type.startsWith('multipart/form-data')) return readMultipart(body, type, unreadable);
  return {};
}

/** A parameter names a part of the form by `attach://name` (https://core.telegram.org/bots/api#sending-files). */
function attach(params: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(params)) {
    const part = typeof value === 'string' ? /^attach:\/\/(.+)$/.exec(value)?.[1] : undefined;
    if (part !== undefined && typeof params[part] === 'object') {
      params[name] = params[part];
      delete params[part];
    }
  }
}

async function readMultipart(
  body: Buffer,
  type: string,
  unreadable: ApiError,
): Promise<Record<string, unknown>> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const params: Record<string, unknown> = {};
    for (const [name, value] of form.entries()) {
      if (typeof value === 'string') params[name] = value;
      else {
        const bytes = Buffer.from(await value.arrayBuffer());
        // In listings and comparisons only the size matters.
        params[name] = Object.defineProperty({ filename: value.name, size: bytes.length }, 'bytes', {
          value: bytes,
        });
      }
    }
    attach(params);
    // telegraf adds the method's name to the form; the real server takes it from the path.
    delete params.method;
    return params;
  } catch {
    throw unreadable;
  }
}
