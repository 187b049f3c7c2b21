import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDuration } from '../../core/durations.ts';
import { type Milliseconds, showId } from '../../core/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EpisodeIntake } from '../../ports/episode-intake.ts';
import type { Log } from '../../ports/log.ts';
import type { Metrics } from '../../ports/metrics.ts';
import { within } from '../../time-limit.ts';
import { type ErrorCode, STATUS } from './error-codes.ts';
import { readPostedEpisode } from './posted-episode.ts';
import { awayBy, readSignature, type Signature, verify } from './signature.ts';

export interface EpisodeRouteOptions {
  /** What senders sign with. */
  readonly secret: string;
  readonly intake: EpisodeIntake;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'posted'>;
  /** How long a request may wait for Redis; default 8 s, within the ten seconds that most senders wait. */
  readonly answerWithin?: Milliseconds;
}

const PATH = '/shows/:show/episodes';
const BODY_LIMIT_BYTES = 65_536;
const KEY = /^[\x20-\x7e]{1,200}$/;
const ANSWERS_WITHIN: Milliseconds = 8_000;
const RETRY_AFTER: Milliseconds = 5_000;

/** Why a request is refused, as its sender is told. */
class Refused extends Error {
  readonly code: ErrorCode;
  readonly retryAfter: Milliseconds | undefined;

  constructor(code: ErrorCode, message: string, retryAfter?: Milliseconds) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/**
 * `POST /shows/<show>/episodes`: programs post episodes here. What a request needs and how it is answered is in
 * docs/webhook.md. Strangers can make us read 64 KiB and compute a hash; only authentic requests reach Redis.
 */
export async function episodeRoute(scope: FastifyInstance, options: EpisodeRouteOptions): Promise<void> {
  // Read as bytes: the signature is over these, and a parser would hide what is wrong with them.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (_request, body, done) => done(null, body),
  );
  scope.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    answerError(error, reply, options),
  );
  scope.addHook('onResponse', async (_request, reply) => options.metrics.posted(reply.statusCode));
  scope.post<{ Params: { show: string } }>(
    PATH,
    { onRequest: async (request) => void lookAtHeaders(request), bodyLimit: BODY_LIMIT_BYTES },
    async (request, reply) => {
      const answer = await within(options.answerWithin ?? ANSWERS_WITHIN, take(request, options));
      if (answer === undefined) throw new Error(`no answer within ${ANSWERS_WITHIN} ms`);
      return reply.code(202).send(answer);
    },
  );
}

/** Before the body is read. */
function lookAtHeaders({ headers }: FastifyRequest): Signature {
  const { 'content-encoding': encoding = 'identity', 'content-type': type = '' } = headers;
  const signature = headers['x-cliffhanger-signature'];
  if (signature === undefined)
    throw new Refused('signature-missing', 'The header X-Cliffhanger-Signature is missing.');
  const read = readSignature(String(signature));
  if (read === undefined) {
    const form = 't=<seconds since 1970>,v1=<64 hexadecimal digits>';
    throw new Refused(
      'signature-malformed',
      `The header X-Cliffhanger-Signature must have the form ${form}.`,
    );
  }
  if (encoding.toLowerCase() !== 'identity')
    throw new Refused('content-type', 'The body must not be compressed: send it without Content-Encoding.');
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) throw new Refused('content-type', 'The body must be UTF-8 text.');
  return read;
}

async function take(request: FastifyRequest<{ Params: { show: string } }>, options: EpisodeRouteOptions) {
  const { intake, log } = options;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const signature = await authenticate(lookAtHeaders(request), body, options);
  const key = keyOf(request);
  const reading = readPostedEpisode(body);
  if (!reading.ok) throw new Refused(reading.code, reading.message);
  const show = showId(request.params.show);
  const hash = createHash('sha256').update(body).digest('hex');
  const taken = await intake.take({ show, key, signature, body: hash }, reading.episode);
  if (taken.ok) {
    log.info({ show, ...taken.answer }, 'an episode was posted to the webhook');
    return taken.answer;
  }
  throw new Refused(taken.code, taken.message, taken.retryAfter);
}

/** @returns the signature as we compute it. */
async function authenticate(
  signature: Signature,
  body: Buffer,
  { secret, clock }: EpisodeRouteOptions,
): Promise<string> {
  const verified = verify(signature, body, secret);
  if (verified === undefined) {
    const of =
      'HMAC-SHA256 of "<t>.<body>" under CLIFFHANGER_WEBHOOK_SECRET, over the very bytes of the body';
    throw new Refused('signature-wrong', `The signature does not fit: v1 must be the ${of}.`);
  }
  const away = awayBy(signature, await clock.now());
  if (away === undefined) return verified;
  const how = `${formatDuration(Math.abs(away))} in the ${away > 0 ? 'past' : 'future'}`;
  throw new Refused(
    'signature-expired',
    `The time of the signature is ${how}; at most 5m are accepted. Sign anew with the current time, and check the clock of your machine.`,
  );
}

function keyOf({ headers }: FastifyRequest): string {
  const key = headers['idempotency-key'];
  if (key === undefined) {
    const what = 'a name that is the same each time you send this episode, such as the id of the upload';
    throw new Refused('key-missing', `The header Idempotency-Key is missing: ${what}.`);
  }
  if (!KEY.test(String(key)))
    throw new Refused(
      'key-malformed',
      'The header Idempotency-Key must have 1 to 200 printable ASCII characters.',
    );
  return String(key);
}

function answerError(
  error: Error & { statusCode?: number },
  reply: FastifyReply,
  { log }: EpisodeRouteOptions,
) {
  const refused = error instanceof Refused ? error : ofFramework(error);
  if (refused.code === 'unavailable')
    log.error({ route: PATH, why: error.message }, 'an episode posted to the webhook could not be taken');
  else if (!refused.code.startsWith('signature-') || refused.code === 'signature-used')
    log.warn({ route: PATH, code: refused.code, why: refused.message }, 'the webhook refused an episode');
  if (refused.retryAfter !== undefined)
    reply.header('retry-after', Math.max(1, Math.ceil(refused.retryAfter / 1_000)));
  return reply.code(STATUS[refused.code]).send({ error: { code: refused.code, message: refused.message } });
}

/** Callers learn what they did wrong. What went wrong on our side is in the log. */
function ofFramework({ statusCode, message }: Error & { statusCode?: number }): Refused {
  switch (statusCode) {
    case 413:
      return new Refused('body-too-large', `The body has more than ${BODY_LIMIT_BYTES} bytes.`);
    case 415:
      return new Refused('content-type', 'The body must be JSON: send Content-Type: application/json.');
    case undefined:
      return new Refused(
        'unavailable',
        'The bot cannot reach its database. Send the same request with the same Idempotency-Key again: it takes effect once.',
        RETRY_AFTER,
      );
    default:
      return new Refused('bad-request', `${message}.`);
  }
}
