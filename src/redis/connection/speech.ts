import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { RedisNode } from './address.ts';

/** A server on this side of the world answers in a tenth of this. */
const ANSWERS_WITHIN_MS = 2_000;

/**
 * How the server behind an address wants to be spoken to, whatever it was tried with before: Redis without TLS, or TLS
 * (no certificate is checked, nothing is sent over it). Undefined where it is neither, or does not answer.
 */
export async function speechOf(node: RedisNode): Promise<'plain' | 'tls' | undefined> {
  if (await answersPlainly(node)) return 'plain';
  return (await takesTls(node)) ? 'tls' : undefined;
}

/** Any answer of Redis begins with one of these; also the one that asks for a password. */
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
    // Refused for want of our certificate: that is said in TLS as well.
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(/CERTIFICATE_REQUIRED/.test(error.code ?? '')),
    );
    socket.once('close', () => end(false));
  });
}
