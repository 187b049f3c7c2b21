import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type NativeAnswerId,
  nativeAnswerId,
  nativePollId,
  optionId,
  outletId,
  roundNumber,
  seasonId,
  showId,
  type VoterHash,
  voterHash,
} from '../../../src/core/ids.ts';
import type { Ballot, BallotBatch, OpenPoll } from '../../../src/ports/stores/ballot-store.ts';
import { createRedisBallotStore } from '../../../src/redis/ballots/store.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';

type Cast = Extract<Ballot, { readonly answer: NativeAnswerId }>;
type Batch = Omit<BallotBatch, 'poll'>;
type Step =
  | { readonly do: 'count'; readonly batch: Batch }
  /** One batch is counted after each page of the list. */
  | {
      readonly do: 'rebuild';
      readonly pages: readonly (readonly Cast[])[];
      readonly meanwhile: readonly Batch[];
    }
  | { readonly do: 'forget'; readonly voter: VoterHash }
  | { readonly do: 'close' };

/** The model that the store has to agree with: one poll, its votes in a map. */
class Model {
  readonly #votes = new Map<string, NativeAnswerId>();
  #last = { epoch: -1, number: -1 };
  #closed = false;

  count(batch: Batch): 'counted' | 'closed' | 'repeated' {
    if (this.#closed) return 'closed';
    const { epoch, number } = this.#last;
    if (batch.epoch < epoch || (batch.epoch === epoch && batch.number <= number)) return 'repeated';
    this.#last = batch;
    for (const ballot of batch.ballots) this.#take(ballot);
    return 'counted';
  }
  rebuild(list: readonly Cast[], meanwhile: readonly Batch[]): 'rebuilt' | 'closed' {
    if (this.#closed) return 'closed';
    const counted = meanwhile.filter((batch) => this.count(batch) === 'counted');
    this.#votes.clear();
    for (const ballot of [...list, ...counted.flatMap(({ ballots }) => ballots)]) this.#take(ballot);
    return 'rebuilt';
  }
  forget(voter: VoterHash): number {
    return this.#closed ? 0 : Number(this.#votes.delete(voter));
  }
  close(): void {
    this.#closed = true;
  }
  live(): Record<string, number> {
    const votes = [...this.#votes.values()];
    return Object.fromEntries(
      ANSWERS.map((answer) => [answer, votes.filter((vote) => vote === answer).length]),
    );
  }
  #take(ballot: Ballot): void {
    const vote = this.#votes.get(ballot.voter);
    if ('answer' in ballot) this.#votes.set(ballot.voter, ballot.answer);
    else if (ballot.withdrawn.length === 0 || (vote && ballot.withdrawn.includes(vote)))
      this.#votes.delete(ballot.voter);
  }
}

const ANSWERS = ['1', '2', 'x'].map(nativeAnswerId);

/** Spread over all 64 bits, like keyed hashes. */
const voters = (most: number) =>
  fc.integer({ min: 1, max: most }).map((account) => {
    const bits = (BigInt(account) * 0x9e3779b97f4a7c15n) % 2n ** 64n;
    return voterHash(bits.toString(16).padStart(16, '0'));
  });
const answer = fc.constantFrom(...ANSWERS);
const casts = (most: number): fc.Arbitrary<Cast> => fc.record({ voter: voters(most), answer });
const ballots = (most: number): fc.Arbitrary<Ballot> =>
  fc.oneof(
    { weight: 3, arbitrary: casts(most) },
    {
      weight: 2,
      arbitrary: fc.record({ voter: voters(most), withdrawn: fc.uniqueArray(answer, { maxLength: 2 }) }),
    },
  );
/** Few epochs and numbers, so that batches are repeated and come in any order. */
const batches = (most: number, length: number): fc.Arbitrary<Batch> =>
  fc.record({
    epoch: fc.integer({ min: 1, max: 4 }),
    number: fc.nat({ max: 20 }),
    ballots: fc.array(ballots(most), { maxLength: length, size: 'max' }),
  });
const steps = (most: number, length: number): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ do: fc.constant('count' as const), batch: batches(most, length) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('rebuild' as const),
        pages: fc
          .uniqueArray(casts(most), { maxLength: length, size: 'max', selector: ({ voter }) => voter })
          .map((list) => [list.slice(0, list.length / 2), list.slice(list.length / 2)]),
        meanwhile: fc.array(batches(most, length), { maxLength: 2 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('forget' as const), voter: voters(most) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
  );

describe('ballot store against a model', () => {
  let server: TestRedis;
  let redis: Redis;
  let polls = 0;
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url, { protocol: 2 });
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  /** Batches before the registration are held; at the latest, they count with the first one after it. */
  async function follow(held: readonly Batch[], plan: readonly Step[]): Promise<void> {
    polls += 1;
    const poll = openPoll(polls);
    const { id } = poll.poll;
    const model = new Model();
    const store = createRedisBallotStore(redis);
    const count = (batch: Batch) => store.count({ ...batch, poll: id }, 1);

    for (const batch of held) await count(batch);
    const handedOver = await store.register(poll);
    for (const batch of handedOver) {
      await store.count(batch, 2);
      model.count(batch);
    }
    for (const step of plan) {
      if (step.do === 'count') {
        const counted = await count(step.batch);
        expect(counted.kind === 'skipped' ? counted.why : counted.kind).toBe(model.count(step.batch));
      } else if (step.do === 'rebuild') {
        const expected = model.rebuild(step.pages.flat(), step.meanwhile);
        const rebuilding = store.rebuild(
          id,
          (async function* () {
            for (const [index, page] of step.pages.entries()) {
              yield page;
              const batch = step.meanwhile[index];
              if (batch !== undefined) await count(batch);
            }
          })(),
        );
        if (expected === 'closed') await expect(rebuilding).rejects.toThrow('is closed');
        else await rebuilding;
      } else if (step.do === 'forget') {
        expect(await store.forget(poll.season, step.voter)).toHaveLength(model.forget(step.voter));
      } else {
        await store.close(id, { kind: 'lost', why: 'closed', at: 3 });
        model.close();
      }
      expect({ ...(await store.live(id)) }).toEqual(model.live());
    }
  }

  it('agrees on few voters who change their minds all the time', async () => {
    const property = fc.asyncProperty(
      fc.uniqueArray(batches(6, 8), { maxLength: 4, selector: ({ epoch, number }) => `${epoch}.${number}` }),
      fc.array(steps(6, 8), { maxLength: 20, size: 'max' }),
      follow,
    );
    await fc.assert(property, { numRuns: 150 });
  });

  it('agrees on ballots that fill several buckets', async () => {
    const property = fc.asyncProperty(
      fc.constant([]),
      fc.array(steps(600, 400), { maxLength: 12, size: 'max' }),
      follow,
    );
    // Plans of this size take too long to shrink; the first test finds the small ones.
    await fc.assert(property, { numRuns: 20, endOnFailure: true });
  });
});

/** Each in a different season, because a voter is forgotten in all polls of a season. */
function openPoll(number: number): OpenPoll {
  return {
    season: seasonId(showId('night-shift'), number),
    round: roundNumber(1),
    outlet: outletId('discord:1'),
    poll: {
      id: nativePollId(`poll ${number}`),
      message: { id: '1', in: '2' },
      answers: Object.fromEntries(ANSWERS.map((each) => [each, optionId(each)])),
    },
    namedVotes: true,
    openedAt: 0,
  };
}
