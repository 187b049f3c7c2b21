import type { NativeAnswerId, NativePollId, VoterHash } from '../../core/ids.ts';
import type { RedisClient } from '../connection/connection.ts';
import { runScript } from '../shared/scripts.ts';
import { type AnswerPositions, packBallots } from './packing.ts';
import {
  ABANDON_GENERATION,
  ADD_LISTED,
  BEGIN_GENERATION,
  DISCARD_BALLOTS,
  FINISH_GENERATION,
  SWEEP_GENERATIONS,
} from './scripts.ts';

type ListedBallots = readonly { readonly voter: VoterHash; readonly answer: NativeAnswerId }[];

/** Votes added in one atomic step. */
const CHUNK = 1_000;

/**
 * Builds a generation of ballots from a complete list beside the current one, then makes it current in one step. A ballot
 * that is counted meanwhile goes into both and wins over the list, because the list may have been read before it. If a voter
 * is listed twice, the later entry counts. If the list breaks off, the poll closes or another rebuild of it begins, nothing
 * changes and the promise rejects.
 */
export async function rebuildBallots(
  redis: RedisClient,
  target: { readonly id: NativePollId; readonly key: string; readonly positions: AnswerPositions },
  votes: AsyncIterable<ListedBallots>,
): Promise<void> {
  const { id, key, positions } = target;
  const generation = String(await runScript(redis, BEGIN_GENERATION, [key], []));
  if (generation === '0') throw new Error(`Poll ${id} is closed: its ballots are not needed any more`);
  const still = (reply: unknown) => {
    if (reply !== 1)
      throw new Error(`Another rebuild of poll ${id} began before this one was done, or the poll was closed`);
  };
  try {
    for await (const page of votes) {
      for (let at = 0; at < page.length; at += CHUNK) {
        const packed = packBallots(page.slice(at, at + CHUNK), positions);
        still(await runScript(redis, ADD_LISTED, [key], [generation, packed]));
      }
    }
    still(await runScript(redis, FINISH_GENERATION, [key], [generation]));
  } catch (error) {
    // If Redis is away, this can't be cleaned up now; the next rebuild does it.
    await runScript(redis, ABANDON_GENERATION, [key], [generation])
      .then(() => sweepBallots(redis, key))
      .catch(() => undefined);
    throw error;
  }
  await sweepBallots(redis, key);
}

/** Deletes a closed poll's ballots of all generations. Its counts stay. */
export async function discardBallots(redis: RedisClient, key: string): Promise<void> {
  while ((await runScript(redis, DISCARD_BALLOTS, [key], [])) === 1);
  await sweepBallots(redis, key);
}

/** Deletes ballots that an interrupted rebuild left behind. */
export async function sweepBallots(redis: RedisClient, key: string): Promise<void> {
  while ((await runScript(redis, SWEEP_GENERATIONS, [key], [])) === 1);
}
