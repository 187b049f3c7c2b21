import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Hit {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface FeedServer {
  /** `http://127.0.0.1:<port>` */
  readonly at: string;
  readonly port: number;
  /** Requests so far, oldest first. */
  readonly hits: readonly Hit[];
  /** What it answers from now on. */
  answer(how: (request: IncomingMessage, response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** A real HTTP server on loopback that answers as a test wants. */
export async function feedServer(): Promise<FeedServer> {
  const hits: Hit[] = [];
  let how = (_: IncomingMessage, response: ServerResponse): void => void response.writeHead(404).end();
  const server = createServer((request, response) => {
    hits.push({ path: request.url ?? '', headers: request.headers });
    how(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    at: `http://127.0.0.1:${port}`,
    port,
    hits,
    answer(next) {
      how = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
