import type { EpisodeId, Instant } from '../ids.ts';
import { dueAt, hasDate, promisedAt } from './calendar.ts';
import { type Round, type Season, unsettledRounds } from './state.ts';

/** What the audience may know about the next episode before its drop: never which one it is. */
export type NextEpisode =
  | { readonly kind: 'dated'; readonly at: Instant }
  /** It has no link yet. `late`: the promised date has passed. */
  | { readonly kind: 'undated'; readonly late: boolean }
  /** A vote decides which episode it is. */
  | {
      readonly kind: 'vote';
      readonly opensAt: Instant;
      readonly closesAt: Instant;
      readonly phase: 'waiting' | 'voting' | 'counting' | 'undecided';
      /** Absent if the date depends on the vote, or on a link. */
      readonly at?: Instant;
    }
  /** The ending is out. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'cancelled' };

/** @param now needed for a vote that is over but not decided yet */
export function nextEpisode(season: Season, now: Instant): NextEpisode {
  const { position, story } = season;
  switch (position.kind) {
    case 'scheduled': {
      const at = promisedAt(season);
      return at === undefined ? { kind: 'undated', late: false } : { kind: 'dated', at };
    }
    case 'awaiting-episode':
      return { kind: 'undated', late: false };
    case 'awaiting-link':
      return { kind: 'undated', late: hasDate(story, position.episode) };
    case 'choosing':
      return afterVote(season, now);
    case 'concluding':
    case 'ended':
      return { kind: 'ended' };
    case 'cancelled':
      return { kind: 'cancelled' };
  }
}

function afterVote(season: Season, now: Instant): NextEpisode {
  const round = unsettledRounds(season).findLast(({ binding }) => binding);
  if (round === undefined) throw new Error(`Season ${season.id} chooses without a vote that is open`);
  const at = dateAfter(season, round, Math.max(round.closesAt, now));
  return {
    kind: 'vote',
    opensAt: round.opensAt,
    closesAt: round.closesAt,
    phase: phaseOf(round),
    ...(at !== undefined && { at }),
  };
}

function phaseOf({ phase }: Round): Extract<NextEpisode, { kind: 'vote' }>['phase'] {
  if (phase.kind === 'voting' || phase.kind === 'undecided') return phase.kind;
  return phase.kind === 'closing' ? 'counting' : 'waiting';
}

/** The date of the next episode, if it is the same whichever option wins. */
function dateAfter({ story, releases }: Season, round: Round, decided: Instant): Instant | undefined {
  const drop = releases[round.release - 1]?.at ?? decided;
  const dateOf = (id: EpisodeId): Instant | undefined =>
    hasDate(story, id) ? dueAt(story, id, drop, decided) : undefined;
  const [first, ...others] = new Set(round.options.map(({ next }) => next && dateOf(next)));
  return others.length === 0 ? first : undefined;
}
