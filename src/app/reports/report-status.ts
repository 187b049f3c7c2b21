import type { Instant, OutletId, ShowId } from '../../core/ids.ts';
import { showStateOf } from '../../core/page/show-state.ts';
import {
  type OutletDeliveries,
  type PathStep,
  type ReportedDelivery,
  type ReportedRound,
  STATUS_VERSION,
  type StatusReport,
} from '../../core/report.ts';
import { promisedAt } from '../../core/season/calendar.ts';
import {
  isAhead,
  isIn,
  type Release,
  type Round,
  type RoundIn,
  type Season,
} from '../../core/season/state.ts';
import { findEpisode } from '../../core/story/story.ts';
import { reportedDecision } from '../../core/vote/receipt.ts';
import { tellCause } from '../../core/wording/problems/tell-problem.ts';
import type { Delivery, TakenBack } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import type { ReportStores } from '../keeping/archived-season.ts';

/**
 * The state of a show, for people and programs. `title` is used for a show that was never started.
 * @param community only its outlets' deliveries; undefined: those of all, and of the showrunners' own channels.
 */
export async function reportStatus(
  stores: Pick<ReportStores, 'seasons' | 'states' | 'outlets' | 'ledger'>,
  show: ShowId,
  title: string,
  community?: string,
): Promise<StatusReport> {
  const id = await stores.seasons.current(show);
  const season = id === undefined ? undefined : (await stores.states.load(id)).season;
  if (season === undefined) {
    return {
      version: STATUS_VERSION,
      show,
      title,
      season: null,
      state: 'not-started',
      paused: false,
      rounds: [],
      deliveries: [],
      path: [],
    };
  }
  const [outlets, deliveries] = await Promise.all([
    stores.outlets.all(season.id),
    stores.ledger.list(season.id),
  ]);
  const byOutlet = new Map<OutletId, Delivery[]>();
  for (const delivery of deliveries) {
    const others = byOutlet.get(delivery.outlet);
    if (others === undefined) byOutlet.set(delivery.outlet, [delivery]);
    else others.push(delivery);
  }
  const shown = season.releases.filter(({ retracted }) => retracted === undefined);
  const last = shown.at(-1);
  const next = nextEpisode(season);
  return {
    version: STATUS_VERSION,
    show,
    title: season.story.title,
    season: season.id,
    state: showStateOf(season),
    paused: season.paused,
    startedAt: iso(season.startedAt),
    ...(last !== undefined && { episode: episodeOf(season, last) }),
    ...(next !== undefined && { next }),
    rounds: season.rounds.map(reportedRound),
    deliveries: outlets
      .filter((one) => community === undefined || isOf(community, one))
      .map((outlet) => outletDeliveries(outlet, byOutlet.get(outlet.id) ?? [])),
    path: shown.map((release) => stepOf(season, release)),
  };
}

const isOf = (community: string, { outlet, alertsOnly }: SeasonOutlet): boolean =>
  outlet.community === community && alertsOnly !== true;

function nextEpisode(season: Season): StatusReport['next'] {
  const { position } = season;
  if (!isAhead(position)) return undefined;
  const at = promisedAt(season);
  return {
    id: position.episode,
    title: findEpisode(season.story, position.episode)?.title ?? position.episode,
    ...(at !== undefined && { at: iso(at) }),
  };
}

function episodeOf(season: Season, { number, episode: id }: Release) {
  const episode = findEpisode(season.story, id);
  return { id, title: episode?.title ?? id, number, ...(episode?.url !== undefined && { url: episode.url }) };
}

function reportedRound(round: Round): ReportedRound {
  const { phase } = round;
  return {
    number: round.number,
    episode: round.episode,
    kind: round.kind,
    binding: round.binding,
    question: round.question,
    options: round.options.map(({ id, label }) => ({ id, label })),
    phase: phase.kind,
    opensAt: iso(round.opensAt),
    closesAt: iso(round.closesAt),
    ...('decision' in phase && { decision: reportedDecision(phase.decision, round.options) }),
    ...('tally' in phase && { tally: phase.tally }),
    ...(isIn(round, 'undecided') && { waits: waitOf(round) }),
  };
}

const waitOf = ({ phase: { why, until } }: RoundIn<'undecided'>): NonNullable<ReportedRound['waits']> => ({
  for: why.cause,
  ...(until !== undefined && { until: iso(until) }),
});

function outletDeliveries({ id, outlet }: SeasonOutlet, its: readonly Delivery[]): OutletDeliveries {
  return {
    outlet: id,
    platform: outlet.address.platform,
    name: outlet.name,
    deliveries: its.map(reportedDelivery),
  };
}

function reportedDelivery({ kind, number, status }: Delivery): ReportedDelivery {
  const reported = { kind, number, status: status.kind };
  switch (status.kind) {
    case 'owed':
      return { ...reported, ...(status.why !== undefined && { reason: status.why }) };
    case 'sending':
      return reported;
    case 'sent': {
      const { message, takenBack } = status;
      const link = takenBack?.how === 'deleted' ? undefined : message.link;
      return {
        ...reported,
        at: iso(status.at),
        ...(takenBack !== undefined && { reason: becameOf(takenBack), cause: takenBack.how }),
        ...(link !== undefined && { link }),
      };
    }
    case 'refused':
      return {
        ...reported,
        at: iso(status.at),
        reason: tellCause(status.problem, 'en'),
        cause: status.problem.code,
      };
    case 'unknown':
      return { ...reported, at: iso(status.at), reason: status.why };
  }
}

/** Its status stays `sent`; `cause` says the same in one word. */
function becameOf({ how, why }: TakenBack): string {
  switch (how) {
    case 'deleted':
      return 'The episode was taken back, and this message was deleted.';
    case 'blanked':
      return 'The episode was taken back. This message could not be deleted; its content was removed.';
    case 'left':
      return ['The episode was taken back, but this message is still there.', why].filter(Boolean).join(' ');
  }
}

/** A step of the audience's path through the story. */
export function stepOf(season: Season, release: Release): PathStep {
  const round = release.via === undefined ? undefined : season.rounds[release.via - 1];
  const via =
    round !== undefined && isIn(round, 'decided')
      ? reportedDecision(round.phase.decision, round.options)
      : undefined;
  const { id, title, number, url } = episodeOf(season, release);
  return {
    number,
    id,
    title,
    ...(url !== undefined && { url }),
    at: iso(release.at),
    ...(round !== undefined &&
      via !== undefined && { via: { round: round.number, option: via.option, label: via.label } }),
  };
}

const iso = (instant: Instant): string => new Date(instant).toISOString();
