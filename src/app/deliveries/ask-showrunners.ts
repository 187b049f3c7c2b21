import {
  deliveryId,
  type Instant,
  type Milliseconds,
  type RoundNumber,
  type SeasonId,
} from '../../core/ids.ts';
import { alertOf, noticeOf } from '../../core/season/owe.ts';
import { findRound, isQuestion } from '../../core/season/state.ts';
import type { DeliveryStatus } from '../../ports/stores/delivery-ledger.ts';
import type { Advancing, Alerting, Context } from '../context.ts';
import { settleRound, showrunnersOf } from '../votes/settle-round.ts';
import { tellShowrunners } from './fan-out.ts';
import { alertNumber } from './raise-alert.ts';

/** How long the question may take before it is checked again. */
const LOOK_AFTER: Milliseconds = 1_000;

/**
 * Asks showrunners what to do about a round that lacks so many outlets. Once the question has arrived somewhere, the
 * outlets are told that the vote waits. If every alerts address refuses it, nobody can answer, and the default is
 * taken.
 * @returns when to check again, while the question is on its way.
 */
export async function askShowrunners(
  context: Advancing & Alerting & Pick<Context, 'ballots' | 'platforms' | 'presence' | 'looks'>,
  id: SeasonId,
  number: RoundNumber,
  now: Instant,
): Promise<Instant | undefined> {
  const { season } = await context.states.load(id);
  const round = season === undefined ? undefined : findRound(season, number);
  if (season === undefined || round === undefined || !isQuestion(round)) return undefined;
  const alert = alertOf(round);
  const about = alertNumber(id, alert.code, `${number}\n${round.phase.since}\n${round.phase.why.cause}`);
  const channels = (await showrunnersOf(context, id)).map((one) => one.id);
  const asked = await context.ledger.listOf(id, deliveryId('alert', about), channels);
  if (channels.length > 0 && asked.size === 0) {
    await tellShowrunners(context, id, about, alert, now);
    return now + LOOK_AFTER;
  }
  const statuses = [...asked.values()].map(({ status }) => status.kind);
  if (statuses.every((kind) => kind === 'refused')) {
    await settleRound(context, id, number, { unasked: true });
    // A paused season decides nothing; it asks again when it resumes.
    return undefined;
  }
  if (!statuses.some(hasArrived)) return now + LOOK_AFTER;
  const notice = noticeOf(season, number, now);
  const effect = `notice.${notice.number}`;
  await context.outbox.owe(id, effect, notice);
  await context.jobs.effect(id, effect, notice.dueAt);
  return undefined;
}

/** A question that may have arrived counts: a person may be reading it. */
const hasArrived = (kind: DeliveryStatus['kind']): boolean => kind === 'sent' || kind === 'unknown';
