import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  nativeAnswerId,
  nativePollId,
  optionId,
  outletId,
  roundNumber,
  seasonId,
  showId,
} from '../../src/core/ids.ts';
import type { NativePoll } from '../../src/ports/platform/sending.ts';
import type { OpenPoll } from '../../src/ports/stores/ballot-store.ts';
import { createRedisBallotStore } from '../../src/redis/ballots/store.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let server: TestRedis;
let redis: Redis;

beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url, { protocol: 2 });
});
beforeEach(() => server.flush());
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

const season = seasonId(showId('night-shift'), 1);
const id = nativePollId('6000000000000000001');
const seen = { id: '7', in: '-100123', link: 'https://t.me/c/123/7' };
const unseen = { in: '-100123' };

const pollIn = (message: NativePoll['message'], openedAt = 5): OpenPoll => ({
  season,
  round: roundNumber(1),
  outlet: outletId('telegram:-100123'),
  poll: { id, message, answers: { [nativeAnswerId('at:0')]: optionId('brother') } },
  namedVotes: false,
  openedAt,
});

/** As the bot finds the poll, in every possible way. */
async function found(store = createRedisBallotStore(redis)) {
  const [byRound] = await store.polls(season, roundNumber(1));
  const [open] = await store.open(season);
  return [await store.find(id), byRound, open].map((poll) => poll && [poll.poll.message, poll.openedAt]);
}

describe('a poll whose message is not known', () => {
  it('is stored as such', async () => {
    await createRedisBallotStore(redis).register(pollIn(unseen));
    expect(await found()).toEqual([
      [unseen, 5],
      [unseen, 5],
      [unseen, 5],
    ]);
  });

  it('gets its message when it is registered with it, in every process, and nothing else changes', async () => {
    const [one, other] = [createRedisBallotStore(redis), createRedisBallotStore(redis)];
    await one.register(pollIn(unseen));
    // So that the other process has it in its cache.
    expect((await other.find(id))?.poll.message).toEqual(unseen);
    await one.register(pollIn(seen, 99));
    for (const store of [one, other])
      expect(await found(store)).toEqual([
        [seen, 5],
        [seen, 5],
        [seen, 5],
      ]);
  });

  it('keeps the message that it got', async () => {
    const store = createRedisBallotStore(redis);
    await store.register(pollIn(unseen));
    await store.register(pollIn(seen));
    await store.register(pollIn(unseen));
    await createRedisBallotStore(redis).register(pollIn({ ...seen, id: '8' }));
    expect(await found()).toEqual([
      [seen, 5],
      [seen, 5],
      [seen, 5],
    ]);
  });

  it('is understood as earlier versions wrote it, with a message 0', async () => {
    await createRedisBallotStore(redis).register(pollIn({ id: '0', in: '-100123' }));
    expect(await found()).toEqual([
      [unseen, 5],
      [unseen, 5],
      [unseen, 5],
    ]);
    await createRedisBallotStore(redis).register(pollIn(seen));
    expect(await found()).toEqual([
      [seen, 5],
      [seen, 5],
      [seen, 5],
    ]);
  });
});
