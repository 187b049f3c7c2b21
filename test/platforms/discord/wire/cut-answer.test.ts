import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { REST } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createDiscordClock } from '../../../../src/platforms/discord/requests/clock.ts';
import { classify } from '../../../../src/platforms/discord/requests/errors.ts';
import { createRefusedRequests } from '../../../../src/platforms/discord/requests/refused-requests.ts';
import { createRequests, restOptions } from '../../../../src/platforms/discord/requests/requests.ts';
import { notingLimiter, notingTurnedAway, quiet } from '../../../support/discord/stage.ts';

/** Far longer than a test may take: whatever ends sooner was noticed, not timed out. */
const NEVER = 3_600_000;

it.each([
  ['of a named length', ['content-length: 1000', '', '{"id":']],
  ['in chunks', ['transfer-encoding: chunked', '', '6', '{"id":']],
])(
  'an answer (%s) whose connection closes in the middle of the body is unknown, without waiting for the time limit',
  async (_, lines) => {
    const head = ['HTTP/1.1 200 OK', 'content-type: application/json', ...lines].join('\r\n');
    let requests = 0;
    const server = createServer((socket: Socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        requests += 1;
        socket.end(head);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const times = { place: NEVER, answer: NEVER, pause: 0 };
    const clock = createDiscordClock();
    const refused = createRefusedRequests(notingTurnedAway(), quiet);
    const limits = { limiter: notingLimiter(), refused, clock, times };
    const rest = new REST(restOptions(`http://127.0.0.1:${port}/api`, limits));
    const discord = createRequests(rest, 'a-token', clock);
    const failure = await discord
      .post('/channels/1/messages', z.object({ id: z.string() }), { body: { content: 'Hello' } })
      .catch(classify);
    expect(failure).toEqual({ kind: 'unknown', why: 'The connection to Discord broke (UND_ERR_SOCKET)' });
    // The caller knows whether a repeat does harm, and decides.
    expect(requests).toBe(1);
  },
);
