import type {
  Instant,
  NativeAnswerId,
  NativePollId,
  OptionId,
  RoundNumber,
  SeasonId,
  VoterHash,
} from '../../../src/core/ids.ts';
import { type Counts, saysNothing } from '../../../src/core/vote/tally.ts';
import type {
  Ballot,
  BallotBatch,
  BallotStore,
  Counted,
  DroppedHeld,
  OpenPoll,
  PollState,
  Snapshot,
  StoredPoll,
} from '../../../src/ports/stores/ballot-store.ts';
import { compareBatches, HeldBatches, type HoldLimits } from './held-batches.ts';

type Votes = Map<VoterHash, NativeAnswerId>;
type Closed = Exclude<PollState, { kind: 'open' }>;

interface KnownPoll {
  poll: OpenPoll;
  state: PollState;
  votes: Votes;
  /** Of the votes, once they are deleted. */
  frozen?: Counts;
  last?: BallotBatch;
  snapshot?: Snapshot;
  /** A complete list that is being read, and what was counted meanwhile, which wins over it. */
  building: { readonly votes: Votes; readonly meanwhile: Ballot[] } | undefined;
}

const MOST_ANSWERS = 15;
const RANK = { open: 0, lost: 1, provisional: 2, final: 3 } as const;

/** The polls, ballots and live counts of every season in this process alone, by the rules of the port. */
export class MemoryBallots implements BallotStore {
  readonly #polls = new Map<NativePollId, KnownPoll>();
  readonly #held = new HeldBatches();
  readonly #limits: HoldLimits | undefined;
  #epoch = 0;

  constructor(limits?: HoldLimits) {
    this.#limits = limits;
  }

  async nextEpoch(): Promise<number> {
    this.#epoch += 1;
    return this.#epoch;
  }

  async register(poll: OpenPoll): Promise<readonly BallotBatch[]> {
    const { id, answers, message } = poll.poll;
    if (Object.keys(answers).length > MOST_ANSWERS)
      throw new RangeError(`Poll ${id} has more answers than can be counted`);
    const known = this.#polls.get(id);
    if (known === undefined)
      this.#polls.set(id, { poll, state: { kind: 'open' }, votes: new Map(), building: undefined });
    else if (message.id !== undefined && known.poll.poll.message.id === undefined)
      known.poll = { ...known.poll, poll: { ...known.poll.poll, message } };
    return this.#held.of(id);
  }

  async find(id: NativePollId): Promise<StoredPoll | undefined> {
    const known = this.#polls.get(id);
    return known && { ...known.poll, state: known.state };
  }

  async count(batch: BallotBatch, now: Instant): Promise<Counted> {
    const known = this.#polls.get(batch.poll);
    if (known === undefined) {
      this.#held.hold(batch, now, this.#limits);
      return { kind: 'held' };
    }
    const due = this.#held.of(batch.poll).filter((held) => compareBatches(held, batch) <= 0);
    for (const held of due) if (compareBatches(held, batch) < 0) countOne(known, held);
    const counted = countOne(known, batch);
    this.#held.release(batch.poll, due);
    return counted;
  }

  async rebuild(
    id: NativePollId,
    list: AsyncIterable<readonly { voter: VoterHash; answer: NativeAnswerId }[]>,
  ): Promise<Counts> {
    const known = this.#registered(id);
    if (known.state.kind !== 'open') throw new Error(`Poll ${id} is closed`);
    const building = { votes: new Map() as Votes, meanwhile: [] as Ballot[] };
    known.building = building;
    const still = (): void => {
      if (known.building !== building)
        throw new Error(
          `Another rebuild of poll ${id} began before this one was done, or the poll was closed`,
        );
    };
    try {
      for await (const page of list) {
        still();
        take(known, building.votes, page);
      }
      still();
    } catch (error) {
      if (known.building === building) known.building = undefined;
      throw error;
    }
    take(known, building.votes, building.meanwhile);
    known.votes = building.votes;
    known.building = undefined;
    return sumOfVotes(known);
  }

  async live(id: NativePollId): Promise<Counts> {
    const known = this.#polls.get(id);
    if (known === undefined) return {};
    if (known.poll.namedVotes) return known.frozen ?? sumOfVotes(known);
    const counts = known.snapshot?.counts ?? {};
    return sumByOption(known, (answer) => (Object.hasOwn(counts, answer) ? counts[answer] : 0) ?? 0);
  }

  async liveOf(ids: readonly NativePollId[]): Promise<ReadonlyMap<NativePollId, Counts>> {
    const known = ids.filter((id) => this.#polls.has(id));
    return new Map(await Promise.all(known.map(async (id) => [id, await this.live(id)] as const)));
  }

  async polls(season: SeasonId, round: RoundNumber): Promise<readonly StoredPoll[]> {
    return this.#of(season).filter((poll) => poll.round === round);
  }

  async open(season: SeasonId): Promise<readonly StoredPoll[]> {
    return this.#of(season).flatMap((poll) =>
      poll.state.kind === 'open' ? [{ ...poll, state: { kind: 'open' } }] : [],
    );
  }

  async anyOpen(season: SeasonId, round: RoundNumber): Promise<boolean> {
    return (await this.open(season)).some((poll) => poll.round === round);
  }

  async asked(id: NativePollId, at: Instant): Promise<void> {
    const known = this.#polls.get(id);
    if (known?.state.kind === 'open') known.state = { kind: 'open', askedAt: at };
  }

  async close(id: NativePollId, state: Closed): Promise<boolean> {
    const known = this.#registered(id);
    if (RANK[state.kind] <= RANK[known.state.kind]) return false;
    known.frozen ??= sumOfVotes(known);
    known.state = state;
    known.votes = new Map();
    known.building = undefined;
    return true;
  }

  async discardClosed(): Promise<void> {}

  async forget(season: SeasonId, voter: VoterHash): Promise<readonly NativePollId[]> {
    const forgotten: NativePollId[] = [];
    for (const [id, known] of this.#polls) {
      if (known.poll.season !== season) continue;
      if (known.votes.delete(voter)) forgotten.push(id);
      known.building?.votes.delete(voter);
      // Whatever was counted of the account meanwhile is in its votes, too.
      known.building?.meanwhile.push({ voter, withdrawn: [] });
    }
    return forgotten;
  }

  async snapshot(id: NativePollId): Promise<Snapshot | undefined> {
    const [held, counted] = [this.#held.snapshot(id), this.#polls.get(id)?.snapshot];
    if (held === undefined || counted === undefined) return held ?? counted;
    return held.sequence > counted.sequence ? held : counted;
  }

  async dropHeld(before: Instant): Promise<DroppedHeld> {
    return this.#held.drop(before);
  }

  erase(season: SeasonId): void {
    for (const [id, { poll }] of this.#polls) if (poll.season === season) this.#polls.delete(id);
  }

  #registered(id: NativePollId): KnownPoll {
    const known = this.#polls.get(id);
    if (known === undefined) throw new Error(`Poll ${id} is not registered`);
    return known;
  }

  /** In the order of their opening. */
  #of(season: SeasonId): readonly StoredPoll[] {
    return [...this.#polls.values()]
      .filter(({ poll }) => poll.season === season)
      .map(({ poll, state }) => ({ ...poll, state }))
      .sort((one, other) => one.openedAt - other.openedAt || (one.poll.id < other.poll.id ? -1 : 1));
  }
}

function countOne(known: KnownPoll, batch: BallotBatch): Counted {
  const { snapshot, ballots } = batch;
  for (const { voter } of ballots)
    if (!/^[0-9a-f]{16}$/.test(voter)) throw new RangeError('A voter must be a keyed hash');
  if (snapshot !== undefined && !saysNothing(known.poll.poll, snapshot)) {
    if (known.snapshot === undefined || snapshot.sequence > known.snapshot.sequence)
      known.snapshot = snapshot;
  }
  if (known.state.kind !== 'open') return { kind: 'skipped', why: 'closed' };
  if (known.last !== undefined && compareBatches(batch, known.last) <= 0)
    return { kind: 'skipped', why: 'repeated' };
  known.last = batch;
  known.building?.meanwhile.push(...ballots);
  return { kind: 'counted', poll: known.poll, changed: take(known, known.votes, ballots) };
}

/** @returns how many votes changed. A vote for an answer that the poll does not have is left out. */
function take(known: KnownPoll, votes: Votes, ballots: readonly Ballot[]): number {
  let changed = 0;
  for (const ballot of ballots) {
    const vote = votes.get(ballot.voter);
    if ('answer' in ballot) {
      if (vote === ballot.answer || !Object.hasOwn(known.poll.poll.answers, ballot.answer)) continue;
      votes.set(ballot.voter, ballot.answer);
    } else {
      if (vote === undefined || (ballot.withdrawn.length > 0 && !ballot.withdrawn.includes(vote))) continue;
      votes.delete(ballot.voter);
    }
    changed += 1;
  }
  return changed;
}

function sumOfVotes(known: KnownPoll): Counts {
  const counts = new Map<NativeAnswerId, number>();
  for (const answer of known.votes.values()) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return sumByOption(known, (answer) => counts.get(answer) ?? 0);
}

/** Every option of the poll, also without a vote; two answers may stand for one option. */
function sumByOption({ poll }: KnownPoll, countOf: (answer: NativeAnswerId) => number): Counts {
  const sums: Record<OptionId, number> = Object.create(null);
  for (const [answer, option] of Object.entries(poll.poll.answers) as [NativeAnswerId, OptionId][])
    sums[option] = (sums[option] ?? 0) + countOf(answer);
  return sums;
}
