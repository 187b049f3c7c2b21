import type { Instant, NativePollId } from '../../core/ids.ts';
import type { BallotBatch, DroppedHeld, OpenPoll, Snapshot } from '../../ports/stores/ballot-store.ts';
import type { RedisClient } from '../connection/connection.ts';
import { keysOf, type RedisKeys } from '../shared/keys.ts';
import { bare, decodeRecord, encodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { type AnswerPositions, answerPositions } from './packing.ts';
import {
  DROP_HELD,
  INDEX_POLL,
  LOOK_UP_OR_HOLD,
  LOOK_UP_POLL,
  RELEASE_HELD,
  REWRITE_POLL,
} from './scripts.ts';

/**
 * A registered poll as a process caches it. Nothing of it changes, except `held` and a message that was not
 * known yet.
 */
export interface KnownPoll {
  readonly poll: OpenPoll;
  /** Key of the poll's ballots. */
  readonly key: string;
  readonly positions: AnswerPositions;
  /** Batches that came before the registration and that this process has not seen counted, oldest first. */
  held: readonly BallotBatch[];
}

export interface HoldLimits {
  /** Ballots held for one unknown poll. */
  readonly ofPoll: number;
  /** Ballots held for all unknown polls. Servers are full of polls that are not ours. */
  readonly ofAll: number;
  /** Unknown polls for which anything is held. One more drops the poll that was held first. */
  readonly polls: number;
}

/** Characters of a snapshot with its words, as it is stored. A normal poll takes a tenth of this. */
const LONGEST_SNAPSHOT = 16_384;

interface LookUp {
  readonly known?: KnownPoll;
  /** Newest snapshot held under the poll's id. */
  readonly snapshot?: Snapshot;
}

/** Which season a native poll belongs to, and what arrived for polls before we knew that. */
export interface PollIndex {
  /** @param number the poll's number in its season. */
  add(poll: OpenPoll, number: number): Promise<KnownPoll>;
  /** Overwrites a poll that is in the index. */
  rewrite(poll: OpenPoll, number: number): Promise<void>;
  lookUp(id: NativePollId): Promise<LookUp>;
  /** Returns the poll. If it is not known, holds the batch and returns undefined. */
  lookUpOrHold(batch: BallotBatch, now: Instant): Promise<KnownPoll | undefined>;
  /** Removes held batches that were counted. */
  release(known: KnownPoll, counted: readonly BallotBatch[]): Promise<void>;
  drop(before: Instant): Promise<DroppedHeld>;
}

export function createPollIndex(redis: RedisClient, limits: HoldLimits): PollIndex {
  const names = keysOf(redis);
  const { heldKey, indexKeys } = names;
  const lookUpKeys = (id: NativePollId) => [indexKeys.polls, heldKey(id), indexKeys.heldSnapshots];
  return {
    async add(poll, number) {
      const { id } = poll.poll;
      const record = encodeRecord({ poll, number } satisfies IndexRecord);
      const reply = (await runScript(redis, INDEX_POLL, lookUpKeys(id), [id, record])) as LookUpReply;
      const { known } = decodeLookUp(names, id, reply);
      if (known === undefined) throw new Error(`Poll ${id} is not in the index right after it was added`);
      return known;
    },
    async rewrite(poll, number) {
      const record = encodeRecord({ poll, number } satisfies IndexRecord);
      await runScript(redis, REWRITE_POLL, [indexKeys.polls], [poll.poll.id, record]);
    },
    async lookUp(id) {
      return decodeLookUp(
        names,
        id,
        (await runScript(redis, LOOK_UP_POLL, lookUpKeys(id), [id])) as LookUpReply,
      );
    },
    async lookUpOrHold(batch, now) {
      const { poll: id } = batch;
      const whole = encodeRecord({ ...batch, ballots: [] });
      const snapshot = whole.length > LONGEST_SNAPSHOT ? undefined : batch.snapshot;
      const reply = await runScript(
        redis,
        LOOK_UP_OR_HOLD,
        [...lookUpKeys(id), indexKeys.heldPolls, indexKeys.heldTotals],
        [
          id,
          now,
          batchName(batch),
          batch.ballots.length,
          `${now}:${batch.ballots.length}:${encodeRecord(withoutSnapshot(batch))}`,
          snapshot?.sequence ?? '',
          snapshot === undefined ? '' : `${snapshot.sequence}:${now}:${batchName(batch)}:${whole}`,
          ...[limits.ofPoll, limits.ofAll, limits.polls, indexKeys.heldPrefix],
        ],
      );
      return decodeLookUp(names, id, reply as LookUpReply).known;
    },
    async release(known, counted) {
      const { id } = known.poll.poll;
      const { heldSnapshots, heldPolls, heldTotals } = indexKeys;
      const keys = [heldKey(id), heldSnapshots, heldPolls, heldTotals];
      await runScript(redis, RELEASE_HELD, keys, [id, ...counted.map(batchName)]);
    },
    async drop(before) {
      const { heldPolls, heldSnapshots, heldTotals, heldPrefix } = indexKeys;
      const keys = [heldPolls, heldSnapshots, heldTotals];
      const dropped = await runScript(redis, DROP_HELD, keys, [before, heldPrefix]);
      const [ballots, polls] = dropped as [number, number];
      return { ballots, polls };
    },
  };
}

interface IndexRecord {
  readonly poll: OpenPoll;
  readonly number: number;
}

/** Poll (or empty), held batches, held snapshot (or empty); see the scripts for how each is written. */
type LookUpReply = readonly [string, readonly string[], string];

function decodeLookUp(
  { ballotsKey }: RedisKeys,
  id: NativePollId,
  [record, held, heldSnapshot]: LookUpReply,
): LookUp {
  const snapshotBatch = heldSnapshot === '' ? undefined : decodeHeld(heldSnapshot);
  const snapshot = snapshotBatch?.snapshot;
  if (record === '') return { ...(snapshot && { snapshot }) };
  const { poll: stored, number } = decodeRecord<IndexRecord>(record);
  const poll = revivePoll(stored);
  const known: KnownPoll = {
    poll,
    key: ballotsKey(poll.season, number),
    positions: answerPositions(poll.poll),
    held: joinHeld(held.map(decodeHeld), snapshotBatch),
  };
  if (poll.poll.id !== id) throw new Error(`The index has poll ${poll.poll.id} under the id ${id}`);
  return { known, ...(snapshot && { snapshot }) };
}

/** The JSON follows the last of the leading fields, none of which contains a brace. */
function decodeHeld(value: string): BallotBatch {
  const batch = decodeRecord<BallotBatch>(value.slice(value.indexOf('{')));
  const { snapshot } = batch;
  return snapshot === undefined ? batch : { ...batch, snapshot: withBareCounts(snapshot) };
}

/** Puts the newest snapshot back into the batch that it came with. */
function joinHeld(batches: readonly BallotBatch[], snapshotBatch: BallotBatch | undefined): BallotBatch[] {
  const joined = [...batches];
  if (snapshotBatch?.snapshot !== undefined) {
    const { snapshot } = snapshotBatch;
    const at = joined.findIndex((batch) => batchName(batch) === batchName(snapshotBatch));
    const mate = joined[at];
    if (mate === undefined) joined.push(snapshotBatch);
    else joined[at] = { ...mate, snapshot };
  }
  return joined.sort(compareBatches);
}

function withoutSnapshot({ poll, epoch, number, ballots }: BallotBatch): BallotBatch {
  return { poll, epoch, number, ballots };
}

const batchName = (batch: BallotBatch): string => `${batch.epoch}.${batch.number}`;

/** Older batches first. */
export function compareBatches(a: BallotBatch, b: BallotBatch): number {
  return a.epoch - b.epoch || a.number - b.number;
}

export const withBareCounts = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  counts: bare(snapshot.counts),
});

/** Versions up to 0.1.0 wrote this as the message of a poll that they knew by its words alone. No real message has it. */
const UNSEEN = '0';

/**
 * A poll as it was written, with answers as own properties only, so that an id such as `constructor` is not
 * found by accident.
 */
export function revivePoll(poll: OpenPoll): OpenPoll {
  const { message, answers } = poll.poll;
  const there = message.id === UNSEEN ? { in: message.in } : message;
  return { ...poll, poll: { ...poll.poll, message: there, answers: bare(answers) } };
}
