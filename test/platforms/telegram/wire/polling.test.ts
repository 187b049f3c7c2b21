import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBotApi } from '../../../../src/platforms/telegram/requests/client.ts';
import { startPolling } from '../../../../src/platforms/telegram/updates/polling.ts';
import type { Log } from '../../../../src/ports/log.ts';
import type { PlatformSink, VoteFact } from '../../../../src/ports/platform/listening.ts';

/** Polls a server that answers every getUpdates at once. */
async function polling(answer: (asked: number, offset: number | undefined) => unknown) {
  let asked = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const isQuestion = request.url?.endsWith('/getUpdates') === true;
      const result = isQuestion ? answer(++asked, JSON.parse(body).offset) : true;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, result }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const lines: string[] = [];
  const note = (_: object, line: string) => void lines.push(line);
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const limiter = { take: async () => undefined, pause: async () => undefined };
  const facts: VoteFact[] = [];
  const sink: PlatformSink = {
    votes: async (given) => void facts.push(...given),
    eventsLost: async () => undefined,
    accessLost: async () => undefined,
    rival: async () => undefined,
    shutOut: async () => undefined,
    moved: async () => undefined,
  };
  const listener = startPolling({ api: createBotApi({ token: '1:a', apiUrl, limiter }), sink, log });
  onTestFinished(async () => {
    await listener.stop();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return { listener, facts, lines, asked: () => asked };
}

const vote = (update_id: unknown, voters: number) => ({
  update_id,
  message: null,
  poll: {
    id: '1',
    question: 'Q',
    options: [{ persistent_id: 'a', text: 'A', voter_count: voters }],
    total_voter_count: voters,
    is_closed: false,
    type: null,
  },
});

describe('a server that answers getUpdates at once', () => {
  it('with nothing is polled a few times a second at most, and less and less often', async () => {
    const { asked, listener, lines } = await polling(() => []);
    await listener.ready;
    await pause(3_200);
    // At 0, 0.1, 0.3, 0.7, 1.5 and 3.1 s, and once before the first.
    expect(asked()).toBeLessThanOrEqual(8);
    expect(asked()).toBeGreaterThanOrEqual(4);
    expect(listener.state).toEqual({ up: true });
    expect(lines.filter((line) => line.includes('polling more slowly'))).toHaveLength(1);
  });

  it('with the same update again and again has it counted once, and is polled as rarely', async () => {
    const { asked, facts } = await polling(() => [vote(7, 1)]);
    await pause(1_000);
    expect(facts).toHaveLength(1);
    expect(asked()).toBeLessThanOrEqual(7);
  });

  it.each<readonly [string, (asked: number) => readonly number[]]>([
    ['in falling order', () => [9, 8, 7]],
    ['in turns', (asked) => (asked % 2 === 0 ? [7, 8] : [9, 7])],
    ['each time from the first one on', (asked) => [7, 8, 9].slice(0, asked)],
  ])('with old updates %s has each counted once, and is polled as rarely', async (_, ids) => {
    const { asked, facts, listener } = await polling((times) => ids(times).map((id) => vote(id, id)));
    await pause(1_200);
    const counted = facts.map((fact) => (fact.kind === 'snapshot' ? fact.sequence : 0));
    expect(counted.toSorted()).toEqual([7, 8, 9]);
    expect([asked() <= 9, listener.state]).toEqual([true, { up: true }]);
  });

  it('with news every time is polled at once', async () => {
    const { facts } = await polling((asked) => (asked < 200 ? [vote(asked, asked)] : []));
    await expect.poll(() => facts.length, { timeout: 5_000 }).toBe(199);
  });

  it.each([
    ['an object', {}],
    ['null', null],
    ['a text', 'soon'],
  ])('with %s instead of a list counts as down, and is polled less and less often', async (_, result) => {
    const { asked, listener } = await polling(() => result);
    await pause(700);
    expect(asked()).toBeLessThanOrEqual(3);
    expect(listener.state.up).toBe(false);
  });

  it('with something that is not an update skips it', async () => {
    const offsets: unknown[] = [];
    const { facts } = await polling((_, offset) => {
      offsets.push(offset);
      return offset === 9 ? [] : [null, { update_id: 'x' }, vote('7', 1), { update_id: 8, poll: 'x' }];
    });
    await expect.poll(() => offsets.at(-1)).toBe(9);
    expect(facts).toMatchObject([{ kind: 'snapshot', sequence: 7, counts: { 'id:a': 1 } }]);
  });

  it('follows update numbers that start over, lower than before', async () => {
    const offsets: unknown[] = [];
    await polling((asked, offset) => {
      offsets.push(offset);
      return asked === 1 ? [vote(900, 1)] : asked === 2 ? [vote(5, 2)] : [];
    });
    await expect.poll(() => offsets.slice(0, 3)).toEqual([undefined, 901, 6]);
  });
});
