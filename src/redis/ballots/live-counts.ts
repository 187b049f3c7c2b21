import type { NativeAnswerId, NativePollId, OptionId } from '../../core/ids.ts';
import type { Counts } from '../../core/vote/tally.ts';
import type { Snapshot } from '../../ports/stores/ballot-store.ts';
import type { RedisClient } from '../connection/connection.ts';
import { chunks } from '../shared/chunks.ts';
import { bare, decodeRecord } from '../shared/records.ts';
import { runScript } from '../shared/scripts.ts';
import { type KnownPoll, withBareCounts } from './poll-index.ts';
import { READ_LIVE } from './scripts.ts';

/** A step with so many polls takes Redis less than a millisecond. */
const POLLS_A_STEP = 250;

/** Live counts of polls of one season: from ballots if votes are named, else from the newest snapshot. */
export async function readLive(
  redis: RedisClient,
  polls: readonly KnownPoll[],
): Promise<readonly (readonly [NativePollId, Counts])[]> {
  const steps = [...chunks(polls, POLLS_A_STEP)].map(async (some) => {
    const sizes = some.map(({ poll, positions }) => (poll.namedVotes ? positions.size : 0));
    const found = await readStep(redis, some, sizes);
    return some.map((known, at) => [known.poll.poll.id, countsOf(known, found[at] ?? '')] as const);
  });
  return (await Promise.all(steps)).flat();
}

/** Counts of a poll's ballots, also where they are not its live counts. */
export async function readBallots(redis: RedisClient, known: KnownPoll): Promise<Counts> {
  const [found] = await readStep(redis, [known], [known.positions.size]);
  return countsOf(known, found ?? '');
}

/** Counts by an answer's position, or a snapshot; empty if there is none. */
type Found = readonly number[] | string;

const readStep = async (
  redis: RedisClient,
  polls: readonly KnownPoll[],
  sizes: readonly number[],
): Promise<readonly Found[]> =>
  (await runScript(
    redis,
    READ_LIVE,
    polls.map(({ key }) => key),
    sizes,
  )) as Found[];

function countsOf(known: KnownPoll, found: Found): Counts {
  if (typeof found !== 'string')
    return sumByOption(known, (answer) => found[known.positions.get(answer) ?? -1]);
  const snapshot = found === '' ? undefined : decodeSnapshot(found);
  return sumByOption(known, (answer) => snapshot?.counts[answer]);
}

/** Every option of the poll, also those without a vote. Two answers may belong to one option. */
function sumByOption(known: KnownPoll, countOf: (answer: NativeAnswerId) => number | undefined): Counts {
  const sums = bare<OptionId, number>({});
  for (const [answer, option] of Object.entries(known.poll.poll.answers) as [NativeAnswerId, OptionId][]) {
    sums[option] = (sums[option] ?? 0) + (countOf(answer) ?? 0);
  }
  return sums;
}

export const decodeSnapshot = (text: string): Snapshot => withBareCounts(decodeRecord<Snapshot>(text));
