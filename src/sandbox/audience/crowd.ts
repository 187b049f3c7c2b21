import { type Audience, type Move, movesOf } from './audience.ts';
import type { BallotBox, Community, Town } from './town.ts';

/** Votes arrive in steps that look continuous to a person. */
const TICK_MS = 40;

export interface CrowdCounts {
  votes: number;
  changes: number;
  retractions: number;
  /** Arrived after the poll was closed. */
  tooLate: number;
}

export interface Crowd {
  readonly counts: CrowdCounts;
  stop(): void;
}

interface Attending {
  readonly community: Community;
  readonly poll: BallotBox;
  readonly moves: readonly Move[];
  /** Names the vote, whose polls all end at once. */
  readonly vote: string;
  next: number;
}

/**
 * Lets the audience vote in every poll that opens in the town, over the poll's whole life. `lifeOf` says how long a vote
 * lasts, in milliseconds; `attempt` counts the polls on one question in one place.
 */
export function sendCrowd(
  town: Town,
  audience: Audience,
  lifeOf: (poll: BallotBox, attempt: number) => number,
): Crowd {
  const counts: CrowdCounts = { votes: 0, changes: 0, retractions: 0, tooLate: 0 };
  const attending = new Set<Attending>();
  const attempts = new Map<string, number>();
  /** What fans can know of a vote's end: once one poll announces it, all of them know. */
  const ends = new Map<string, number>();

  town.onPollOpened((community, poll) => {
    const place = JSON.stringify([community.key, poll.question]);
    const attempt = (attempts.get(place) ?? 0) + 1;
    attempts.set(place, attempt);
    const vote = JSON.stringify([poll.question, attempt]);
    ends.set(vote, poll.announcedEnd ?? ends.get(vote) ?? poll.openedAt + lifeOf(poll, attempt));
    const { question, labels } = poll;
    const moves = movesOf(audience, { community: community.key, question, attempt, labels });
    attending.add({ community, poll, moves, vote, next: 0 });
  });

  const timer = setInterval(() => {
    const now = Date.now();
    for (const one of attending) {
      if (advance(one, ends.get(one.vote) ?? now, now, counts)) attending.delete(one);
    }
  }, TICK_MS);
  return { counts, stop: () => clearInterval(timer) };
}

/**
 * Does what is due.
 * @returns whether nothing is left to do.
 */
function advance(one: Attending, endsAt: number, now: number, counts: CrowdCounts): boolean {
  const { community, poll, moves } = one;
  const passed = (now - poll.openedAt) / Math.max(1, endsAt - poll.openedAt);
  for (let move = moves[one.next]; move !== undefined && move.at <= passed; move = moves[one.next]) {
    one.next += 1;
    count(counts, move, make(community, poll, move));
  }
  return one.next >= moves.length;
}

function make({ vote, retract }: Community, { id }: BallotBox, { fan, option }: Move): boolean {
  return option === undefined ? retract(id, fan) : vote(id, fan, option);
}

function count(counts: CrowdCounts, move: Move, taken: boolean): void {
  if (!taken) counts.tooLate += 1;
  else counts[move.kind] += 1;
}
