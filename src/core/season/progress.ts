import type { EpisodeId, Instant, OptionId, RoundNumber } from '../ids.ts';
import { releaseNumber, roundNumber } from '../ids.ts';
import {
  type Choice,
  choiceOf,
  type Episode,
  findEpisode,
  isSerial,
  type Option,
  type VotingRules,
} from '../story/story.ts';
import { dueAt } from './calendar.ts';
import type { PlannedRound, SeasonEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { halfTime, lateness } from './lateness.ts';
import { unansweredInTime } from './living/bring.ts';
import { findRound, isIn, isOver, type Release, type Round, type Season, unsettledRounds } from './state.ts';
import { windowFrom, windowLength } from './window.ts';

/** The next thing that is due at `at`, as its events; empty if nothing is due. */
export function dueNow(season: Season, at: Instant): readonly SeasonEvent[] {
  if (isOver(season)) return [];
  for (const round of season.rounds) {
    const due = dueInRound(season, round, at);
    if (due.length > 0) return due;
  }
  if (season.paused) return [];
  const taken = unansweredInTime(season, at);
  return taken.length > 0 ? taken : dueInStory(season, at);
}

function dueInRound(season: Season, round: Round, at: Instant): readonly SeasonEvent[] {
  const { number } = round;
  if (isIn(round, 'waiting')) {
    if (at < round.opensAt) return [];
    // Its polls should show the new deadline, so it is moved before they are owed.
    if (round.late === undefined && at > halfTime(round)) return lateness(season, round, at);
    return [{ type: 'round-opened', at, round: number }];
  }
  if (!isIn(round, 'voting')) return [];
  if (at >= round.closesAt) return [{ type: 'round-closed', at, round: number }];
  const reminderDue = round.reminderAt !== undefined && at >= round.reminderAt && !round.phase.reminded;
  return reminderDue ? [{ type: 'reminder-due', at, round: number }] : [];
}

function dueInStory(season: Season, at: Instant): readonly SeasonEvent[] {
  const { position } = season;
  switch (position.kind) {
    case 'scheduled':
      return at >= position.at ? releaseOf(season, position.episode, at, position.via) : [];
    case 'awaiting-link':
      return isReady(episodeIn(season, position.episode))
        ? releaseOf(season, position.episode, at, position.via)
        : [];
    case 'awaiting-episode':
      return nextArrived(season, at);
    case 'concluding':
      return settledLast(season, at);
    case 'choosing':
    case 'ended':
    case 'cancelled':
      return [];
  }
}

/** It can be posted. */
const isReady = ({ url, draft }: Episode): boolean => url !== undefined && draft === undefined;

/**
 * The date of the next episode that has arrived in a serial show. While a vote that moves the story is not decided, it waits:
 * it may have to say what was chosen.
 */
function nextArrived(season: Season, at: Instant): readonly SeasonEvent[] {
  const { position } = season;
  const next = arrivedNext(season);
  if (position.kind !== 'awaiting-episode' || next === undefined) return [];
  if (unsettledRounds(season).some(({ binding }) => binding)) return [];
  const drop = season.releases.at(-1)?.at;
  const from = season.story.release.kind === 'after' ? position.since : at;
  const due = drop === undefined ? at : dueAt(season.story, next.id, drop, from);
  const via = position.via === undefined ? {} : { via: position.via };
  return [{ type: 'episode-scheduled', at, episode: next.id, releaseAt: Math.max(at, due), ...via }];
}

/** The first episode of a serial show that has not been out. */
export const arrivedNext = ({ story, releases }: Season): Episode | undefined =>
  isSerial(story)
    ? story.episodes.find(({ id }) => releases.every(({ episode }) => episode !== id))
    : undefined;

/** Releases an episode, with its round and what comes after it. Without a link, or as a draft, the season waits. */
export function releaseOf(
  season: Season,
  id: EpisodeId,
  at: Instant,
  via: RoundNumber | undefined,
): readonly SeasonEvent[] {
  const episode = episodeIn(season, id);
  if (!isReady(episode)) {
    return season.position.kind === 'awaiting-link' ? [] : [{ type: 'link-awaited', at, episode: id }];
  }
  const number = releaseNumber(season.releases.length + 1);
  const released: SeasonEvent = {
    type: 'episode-released',
    at,
    number,
    episode: id,
    ...(via !== undefined && { via }),
  };
  return [released, ...continued(season, episode, { number, episode: id, at }, at)];
}

/**
 * The vote on an episode that is out, and what it schedules already; a binding choice schedules nothing yet.
 * @param at when that becomes known: at the drop, or later.
 */
export function continued(season: Season, episode: Episode, drop: Release, at: Instant): SeasonEvent[] {
  const choice = choiceOf(episode);
  const planned: SeasonEvent[] =
    choice === undefined
      ? []
      : [{ type: 'round-planned', at, round: firstRound(season, { ...drop, at }, episode.title, choice) }];
  return [...planned, ...following(season, episode, drop, at)];
}

function following(season: Season, episode: Episode, drop: Release, at: Instant): SeasonEvent[] {
  switch (episode.continuation.kind) {
    case 'choice':
      return [];
    case 'next':
      return [
        {
          type: 'episode-scheduled',
          at,
          episode: episode.continuation.next,
          releaseAt: dueAt(season.story, episode.continuation.next, drop.at, at),
        },
      ];
    case 'ending':
      return [{ type: 'season-concluding', at, release: drop.number }];
    case 'open':
      return [{ type: 'episode-awaited', at }];
  }
}

/** What follows a decided round: the next episode's date for a binding choice, nothing for a prediction. */
export function afterDecision(season: Season, number: RoundNumber, at: Instant): SeasonEvent[] {
  const round = findRound(season, number);
  if (round === undefined || !isIn(round, 'decided')) return [];
  if (!round.binding || season.position.kind === 'concluding') return settledLast(season, at);
  if (isSerial(season.story)) return awaitedAfter(season, round, at);
  const { option: winner } = round.phase.decision;
  const next = round.options.find((option) => option.id === winner)?.next;
  if (next === undefined) throw new Error(`Option ${winner} of binding round ${number} leads nowhere`);
  const drop = season.releases[round.release - 1];
  return [
    {
      type: 'episode-scheduled',
      at,
      episode: next,
      releaseAt: dueAt(season.story, next, drop?.at ?? at, at),
      via: number,
    },
  ];
}

/**
 * A serial show's next episode says what was chosen before it. If another episode went out while this vote was open, and has
 * a vote of its own, that one comes first.
 */
function awaitedAfter(season: Season, { number, release }: Round, at: Instant): SeasonEvent[] {
  const { position } = season;
  const isNewest = position.kind === 'choosing' && position.release === release;
  const isFree =
    (position.kind === 'awaiting-episode' || position.kind === 'scheduled') && position.via === undefined;
  if (!isNewest && !isFree) return [];
  const awaited: SeasonEvent = { type: 'episode-awaited', at, via: number };
  return [awaited, ...nextArrived(evolve(season, awaited), at)];
}

/** The season ends when its ending is out and no prediction is open any more. */
function settledLast(season: Season, at: Instant): SeasonEvent[] {
  const { position } = season;
  if (position.kind !== 'concluding' || unsettledRounds(season).length > 0) return [];
  const release = season.releases[position.release - 1];
  if (release === undefined) throw new Error(`Season ${season.id} concludes with a release it never made`);
  return [{ type: 'season-ended', at, episode: release.episode }];
}

function firstRound(season: Season, release: Release, title: string, choice: Choice): PlannedRound {
  return {
    number: nextRoundNumber(season),
    release: release.number,
    episode: release.episode,
    title,
    kind: 'first',
    binding: choice.kind === 'binding',
    question: choice.question,
    options: choice.options,
    rules: choice.kind === 'binding' ? choice.voting : withoutDecision(choice.voting),
    ...windowFrom(release.at + choice.voting.opens, choice.voting.lasts, choice.voting.reminder),
  };
}

/** A prediction decides nothing, so it needs no runoff and no person's decision. */
const withoutDecision = (rules: VotingRules): VotingRules => ({ ...rules, tie: 'first-listed', quorum: 0 });

export function runoffOf(season: Season, tied: Round, among: readonly OptionId[], at: Instant): PlannedRound {
  return successorOf(
    season,
    tied,
    'runoff',
    tied.options.filter((option) => among.includes(option.id)),
    at,
  );
}

/** The same question again: a voided runoff is run again as a runoff. */
export function rerunOf(season: Season, voided: Round, at: Instant): PlannedRound {
  return successorOf(season, voided, voided.kind === 'runoff' ? 'runoff' : 'rerun', voided.options, at);
}

function successorOf(
  season: Season,
  of: Round,
  kind: 'runoff' | 'rerun',
  options: readonly Option[],
  at: Instant,
): PlannedRound {
  return {
    number: nextRoundNumber(season),
    release: of.release,
    episode: of.episode,
    ...(of.title !== undefined && { title: of.title }),
    kind,
    of: of.number,
    binding: of.binding,
    question: of.question,
    options,
    rules: of.rules,
    ...windowFrom(at, windowLength(of.rules, kind), of.rules.reminder),
  };
}

const nextRoundNumber = (season: Season): RoundNumber => roundNumber(season.rounds.length + 1);

function episodeIn(season: Season, id: EpisodeId): Episode {
  const episode = findEpisode(season.story, id);
  if (episode === undefined)
    throw new Error(`Season ${season.id} comes to episode ${id}, which its story does not have`);
  return episode;
}
