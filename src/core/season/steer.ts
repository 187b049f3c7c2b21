import type { OptionId, RoundNumber } from '../ids.ts';
import { findEpisode } from '../story/story.ts';
import type { SeasonEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { answerItems } from './living/bring.ts';
import { add, attachChoice, end, reload, retract } from './living/steer-living.ts';
import { afterDecision, arrivedNext, releaseOf, rerunOf } from './progress.ts';
import { findRound, isAhead, isIn, isNext, isOut, type Round, type Season } from './state.ts';
import { accept, refuse, type Steered, type Steering } from './steering.ts';
import { longestBackstop, reminderAt } from './window.ts';

/** Applies a showrunner's request to a running season. */
export function steer(season: Season, command: Steering): Steered {
  switch (command.type) {
    case 'pause':
      if (season.paused) return refuse({ code: 'already-paused' });
      return accept({ type: 'season-paused', at: command.at, by: command.by, reason: command.reason });
    case 'resume':
      if (!season.paused) return refuse({ code: 'not-paused' });
      return accept({ type: 'season-resumed', at: command.at, by: command.by });
    case 'cancel':
      return accept({ type: 'season-cancelled', at: command.at, by: command.by, reason: command.reason });
    case 'release':
      return release(season, command);
    case 'link':
      return link(season, command);
    case 'close':
      return close(season, command);
    case 'extend':
      return extend(season, command);
    case 'void':
      return voidRound(season, command);
    case 'decide':
      return decideByHand(season, command);
    case 'schedule':
      return schedule(season, command);
    case 'reload':
      return reload(season, command);
    case 'add':
      return add(season, command);
    case 'answer-items':
      return answerItems(season, command);
    case 'attach-choice':
      return attachChoice(season, command);
    case 'end':
      return end(season, command);
    case 'retract':
      return retract(season, command);
  }
}

function release(season: Season, { at }: Steering<'release'>): Steered {
  const { position } = season;
  const next = isAhead(position) ? position.episode : arrivedNext(season)?.id;
  if (next === undefined) return refuse({ code: 'nothing-to-release' });
  const episode = findEpisode(season.story, next);
  if (episode?.draft === true) return refuse({ code: 'is-draft', episode: next });
  if (episode?.url === undefined) return refuse({ code: 'link-missing', episode: next });
  if (season.paused) return refuse({ code: 'held-by-pause' });
  return accept(...releaseOf(season, next, at, 'via' in position ? position.via : undefined));
}

/** If the release waited for this link, it follows by itself. */
function link(season: Season, { at, by, episode, url }: Steering<'link'>): Steered {
  const known = findEpisode(season.story, episode);
  if (known === undefined) return refuse({ code: 'unknown-episode', episode });
  if (known.draft === true) return refuse({ code: 'is-draft', episode });
  return accept({ type: 'link-given', at, episode, url, by });
}

function close(season: Season, { at, by, reason, round: number }: Steering<'close'>): Steered {
  const round = findRound(season, number);
  if (round === undefined) return refuse({ code: 'unknown-round', round: number });
  if (!isIn(round, 'voting')) return refuse({ code: 'round-not-open', round: number });
  return accept({ type: 'round-closed', at, round: number, early: { what: 'closed', by, reason, at } });
}

function extend(season: Season, command: Steering<'extend'>): Steered {
  const { at, by, reason, until, round: number } = command;
  const round = findRound(season, number);
  if (round === undefined) return refuse({ code: 'unknown-round', round: number });
  if (!isIn(round, 'voting') && !isIn(round, 'waiting'))
    return refuse({ code: 'round-not-open', round: number });
  if (until <= round.closesAt) return refuse({ code: 'not-longer', closesAt: round.closesAt });
  // Polls that are not posted yet get an end that fits.
  const latest = isIn(round, 'waiting')
    ? longestBackstop(round.opensAt)
    : (command.latest ?? round.backstopAt);
  if (until > latest) return refuse({ code: 'past-backstop', latest });
  const reminded = isIn(round, 'voting') && round.phase.reminded;
  return accept({
    type: 'round-extended',
    at,
    round: number,
    closesAt: until,
    ...(!reminded && reminderAt(round.opensAt, until, round.rules.reminder)),
    by,
    reason,
  });
}

function voidRound(season: Season, { at, by, reason, round: number }: Steering<'void'>): Steered {
  const round = findRound(season, number);
  if (round === undefined) return refuse({ code: 'unknown-round', round: number });
  if (isIn(round, 'waiting')) return refuse({ code: 'round-not-open', round: number });
  if (!unsettled(round)) return refuse({ code: 'round-settled', round: number });
  const rerun = rerunOf(season, round, at);
  return accept(
    { type: 'round-voided', at, round: number, rerun: rerun.number, by, reason },
    { type: 'round-planned', at, round: rerun },
  );
}

const unsettled = (round: Round): boolean =>
  isIn(round, 'voting') || isIn(round, 'closing') || isIn(round, 'undecided');

function decideByHand(season: Season, command: Steering<'decide'>): Steered {
  const { at, by, reason, option } = command;
  const number: RoundNumber = command.round;
  const round = findRound(season, number);
  if (round === undefined) return refuse({ code: 'unknown-round', round: number });
  // Answered while the vote is still open: its result will stand.
  if (isAskedAbout(round) && option === undefined) return letStand([], command);
  if (!isIn(round, 'undecided')) return refuse({ code: 'round-not-undecided', round: number });
  const { why, tally } = round.phase;
  if (why.cause === 'missing' || why.cause === 'late') return letStand(why.among, command);
  if (option === undefined) return refuse({ code: 'option-missing', among: why.among });
  if (!why.among.includes(option)) return refuse({ code: 'unknown-option', option, among: why.among });
  const decided: SeasonEvent = {
    type: 'round-decided',
    at,
    round: number,
    decision: { option, rule: { kind: 'showrunner', because: why.cause } },
    tally,
    intervention: { what: 'decided', by, reason, at },
  };
  return accept(decided, ...afterDecision(evolve(season, decided), number, at));
}

const isAskedAbout = (round: Round): boolean =>
  round.late?.until !== undefined &&
  round.letStand !== true &&
  (isIn(round, 'voting') || isIn(round, 'closing'));

/** The existing votes decide: an option may be named only if it is the one they chose. */
function letStand(
  among: readonly OptionId[],
  { at, by, reason, option, round }: Steering<'decide'>,
): Steered {
  if (option !== undefined && !among.includes(option))
    return refuse({ code: 'unknown-option', option, among });
  return accept({ type: 'round-let-stand', at, round, by, reason });
}

/**
 * Sets a date without releasing anything: the episode still waits for the vote before it, and for its link.
 */
function schedule(season: Season, { at, by, episode: id, releaseAt }: Steering<'schedule'>): Steered {
  const episode = findEpisode(season.story, id);
  if (episode === undefined) return refuse({ code: 'unknown-episode', episode: id });
  if (!isNext(season, id) && !episode.revisited && isOut(season, id))
    return refuse({ code: 'already-released', episode: id });
  if (releaseAt <= at) return refuse({ code: 'date-past', releaseAt });
  if (episode.at === releaseAt) return accept();
  return accept({ type: 'episode-dated', at, episode: id, releaseAt, by });
}
