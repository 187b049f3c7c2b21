import { DelayedError, type Job } from 'bullmq';
import type { Instant, NativePollId, OutletId, RoundNumber, SeasonId } from '../core/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobHandlers } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { EffectId } from '../ports/stores/outbox.ts';

/** A wake-up only; what there is to do is in the stores. */
export type WakeJob = { readonly notBefore?: Instant } & (
  | { readonly kind: 'effect'; readonly season: SeasonId; readonly effect: EffectId }
  | { readonly kind: 'delivery'; readonly season: SeasonId; readonly outlet: OutletId }
  | {
      readonly kind: 'closing';
      readonly season: SeasonId;
      readonly round: RoundNumber;
      readonly poll: NativePollId;
    }
);

/**
 * Two wake-ups with the same name are the same. The name includes the time, so that a later one does not swallow an earlier
 * one.
 */
export function nameOf(job: WakeJob, urgent: boolean): string {
  const parts = [
    job.kind,
    ...Object.values(subjectOf(job)),
    job.notBefore ?? 'now',
    urgent ? 'urgent' : 'ordinary',
  ];
  return parts.map((part) => encodeURIComponent(part)).join('|');
}

function subjectOf(job: WakeJob): Record<string, string | number> {
  switch (job.kind) {
    case 'effect':
      return { season: job.season, effect: job.effect };
    case 'delivery':
      return { season: job.season, outlet: job.outlet };
    case 'closing':
      return { season: job.season, round: job.round, poll: job.poll };
  }
}

export function describe(job: WakeJob): string {
  return `${job.kind} ${Object.values(subjectOf(job)).join(' ')}`;
}

export function perform(job: WakeJob, handlers: JobHandlers): Promise<void> {
  switch (job.kind) {
    case 'effect':
      return handlers.effect(job.season, job.effect);
    case 'delivery':
      return handlers.delivery(job.season, job.outlet);
    case 'closing':
      return handlers.closing(job.season, job.round, job.poll);
  }
}

/** BullMQ counts delays on this machine's clock. A job that comes too early is delayed for the rest. */
export async function untilDue(job: Job<WakeJob>, token: string | undefined, clock: Clock): Promise<void> {
  const { notBefore } = job.data;
  if (notBefore === undefined) return;
  const early = notBefore - (await clock.now());
  if (early <= 0) return;
  await job.moveToDelayed(Date.now() + Math.ceil(early), token);
  throw new DelayedError();
}

export async function attempt(
  job: Job<WakeJob>,
  handle: (job: WakeJob) => Promise<void>,
  log: Log,
): Promise<void> {
  try {
    await handle(job.data);
  } catch (error) {
    const { message, stack } = error as Error;
    const fields = {
      job: job.data.kind,
      ...subjectOf(job.data),
      attempt: job.attemptsMade + 1,
      why: message,
    };
    log.warn(fields, 'A job failed and will be retried');
    log.debug({ ...fields, stack }, 'Stack of the failed job');
    throw error;
  }
}
