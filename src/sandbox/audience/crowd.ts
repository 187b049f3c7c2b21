import { type Audience, gatherAudience, type Move, movesOf } from './audience.ts';
import { Pace } from './pace.ts';
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
  /** How many fans there are by now. */
  readonly fans: number;
  readonly pace: Pace;
  /** More fans join the communities and vote at once, also in the polls that are open. */
  join(fans: number): void;
  stop(): void;
}

interface Attending {
  readonly community: Community;
  readonly poll: BallotBox;
  /** When the poll opened, on the audience's own clock. */
  readonly began: number;
  readonly attempt: number;
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
  const pace = new Pace();
  const audiences = [audience];
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
    const began = pace.now() - (Date.now() - poll.openedAt);
    for (const one of audiences) attend(one, { community, poll, began, attempt, vote });
  });
  const attend = (of: Audience, place: Omit<Attending, 'moves' | 'next'>) => {
    const { community, poll, attempt } = place;
    const { question, labels } = poll;
    const moves = movesOf(of, { community: community.key, question, attempt, labels });
    attending.add({ ...place, moves, next: 0 });
  };

  const timer = setInterval(() => {
    const now = pace.now();
    for (const one of attending) {
      const lasts = (ends.get(one.vote) ?? one.poll.openedAt) - one.poll.openedAt;
      if (advance(one, (now - one.began) / Math.max(1, lasts), counts)) attending.delete(one);
    }
  }, TICK_MS);
  return {
    counts,
    pace,
    get fans() {
      return audiences.reduce((sum, { fans }) => sum + fans, 0);
    },
    join(fans) {
      const first = audiences.reduce((sum, one) => sum + one.fans, 0);
      const more = joining(audience, first, fans);
      audiences.push(more);
      const open = new Map([...attending].map((one) => [one.poll.id, one]));
      for (const { moves: _moves, next: _next, ...place } of open.values()) attend(more, place);
    },
    stop: () => clearInterval(timer),
  };
}

/** Others than those who are there, who also belong to the same communities. */
function joining(audience: Audience, first: number, fans: number): Audience {
  const made = gatherAudience(audience.seed + first, fans, [...audience.members.keys()]);
  const members = new Map(
    [...made.members].map(([key, numbers]) => [key, numbers.map((fan) => fan + first)]),
  );
  return { ...made, members };
}

/**
 * Does what is due.
 * @param passed share of the poll's life
 * @returns whether nothing is left to do.
 */
function advance(one: Attending, passed: number, counts: CrowdCounts): boolean {
  const { community, poll, moves } = one;
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
