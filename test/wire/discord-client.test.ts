import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createClient } from '../../src/discord/client.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return address.port;
}

it('leaves no connection behind that was still being opened', async () => {
  // A gateway that takes the connection and never says a word.
  const gateway = createServer();
  const port = await listen(gateway);
  const rest = createHttpServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        url: `ws://127.0.0.1:${port}`,
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 1000, max_concurrency: 1 },
      }),
    );
  });
  const api = `http://127.0.0.1:${await listen(rest)}/api`;

  const connection = createClient({ api }, {});
  const arrived = once(gateway, 'connection');
  // Never settles: nobody answers.
  void connection.client.login('a-token');
  const [socket] = (await arrived) as [Socket];
  socket.on('error', () => {});
  const gone = once(socket.resume(), 'close');
  await connection.destroy();
  await gone;
  expect(socket.destroyed).toBe(true);
  rest.closeAllConnections();
});
