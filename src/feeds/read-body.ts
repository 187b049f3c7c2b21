import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { connectionFault, failed } from './fetch-fault.ts';

/** What we ask for and can read. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/**
 * Reads a whole body and decompresses it.
 * @param most bytes, on the wire and decompressed: a megabyte of gzip may hold a gigabyte
 * @throws FetchFailed if it is longer, breaks off, or is compressed in another way. The connection is closed then.
 */
export async function readBody(response: IncomingMessage, host: string, most: number): Promise<Buffer> {
  try {
    const wire = await collect(response, host, most);
    return await decompressed(wire, response.headers['content-encoding'], host, most);
  } finally {
    response.destroy();
  }
}

async function collect(response: IncomingMessage, host: string, most: number): Promise<Buffer> {
  if (Number(response.headers['content-length'] ?? 0) > most) throw tooLarge(host, most);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw connectionFault(host, error);
  }
  if (size > most) throw tooLarge(host, most);
  return Buffer.concat(chunks);
}

const DECOMPRESSORS = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  'deflate without its header': promisify(inflateRaw),
  br: promisify(brotliDecompress),
} as const;

async function decompressed(
  wire: Buffer,
  header: string | undefined,
  host: string,
  most: number,
): Promise<Buffer> {
  const coding = codingOf(wire, header);
  if (coding === undefined) return wire;
  if (coding === 'unknown')
    throw failed('encoding', `${host} compresses its answer in a way that the bot did not ask for.`);
  try {
    return await DECOMPRESSORS[coding](wire, { maxOutputLength: most });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(host, most);
    throw failed('encoding', `The answer of ${host} is damaged: it is not ${coding}.`);
  }
}

function codingOf(wire: Buffer, header = ''): keyof typeof DECOMPRESSORS | 'unknown' | undefined {
  const coding = header.trim().toLowerCase();
  // An empty body has nothing to decompress, whatever its header says.
  if (coding === '' || coding === 'identity' || wire.length === 0) return undefined;
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip';
  if (coding === 'br') return 'br';
  if (coding !== 'deflate') return 'unknown';
  // RFC 9110 means zlib's format, whose first byte has 8 in its lower half; some servers send it without that header.
  return ((wire[0] ?? 0) & 0x0f) === 8 ? 'deflate' : 'deflate without its header';
}

const tooLarge = (host: string, most: number) =>
  failed('too-large', `The answer of ${host} has more than ${Math.floor(most / 1_000_000)} MB.`, {
    lasting: true,
  });
