import type { NativeAnswerId, VoterHash } from '../../core/ids.ts';
import type { NativePoll } from '../../ports/platform/sending.ts';
import type { Ballot } from '../../ports/stores/ballot-store.ts';

/** As many as fit a mask beside its flag in two bytes; no platform’s poll has more answers. */
const MOST_ANSWERS = 15;

const BYTES_PER_BALLOT = 10;
const BYTES_PER_VOTER = 8;
const WITHDRAWN = 0x8000;
const ANY_ANSWER = 0x7fff;

/** Position of each answer in its poll. The buckets store this number for the answer. */
export type AnswerPositions = ReadonlyMap<NativeAnswerId, number>;

/** @throws RangeError if the poll has more answers than fit. */
export function answerPositions(poll: NativePoll): AnswerPositions {
  const answers = Object.keys(poll.answers) as NativeAnswerId[];
  if (answers.length > MOST_ANSWERS) {
    throw new RangeError(
      `Poll ${poll.id} has ${answers.length} answers; at most ${MOST_ANSWERS} can be counted`,
    );
  }
  return new Map(answers.map((answer, position) => [answer, position]));
}

/**
 * Packs ballots for `COUNT_BATCH` and `ADD_LISTED`. Leaves out a vote for an answer that the poll does not have.
 * @throws RangeError if a voter is not 16 hexadecimal digits.
 */
export function packBallots(ballots: readonly Ballot[], positions: AnswerPositions): Buffer {
  const packed = Buffer.allocUnsafe(ballots.length * BYTES_PER_BALLOT);
  let end = 0;
  for (const ballot of ballots) {
    const word = ballotWord(ballot, positions);
    if (word === undefined) continue;
    writeVoter(packed, end, ballot.voter);
    end = packed.writeUInt16BE(word, end + BYTES_PER_VOTER);
  }
  return packed.subarray(0, end);
}

function ballotWord(ballot: Ballot, positions: AnswerPositions): number | undefined {
  if ('answer' in ballot) return positions.get(ballot.answer);
  if (ballot.withdrawn.length === 0) return WITHDRAWN | ANY_ANSWER;
  let mask = 0;
  for (const answer of ballot.withdrawn) {
    const position = positions.get(answer);
    if (position !== undefined) mask |= 1 << position;
  }
  return mask === 0 ? undefined : WITHDRAWN | mask;
}

/** @throws RangeError if a voter is not 16 hexadecimal digits. */
export function packVoter(voter: VoterHash): Buffer {
  const packed = Buffer.allocUnsafe(BYTES_PER_VOTER);
  writeVoter(packed, 0, voter);
  return packed;
}

function writeVoter(packed: Buffer, at: number, voter: VoterHash): void {
  const written = packed.write(voter, at, BYTES_PER_VOTER, 'hex');
  if (written !== BYTES_PER_VOTER || voter.length !== 2 * BYTES_PER_VOTER) {
    throw new RangeError('A voter must be a keyed hash of 16 hexadecimal digits');
  }
}
