import type { OptionId, PlatformName } from '../ids.ts';
import { isIn, type Round } from '../season/state.ts';
import { type KnownCommunity, publicCounts, publicNameOf } from '../vote/public-receipt.ts';
import { type Counts, sumOf, votesByPlatform, votesOf } from '../vote/tally.ts';
import { pageCommunities } from './page-communities.ts';
import type { PageVote } from './snapshot.ts';

/** What is known of one outlet's poll now. */
export interface LivePoll {
  readonly outlet: string;
  readonly platform: PlatformName;
  /** Of its message, if that has an address. */
  readonly link?: string;
  readonly counts: Counts;
}

/** Places to vote in that a page lists; more would be a list that people don't read. */
const MOST_PLACES = 12;

/** Rounds that a page shows as votes, the one that moves the story first. */
export const votesOnPage = (rounds: readonly Round[]): readonly Round[] =>
  rounds
    .filter((round) => phaseOf(round) !== undefined)
    .sort((one, other) => Number(other.binding) - Number(one.binding) || other.number - one.number);

function phaseOf(round: Round): PageVote['phase'] | undefined {
  switch (round.phase.kind) {
    case 'waiting':
    case 'voting':
    case 'closing':
    case 'undecided':
      return round.phase.kind;
    case 'decided':
    case 'tied':
    case 'voided':
    case 'abandoned':
      return undefined;
  }
}

/** While counts are hidden, polls that are closed early tell theirs on their platform, but the page does not. */
export const isHidden = (round: Round): boolean =>
  round.rules.sealed && (isIn(round, 'voting') || isIn(round, 'waiting'));

/** @param communityOf by outlet. */
export function pageVote(
  round: Round,
  polls: readonly LivePoll[],
  communityOf: (outlet: string) => KnownCommunity | undefined,
): PageVote {
  const ids = round.options.map(({ id }) => id);
  const hidden = isHidden(round);
  const whole = sumOf(
    ids,
    polls.map(({ counts }) => counts),
  );
  return {
    round: round.number,
    kind: round.kind,
    binding: round.binding,
    phase: phaseOf(round) ?? 'closing',
    question: round.question,
    options: round.options.map((option) => ({
      label: option.label,
      ...(option.emoji !== undefined && { emoji: option.emoji }),
      ...(!hidden && { votes: whole[option.id] ?? 0 }),
    })),
    sealed: round.rules.sealed,
    opensAt: iso(round.opensAt),
    closesAt: iso(round.closesAt),
    ...(!hidden && { tally: tallyOf(round, ids, polls, communityOf) }),
    platforms: [...new Set(polls.map(({ platform }) => platform))].sort(),
    places: isIn(round, 'voting') ? placesOf(polls, communityOf) : [],
    ...(isIn(round, 'undecided') && {
      waits: {
        for: round.phase.why.cause,
        ...(round.phase.until !== undefined && { until: iso(round.phase.until) }),
      },
    }),
  };
}

function tallyOf(
  round: Round,
  ids: readonly OptionId[],
  polls: readonly LivePoll[],
  communityOf: (outlet: string) => KnownCommunity | undefined,
): NonNullable<PageVote['tally']> {
  const outlets = polls.map(({ outlet, platform, link, counts }) => ({
    outlet,
    platform,
    name: '',
    status: 'final' as const,
    counts,
    closedAt: '',
    ...(link !== undefined && { link }),
  }));
  const options = round.options.map(({ id, label }) => ({ id, label, count: 0 }));
  return {
    total: votesOf(
      ids,
      polls.map(({ counts }) => counts),
    ),
    platforms: [...votesByPlatform(ids, polls)].sort((one, other) =>
      one.platform < other.platform ? -1 : 1,
    ),
    communities: pageCommunities(publicCounts({ outlets, options }, communityOf), round.options),
  };
}

function placesOf(
  polls: readonly LivePoll[],
  communityOf: (outlet: string) => KnownCommunity | undefined,
): PageVote['places'] {
  const places = new Map<string, string>();
  for (const { outlet, link } of polls) {
    const community = communityOf(outlet);
    // A name that a moderator gave does not open a private chat: only a public address does.
    if (link === undefined || community?.words?.nameIn?.(link) === undefined) continue;
    const name = publicNameOf({ link }, community);
    if (name !== undefined && places.size < MOST_PLACES) places.set(link, name);
  }
  return [...places].map(([link, name]) => ({ name, link }));
}

const iso = (instant: number): string => new Date(instant).toISOString();
