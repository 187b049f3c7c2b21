import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from '../../src/http/http-server.ts';
import type { HttpLimits } from '../../src/http/limits.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { logLines } from '../support/log-lines.ts';

const SECRET = 'a-secret_0123456789';
/** An update's headers, except its length. */
const UPDATE = [
  'POST /telegram/hook HTTP/1.1',
  'Host: x',
  'Content-Type: application/json',
  `X-Telegram-Bot-Api-Secret-Token: ${SECRET}`,
  '',
].join('\r\n');
/** Far longer than a test may take: a limit with this value cuts off no client here. */
const NEVER = 3_600_000;
const OFF = { headers: NEVER, request: NEVER, keepAlive: NEVER, silence: NEVER, check: 10, connections: 100 };

const running: HttpServer[] = [];
const open: Socket[] = [];

afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await Promise.all(running.splice(0).map((server) => server.stop(0)));
});

/** A server without limits, except those that the test names. */
async function serve(limits: Partial<HttpLimits>, take = async (_update: unknown): Promise<void> => {}) {
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    log: logLines().log,
    checks: {},
    metrics: createMetrics(async () => ({})).page,
    limits: { ...OFF, ...limits },
  });
  running.push(server);
  server.addWebhook('telegram/hook', {
    header: 'x-telegram-bot-api-secret-token',
    secret: SECRET,
    handle: take,
  });
  const url = await server.listen();
  return { url, port: Number(new URL(url).port) };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  open.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Resolves with everything that the server said, when the server has cut the connection off. */
async function cutOff(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (bytes) => {
    said += bytes.toString();
  });
  // Not by `once`, which rejects at the reset that a writer meets.
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return said;
}

/** Writes the words, and then one more letter every few milliseconds while the server listens. */
function dribble(socket: Socket, words: string): void {
  socket.write(words);
  const timer = setInterval(() => socket.write('a'), 5);
  socket.once('close', () => clearInterval(timer));
}

const health = async (url: string): Promise<number> => (await fetch(`${url}/healthz`)).status;

describe('a client that does not finish is cut off, and the others are answered meanwhile and after', () => {
  it('headers that never end', async () => {
    const { url, port } = await serve({ headers: 150 });
    const slow = await Promise.all(Array.from({ length: 20 }, () => dial(port)));
    for (const socket of slow) dribble(socket, 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const ends = slow.map(cutOff);
    expect(await health(url)).toBe(200);
    for (const said of await Promise.all(ends)) expect(said).not.toContain('200 OK');
    expect(await health(url)).toBe(200);
  });

  it('a body that never ends, also with the right secret', async () => {
    const taken: unknown[] = [];
    const take = async (update: unknown) => void taken.push(update);
    const { url, port } = await serve({ headers: 150, request: 150 }, take);
    const slow = await dial(port);
    dribble(slow, `${UPDATE}Content-Length: 100000\r\n\r\n{"update_id":"`);
    const end = cutOff(slow);
    expect(await health(url)).toBe(200);
    expect(await end).not.toContain('200 OK');
    expect(taken).toEqual([]);
    expect(await health(url)).toBe(200);
  });

  it('a connection that never sends a word', async () => {
    const { url, port } = await serve({ headers: 100, request: 100 });
    const end = cutOff(await dial(port));
    expect(await health(url)).toBe(200);
    await end;
    expect(await health(url)).toBe(200);
  });

  it('a connection that is kept open after an answer and not used', async () => {
    const { url, port } = await serve({ keepAlive: 50 });
    const kept = await dial(port);
    const end = cutOff(kept);
    kept.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await end).toContain('{"status":"ok"}');
    expect(await health(url)).toBe(200);
  });

  it('a second request on a connection, whose headers never end', async () => {
    const { url, port } = await serve({ headers: 150, request: 150 });
    const slow = await dial(port);
    const end = cutOff(slow);
    dribble(slow, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nX-Slow: ');
    expect(await end).toContain('{"status":"ok"}');
    expect(await health(url)).toBe(200);
  });

  it('a connection without traffic, as when an update cannot be stored', async () => {
    const { url, port } = await serve({ silence: 100 }, () => new Promise(() => undefined));
    const waiting = await dial(port);
    const end = cutOff(waiting);
    waiting.write(`${UPDATE}Content-Length: 2\r\n\r\n{}`);
    expect(await end).toBe('');
    expect(await health(url)).toBe(200);
  });

  it('one connection too many, until there is room again', async () => {
    const { url, port } = await serve({ connections: 3 });
    const idle = [await dial(port), await dial(port), await dial(port)];
    expect(await cutOff(await dial(port))).toBe('');
    for (const socket of idle) socket.destroy();
    await expect.poll(() => health(url).catch(() => 0)).toBe(200);
  });
});
