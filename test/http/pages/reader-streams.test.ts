import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageSnapshot } from '../../../src/core/page/snapshot.ts';
import type { StreamLimits } from '../../../src/http/pages/reader-streams.ts';
import { type SnapshotServer, serveSnapshots } from '../../support/pages/serve-snapshots.ts';
import { SNAPSHOTS } from '../../support/pages/snapshots.ts';

const { voting } = SNAPSHOTS;
let served: SnapshotServer;
const serve = async (streamLimits: Partial<StreamLimits> = {}, connections?: number) => {
  await served?.stop();
  served = await serveSnapshots(
    { voting, sealed: SNAPSHOTS.sealed },
    { streamLimits },
    connections === undefined ? {} : { limits: { connections } },
  );
};
beforeEach(() => serve());
afterEach(() => served.stop());

interface Reading {
  readonly status: number;
  readonly retryAfter: string | null;
  /** The next text that arrives; undefined at the end. */
  next(): Promise<string | undefined>;
  close(): void;
}

async function read(name = 'voting', headers: Record<string, string> = {}): Promise<Reading> {
  const abort = new AbortController();
  const answer = await fetch(`${served.url}/shows/${name}/events`, { headers, signal: abort.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    async next() {
      while (!rest.includes('\n\n')) {
        const part = await reader?.read().catch(() => undefined);
        if (part?.value === undefined) return undefined;
        rest += part.value;
      }
      const end = rest.indexOf('\n\n');
      const message = rest.slice(0, end);
      rest = rest.slice(end + 2);
      return message;
    },
    close: () => abort.abort(),
  };
}

const dataOf = (message: string | undefined) =>
  JSON.parse(/^data: (.*)$/m.exec(message ?? '')?.[1] ?? 'null');
const idOf = (message: string | undefined) => /^id: (.*)$/m.exec(message ?? '')?.[1] ?? '';

const NO_TALLY = { total: 0, platforms: [], communities: [] };

const withVotes = (first: number): PageSnapshot => ({
  ...voting,
  show: 'voting',
  votes: voting.votes.map((vote) => ({
    ...vote,
    options: vote.options.map((option, at) => (at === 0 ? { ...option, votes: first } : option)),
    tally: { ...NO_TALLY, ...vote.tally, total: first + 1_239 },
  })),
});

describe('a stream', () => {
  it('begins with how long to wait before another, and what the page shows now', async () => {
    const reader = await read();
    expect(await reader.next()).toBe('retry: 3000');
    expect(dataOf(await reader.next()).live).toMatchObject({
      '3.0.votes': '1,243 votes',
      '3.total': '2,482 votes',
    });
  });

  it('tells every reader the same when votes come in, under the same shape', async () => {
    const readers = await Promise.all([read(), read(), read('sealed')]);
    for (const reader of readers) await reader.next();
    const [before] = await Promise.all(readers.map((reader) => reader.next()));
    served.show(withVotes(1_300));
    const [one, other] = await Promise.all(readers.slice(0, 2).map((reader) => reader.next()));
    expect(dataOf(one).live['3.0.votes']).toBe('1,300 votes');
    expect(one).toBe(other);
    expect(dataOf(one).shape).toBe(dataOf(before).shape);
    served.show({ ...withVotes(1_300), state: 'closing' });
    expect(dataOf(await readers[0]?.next()).shape).not.toBe(dataOf(before).shape);
  });

  it('tells no number while counts are hidden', async () => {
    const reader = await read('sealed');
    await reader.next();
    expect(dataOf(await reader.next()).live).toEqual({});
  });

  it('does not repeat what a reader has when it comes back', async () => {
    const reader = await read();
    await reader.next();
    const id = idOf(await reader.next());
    reader.close();
    const again = await read('voting', { 'last-event-id': id });
    await again.next();
    expect(await again.next()).toBe(': unchanged');
    const other = await read('voting', { 'last-event-id': 'another' });
    await other.next();
    expect(idOf(await other.next())).toBe(id);
  });

  it('is kept open by comments, and ends after its time', async () => {
    await serve({ heartbeat: 20, life: 100 });
    const reader = await read();
    await reader.next();
    await reader.next();
    expect(await reader.next()).toBe(': ');
    let last: string | undefined = '';
    while (last !== undefined) last = await reader.next();
    expect(served.watching()).toBe(0);
  });

  it('is no longer fed when its last reader has left', async () => {
    const readers = await Promise.all([read(), read()]);
    for (const reader of readers) await reader.next();
    expect(served.watching()).toBe(1);
    for (const reader of readers) reader.close();
    await expect.poll(() => served.watching()).toBe(0);
  });

  it('of a reader who never reads is cut off, while the others go on', async () => {
    await serve({ backlog: 10_000 });
    const { hostname, port } = new URL(served.url);
    const deaf = connect(Number(port), hostname);
    deaf.on('error', () => undefined);
    deaf.write('GET /shows/voting/events HTTP/1.1\r\nHost: x\r\n\r\n');
    deaf.pause();
    await expect.poll(() => served.watching()).toBe(1);
    const closed = new Promise((resolve) => deaf.once('close', resolve));
    const reader = await read();
    let told = 0;
    void (async () => {
      while ((await reader.next()) !== undefined) told += 1;
    })();
    const fat = 'x'.repeat(200_000);
    for (let at = 0; at < 80; at += 1) {
      const page = withVotes(at);
      served.show({
        ...page,
        votes: page.votes.map((vote) => ({
          ...vote,
          tally: { ...NO_TALLY, ...vote.tally, platforms: [{ platform: fat, votes: at }] },
        })),
      });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    deaf.resume();
    await closed;
    expect(told).toBeGreaterThan(70);
  });

  it('is refused when there are too many, with a time to come back; probes get in', async () => {
    await serve({ streams: 2 });
    const readers = await Promise.all([read(), read()]);
    const refused = await read();
    expect([refused.status, refused.retryAfter]).toEqual([503, '60']);
    expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
    readers[0]?.close();
    await expect.poll(async () => (await read()).status).toBe(200);
  });

  it('is refused while only the reserve of connections is left', async () => {
    await serve({}, 258);
    const readers = [await read(), await read()];
    expect(readers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await read()).status).toBe(503);
    const page = await fetch(`${served.url}/shows/voting`);
    expect([page.status, page.headers.get('connection')]).toEqual([200, 'close']);
  });

  it('ends at once when the bot stops', async () => {
    const readers = await Promise.all([read(), read()]);
    for (const reader of readers) await reader.next();
    const began = performance.now();
    await served.server.stop(5_000);
    expect(performance.now() - began).toBeLessThan(1_000);
    for (const reader of readers) while ((await reader.next()) !== undefined);
  });
});
