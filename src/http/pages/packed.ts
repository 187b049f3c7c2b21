import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Content that many readers get: compressed once for all of them, when the first one asks. */
export interface Packed {
  readonly plain: Buffer;
  readonly etag: string;
  as(encoding: 'br' | 'gzip'): Buffer;
}

/** Far better than gzip for a page, and a few milliseconds; the highest levels take a hundred times as long. */
const BROTLI_QUALITY = 5;

export function pack(content: string | Uint8Array): Packed {
  const plain = Buffer.from(content as string);
  const packed = new Map<string, Buffer>();
  return {
    plain,
    // Weak: the same content in several encodings.
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    as(encoding) {
      const known = packed.get(encoding);
      if (known !== undefined) return known;
      const made =
        encoding === 'gzip'
          ? gzipSync(plain)
          : brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
      packed.set(encoding, made);
      return made;
    },
  };
}

/** Sends it as the reader can take it; 304 if the reader has it. The caller has set the other headers. */
export function sendPacked(request: FastifyRequest, reply: FastifyReply, packed: Packed): FastifyReply {
  reply.headers({ etag: packed.etag, vary: 'Accept-Encoding' });
  const known = request.headers['if-none-match'];
  if (known !== undefined && (known === '*' || known.split(/\s*,\s*/).includes(packed.etag)))
    return reply.code(304).send();
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (encoding === undefined) return reply.send(packed.plain);
  return reply.header('content-encoding', encoding).send(packed.as(encoding));
}

/** Quality values are ignored, except that 0 refuses. */
function encodingFor(accepted: string | string[] | undefined): 'br' | 'gzip' | undefined {
  const offers = String(accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((offer) => offer.trim())
    .filter((offer) => !/;\s*q=0(?:\.0*)?$/.test(offer))
    .map((offer) => offer.split(';')[0]);
  return (['br', 'gzip'] as const).find((encoding) => offers.includes(encoding));
}
