import { Chance } from '../random.ts';

/** Where the fans are: for each community, the numbers of the fans that belong to it. */
export interface Audience {
  readonly seed: number;
  readonly fans: number;
  /** Fans that belong to two communities and may vote in each. */
  readonly inTwo: number;
  readonly members: ReadonlyMap<string, readonly number[]>;
}

/** One fan does something about one poll. `at` is a share of the poll's life: 0 its opening, 1 its end. */
export interface Move {
  readonly kind: 'votes' | 'changes' | 'retractions';
  readonly at: number;
  readonly fan: number;
  /** Index of the option; undefined takes the vote back. */
  readonly option: number | undefined;
}

/** Tells one poll from another, whichever of them opens first. */
export interface Ballot {
  readonly community: string;
  readonly question: string;
  /** Counts the polls on this question in this community from 1. */
  readonly attempt: number;
  readonly labels: readonly string[];
}

const SHARE_IN_TWO = 0.08;
/** A vote draws most of its ballots when it is posted and when it is about to end. */
const ARRIVALS = { early: 0.34, late: 0.24 };
const EARLY_MEAN = 0.1;
const LATE_MEAN = 0.06;
/** The last of them arrive a moment too late. */
const LATEST = 1.03;
const SHARE_CHANGING = 0.11;
const SHARE_RETRACTING = 0.04;
const SHARE_RETURNING = 0.45;
/**
 * Standard deviations of the logarithms of the options' weights: how clear a question is, and how much communities differ.
 */
const LEANING = 0.22;
const LOCAL_LEANING = 0.38;

/** Spreads the fans over the communities, whose sizes differ. The same seed gives the same audience. */
export function gatherAudience(seed: number, fans: number, communities: readonly string[]): Audience {
  const chance = new Chance(seed, 'audience');
  const sizes = communities.map(() => chance.between(0.5, 1.5));
  const members = new Map(communities.map((key) => [key, [] as number[]]));
  let inTwo = 0;
  for (let fan = 0; fan < fans; fan += 1) {
    const home = chance.pick(sizes);
    members.get(communities[home] ?? '')?.push(fan);
    if (communities.length < 2 || !chance.happens(SHARE_IN_TWO)) continue;
    const second = chance.pick(sizes.map((size, index) => (index === home ? 0 : size)));
    members.get(communities[second] ?? '')?.push(fan);
    inTwo += 1;
  }
  return { seed, fans, inTwo, members };
}

/** Everything that the members of one community do about one poll, in order of time. */
export function movesOf(audience: Audience, ballot: Ballot): readonly Move[] {
  const { seed, members } = audience;
  const { community, question, attempt, labels } = ballot;
  const chance = new Chance(seed, 'votes', community, question, attempt);
  const weights = leanings(seed, ballot);
  const turnout = chance.between(0.66, 0.88);
  const moves: Move[] = [];
  for (const fan of members.get(community) ?? []) {
    if (!chance.happens(turnout)) continue;
    const option = chance.pick(weights);
    const at = arrival(chance);
    moves.push({ kind: 'votes', at, fan, option });
    moves.push(...secondThoughts(chance, { at, fan, option }, labels.length));
  }
  return moves.sort((one, other) => one.at - other.at);
}

/** The community's preferences: a mood that all communities share, and one of this community. */
function leanings(seed: number, { community, question, labels }: Ballot): readonly number[] {
  return labels.map((label) => {
    const everywhere = new Chance(seed, 'mood', question, label).normal() * LEANING;
    const here = new Chance(seed, 'mood', question, label, community).normal() * LOCAL_LEANING;
    return Math.exp(everywhere + here);
  });
}

function arrival(chance: Chance): number {
  const kind = chance.fraction();
  if (kind < ARRIVALS.early) return Math.min(1, chance.waiting(EARLY_MEAN));
  if (kind < ARRIVALS.early + ARRIVALS.late) return Math.max(0, LATEST - chance.waiting(LATE_MEAN));
  return chance.fraction();
}

function secondThoughts(
  chance: Chance,
  { at, fan, option }: { at: number; fan: number; option: number },
  options: number,
): readonly Move[] {
  if (at >= 1) return [];
  const later = chance.between(at, 1);
  if (chance.happens(SHARE_CHANGING)) {
    const other = (option + 1 + chance.below(Math.max(1, options - 1))) % options;
    return [{ kind: 'changes', at: later, fan, option: other }];
  }
  if (!chance.happens(SHARE_RETRACTING)) return [];
  const back: Move = { kind: 'retractions', at: later, fan, option: undefined };
  return chance.happens(SHARE_RETURNING)
    ? [back, { kind: 'votes', at: chance.between(later, 1), fan, option: chance.below(options) }]
    : [back];
}
