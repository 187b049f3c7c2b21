import { describe, expect, it } from 'vitest';
import { createVoteRecorder } from '../../src/app/votes/record-votes.ts';
import { deferred } from '../../src/core/deferred.ts';
import { nativeAnswerId, nativePollId, voterHash } from '../../src/core/ids.ts';
import type { VoteFact } from '../../src/ports/platform/listening.ts';
import type { BallotBatch } from '../../src/ports/stores/ballot-store.ts';

const poll = nativePollId('discord:1');
const cast = (account: string, answer: string): VoteFact => ({
  kind: 'cast',
  poll,
  account,
  answer: nativeAnswerId(answer),
});

/** A queue that takes each call when it is let, or at once. */
function recorder({ held = false } = {}) {
  const queued: BallotBatch[] = [];
  const calls: { readonly take: () => void; readonly refuse: (why: Error) => void }[] = [];
  const votes = createVoteRecorder({
    jobs: {
      async ballots(batches) {
        const taken = deferred<void>();
        calls.push({ take: taken.resolve, refuse: taken.reject });
        if (!held) taken.resolve();
        await taken.promise;
        queued.push(...batches);
      },
    },
    hashVoter: (_, account) => voterHash(account),
    epoch: 7,
  });
  return { votes, queued, calls };
}

describe('the batcher of votes', () => {
  it('queues what came together as one batch a poll, with the last word of each account', async () => {
    const { votes, queued, calls } = recorder();
    const first = votes.record('discord', [cast('ana', '1'), cast('ben', '1')]);
    const second = votes.record('discord', [cast('ana', '2')]);
    await Promise.all([first, second]);
    expect(calls).toHaveLength(1);
    expect(queued).toEqual([
      {
        poll,
        epoch: 7,
        number: 1,
        ballots: [
          { voter: 'ana', answer: '2' },
          { voter: 'ben', answer: '1' },
        ],
      },
    ]);
  });

  it('makes batches of 500 at most, however many come at once', async () => {
    const { votes, queued } = recorder();
    const all = Array.from({ length: 1_200 }, (_, index) => cast(`${index}`, '1'));
    await votes.record('discord', all);
    expect(queued.map(({ number, ballots }) => [number, ballots.length])).toEqual([
      [1, 500],
      [2, 500],
      [3, 200],
    ]);
    expect(queued.flatMap(({ ballots }) => ballots.map(({ voter }) => voter))).toEqual(
      all.map((fact) => (fact.kind === 'cast' ? fact.account : '')),
    );
  });

  it('says so when a part of many is not durable', async () => {
    const { votes, calls } = recorder({ held: true });
    const all = votes.record(
      'discord',
      Array.from({ length: 600 }, (_, index) => cast(`${index}`, '1')),
    );
    const failed = expect(all).rejects.toThrow('closed');
    await Promise.resolve();
    calls[0]?.refuse(new Error('closed'));
    await failed;
    while (calls.length < 2) await new Promise((next) => setImmediate(next));
    calls[1]?.take();
    await votes.flush();
  });

  it('queues batches one after the other, numbered, however long one takes', async () => {
    const { votes, queued, calls } = recorder({ held: true });
    void votes.record('discord', [cast('ana', '1')]);
    void votes.flush();
    void votes.record('discord', [cast('ana', '2')]);
    const all = votes.flush();
    await Promise.resolve();
    expect(calls).toHaveLength(1);
    calls[0]?.take();
    while (calls.length < 2) await Promise.resolve();
    calls[1]?.take();
    await all;
    expect(queued.map(({ number, ballots }) => [number, ballots[0]])).toEqual([
      [1, { voter: 'ana', answer: '1' }],
      [2, { voter: 'ana', answer: '2' }],
    ]);
  });

  it('says that votes are not durable where the queue is closed, and goes on', async () => {
    const { votes, queued, calls } = recorder({ held: true });
    const lost = votes.record('discord', [cast('ana', '1')]);
    void votes.flush();
    await Promise.resolve();
    calls[0]?.refuse(new Error('closed'));
    await expect(lost).rejects.toThrow('closed');
    const kept = votes.record('discord', [cast('ben', '1')]);
    void votes.flush();
    while (calls.length < 2) await Promise.resolve();
    calls[1]?.take();
    await kept;
    expect(queued.map(({ number }) => number)).toEqual([2]);
  });
});
