import type { Instant, Milliseconds, SeasonId } from '../../core/ids.ts';
import type { Alert, Effect } from '../../core/season/effects.ts';
import type { OwedEffect } from '../../ports/stores/outbox.ts';
import type { Context } from '../context.ts';

/** How often an open question is checked, in addition to events that may answer it. */
export const LOOK_AGAIN_AFTER: Milliseconds = 60_000;
/** Effects of a season that are searched for open questions. */
const MOST_EFFECTS = 1_000;

export type FollowAlert = Extract<Effect, { kind: 'follow-alert' }>;

/** Owed with a question to showrunners, and done when each of its messages says who answered it. */
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

/**
 * Something changed that may have answered questions. If this check fails, they are checked within a minute anyway.
 */
export async function lookAtAlerts(
  context: Pick<Context, 'outbox' | 'jobs' | 'clock' | 'log'>,
  season: SeasonId,
): Promise<void> {
  try {
    for (const { id, effect } of await openQuestions(context, season))
      await lookNow(context, season, id, effect);
  } catch (error) {
    context.log.debug({ season, error }, 'open questions will be checked later');
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
