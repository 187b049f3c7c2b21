import { deferred } from '../../core/deferred.ts';
import type { Milliseconds, NativeAnswerId, NativePollId, PlatformName, VoterHash } from '../../core/ids.ts';
import type { Jobs } from '../../ports/jobs.ts';
import type { VoteFact } from '../../ports/platform/listening.ts';
import type { Ballot, BallotBatch, Snapshot } from '../../ports/stores/ballot-store.ts';
import type { VoterHasher } from '../../ports/voter-hasher.ts';

/** A batch is passed on when it holds this many facts … */
const MOST_FACTS = 500;
/** … or this long after its first one. */
const LONGEST_WAIT: Milliseconds = 25;

/**
 * Collects votes into batches and queues them: the only place that does. A batch keeps only an account's last vote;
 * batches are queued one after the other, so that none overtakes another. While Redis is away the queue retries, and
 * the promises stay open, so that a platform that can keep its updates does.
 */
export interface VoteRecorder {
  /** Resolves once these facts are durable. Rejects if the queues were closed before that. */
  record(platform: PlatformName, facts: readonly VoteFact[]): Promise<void>;
  /** Passes on what is collected and waits until it is durable. */
  flush(): Promise<void>;
}

export function createVoteRecorder(parts: {
  readonly jobs: Pick<Jobs, 'ballots'>;
  readonly hashVoter: VoterHasher;
  /** From `BallotStore.nextEpoch`, once for each start of a listener. */
  readonly epoch: number;
}): VoteRecorder {
  let gathered = new Map<NativePollId, Gathering>();
  let facts = 0;
  let timer: NodeJS.Timeout | undefined;
  let number = 0;
  let current = deferred<void>();
  let last: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    if (facts === 0) return last;
    const batches = [...gathered].map(([poll, gathering]) => batchOf(poll, gathering, parts.epoch, ++number));
    const done = current;
    gathered = new Map();
    facts = 0;
    current = deferred<void>();
    last = last.then(() => parts.jobs.ballots(batches)).then(done.resolve, done.reject);
    return last;
  }

  return {
    async record(platform, incoming) {
      if (incoming.length === 0) return last;
      const durable = new Set<Promise<void>>();
      for (const fact of incoming) {
        gather(gathered, platform, fact, parts.hashVoter);
        durable.add(current.promise);
        facts += 1;
        if (facts >= MOST_FACTS) void flush();
      }
      if (facts > 0) timer ??= setTimeout(() => void flush(), LONGEST_WAIT);
      await Promise.all(durable);
    },
    flush,
  };
}

interface Gathering {
  readonly ballots: Map<VoterHash, Ballot>;
  snapshot?: Snapshot;
}

function gather(
  gathered: Map<NativePollId, Gathering>,
  platform: PlatformName,
  fact: VoteFact,
  hashVoter: VoterHasher,
): void {
  let gathering = gathered.get(fact.poll);
  if (gathering === undefined) {
    gathering = { ballots: new Map() };
    gathered.set(fact.poll, gathering);
  }
  if (fact.kind === 'snapshot') {
    if (gathering.snapshot === undefined || fact.sequence > gathering.snapshot.sequence)
      gathering.snapshot = fact;
    return;
  }
  const voter = hashVoter(platform, fact.account);
  const before = gathering.ballots.get(voter);
  gathering.ballots.set(
    voter,
    fact.kind === 'cast' ? { voter, answer: fact.answer } : withdrawal(voter, before, fact.answer),
  );
}

/** A change may arrive as a withdrawal of the old answer and a vote for the new one, in either order. */
function withdrawal(
  voter: VoterHash,
  before: Ballot | undefined,
  answer: NativeAnswerId | undefined,
): Ballot {
  if (answer === undefined) return { voter, withdrawn: [] };
  if (before === undefined) return { voter, withdrawn: [answer] };
  if ('answer' in before) return before.answer === answer ? { voter, withdrawn: [] } : before;
  return before.withdrawn.length === 0
    ? before
    : { voter, withdrawn: [...new Set([...before.withdrawn, answer])] };
}

function batchOf(
  poll: NativePollId,
  { ballots, snapshot }: Gathering,
  epoch: number,
  number: number,
): BallotBatch {
  return {
    poll,
    epoch,
    number,
    ballots: [...ballots.values()],
    ...(snapshot !== undefined && { snapshot: plainSnapshot(snapshot) }),
  };
}

const plainSnapshot = ({ sequence, counts, closed, question, labels }: Snapshot): Snapshot => ({
  sequence,
  counts,
  closed,
  question,
  labels,
});
