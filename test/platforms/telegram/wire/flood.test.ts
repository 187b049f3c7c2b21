import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBotApi } from '../../../../src/platforms/telegram/requests/client.ts';
import { judgeSend } from '../../../../src/platforms/telegram/requests/errors.ts';
import { createFlood, namedPause } from '../../../../src/platforms/telegram/requests/flood.ts';
import type { RateLimiter } from '../../../../src/ports/rate-limiter.ts';

const HOUR = 3_600_000;

describe('a pause that a platform asks for', () => {
  it.each([
    [5, 5_000],
    ['5', 5_000],
    [0.2, 1_000],
    [86_400, HOUR],
    [1e300, HOUR],
    [0, undefined],
    [-3, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ['', undefined],
    ['soon', undefined],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
    ['Thu, 01 Jan 1970 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 1969 23:00:00 GMT', undefined],
    ['Tue, 01 Jan 1980 00:00:00 GMT', HOUR],
    ['-5', undefined],
    [' 2.5 ', 2_500],
    ['315360000', HOUR],
    ['9'.repeat(400), undefined],
    [[5], undefined],
    [true, undefined],
  ])('of %o is %o', (value, pause) => {
    expect(namedPause(value, 0)).toBe(pause);
  });

  it('without a time grows while it lasts, is shorter for a gateway, and starts over when it is done', () => {
    let now = 0;
    const flood = createFlood(() => now);
    const pauses = (kind: 'flood' | 'gateway', times: number) =>
      Array.from({ length: times }, () => {
        const pause = flood.pauseAfter(kind);
        // Thirty calls were running: their answers arrive at the same moment.
        for (let other = 0; other < 30; other += 1) flood.pauseAfter(kind);
        now += pause;
        return pause;
      });
    expect(pauses('flood', 9)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300].map((each) => each * 1_000));
    flood.calm();
    expect(flood.isWary).toBe(false);
    expect(flood.pauseAfter('gateway')).toBe(0);
    expect(flood.isWary).toBe(true);
    expect(pauses('gateway', 4)).toEqual([2_000, 4_000, 8_000, 10_000]);
  });
});

/** A server that answers with what `answer` writes, and a client that records what the limits were told. */
async function connectedTo(answer: (response: ServerResponse, count: number) => void) {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(response, ++count));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  const pauses: { readonly key: string; readonly duration: number }[] = [];
  const taken: string[][] = [];
  const limiter: RateLimiter = {
    take: async (rules) => void taken.push(rules.map(({ key }) => key)),
    pause: async (key, duration) => void pauses.push({ key, duration }),
  };
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const api = createBotApi({ token: '1:a', apiUrl, limiter });
  const send = () =>
    api.call(
      { method: 'sendMessage', params: { chat_id: -1, text: 'x' } },
      { posts: true, limits: [{ key: 'chat', limit: 1, window: 1_000 }] },
    );
  return { api, send, pauses, taken, asked: () => count };
}

const html = (response: ServerResponse, status: number, headers = {}) =>
  response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<html>no</html>');
const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('a client', () => {
  it('that gets a page with 429 and no time pauses every call of every process', async () => {
    const { api, send, pauses, asked } = await connectedTo((response) => html(response, 429));
    const answers = [];
    for (let call = 0; call < 50; call += 1) answers.push(await send());
    expect(asked()).toBe(1);
    expect(pauses).toEqual([{ key: 'telegram', duration: 2_000 }]);
    for (const answer of answers) {
      if (answer.ok) throw new Error('a 429 is no message');
      expect(judgeSend(answer.failure)).toMatchObject({ kind: 'retry' });
    }
    // Answers to people are paused as well.
    const command = { method: 'sendMessage', params: { chat_id: -2, text: 'x' } };
    expect(await api.call(command, { waitedFor: true, posts: true })).toMatchObject({ ok: false });
    expect(asked()).toBe(1);
  });

  it('sends one call at a time to test whether the pause is over', async () => {
    const { send, taken } = await connectedTo((response, count) =>
      count === 1 ? html(response, 502) : json(response, 200, { ok: true, result: { message_id: 1 } }),
    );
    await send();
    expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ ok: true });
    expect(taken.map((keys) => keys.includes('telegram:wary'))).toEqual([false, true, false]);
  });

  it.each([
    [{ retry_after: 7 }, 'chat', 7_000],
    [{ retry_after: '7' }, 'chat', 7_000],
    [{ retry_after: 1e12 }, 'chat', HOUR],
    [{ retry_after: -1 }, 'telegram', 2_000],
    [{ retry_after: null }, 'telegram', 2_000],
    [undefined, 'telegram', 2_000],
  ])('reads 429 with %o as a pause of %s, %i ms', async (parameters, key, duration) => {
    const { send, pauses } = await connectedTo((response) =>
      json(response, 429, { ok: false, error_code: 429, description: 'Too Many Requests', parameters }),
    );
    const answer = await send();
    expect(pauses).toEqual([{ key, duration }]);
    expect(answer.ok ? answer : judgeSend(answer.failure)).toMatchObject({ kind: 'retry', after: duration });
  });

  it.each([
    ['a page with 403', (response: ServerResponse) => html(response, 403), 'retry'],
    ['a page with 400', (response: ServerResponse) => html(response, 400), 'retry'],
    ['a page with 502', (response: ServerResponse) => html(response, 502), 'unknown'],
    ['a page with 200', (response: ServerResponse) => html(response, 200), 'unknown'],
    [
      'a redirection to a page',
      (response: ServerResponse, count: number) =>
        count === 1 ? html(response, 302, { location: '/login' }) : html(response, 200),
      'retry',
    ],
    [
      'a refusal without its number',
      (response: ServerResponse) => json(response, 200, { ok: false }),
      'ornament',
    ],
  ])('understands what %s says about a message', async (_, respond, kind) => {
    const { send } = await connectedTo(respond);
    const answer = await send();
    expect(answer.ok ? answer : judgeSend(answer.failure).kind).toBe(kind);
  });

  it('knows how far this clock is ahead of the platform’s', async () => {
    const date = new Date(Date.now() - 600_000).toUTCString();
    const { api, send } = await connectedTo((response) => {
      response.setHeader('date', date);
      json(response, 200, { ok: true, result: {} });
    });
    expect(api.clockAhead()).toBeUndefined();
    await send();
    expect(Math.abs((api.clockAhead() ?? 0) - 600_000)).toBeLessThan(5_000);
  });
});
