import type { Instant, OptionId, RoundNumber } from '../ids.ts';
import { type Episode, findEpisode } from '../story/story.ts';
import type { Refusal, SeasonCommand, SteeringCommand } from './commands.ts';
import type { SeasonEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { afterDecision, releaseOf, rerunOf } from './progress.ts';
import { type Actor, findRound, isAhead, isIn, isNext, type Round, type Season } from './state.ts';
import { longestBackstop, reminderAt } from './window.ts';

type Steered =
  | { readonly ok: true; readonly events: readonly SeasonEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };
type Steering<Type extends SteeringCommand['type'] = SteeringCommand['type']> = Extract<
  SeasonCommand,
  { type: Type; by: Actor }
>;

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
  }
}

function release(season: Season, { at }: Steering<'release'>): Steered {
  const { position } = season;
  if (position.kind === 'awaiting-link') return refuse({ code: 'link-missing', episode: position.episode });
  if (position.kind !== 'scheduled') return refuse({ code: 'nothing-to-release' });
  if (season.paused) return refuse({ code: 'held-by-pause' });
  if (findEpisode(season.story, position.episode)?.url === undefined) {
    return refuse({ code: 'link-missing', episode: position.episode });
  }
  return accept(...releaseOf(season, position.episode, at, position.via));
}

/** If the release waited for this link, it follows by itself. */
function link(season: Season, { at, by, episode, url }: Steering<'link'>): Steered {
  if (findEpisode(season.story, episode) === undefined) return refuse({ code: 'unknown-episode', episode });
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
  if (!isNext(season, id) && !episode.revisited && season.releases.some((release) => release.episode === id))
    return refuse({ code: 'already-released', episode: id });
  if (releaseAt <= at) return refuse({ code: 'date-past', releaseAt });
  if (episode.at === releaseAt) return accept();
  return accept({ type: 'episode-dated', at, episode: id, releaseAt, by });
}

/** If the edited file gives the next episode another date, the episode moves there. */
function moved(
  { position, story }: Season,
  episodes: readonly Episode[],
  at: Instant,
  by: Actor,
): readonly SeasonEvent[] {
  if (!isAhead(position)) return [];
  const { episode } = position;
  const releaseAt = episodes.find(({ id }) => id === episode)?.at;
  if (releaseAt === undefined || releaseAt === findEpisode(story, episode)?.at) return [];
  return [{ type: 'episode-dated', at, episode, releaseAt: Math.max(releaseAt, at), by }];
}

/** Only episodes that are not out yet may change. */
function reload(season: Season, { at, by, episodes }: Steering<'reload'>): Steered {
  const seen = episodes.find((episode) => season.releases.some((release) => release.episode === episode.id));
  if (seen !== undefined) return refuse({ code: 'already-released', episode: seen.id });
  if (episodes.length === 0) return refuse({ code: 'nothing-to-reload' });
  return accept({ type: 'episodes-reloaded', at, episodes, by }, ...moved(season, episodes, at, by));
}

const accept = (...events: readonly SeasonEvent[]): Steered => ({ ok: true, events });
const refuse = (refusal: Refusal): Steered => ({ ok: false, refusal });
