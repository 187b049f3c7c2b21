import type { NativePollId, SeasonId, VoterHash } from '../../core/ids.ts';
import { saysNothing } from '../../core/vote/tally.ts';
import type {
  BallotBatch,
  BallotStore,
  Counted,
  OpenPoll,
  PollState,
  Snapshot,
  StoredPoll,
} from '../../ports/stores/ballot-store.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf } from '../shared/keys.ts';
import { bare, decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { createCache } from './cache.ts';
import { decodeSnapshot, readBallots, readLive } from './live-counts.ts';
import { answerPositions, packBallots, packVoter } from './packing.ts';
import {
  compareBatches,
  createPollIndex,
  type HoldLimits,
  type KnownPoll,
  type PollIndex,
  revivePoll,
} from './poll-index.ts';
import { discardBallots, rebuildBallots, sweepBallots } from './rebuild.ts';
import {
  ADD_POLL,
  CLOSE_POLL,
  COUNT_BATCH,
  FORGET_BALLOT,
  IS_ANY_OPEN,
  LIST_OPEN_POLLS,
  LIST_POLLS,
  NEXT_EPOCH,
  NOTE_ASKED,
  REWRITE_POLL,
} from './scripts.ts';

interface BallotStoreOptions {
  /** How many registered polls this process keeps in memory; the least recently used go first. */
  readonly cachedPolls?: number;
  readonly holdLimits?: HoldLimits;
}

const DEFAULT_CACHED_POLLS = 20_000;
/** Some 5 MB in Redis for one poll, 25 MB for all; snapshots take 32 MB at the very most. */
const DEFAULT_HOLD_LIMITS: HoldLimits = { ofPoll: 100_000, ofAll: 500_000, polls: 2_000 };

/**
 * Keeps polls, ballots and live counts in Redis. The caller owns the connection.
 *
 * - Count the batches of one poll in order. If one fails, retry it before the next; otherwise it would look repeated and be
 * skipped. Held batches are counted before any later one, whichever process counts first.
 * - The newest snapshot is kept even if its batch is skipped: it may be the closed poll's last word.
 * - Ballots held past the limits are refused; `dropHeld` reports them together with those it dropped.
 * - A poll is among its season's `polls` a moment before its votes are counted; `live` has none of it until then.
 * - `rebuild` and `close` reject if the poll is not registered, `rebuild` also if it is closed.
 */
export function createRedisBallotStore(redis: RedisClient, options: BallotStoreOptions = {}): BallotStore {
  const { indexKeys, seasonPollKeys } = keysOf(redis);
  const index = createPollIndex(redis, options.holdLimits ?? DEFAULT_HOLD_LIMITS);
  const cache = createCache(options.cachedPolls ?? DEFAULT_CACHED_POLLS);

  const lookUp = async (id: NativePollId): Promise<KnownPoll | undefined> => {
    const cached = cache.get(id);
    // Another process may have learned the poll's message since.
    if (cached !== undefined && isSeen(cached.poll)) return cached;
    return cache.put((await index.lookUp(id)).known);
  };
  const registered = async (id: NativePollId): Promise<KnownPoll> => {
    const known = await lookUp(id);
    if (known === undefined) throw new Error(`Poll ${id} is not registered`);
    return known;
  };

  return {
    nextEpoch: async () => Number(await runScript(redis, NEXT_EPOCH, [indexKeys.epoch], [])),
    async register(poll) {
      answerPositions(poll.poll);
      // Write the season's record first: a process that finds the poll in the index relies on it.
      const number = await addToSeason(redis, poll);
      const known = await index.add(poll, number);
      cache.put(known);
      if (isSeen(poll) && !isSeen(known.poll)) {
        const seen = { ...known.poll, poll: { ...known.poll.poll, message: poll.poll.message } };
        await rewriteInSeason(redis, seen);
        await index.rewrite(seen, number);
        cache.put({ ...known, poll: seen });
      }
      return known.held;
    },
    async find(id) {
      const known = await lookUp(id);
      if (known === undefined) return undefined;
      const { season, round } = known.poll;
      const state = await redis.hget(`${seasonPollKeys(season).statesPrefix}${round}`, id);
      return { ...known.poll, state: decodeState(state ?? '') };
    },
    async count(batch, now) {
      const known = cache.get(batch.poll) ?? cache.put(await index.lookUpOrHold(batch, now));
      return known === undefined ? { kind: 'held' } : countInOrder(redis, index, known, batch);
    },
    async rebuild(id, votes) {
      const known = await registered(id);
      await rebuildBallots(redis, { id, ...known }, votes);
      return readBallots(redis, known);
    },
    async live(id) {
      const known = await lookUp(id);
      if (known === undefined) return {};
      const [live] = await readLive(redis, [known]);
      return live?.[1] ?? {};
    },
    async liveOf(ids) {
      const known = (await Promise.all(ids.map(lookUp))).filter((one) => one !== undefined);
      return new Map(await readLive(redis, known));
    },
    async polls(season, round) {
      const { pollsPrefix, statesPrefix } = seasonPollKeys(season);
      const keys = [`${pollsPrefix}${round}`, `${statesPrefix}${round}`];
      return decodePolls((await runScript(redis, LIST_POLLS, keys, [])) as string[]);
    },
    async open(season) {
      const { open, pollsPrefix } = seasonPollKeys(season);
      const found = (await runScript(redis, LIST_OPEN_POLLS, [open], [pollsPrefix])) as string[];
      return decodePolls(found.flatMap((record) => [record, '']));
    },
    async anyOpen(season, round) {
      return (await runScript(redis, IS_ANY_OPEN, [seasonPollKeys(season).open], [round])) === 1;
    },
    async asked(id, at) {
      const known = await lookUp(id);
      if (known === undefined) return;
      const { statesPrefix, open } = seasonPollKeys(known.poll.season);
      const state = { kind: 'open', askedAt: at } satisfies PollState;
      await runScript(
        redis,
        NOTE_ASKED,
        [`${statesPrefix}${known.poll.round}`, open],
        [id, encodeRecord(state)],
      );
    },
    async close(id, state) {
      const { poll, key } = await registered(id);
      const { statesPrefix, open, numbers, discards } = seasonPollKeys(poll.season);
      const keys = [key, `${statesPrefix}${poll.round}`, open, numbers, discards];
      const args = [id, RANK[state.kind], encodeRecord(state)];
      const closed = (await runScript(redis, CLOSE_POLL, keys, args)) === 1;
      if (closed) await discard(redis, poll.season, key);
      return closed;
    },
    async discardClosed(season) {
      for (const key of await redis.smembers(seasonPollKeys(season).discards))
        await discard(redis, season, key);
    },
    forget: (season, voter) => forgetVoter(redis, season, voter),
    async snapshot(id) {
      const known = cache.get(id);
      // Held batches may be newer than what was counted.
      const found = known === undefined || known.held.length > 0 ? await index.lookUp(id) : { known };
      const held = 'snapshot' in found ? found.snapshot : undefined;
      if (found.known === undefined) return held;
      cache.put(found.known);
      const text = await redis.hget(found.known.key, 'snapshot');
      return newest(held, text === null ? undefined : decodeSnapshot(text));
    },
    dropHeld: (before) => index.drop(before),
  };
}

const RANK = { lost: 1, provisional: 2, final: 3 } as const;

async function discard(redis: RedisClient, season: SeasonId, key: string): Promise<void> {
  await discardBallots(redis, key);
  await redis.srem(keysOf(redis).seasonPollKeys(season).discards, key);
}

/** Asks every poll that the season ever had: a closed poll's ballots may not be deleted yet. */
async function forgetVoter(
  redis: RedisClient,
  season: SeasonId,
  voter: VoterHash,
): Promise<readonly NativePollId[]> {
  const { ballotsKey, seasonPollKeys } = keysOf(redis);
  const packed = packVoter(voter);
  const forgotten: NativePollId[] = [];
  const numbers = await redis.hgetall(seasonPollKeys(season).numbers);
  for (const [poll, number] of Object.entries(numbers) as [NativePollId, string][]) {
    const key = ballotsKey(season, Number(number));
    await sweepBallots(redis, key);
    if (Number(await runScript(redis, FORGET_BALLOT, [key], [packed])) === 1) forgotten.push(poll);
  }
  return forgotten;
}

async function addToSeason(redis: RedisClient, poll: OpenPoll): Promise<number> {
  const { numbers, open, pollsPrefix } = keysOf(redis).seasonPollKeys(poll.season);
  const keys = [numbers, open, `${pollsPrefix}${poll.round}`];
  return Number(await runScript(redis, ADD_POLL, keys, [poll.poll.id, poll.round, encodeRecord(poll)]));
}

/** Whether the poll's message is known; otherwise we know the poll by its words alone. */
const isSeen = ({ poll }: OpenPoll): boolean => poll.message.id !== undefined;

async function rewriteInSeason(redis: RedisClient, poll: OpenPoll): Promise<void> {
  const key = `${keysOf(redis).seasonPollKeys(poll.season).pollsPrefix}${poll.round}`;
  await runScript(redis, REWRITE_POLL, [key], [poll.poll.id, encodeRecord(poll)]);
}

/**
 * Counts held batches and older ones first, because each counted batch raises the guard above all earlier
 * ones.
 */
async function countInOrder(
  redis: RedisClient,
  index: PollIndex,
  known: KnownPoll,
  batch: BallotBatch,
): Promise<Counted> {
  const due = known.held.filter((held) => compareBatches(held, batch) <= 0);
  for (const held of due) {
    if (compareBatches(held, batch) < 0) await countOne(redis, known, held);
  }
  const counted = await countOne(redis, known, batch);
  if (due.length > 0) {
    await index.release(known, due);
    known.held = known.held.filter((held) => !due.includes(held));
  }
  return counted;
}

async function countOne(redis: RedisClient, known: KnownPoll, batch: BallotBatch): Promise<Counted> {
  const { epoch, number, ballots } = batch;
  const told = batch.snapshot;
  const snapshot = told !== undefined && saysNothing(known.poll.poll, told) ? undefined : told;
  const reply = await runScript(
    redis,
    COUNT_BATCH,
    [known.key, keysOf(redis).seasonPollKeys(known.poll.season).numbers],
    [
      epoch,
      number,
      packBallots(ballots, known.positions),
      snapshot?.sequence ?? '',
      snapshot === undefined ? '' : encodeRecord(snapshot),
      batch.poll,
    ],
  );
  const [status, changed] = reply as ['counted' | 'closed' | 'repeated', number];
  return status === 'counted'
    ? { kind: 'counted', poll: known.poll, changed }
    : { kind: 'skipped', why: status };
}

function newest(a: Snapshot | undefined, b: Snapshot | undefined): Snapshot | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.sequence > b.sequence ? a : b;
}

function decodeState(text: string): PollState {
  if (text === '') return { kind: 'open' };
  const state = decodeRecord<PollState>(text);
  return 'counts' in state ? { ...state, counts: bare(state.counts) } : state;
}

/** Polls and states alternate. Polls come in the order in which they were opened. */
function decodePolls(found: readonly string[]): readonly StoredPoll[] {
  const polls: StoredPoll[] = [];
  for (let at = 0; at < found.length; at += 2) {
    const poll = revivePoll(decodeRecord<OpenPoll>(found[at] ?? ''));
    polls.push({ ...poll, state: decodeState(found[at + 1] ?? '') });
  }
  return polls.sort((a, b) => a.openedAt - b.openedAt || (a.poll.id < b.poll.id ? -1 : 1));
}
