import type { Instant, NativePollId } from '../../../src/core/ids.ts';
import type { BallotBatch, DroppedHeld, Snapshot } from '../../../src/ports/stores/ballot-store.ts';

export interface HoldLimits {
  readonly ofPoll: number;
  readonly ofAll: number;
  readonly polls: number;
}

const UNLIMITED: HoldLimits = { ofPoll: 100_000, ofAll: 500_000, polls: 2_000 };

/** Characters of a snapshot with its words. */
const LONGEST_SNAPSHOT = 16_384;

interface HeldPoll {
  since: Instant;
  batches: { readonly batch: BallotBatch; readonly at: Instant }[];
  /** The newest, with the batch that it came with. */
  snapshot: { readonly snapshot: Snapshot; readonly batch: BallotBatch; readonly at: Instant } | undefined;
}

/** Older batches first. */
export const compareBatches = (one: BallotBatch, other: BallotBatch): number =>
  one.epoch - other.epoch || one.number - other.number;

/** What came for polls that nobody knew yet, until it is counted or its time is over. */
export class HeldBatches {
  readonly #polls = new Map<NativePollId, HeldPoll>();
  #refused = 0;
  #droppedPolls = 0;

  hold(
    { snapshot, ...batch }: BallotBatch,
    now: Instant,
    { ofPoll, ofAll, polls: most }: HoldLimits = UNLIMITED,
  ): void {
    const held = this.#polls.get(batch.poll) ?? { since: now, batches: [], snapshot: undefined };
    const { ballots } = batch;
    if (snapshot !== undefined && JSON.stringify(snapshot).length <= LONGEST_SNAPSHOT) {
      if (snapshot.sequence > (held.snapshot?.snapshot.sequence ?? Number.NEGATIVE_INFINITY))
        held.snapshot = { snapshot, batch, at: now };
    }
    if (ballots.length > 0 && !held.batches.some((one) => compareBatches(one.batch, batch) === 0)) {
      const all = [...this.#polls.values()].reduce((sum, one) => sum + ballotsIn(one), 0);
      if (ballotsIn(held) + ballots.length > ofPoll || all + ballots.length > ofAll)
        this.#refused += ballots.length;
      else held.batches.push({ batch, at: now });
    }
    if (held.batches.length > 0 || held.snapshot !== undefined) this.#polls.set(batch.poll, held);
    while (this.#polls.size > most) this.#dropOldestBut(batch.poll);
  }

  /** Oldest first, the newest snapshot with its batch. */
  of(poll: NativePollId): readonly BallotBatch[] {
    const held = this.#polls.get(poll);
    if (held === undefined) return [];
    const batches = held.batches.map(({ batch }) => batch);
    const newest = held.snapshot;
    if (newest !== undefined) {
      const whole = { ...newest.batch, snapshot: newest.snapshot };
      const mate = batches.findIndex((batch) => compareBatches(batch, whole) === 0);
      if (mate < 0) batches.push({ ...whole, ballots: [] });
      else batches[mate] = whole;
    }
    return batches.sort(compareBatches);
  }

  snapshot(poll: NativePollId): Snapshot | undefined {
    return this.#polls.get(poll)?.snapshot?.snapshot;
  }

  /** Forgets what was counted. */
  release(poll: NativePollId, counted: readonly BallotBatch[]): void {
    const isCounted = (batch: BallotBatch): boolean =>
      counted.some((one) => compareBatches(one, batch) === 0);
    this.#keep(poll, ({ batch }) => !isCounted(batch));
  }

  drop(before: Instant): DroppedHeld {
    let ballots = this.#refused;
    for (const [poll, held] of this.#polls) {
      const had = ballotsIn(held);
      this.#keep(poll, ({ at }) => at >= before);
      ballots += had - ballotsIn(held);
    }
    const dropped = { ballots, polls: this.#droppedPolls };
    this.#refused = 0;
    this.#droppedPolls = 0;
    return dropped;
  }

  #keep(
    poll: NativePollId,
    isKept: (one: { readonly batch: BallotBatch; readonly at: Instant }) => boolean,
  ): void {
    const held = this.#polls.get(poll);
    if (held === undefined) return;
    held.batches = held.batches.filter(isKept);
    if (held.snapshot !== undefined && !isKept(held.snapshot)) held.snapshot = undefined;
    if (held.batches.length === 0 && held.snapshot === undefined) this.#polls.delete(poll);
  }

  #dropOldestBut(newest: NativePollId): void {
    const [oldest] = [...this.#polls]
      .filter(([poll]) => poll !== newest)
      .sort(([, one], [, other]) => one.since - other.since);
    if (oldest === undefined) return;
    this.#refused += ballotsIn(oldest[1]);
    this.#droppedPolls += 1;
    this.#polls.delete(oldest[0]);
  }
}

const ballotsIn = ({ batches }: HeldPoll): number =>
  batches.reduce((sum, { batch }) => sum + batch.ballots.length, 0);
