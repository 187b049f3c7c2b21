import type { EpisodeId, Instant, RoundNumber } from '../ids.ts';
import { findEpisode } from '../story/story.ts';
import { hasDate } from './calendar.ts';
import type { Alert, Effect } from './effects.ts';
import type { SeasonEvent } from './events.ts';
import { halfTime } from './lateness.ts';
import {
  closedOf,
  type Deliver,
  NEWS_EXPIRES_AFTER,
  newNotice,
  notice,
  owedByGrowth,
  resultsBefore,
} from './living/owe-growth.ts';
import {
  findRound,
  isIn,
  isQuestion,
  type NoticeAbout,
  type Round,
  type RoundIn,
  type Season,
} from './state.ts';

/** The effects that an event owes. `season` is the state after it. */
export function owedBy(event: SeasonEvent, season: Season): readonly Effect[] {
  const { at } = event;
  switch (event.type) {
    case 'episode-scheduled':
      return [{ kind: 'wake', dueAt: event.releaseAt }];
    case 'link-awaited':
      return [
        { kind: 'alert', dueAt: at, alert: awaitedOf(season, event.episode) },
        ...(hasDate(season.story, event.episode) ? newNotice(season, at) : []),
      ];
    case 'episode-dated': {
      const { position, notices } = season;
      if (position.kind !== 'scheduled' || position.episode !== event.episode) return [];
      const last = notices.at(-1);
      const told = last?.kind === 'moved' && last.episode === event.episode && last.to === event.releaseAt;
      return [{ kind: 'wake', dueAt: event.releaseAt }, ...(told ? newNotice(season, at) : [])];
    }
    case 'episode-released':
      return [
        {
          kind: 'deliver',
          dueAt: at,
          delivery: 'drop',
          number: event.number,
          expiresAt: at + NEWS_EXPIRES_AFTER,
        },
        ...resultsBefore(season, event.number, at),
      ];
    case 'round-planned':
      return [{ kind: 'wake', dueAt: event.round.opensAt }];
    case 'round-opened': {
      const round = roundOf(season, event.round);
      return [
        { kind: 'deliver', dueAt: at, delivery: 'poll', number: round.number, expiresAt: round.closesAt },
        ...wakesOf(round),
        ...(round.late === undefined
          ? [{ kind: 'check-window', dueAt: halfTime(round), round: round.number } as const]
          : []),
      ];
    }
    case 'reminder-due': {
      const { number, closesAt } = roundOf(season, event.round);
      return [{ kind: 'deliver', dueAt: at, delivery: 'reminder', number, expiresAt: closesAt }];
    }
    case 'round-extended':
      return [
        ...postedLonger(roundOf(season, event.round), at),
        toldOf(roundOf(season, event.round), season.extensions.length, at),
        ...wakesOf(roundOf(season, event.round)),
      ];
    case 'round-closed': {
      const { number, rules } = roundOf(season, event.round);
      return [
        { kind: 'close-polls', dueAt: at, round: number },
        { kind: 'settle', dueAt: at + rules.closing, round: number },
      ];
    }
    case 'round-undecided':
      return asked(event, season);
    case 'round-late': {
      const { outlets, lost, outcome, until } = event;
      const { number } = roundOf(season, event.round);
      const about = { ...(outlets && { outlets }), ...(until !== undefined && { until }) };
      return [
        { kind: 'alert', dueAt: at, alert: { code: 'round-late', round: number, lost, outcome, ...about } },
      ];
    }
    case 'round-let-stand':
      if (!isIn(roundOf(season, event.round), 'closing')) return [];
      return [{ kind: 'settle', dueAt: at, round: event.round }];
    case 'round-decided':
      return [
        {
          kind: 'deliver',
          dueAt: at,
          delivery: 'result',
          number: event.round,
          expiresAt: at + NEWS_EXPIRES_AFTER,
        },
        ...(event.tally.provisional
          ? [{ kind: 'alert', dueAt: at, alert: { code: 'provisional', round: event.round } } as const]
          : []),
      ];
    case 'round-voided':
      return [...newNotice(season, at), { kind: 'close-polls', dueAt: at, round: event.round }];
    case 'season-resumed':
      return [
        ...newNotice(season, at),
        { kind: 'wake', dueAt: at },
        ...season.rounds.flatMap((round) => {
          if (isIn(round, 'closing')) return settlesOf(round, round.phase.since, at);
          return isQuestion(round) && round.phase.until !== undefined ? questionsOf(round, at) : [];
        }),
      ];
    case 'season-cancelled':
      return [...newNotice(season, at), ...closedOf(season, at)];
    case 'season-paused':
      return newNotice(season, at);
    case 'link-given':
    case 'episode-edited':
    case 'episode-added':
    case 'items-asked':
    case 'episode-awaited':
    case 'release-retracted':
    case 'season-concluding':
    case 'season-ended':
      return owedByGrowth(event, season);
    case 'season-started':
    case 'items-answered':
    case 'items-noted':
    case 'continuation-given':
    case 'round-tied':
    case 'episodes-reloaded':
      return [];
  }
}

/** What showrunners have to do before the episode can go out. */
const awaitedOf = ({ story }: Season, episode: EpisodeId): Alert => ({
  code: findEpisode(story, episode)?.draft === true ? 'draft-awaited' : 'link-awaited',
  episode,
});

/** A poll that still waits for its turn is worth sending until the new deadline. */
function postedLonger(round: Round, at: Instant): readonly Effect[] {
  if (!isIn(round, 'voting')) return [];
  return [{ kind: 'deliver', dueAt: at, delivery: 'poll', number: round.number, expiresAt: round.closesAt }];
}

/** Posted drops and polls show the old time; those not posted yet will show the new one by themselves. */
const toldOf = (round: Round, extension: number, at: Instant): Effect => ({
  kind: 'deliver',
  dueAt: at,
  delivery: 'extension',
  number: extension,
  expiresAt: round.closesAt,
});

function wakesOf(round: Round): readonly Effect[] {
  return [
    { kind: 'wake', dueAt: round.closesAt },
    ...(round.reminderAt === undefined ? [] : [{ kind: 'wake', dueAt: round.reminderAt } as const]),
  ];
}

/** A question may reach nobody, so it has an end. What the story's own rules leave to a person is announced, and waits. */
function asked(
  { at, round: number }: Extract<SeasonEvent, { type: 'round-undecided' }>,
  season: Season,
): readonly Effect[] {
  const round = roundOf(season, number);
  if (!isIn(round, 'undecided')) return [];
  if (round.phase.until !== undefined) return questionsOf(round, at);
  return [{ kind: 'alert', dueAt: at, alert: alertOf(round) }, noticeOf(season, number, at)];
}

const questionsOf = ({ number, phase }: RoundIn<'undecided'>, at: Instant): readonly Effect[] => [
  { kind: 'ask', dueAt: at, round: number },
  ...(phase.until === undefined
    ? []
    : [{ kind: 'settle', dueAt: Math.max(at, phase.until), round: number } as const]),
];

/** The alert about a round that waits for showrunners. */
export function alertOf({
  number,
  phase,
}: RoundIn<'undecided'>): Extract<Alert, { code: 'round-undecided' }> {
  const { absent } = phase.tally;
  return {
    code: 'round-undecided',
    round: number,
    why: phase.why,
    ...(absent !== undefined && { absent }),
    ...(phase.until !== undefined && { until: phase.until }),
  };
}

/** The notice to its outlets that a round waits for a person. */
export function noticeOf(season: Season, round: RoundNumber, at: Instant): Deliver {
  const isAbout = (one: NoticeAbout): boolean => one.kind === 'waiting' && one.round === round;
  return notice(season.notices.findLastIndex(isAbout) + 1, at);
}

/** Once at once, in case every count came in during the pause, and once when the wait for them is over. */
function settlesOf(round: Round, since: Instant, resumedAt: Instant): readonly Effect[] {
  const over = since + round.rules.closing;
  return [...new Set([resumedAt, Math.max(resumedAt, over)])].map((dueAt) => ({
    kind: 'settle',
    dueAt,
    round: round.number,
  }));
}

function roundOf(season: Season, number: Round['number']): Round {
  const round = findRound(season, number);
  if (round === undefined)
    throw new Error(`Season ${season.id} owes something for round ${number}, which it does not have`);
  return round;
}
