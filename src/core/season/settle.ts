import type { Instant } from '../ids.ts';
import { couldVote, type Undecided, type Verdict, verdictOn } from '../vote/decision.ts';
import type { Tally } from '../vote/tally.ts';
import type { SeasonCommand } from './commands.ts';
import type { SeasonEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { patienceEnds } from './patience.ts';
import { afterDecision, runoffOf } from './progress.ts';
import { findRound, isIn, isOver, isQuestion, type Round, type RoundIn, type Season } from './state.ts';

/** Shown on the receipt beside the time. */
const NOT_ANSWERED = 'no showrunner answered in time';
const NOT_ASKED = 'no showrunner could be asked';

type Settling = Extract<SeasonCommand, { type: 'settle' }>;
type Settleable = RoundIn<'closing' | 'undecided'>;

/**
 * Settles a round that is being counted, or one that waits because outlets were missing: their polls may have been found
 * meanwhile. A paused season keeps its rounds as they are, and settles them when it resumes.
 */
export function settle(season: Season, command: Settling): SeasonEvent[] {
  const round = findRound(season, command.round);
  if (round === undefined || season.paused || isOver(season)) return [];
  if (!isIn(round, 'closing') && !isQuestion(round)) return [];
  const { verdict, tally } = verdictOn(round, command.outlets);
  const counted: Tally = { ...tally, ...(command.absent !== undefined && { absent: command.absent }) };
  const why = questionFor(round, counted, verdict, couldVote(command.outlets));
  if (why === undefined) {
    const isTold = verdict.kind === 'undecided' && waitsFor(round, verdict.why);
    return isTold ? [] : concluded(season, round, verdict, counted, command.at);
  }
  // If the story's own rules leave it to a person, there is no default.
  const until = verdict.kind === 'undecided' ? undefined : endOf(season, round, why, command.at);
  const because = until === undefined ? undefined : whyNotAsked(command, until);
  if (because === undefined) {
    return waitsFor(round, why) ? [] : [undecided(round, why, counted, command.at, until)];
  }
  const stands: SeasonEvent = {
    type: 'round-let-stand',
    at: command.at,
    round: round.number,
    by: { kind: 'clock' },
    reason: because,
  };
  return [stands, ...concluded(evolve(season, stands), round, verdict, counted, command.at)];
}

const waitsFor = (round: Settleable, { cause }: Undecided): boolean =>
  isIn(round, 'undecided') && round.phase.why.cause === cause;

/** Why a showrunner is asked before the rules are applied, if one is. */
function questionFor(
  round: Settleable,
  counted: Tally,
  verdict: Verdict,
  anyCould: boolean,
): Undecided | undefined {
  if (!round.binding || round.letStand === true) return undefined;
  const among = verdict.kind === 'decided' ? [verdict.decision.option] : [];
  const tooLate: Undecided | undefined =
    anyCould && round.late?.until !== undefined && verdict.kind !== 'undecided'
      ? { cause: 'late', among }
      : undefined;
  if (round.rules.missing === 'announce') return tooLate;
  if (!anyCould) return { cause: 'nobody-could', among: round.options.map(({ id }) => id) };
  // If the rules leave it to a person, that person decides anyway, and is told who is missing.
  if (counted.absent === undefined || verdict.kind === 'undecided') return tooLate;
  return { cause: 'missing', among };
}

/** Patience counts from the first question. */
function endOf(season: Season, round: Settleable, why: Undecided, at: Instant): Instant {
  if (isIn(round, 'undecided') && round.phase.until !== undefined) return round.phase.until;
  if (why.cause === 'late' && round.late?.until !== undefined) return round.late.until;
  return patienceEnds(season, round, at);
}

function whyNotAsked({ at, unasked }: Settling, until: Instant): string | undefined {
  if (unasked === true) return NOT_ASKED;
  return at >= until ? NOT_ANSWERED : undefined;
}

function concluded(
  season: Season,
  round: Round,
  verdict: Verdict,
  counted: Tally,
  at: Instant,
): SeasonEvent[] {
  switch (verdict.kind) {
    case 'decided': {
      const decided: SeasonEvent = {
        type: 'round-decided',
        at,
        round: round.number,
        decision: verdict.decision,
        tally: counted,
      };
      return [decided, ...afterDecision(evolve(season, decided), round.number, at)];
    }
    case 'undecided':
      return [undecided(round, verdict.why, counted, at)];
    case 'runoff': {
      const planned = runoffOf(season, round, verdict.among, at);
      return [
        { type: 'round-tied', at, round: round.number, tally: counted, runoff: planned.number },
        { type: 'round-planned', at, round: planned },
      ];
    }
  }
}

const undecided = (
  { number }: Round,
  why: Undecided,
  counted: Tally,
  at: Instant,
  until?: Instant,
): SeasonEvent => ({
  type: 'round-undecided',
  at,
  round: number,
  why,
  tally: counted,
  ...(until !== undefined && { until }),
});
