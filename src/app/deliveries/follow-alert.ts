import {
  deliveryId,
  type Instant,
  type Milliseconds,
  type RoundNumber,
  type SeasonId,
} from '../../core/ids.ts';
import { composeAlert } from '../../core/posts/alert.ts';
import type { Line } from '../../core/posts/content.ts';
import { howSettled, settledLine } from '../../core/posts/settled.ts';
import type { Alert } from '../../core/season/effects.ts';
import { findRound, type ItemQuestion, type Round, type Season } from '../../core/season/state.ts';
import { catalogueOf } from '../../core/wording/catalogues.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import { type Context, platformOf } from '../context.ts';
import { oweAlert } from './fan-out.ts';
import { type FollowAlert, LOOK_AGAIN_AFTER, lookNow, openQuestions } from './look-at-alerts.ts';
import { occasionOf } from './occasion-of.ts';

/** An alert that is still being sent is checked again after this. */
const BEING_SENT: Milliseconds = 2_000;
/**
 * A person has done something by command. If that answered a question, its messages name them.
 * @param by pseudonym.
 */
export async function noteWhoSettled(
  context: Pick<Context, 'states' | 'outbox' | 'outlets' | 'ledger' | 'jobs' | 'clock' | 'peopleNames'>,
  id: SeasonId,
  by: string,
): Promise<void> {
  const { season } = await context.states.load(id);
  if (season === undefined) return;
  for (const { id: effect, effect: question } of await openQuestions(context, id)) {
    if ((await settledBy(context, season, question.alert, by)) === undefined) continue;
    await lookNow(context, id, effect, { ...question, by });
  }
}

/** @returns when to retry: the question is open, or one of its messages is not rewritten yet. */
export async function followAlert(
  context: Context,
  id: SeasonId,
  { number, alert, by }: FollowAlert,
  now: Instant,
): Promise<Instant | undefined> {
  const { season } = await context.states.load(id);
  if (season === undefined) return undefined;
  const settled = await settledBy(context, season, alert, by);
  if (settled === undefined) {
    // The operator may have named another place since the alert was posted.
    await oweAlert(context, id, number, alert, now);
    return now + LOOK_AGAIN_AFTER;
  }
  // Places where alerts went earlier are included: nothing there may still look open.
  const places = (await context.outlets.all(id)).filter(
    ({ alertsOnly, outlet }) => alertsOnly === true && context.platforms.has(outlet.address.platform),
  );
  const waits = await Promise.all(places.map((place) => writeAnew(context, season, place, number, settled)));
  const again = waits.filter((one) => one !== undefined);
  return again.length === 0 ? undefined : now + Math.min(...again);
}

/** Who settled what an alert asked, and how; undefined while it is open. */
export async function settledBy(
  context: Pick<Context, 'outlets' | 'ledger' | 'peopleNames'>,
  season: Season,
  alert: Alert,
  by?: string,
): Promise<Line | undefined> {
  const facts = {
    ...(await factsOf(context, season, alert)),
    ...(by !== undefined && { by }),
  };
  const round = 'round' in alert ? findRound(season, alert.round) : undefined;
  const question = alert.code === 'items-asked' ? season.questions[alert.question - 1] : undefined;
  const names = await namesOf(context, [...peopleOf(round), ...(question ? answererOf(question) : [])], by);
  return settledLine(season, alert, facts, (one) => names.get(one));
}

/** For a person whose answer comes too late, in the language of commands: who settled the round, and how. */
export async function roundSettledBy(
  context: Pick<Context, 'states' | 'peopleNames'>,
  id: SeasonId,
  number: RoundNumber,
): Promise<Line | undefined> {
  const { season } = await context.states.load(id);
  const round = season === undefined ? undefined : findRound(season, number);
  if (season === undefined || round === undefined) return undefined;
  const isOpen = ['waiting', 'voting', 'closing', 'undecided', 'tied'].includes(round.phase.kind);
  if (isOpen) return undefined;
  const names = await namesOf(context, peopleOf(round));
  const story = { ...season.story, language: 'en' };
  return howSettled({ ...season, story }, round, (one) => names.get(one));
}

/** The same for a question about new items. */
export async function itemsSettledBy(
  context: Pick<Context, 'states' | 'peopleNames'>,
  id: SeasonId,
  number: number,
): Promise<Line | undefined> {
  const { season } = await context.states.load(id);
  const question = season?.questions[number - 1];
  if (season === undefined || question === undefined) return undefined;
  const names = await namesOf(context, answererOf(question));
  const story = { ...season.story, language: 'en' };
  const alert = { code: 'items-asked', question: number } as const;
  return settledLine({ ...season, story }, alert, {}, (one) => names.get(one));
}

const peopleOf = (round: Round | undefined): readonly string[] =>
  (round?.interventions ?? []).flatMap(({ by }) => (by.kind === 'person' ? [by.pseudonym] : []));

const answererOf = ({ answer }: ItemQuestion): readonly string[] =>
  answer?.by.kind === 'person' ? [answer.by.pseudonym] : [];

const namesOf = (
  { peopleNames }: Pick<Context, 'peopleNames'>,
  people: readonly string[],
  by?: string,
): ReturnType<Context['peopleNames']['of']> =>
  peopleNames.of([...new Set([...people, ...(by === undefined ? [] : [by])])]);

async function factsOf(context: Pick<Context, 'outlets' | 'ledger'>, season: Season, alert: Alert) {
  if (!('outlet' in alert)) return {};
  const outlet = await context.outlets.find(season.id, alert.outlet);
  const delivery =
    'delivery' in alert ? await context.ledger.find(season.id, alert.outlet, alert.delivery) : undefined;
  return {
    outletLeft: outlet?.leftAt !== undefined,
    ...(delivery !== undefined && { delivery: delivery.status.kind }),
  };
}

/** @returns how long to wait before retrying. */
async function writeAnew(
  context: Pick<
    Context,
    'counts' | 'outlets' | 'ledger' | 'platforms' | 'log' | 'communityNames' | 'appearances' | 'pages'
  >,
  season: Season,
  place: SeasonOutlet,
  number: number,
  settled: Line,
): Promise<Milliseconds | undefined> {
  const delivery = await context.ledger.find(season.id, place.id, deliveryId('alert', number));
  if (delivery === undefined) return undefined;
  const { status } = delivery;
  if (status.kind === 'owed' || status.kind === 'sending') return BEING_SENT;
  const platform = platformOf(context, place.outlet.address.platform);
  if (status.kind !== 'sent' || platform.editNotice === undefined) return undefined;
  const occasion = await occasionOf(context, season, delivery, place, platform);
  const notice = composeAlert(season, { ...occasion, settled }, catalogueOf(season.story.language));
  if (notice === undefined) return undefined;
  const outcome = await platform.editNotice(place.outlet, status.message, notice);
  // Somebody deleted it, or the bot may no longer be there: there are no buttons to remove.
  if (outcome.status === 'refused')
    context.log.info({ place: place.id, problem: outcome.problem }, 'could not update an alert');
  return outcome.status === 'retry' ? Math.max(outcome.after, BEING_SENT) : undefined;
}
