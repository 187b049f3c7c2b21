import type {
  Instant,
  NativeAnswerId,
  NativePollId,
  OutletId,
  RoundNumber,
  SeasonId,
  VoterHash,
} from '../../core/ids.ts';
import type { CountTrouble } from '../../core/vote/count-trouble.ts';
import type { Counts } from '../../core/vote/tally.ts';
import type { NativePoll } from '../platform/sending.ts';

/** A native poll and its place in a season. */
export interface OpenPoll {
  readonly season: SeasonId;
  readonly round: RoundNumber;
  readonly outlet: OutletId;
  readonly poll: NativePoll;
  /**
   * Whether the platform says who voted: then the live tally comes from ballots, otherwise from snapshots.
   */
  readonly namedVotes: boolean;
  readonly openedAt: Instant;
}

export type PollState =
  /** `askedAt`: when its platform was last asked to end it and did not report its final count. */
  | { readonly kind: 'open'; readonly askedAt?: Instant }
  | {
      readonly kind: 'final' | 'provisional';
      readonly counts: Counts;
      readonly closedAt: Instant;
      readonly note?: string;
      /** Why it is provisional; absent in what older versions wrote. */
      readonly because?: CountTrouble;
    }
  | { readonly kind: 'lost'; readonly why: string; readonly because?: CountTrouble; readonly at: Instant };

export interface StoredPoll extends OpenPoll {
  readonly state: PollState;
}

/** One account's last vote in a batch. Answers are native; the store's poll knows what they mean. */
export type Ballot =
  | { readonly voter: VoterHash; readonly answer: NativeAnswerId }
  /** Withdraws the vote if it is for one of these; if empty, any vote. */
  | { readonly voter: VoterHash; readonly withdrawn: readonly NativeAnswerId[] };

export interface BallotBatch {
  readonly poll: NativePollId;
  /**
   * Orders the batches of one poll: `epoch` grows with every start of a listener, `number` within it. A batch
   * that is not newer than the last counted one is skipped, so running a job twice changes nothing.
   */
  readonly epoch: number;
  readonly number: number;
  readonly ballots: readonly Ballot[];
  /** The newest snapshot in the batch, if any. */
  readonly snapshot?: Snapshot;
}

export interface Snapshot {
  readonly sequence: number;
  readonly counts: Readonly<Record<NativeAnswerId, number>>;
  readonly closed: boolean;
  readonly question: string;
  readonly labels: readonly string[];
}

export type Counted =
  | { readonly kind: 'counted'; readonly poll: OpenPoll; readonly changed: number }
  /** The poll is closed, or the batch was counted before. */
  | { readonly kind: 'skipped'; readonly why: 'closed' | 'repeated' }
  /** No such poll (yet): the batch is kept until the send is answered, or until it is too old. */
  | { readonly kind: 'held' };

/** Polls, ballots and live counts. Each method is one atomic step per season or index. */
export interface BallotStore {
  /** A number for `BallotBatch.epoch` that grows with every call, even if the store lost its data. */
  nextEpoch(): Promise<number>;
  /**
   * Makes a poll known. Idempotent; but a poll that was known by its words alone gets its message.
   * @returns the batches held for it, which are to be counted now.
   */
  register(poll: OpenPoll): Promise<readonly BallotBatch[]>;
  find(poll: NativePollId): Promise<StoredPoll | undefined>;
  /** Counts one batch: reads all previous votes at once, writes all at once, adds the differences once. */
  count(batch: BallotBatch, now: Instant): Promise<Counted>;
  /**
   * Replaces an open poll's ballots, and so its live counts, by a complete list (a reconciliation). Rejects if the
   * poll closes meanwhile.
   */
  rebuild(
    poll: NativePollId,
    votes: AsyncIterable<readonly { voter: VoterHash; answer: NativeAnswerId }[]>,
  ): Promise<Counts>;
  /**
   * Live counts of a poll: from its ballots if votes are named, else from the newest snapshot. Zero before the first.
   */
  live(poll: NativePollId): Promise<Counts>;
  /**
   * The same of many polls of one season, in a few steps however many there are. Polls that are not registered are left out.
   */
  liveOf(polls: readonly NativePollId[]): Promise<ReadonlyMap<NativePollId, Counts>>;
  polls(season: SeasonId, round: RoundNumber): Promise<readonly StoredPoll[]>;
  /** A season's polls that are still open; without `askedAt`. */
  open(season: SeasonId): Promise<readonly StoredPoll[]>;
  /** Whether any poll of a round is still open. Cheap, even among many. */
  anyOpen(season: SeasonId, round: RoundNumber): Promise<boolean>;
  /** Records that the platform was asked to end an open poll. Does nothing if it is closed or not registered. */
  asked(poll: NativePollId, at: Instant): Promise<void>;
  /**
   * Freezes a poll. `final` may replace `provisional`; nothing replaces `final`. The accounts' ballots are no longer
   * needed then and are deleted; the counts stay.
   * @returns whether it changed.
   */
  close(poll: NativePollId, state: Exclude<PollState, { kind: 'open' }>): Promise<boolean>;
  /** Deletes what a crash during `close` left of a season's ballots. */
  discardClosed(season: SeasonId): Promise<void>;
  /**
   * Deletes an account's ballots from all polls of a season; live counts of open ones change with it.
   * @returns those polls.
   */
  forget(season: SeasonId, voter: VoterHash): Promise<readonly NativePollId[]>;
  /** Newest snapshot of a poll, even if it is not registered. */
  snapshot(poll: NativePollId): Promise<Snapshot | undefined>;
  /**
   * Drops held batches older than `before`.
   * @returns everything that was dropped since the last call, for any reason.
   */
  dropHeld(before: Instant): Promise<DroppedHeld>;
}

export interface DroppedHeld {
  readonly ballots: number;
  /** Unknown polls that were dropped early because there were too many. */
  readonly polls: number;
}
