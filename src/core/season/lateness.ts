import type { Instant, Milliseconds } from '../ids.ts';
import type { SeasonEvent } from './events.ts';
import { patienceEnds } from './patience.ts';
import { isIn, type Late, type Round, type Season } from './state.ts';
import { longestBackstop, reminderAt, windowLength } from './window.ts';

/** Shown on the receipt beside the time. */
const WAS_AWAY = 'the bot was away while the vote was to be open';

/** How many outlets got less than half of the promised window, of those that could have had it. */
export type LateOutlets = NonNullable<Late['outlets']>;

/** Half of what was promised, from the opening. */
export const halfTime = ({ opensAt, rules, kind }: Round): Instant => opensAt + windowLength(rules, kind) / 2;

/**
 * What happens if so many outlets got less than half of the promised window because the bot was away: the vote is extended
 * once by the lost time, or a showrunner is asked, or it goes on and that is announced.
 *
 * @param outlets undefined: all of them.
 * @param latest the earliest end of the native polls that are open; undefined: the round's backstop.
 */
export function lateness(
  season: Season,
  round: Round,
  at: Instant,
  outlets?: LateOutlets,
  latest?: Instant,
): readonly SeasonEvent[] {
  const length = windowLength(round.rules, round.kind);
  const lost: Milliseconds = Math.min(at - round.opensAt, length);
  const about = { type: 'round-late', at, round: round.number, lost, ...(outlets && { outlets }) } as const;
  const rule = round.rules.late ?? 'extend';
  // Polls that are not posted yet get an end that fits.
  const limit = isIn(round, 'waiting') ? longestBackstop(round.opensAt) : (latest ?? round.backstopAt);
  const until = Math.min(round.closesAt + lost, limit);
  if (rule === 'extend' && until - at >= length / 2) {
    const reminded = isIn(round, 'voting') && round.phase.reminded;
    return [
      { ...about, outcome: 'extended' },
      {
        type: 'round-extended',
        at,
        round: round.number,
        closesAt: until,
        ...(!reminded && reminderAt(round.opensAt, until, round.rules.reminder)),
        by: { kind: 'clock' },
        reason: WAS_AWAY,
      },
    ];
  }
  // A prediction decides nothing, so a question is not worth it.
  if (rule === 'go-on' || !round.binding) return [{ ...about, outcome: 'went-on' }];
  return [{ ...about, outcome: 'asked', until: patienceEnds(season, round, at) }];
}
