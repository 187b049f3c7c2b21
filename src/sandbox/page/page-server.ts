import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { StartupError } from '../../ports/startup-error.ts';
import { actionSchema } from './actions/action.ts';
import { Desk, type Stage } from './desk.ts';
import { DOCUMENT } from './document.ts';
import { EventStream } from './event-stream.ts';
import { guard } from './guard.ts';

export interface Page {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string;
  readonly desk: Desk;
  close(): Promise<void>;
}

export interface PagePlan {
  /** 0: any free one. */
  readonly port: number;
  /** Has `page.js` and `page-style.css`, where they don't lie beside this file. */
  readonly folder?: string;
}

/** Bytes. An action is a few words. */
const LARGEST_ACTION = 64 * 1_024;
const MADE: Readonly<Record<string, string>> = {
  'page.js': 'text/javascript; charset=utf-8',
  'page-style.css': 'text/css; charset=utf-8',
};

/**
 * Serves the page on loopback.
 * @throws StartupError if the port is in use
 */
export async function openPage(
  stage: Stage,
  { port, folder = import.meta.dirname }: PagePlan,
): Promise<Page> {
  const desk = new Desk(stage);
  const stream = new EventStream(() => desk.parts());
  const server = fastify({ bodyLimit: LARGEST_ACTION, forceCloseConnections: true });
  server.addHook('onRequest', async (request, reply) => guard(request, reply));
  server.get('/', async (_request, reply) => reply.type('text/html; charset=utf-8').send(DOCUMENT));
  for (const [name, type] of Object.entries(MADE))
    server.get(`/${name}`, async (_request, reply) =>
      reply.type(type).send(await readFile(join(folder, name))),
    );
  server.get('/events', (_request, reply) => {
    if (stream.isFull) return reply.code(503).send('Too many tabs are open.\n');
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
    });
    stream.add(reply.raw);
    return reply;
  });
  server.get('/files/*', async (request, reply) => {
    const { '*': path } = request.params as { '*': string };
    const file = desk.file(path);
    if (file === undefined) return reply.code(404).send('There is no such file.\n');
    return reply.headers(file.headers).send(file.content);
  });
  takeActions(server, desk);
  await server.listen({ host: '127.0.0.1', port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new StartupError(
      `Port ${port} of 127.0.0.1 is in use, perhaps by another sandbox`,
      'Stop the program that uses it, or choose another with --page-port.',
      { cause: error },
    );
  });
  const { port: bound } = server.server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${bound}/`,
    desk,
    async close() {
      stream.close();
      await server.close();
    },
  };
}

function takeActions(server: FastifyInstance, desk: Desk): void {
  // Only JSON is read: what a form of another site can send has another type.
  server.removeContentTypeParser('text/plain');
  server.post('/act', async (request, reply) => {
    const action = actionSchema.safeParse(request.body);
    if (!action.success) return reply.code(400).send({ error: 'The page sent something that it should not' });
    return reply.send(await desk.act(action.data));
  });
}
