import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the way to a platform does with a request, in place of letting it through. */
export type Wild =
  /** These bytes, and the end of the connection. */
  | { readonly kind: 'bytes'; readonly bytes: string }
  /** An answer with a true length. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly reason?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string | Buffer;
    }
  /** The platform's own answer, cut off after this share of it; its length is told as it was. */
  | { readonly kind: 'cut'; readonly at: number }
  /** The platform's own answer up to this share of it, as if that were all. */
  | { readonly kind: 'short'; readonly at: number }
  /** Nothing, until the other side gives up. */
  | { readonly kind: 'silence' }
  /** Headers at once, and of the body a byte now and then. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  | { readonly kind: 'reset' };

interface Rule {
  readonly path: RegExp;
  readonly wild: Wild;
  left: number;
  struck: number;
}

export interface WildProxy {
  readonly url: string;
  /** The next `times` requests whose path matches. @returns how often that has happened. */
  bend(path: RegExp, wild: Wild, times?: number): () => number;
  close(): Promise<void>;
}

/** A way to a stand-in on which all kinds of things go wrong that no stand-in of a platform would answer. */
export async function startWildProxy(target: string): Promise<WildProxy> {
  const base = new URL(target);
  const rules: Rule[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((asked, answer) => {
    const rule = rules.find(({ path, left }) => left > 0 && path.test(asked.url ?? ''));
    if (rule !== undefined) {
      rule.left -= 1;
      rule.struck += 1;
    }
    const wild = rule?.wild;
    if (wild === undefined || wild.kind === 'cut' || wild.kind === 'short') {
      pass(asked, (came, body) => {
        const headers = { ...came.headers };
        delete headers['transfer-encoding'];
        const whole = wild === undefined ? body : body.subarray(0, Math.floor(body.length * wild.at));
        headers['content-length'] = String(wild?.kind === 'cut' ? body.length : whole.length);
        answer.writeHead(came.statusCode ?? 502, headers);
        if (wild?.kind === 'cut') answer.write(whole, () => asked.socket.destroy());
        else answer.end(whole);
      });
      return;
    }
    asked.resume();
    const { socket } = asked;
    switch (wild.kind) {
      case 'bytes':
        socket.end(wild.bytes);
        return;
      case 'answer': {
        const { status, reason = 'Wild', body, headers = {} } = wild;
        const told = { 'content-length': String(Buffer.byteLength(body)), ...headers };
        const lines = Object.entries(told).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}connection: close\r\n\r\n`);
        socket.end(body);
        return;
      }
      case 'silence':
        return;
      case 'drip': {
        answer.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => answer.write(' '), wild.everyMs);
        socket.once('close', () => clearInterval(timer));
        return;
      }
      case 'reset':
        socket.resetAndDestroy();
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });

  function pass(asked: IncomingMessage, onAnswer: (came: IncomingMessage, body: Buffer) => void): void {
    const path = `${base.pathname.replace(/\/$/, '')}${asked.url ?? ''}`;
    const { hostname, port } = base;
    const headers = { ...asked.headers, host: base.host, connection: 'close' };
    const going = forward({ hostname, port, path, method: asked.method, headers }, (came) => {
      const parts: Buffer[] = [];
      came.on('data', (part: Buffer) => parts.push(part));
      came.on('end', () => onAnswer(came, Buffer.concat(parts)));
      came.on('error', () => asked.socket.destroy());
    });
    going.on('error', () => asked.socket.destroy());
    asked.once('close', () => {
      if (asked.socket.destroyed) going.destroy();
    });
    asked.pipe(going);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bend(path, wild, times = 1) {
      const rule: Rule = { path, wild, left: times, struck: 0 };
      rules.push(rule);
      return () => rule.struck;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
