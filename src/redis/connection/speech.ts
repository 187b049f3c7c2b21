import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { RedisNode } from './address.ts';

/** A server on this side of the world answers in a tenth of this. */
const ANSWERS_WITHIN_MS = 2_000;

/**
 * Whether the server behind an address speaks plain Redis or TLS, whichever was tried before. Checks no certificate, as
 * nothing is sent. Undefined if it is neither or doesn't answer.
 */
export async function speechOf(node: RedisNode): Promise<'plain' | 'tls' | undefined> {
  if (await answersPlainly(node)) return 'plain';
  return (await takesTls(node)) ? 'tls' : undefined;
}

/** Every answer of Redis begins with one of these, also the one that asks for a password. */
const REDIS_ANSWER = /^[+\-$*:]/;

function answersPlainly({ host, port }: RedisNode): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(ANSWERS_WITHIN_MS, () => end(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (bytes) => end(REDIS_ANSWER.test(bytes.toString('latin1'))));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
  });
}

function takesTls({ host, port }: RedisNode): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSecurely({ host, port, rejectUnauthorized: false });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(ANSWERS_WITHIN_MS, () => end(false));
    socket.once('secureConnect', () => end(true));
    // Refused because we have no client certificate: that refusal is TLS, too.
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(/CERTIFICATE_REQUIRED/.test(error.code ?? '')),
    );
    socket.once('close', () => end(false));
  });
}
