import type { Instant, Milliseconds, SeasonId } from '../../core/ids.ts';
import type { Alert, Effect } from '../../core/season/effects.ts';
import type { OwedEffect } from '../../ports/outbox.ts';
import type { Context } from '../context.ts';

/** An open question is looked at this often beside what is known to answer it. */
export const LOOK_AGAIN_AFTER: Milliseconds = 60_000;
/** Effects of a season that are looked through for open questions. */
const MOST_EFFECTS = 1_000;

export type FollowAlert = Extract<Effect, { kind: 'follow-alert' }>;

/** Owed with a question to showrunners, and done when each of its messages says who settled it. */
export async function owedFollowing(
  context: Pick<Context, 'outbox'>,
  season: SeasonId,
  number: number,
  alert: Alert,
  now: Instant,
): Promise<void> {
  const effect = { kind: 'follow-alert', dueAt: now + LOOK_AGAIN_AFTER, number, alert } as const;
  await context.outbox.owe(season, `follow.${number}`, effect);
}

/** Something has changed that may have settled questions. Where this fails they are looked at within a minute. */
export async function lookAtAlerts(
  context: Pick<Context, 'outbox' | 'jobs' | 'clock' | 'log'>,
  season: SeasonId,
): Promise<void> {
  try {
    for (const { id, effect } of await openQuestions(context, season))
      await lookNow(context, season, id, effect);
  } catch (error) {
    context.log.debug({ season, error }, 'open questions are looked at later');
  }
}

export async function lookNow(
  context: Pick<Context, 'outbox' | 'jobs' | 'clock'>,
  season: SeasonId,
  id: OwedEffect['id'],
  effect: FollowAlert,
): Promise<void> {
  const now = await context.clock.now();
  await context.outbox.owe(season, id, { ...effect, dueAt: now });
  await context.jobs.effect(season, id, now);
}

export async function openQuestions(
  { outbox }: Pick<Context, 'outbox'>,
  season: SeasonId,
): Promise<readonly { readonly id: OwedEffect['id']; readonly effect: FollowAlert }[]> {
  const owed = await outbox.overdue(season, Number.MAX_SAFE_INTEGER, MOST_EFFECTS);
  return owed.flatMap(({ id, effect }) => (effect.kind === 'follow-alert' ? [{ id, effect }] : []));
}
