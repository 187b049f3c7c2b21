import type { Instant, Milliseconds, OutletId, ReleaseNumber, SeasonId } from '../../core/ids.ts';
import { blankOf } from '../../core/posts/blank.ts';
import { messagesOf } from '../../core/season/retraction.ts';
import type { Season } from '../../core/season/state.ts';
import { problemOf, tellCause } from '../../core/wording/problems/tell-problem.ts';
import type { OutletProblem } from '../../ports/platform/outlet.ts';
import type { StoredPoll } from '../../ports/stores/ballot-store.ts';
import type { Delivery, TakenBack } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import { atMost } from '../at-most.ts';
import type { Alerting, Context } from '../context.ts';
import { markOf } from './delivery-mark.ts';
import { raiseAlert } from './raise-alert.ts';
import { shownMessage } from './shown-message.ts';

/** Messages that are taken back at once; the platforms' clients enforce their limits. */
const AT_ONCE = 8;
/** In one go: other effects of the season are due as well. */
const MOST_AT_A_TIME = 500;
/** How long something that is not settled yet is left alone: longer and longer. */
const LOOK_AGAIN_AFTER = { least: 1_000, most: 60_000 } as const;
/** How long a poll that was asked to close may take to tell its counts, and how long one that was not may take to be asked. */
const COUNTED_WITHIN: Milliseconds = 10_000;
const CLOSED_WITHIN: Milliseconds = 60_000;
/** A message that may be there or not can be found by a person for this long; then it is taken back as well. */
const FOUND_WITHIN: Milliseconds = 7 * 86_400_000;

const TOLD_WITHIN: Milliseconds = 60_000;

type Ports = Alerting & Pick<Context, 'states' | 'ballots' | 'platforms' | 'reach'>;

/** A message that was posted, or may be. */
interface Posted {
  readonly delivery: Delivery;
  readonly outlet: SeasonOutlet;
}

/**
 * Deletes or blanks everything that was posted of a release, and says where that is impossible. May run any number of times
 * at once. What is being sent, or may be there, is dealt with as soon as that is known.
 * @returns when to look again; undefined if nothing is left.
 */
export async function retractRelease(
  context: Ports,
  id: SeasonId,
  number: ReleaseNumber,
  now: Instant,
): Promise<Instant | undefined> {
  const { season } = await context.states.load(id);
  const since = season?.releases[number - 1]?.retracted?.at;
  if (season === undefined || since === undefined) return undefined;
  const age = now - since;
  const posted = await postedOf(context, season, number);
  const unclosed = await unclosedPolls(context, season, number, age);
  const soon = Math.min(Math.max(Math.ceil(age / 4), LOOK_AGAIN_AFTER.least), LOOK_AGAIN_AFTER.most);
  const waits: Milliseconds[] = posted.length > MOST_AT_A_TIME ? [0] : [];
  await atMost(AT_ONCE, posted.slice(0, MOST_AT_A_TIME), async ({ delivery, outlet }) => {
    const isReady = !unclosed.has(pollKey(delivery, outlet.id));
    const wait = isReady ? await takeBack(context, season, { delivery, outlet }, age, soon) : soon;
    if (wait !== undefined) waits.push(wait);
  });
  return waits.length === 0 ? undefined : now + Math.ceil(Math.min(...waits));
}

/** What was posted of a release and is not taken back yet, or may still be posted; the drops first. */
export async function postedOf(
  context: Pick<Context, 'outlets' | 'ledger'>,
  season: Season,
  number: ReleaseNumber,
): Promise<readonly Posted[]> {
  const outlets = (await context.outlets.all(season.id)).filter(({ alertsOnly }) => alertsOnly !== true);
  const ids = outlets.map((outlet) => outlet.id);
  const posted: Posted[] = [];
  for (const message of messagesOf(season, number)) {
    const deliveries = await context.ledger.listOf(season.id, message, ids);
    for (const outlet of outlets) {
      const delivery = deliveries.get(outlet.id);
      if (delivery !== undefined && isThere(delivery)) posted.push({ delivery, outlet });
    }
  }
  return posted;
}

const isThere = ({ status }: Delivery): boolean =>
  status.kind === 'sent' ? status.takenBack === undefined : status.kind !== 'refused';

const pollKey = ({ id }: Pick<Delivery, 'id'>, outlet: OutletId): string => `${id}@${outlet}`;

/**
 * Polls that are being closed: deleted before that, they would take their last votes with them. But a wrong poll is not kept
 * for a platform that does not finish counting.
 */
async function unclosedPolls(
  { ballots }: Pick<Context, 'ballots'>,
  { id, rounds }: Season,
  release: ReleaseNumber,
  age: Milliseconds,
): Promise<ReadonlySet<string>> {
  const unclosed = new Set<string>();
  for (const { number } of rounds.filter((round) => round.release === release)) {
    for (const poll of await ballots.polls(id, number))
      if (isBeingClosed(poll, age)) unclosed.add(`poll.${number}@${poll.outlet}`);
  }
  return unclosed;
}

const isBeingClosed = ({ state }: StoredPoll, age: Milliseconds): boolean =>
  state.kind === 'open' && age < (state.askedAt === undefined ? CLOSED_WITHIN : COUNTED_WITHIN);

/** @returns how long to wait before looking again; undefined if this message is dealt with. */
async function takeBack(
  context: Ports,
  season: Season,
  { delivery, outlet }: Posted,
  age: Milliseconds,
  soon: Milliseconds,
): Promise<Milliseconds | undefined> {
  if (delivery.status.kind === 'unknown') {
    // What became unknown later is told by the alert about its sending.
    if (age < TOLD_WITHIN) await tell(context, season, { delivery, outlet }, problemOf('unconfirmed'));
    return age < FOUND_WITHIN ? soon : undefined;
  }
  const message = shownMessage(delivery);
  if (message === undefined) return soon;
  const name = outlet.outlet.address.platform;
  if (context.reach.silence(name) !== undefined) return soon;
  const platform = context.platforms.get(name);
  const { kind } = delivery;
  if (platform?.retract === undefined || kind === 'alert') {
    await note(context, season, { delivery, outlet }, problemOf('cannot-delete'));
    return undefined;
  }
  const blank = blankOf(season, markOf(season.id, outlet.id, delivery.id));
  const outcome = await platform.retract(outlet.outlet, message, { kind, blank });
  switch (outcome.status) {
    case 'retry': {
      const fields = { season: season.id, outlet: outlet.id, delivery: delivery.id, why: outcome.why };
      context.log.warn(fields, 'could not take back a message yet');
      return Math.max(outcome.after, LOOK_AGAIN_AFTER.least);
    }
    case 'refused':
      await note(context, season, { delivery, outlet }, outcome.problem);
      return undefined;
    default:
      await record(context, season, { delivery, outlet }, { how: outcome.status });
      return undefined;
  }
}

/** It is still there. Showrunners learn of it before that is recorded, or a crash in between would keep it from them. */
async function note(context: Ports, season: Season, posted: Posted, problem: OutletProblem): Promise<void> {
  await tell(context, season, posted, problem);
  await record(context, season, posted, { how: 'left', why: tellCause(problem, 'en') });
}

async function tell(
  context: Alerting,
  { id, story }: Season,
  { delivery, outlet }: Posted,
  problem: OutletProblem,
): Promise<void> {
  await raiseAlert(context, id, `${outlet.id}\n${delivery.id}`, {
    code: 'not-retracted',
    outlet: outlet.id,
    name: outlet.outlet.name,
    delivery: delivery.id,
    why: tellCause(problem, story.language),
  });
}

async function record(
  { ledger, clock, log }: Pick<Context, 'ledger' | 'clock' | 'log'>,
  { id }: Season,
  { delivery, outlet }: Posted,
  became: Omit<TakenBack, 'at'>,
): Promise<void> {
  await ledger.takeBack(id, outlet.id, delivery.id, { at: await clock.now(), ...became });
  const fields = { season: id, outlet: outlet.id, delivery: delivery.id, ...became };
  if (became.how === 'left') log.warn(fields, 'a message could not be taken back');
  else log.info(fields, 'a message was taken back');
}
