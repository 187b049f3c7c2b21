import {
  deliveryId,
  type Instant,
  type Milliseconds,
  type OutletId,
  type RoundNumber,
  type SeasonId,
} from '../../core/ids.ts';
import { postFor } from '../../core/posts/post.ts';
import { nextOut } from '../../core/posts/result.ts';
import type { Effect } from '../../core/season/effects.ts';
import { findRound, isIn, type Season } from '../../core/season/state.ts';
import type { Delivery } from '../../ports/stores/delivery-ledger.ts';
import type { SeasonOutlet } from '../../ports/stores/season-outlets.ts';
import { atMost } from '../at-most.ts';
import type { Alerting, Context } from '../context.ts';
import { editPatiently } from './edit-patiently.ts';
import { occasionOf } from './occasion-of.ts';
import { readAgain } from './settled-with.ts';
import { shownMessage } from './shown-message.ts';
import { tellShortfalls } from './tell-shortfalls.ts';

/** Edits that run at once; the platforms' clients enforce their limits. */
const AT_ONCE = 4;
const PATIENCE = { attempts: 2, longestPause: 3_000 };
/** While drops go out, which people wait for, and while a result is being sent. */
const LOOK_AGAIN_AFTER: Milliseconds = 2_000;
/** An outlet whose drop still waits then has a trouble of its own. */
const DROPS_FIRST: Milliseconds = 600_000;
const TRY_AGAIN_AFTER: Milliseconds = 30_000;
/** So long after its decision a result is not worth another attempt. */
const GIVEN_UP_AFTER: Milliseconds = 7 * 86_400_000;
/** Corrections of several outlets often come together. */
const GATHERED_WITHIN: Milliseconds = 3_000;

type UpdateResults = Extract<Effect, { kind: 'update-results' }>;
type Ports = Alerting &
  Pick<Context, 'states' | 'counts' | 'platforms' | 'communityNames' | 'appearances' | 'pages' | 'reach'>;

/**
 * Queues the update of a round's posted results after a correction. `number` names the correction: with the name of an
 * earlier one, it would be removed when that is done.
 */
export async function oweCorrection(
  { outbox, jobs }: Pick<Context, 'outbox' | 'jobs'>,
  season: SeasonId,
  round: RoundNumber,
  number: number,
  now: Instant,
): Promise<void> {
  const effect = `results.${round}.${number}`;
  const dueAt = now + GATHERED_WITHIN;
  await outbox.owe(season, effect, { kind: 'update-results', dueAt, round });
  await jobs.effect(season, effect, dueAt);
}

/**
 * Edits the results of a round to what they would say now: with corrected counts, and with a link to the next episode once
 * that is out. Repeating an edit changes nothing.
 * @returns what is left to do, if anything.
 */
export async function updateResults(
  context: Ports,
  id: SeasonId,
  effect: UpdateResults,
  now: Instant,
): Promise<UpdateResults | undefined> {
  const { season } = await context.states.load(id);
  const round = season === undefined ? undefined : findRound(season, effect.round);
  if (season === undefined || round === undefined || !isIn(round, 'decided')) return undefined;
  const isRepeat = effect.outlets !== undefined;
  if (isRepeat && now - round.phase.at > GIVEN_UP_AFTER) return undefined;
  const outlets = (await context.outlets.all(id)).filter(
    (one) =>
      one.alertsOnly !== true &&
      one.leftAt === undefined &&
      (effect.outlets === undefined || effect.outlets.includes(one.id)),
  );
  if (await isDropping(context, season, effect, outlets, now))
    return { ...effect, dueAt: now + LOOK_AGAIN_AFTER };
  readAgain(season, round.number);
  const ids = outlets.map((outlet) => outlet.id);
  const results = await context.ledger.listOf(id, deliveryId('result', round.number), ids);
  const left: OutletId[] = [];
  let wait = TRY_AGAIN_AFTER;
  await atMost(AT_ONCE, outlets, async (outlet) => {
    const delivery = results.get(outlet.id);
    if (delivery === undefined) return;
    const isSending = delivery.status.kind === 'sending';
    if (isSending) wait = LOOK_AGAIN_AFTER;
    if (isSending || !(await update(context, season, delivery, outlet))) left.push(outlet.id);
  });
  return left.length === 0 ? undefined : { ...effect, outlets: left, dueAt: now + wait };
}

/** People wait for the next episode, not for the link below the last result. */
async function isDropping(
  { ledger }: Pick<Context, 'ledger'>,
  season: Season,
  { round: number }: UpdateResults,
  outlets: readonly SeasonOutlet[],
  now: Instant,
): Promise<boolean> {
  const round = findRound(season, number);
  const next = round === undefined ? undefined : nextOut(season, round);
  if (next === undefined || now - next.at > DROPS_FIRST) return false;
  const ids = outlets.map(({ id }) => id);
  const drops = await ledger.listOf(season.id, deliveryId('drop', next.number), ids);
  // None is there before the fan-out has owed them.
  if (drops.size === 0) return ids.length > 0;
  return [...drops.values()].some(({ status }) => status.kind === 'owed' || status.kind === 'sending');
}

/** @returns whether nothing is left to do there. */
async function update(
  context: Ports,
  season: Season,
  delivery: Delivery,
  outlet: SeasonOutlet,
): Promise<boolean> {
  const name = outlet.outlet.address.platform;
  const platform = context.platforms.get(name);
  const message = shownMessage(delivery);
  // What is not sent yet is composed anew when it is.
  if (platform?.editNotice === undefined || message === undefined) return true;
  if (context.reach.silence(name) !== undefined) return false;
  const notice = postFor(season, await occasionOf(context, season, delivery, outlet, platform));
  if (notice?.kind !== 'result') return true;
  const fields = { season: season.id, outlet: outlet.id, delivery: delivery.id };
  const { editNotice } = platform;
  const outcome = await editPatiently(PATIENCE, () => editNotice(outlet.outlet, message, notice));
  switch (outcome.status) {
    case 'edited':
      await tellShortfalls(context, season.id, delivery, outlet, outcome.shortfalls ?? []);
      return true;
    case 'refused':
      // Somebody deleted it, or the bot is no longer there.
      context.log.info({ ...fields, problem: outcome.problem }, 'could not update a result');
      return true;
    case 'retry':
      context.log.info({ ...fields, why: outcome.why }, 'could not update a result yet');
      return false;
  }
}
