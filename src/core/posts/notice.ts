import { promisedAt } from '../season/calendar.ts';
import {
  findRound,
  isIn,
  isOver,
  type NoticeAbout,
  type Round,
  type RoundIn,
  type Season,
} from '../season/state.ts';
import { findEpisode } from '../story/story.ts';
import type { Catalogue } from '../wording/catalogue.ts';
import type { Line, Notice } from './content.ts';
import { inBrief, type Occasion, soFar, time } from './occasion.ts';

type Said = Pick<Notice, 'title' | 'lines'>;

/** What outlets are told beside drops, polls, reminders and results. Undefined if it is no longer true. */
export function composeNotice(season: Season, occasion: Occasion, words: Catalogue): Notice | undefined {
  const { number, mark, past, poll } = occasion;
  const about = season.notices[number - 1];
  if (about === undefined) return undefined;
  // If it may be there already, it is only searched for, by its mark.
  const said = say(season, occasion, about, words) ?? (past === true ? { title: '', lines: [] } : undefined);
  return said === undefined
    ? undefined
    : {
        kind: 'notice',
        mark,
        language: words.language,
        ...said,
        ...('round' in about && poll !== undefined && { replyTo: poll }),
      };
}

function say(
  season: Season,
  { number, poll, hadPoll = false }: Occasion,
  about: NoticeAbout,
  words: Catalogue,
): Said | undefined {
  const { notices } = words;
  const { title } = season.story;
  const isLast = (kinds: readonly NoticeAbout['kind'][]): boolean =>
    season.notices.slice(number).every(({ kind }) => !kinds.includes(kind));
  switch (about.kind) {
    case 'waiting':
      return waits(season, about, words);
    case 'voided': {
      const round = findRound(season, about.round);
      if (round === undefined || isOver(season)) return undefined;
      const why = round.interventions.find(({ what }) => what === 'voided')?.reason;
      return {
        title: notices.voided,
        lines: [
          inBrief(round.question),
          ...(why === undefined ? [] : [notices.voidedWhy(why)]),
          notices.askedAgain,
        ],
      };
    }
    case 'paused':
      if (!season.paused || !isLast(['paused'])) return undefined;
      return {
        title: notices.paused(title),
        lines: [notices.later, ...(isVoting(season) && poll !== undefined ? [notices.voteRunsOn] : [])],
      };
    case 'resumed':
      if (season.paused || isOver(season) || !isLast(['paused', 'resumed'])) return undefined;
      return { title: notices.resumed(title), lines: [notices.pickedUp, ...nextLines(season, words)] };
    case 'cancelled':
      return {
        title: notices.cancelled(title),
        lines: [
          notices.noMore,
          ...(season.rounds.some(wasVoting) && poll !== undefined ? [notices.voteDropped] : []),
        ],
      };
    case 'moved': {
      const { position } = season;
      if (position.kind !== 'scheduled' || position.episode !== about.episode || position.at !== about.to)
        return undefined;
      return { title: notices.moved(title), lines: nextLines(season, words) };
    }
    case 'overdue': {
      const { position } = season;
      if (position.kind !== 'awaiting-link' || position.episode !== about.episode) return undefined;
      const episode = findEpisode(season.story, about.episode)?.title ?? about.episode;
      return { title: notices.overdue(title), lines: [notices.whenReady(episode)] };
    }
    case 'retracted':
      return takenBack(season, about, hadPoll, words);
    case 'ended':
      return { title: notices.ended(title), lines: [words.ending(...soFar(season))] };
  }
}

function takenBack(
  season: Season,
  { release: number }: Extract<NoticeAbout, { kind: 'retracted' }>,
  hadPoll: boolean,
  { notices }: Catalogue,
): Said | undefined {
  const release = season.releases[number - 1];
  if (release === undefined || isOver(season)) return undefined;
  const episode = findEpisode(season.story, release.episode)?.title ?? release.episode;
  const voided = season.rounds.some((round) => round.release === number && wasVoting(round));
  return {
    title: notices.retracted(season.story.title),
    lines: [notices.takenBack(episode), ...(voided && hadPoll ? [notices.voteDropped] : [])],
  };
}

function waits(
  season: Season,
  { round: number }: Extract<NoticeAbout, { kind: 'waiting' }>,
  { waiting }: Catalogue,
): Said | undefined {
  const round = findRound(season, number);
  if (round === undefined || !isIn(round, 'undecided')) return undefined;
  const { why, tally, until } = round.phase;
  const { absent } = tally;
  return {
    title: waiting.title,
    lines: [
      inBrief(round.question),
      ...reasonOf(round, waiting),
      ...(absent === undefined || why.cause === 'nobody-could' ? [] : [waiting.missing(absent)]),
      waiting.team,
      ...(until === undefined ? [] : [waiting.until(time(season, until, 'full'))]),
    ],
  };
}

function reasonOf({ phase, late }: RoundIn<'undecided'>, waiting: Catalogue['waiting']): readonly Line[] {
  const { cause } = phase.why;
  if (cause === 'missing') return [];
  return [
    cause === 'late' && late !== undefined ? waiting.late(late) : waiting.cause(cause, phase.tally.total),
  ];
}

const isVoting = ({ rounds }: Season): boolean => rounds.some((round) => isIn(round, 'voting'));

const wasVoting = (round: Round): boolean => isIn(round, 'abandoned') && round.opensAt <= round.phase.at;

/** What came due during the pause is out by now. */
function nextLines(season: Season, words: Catalogue): readonly Line[] {
  const next = promisedAt(season);
  return next === undefined ? [] : [words.nextEpisode(time(season, next, 'full'))];
}
