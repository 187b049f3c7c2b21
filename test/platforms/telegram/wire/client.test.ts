import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { type BotApi, createBotApi } from '../../../../src/platforms/telegram/requests/client.ts';
import type { RateLimiter } from '../../../../src/ports/rate-limiter.ts';
import { startTelegram, type TelegramStandIn } from '../../../../src/sandbox/telegram/server.ts';

/** Far longer than a test may take: whatever ends sooner was noticed, not timed out. */
const NEVER = 3_600_000;
const limiter: RateLimiter = { take: async () => undefined, pause: async () => undefined };
const running: TelegramStandIn[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((telegram) => telegram.close()));
});

async function connected(): Promise<{ telegram: TelegramStandIn; api: BotApi; chat: number }> {
  const telegram = await startTelegram();
  running.push(telegram);
  const api = createBotApi({ token: telegram.token, apiUrl: telegram.url, limiter });
  return { telegram, api, chat: telegram.world.addChannel({ title: 'C' }).id };
}

describe('an answer whose connection closes in the middle of the body', () => {
  it.each([
    ['a message', true],
    ['a question', false],
  ])('ends %s as unanswered, without waiting for the time limit', async (_, posts) => {
    const { telegram, api, chat } = await connected();
    const send = () =>
      api.call(
        { method: 'sendMessage', params: { chat_id: chat, text: 'Hello' } },
        { posts, timeout: NEVER },
      );
    // A kept connection that was used before takes another path through the client than a new one.
    expect(await send()).toMatchObject({ ok: true });
    telegram.fault({ method: 'sendMessage', fault: { kind: 'answer-cut' } });
    const why = 'the connection was closed in the middle of the answer';
    expect(await send()).toEqual({ ok: false, failure: { kind: 'unanswered', why } });
    expect(telegram.messages(chat)).toHaveLength(2);
    expect(await send()).toMatchObject({ ok: true });
  });

  it.each([
    ['of a named length', ['content-length: 1000', '', '{"ok":true,"result":']],
    ['in chunks', ['transfer-encoding: chunked', '', '14', '{"ok":true,"result":']],
    ['compressed', ['content-encoding: gzip', 'content-length: 1000', '', '\u001f']],
  ])('is noticed %s', async (_, rest) => {
    const head = ['HTTP/1.1 200 OK', 'content-type: application/json', ...rest].join('\r\n');
    const server = createServer((socket: Socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(head, 'latin1'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const address = server.address();
    const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const api = createBotApi({ token: '1:a', apiUrl, limiter });
    const answer = await api.call({ method: 'getMe', params: {} }, { timeout: NEVER });
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unanswered' } });
  });
});

it('a complete answer is accepted, even if its connection is closed right after it', async () => {
  // Larger than every buffer in between, so that it is still being read when the connection is gone.
  const result = 'x'.repeat(3_000_000);
  const body = JSON.stringify({ ok: true, result });
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const api = createBotApi({ token: '1:a', apiUrl, limiter });
  for (const posts of [true, false]) {
    expect(await api.call({ method: 'getMe', params: {} }, { posts, timeout: NEVER })).toEqual({
      ok: true,
      result,
    });
  }
});

/** In its own thread, so that it answers while the asking thread is stopped. */
const SLOW_API = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((_, response) => {
    parentPort.postMessage('asked');
    setTimeout(() => response.end('{"ok":true,"result":1}'), 100);
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

it('an answer that arrived while the process was stopped is accepted, even if its time is over', async () => {
  const worker = new Worker(SLOW_API, { eval: true });
  onTestFinished(async () => void (await worker.terminate()));
  const [port] = await once(worker, 'message');
  const api = createBotApi({ token: '1:a', apiUrl: `http://127.0.0.1:${port}`, limiter });
  const answer = api.call({ method: 'getMe', params: {} }, { timeout: 500 });
  await once(worker, 'message');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_800);
  expect(await answer).toEqual({ ok: true, result: 1 });
});
