import type { Instant, NativePollId, OutletId, PlatformName, RoundNumber, SeasonId } from '../core/ids.ts';
import type { BallotBatch } from './stores/ballot-store.ts';
import type { EffectId } from './stores/outbox.ts';

/**
 * At-least-once background work. Jobs are only wake-ups: the stores say what is owed. So a job that is lost, stalls,
 * fails or runs twice does no harm, and a sweep queues again what was lost.
 */
export interface Jobs {
  /** Perform an owed effect, not before `dueAt`. */
  effect(season: SeasonId, effect: EffectId, dueAt: Instant): Promise<void>;
  /** Send what is owed to an outlet, not before `notBefore`. */
  delivery(platform: PlatformName, season: SeasonId, outlet: OutletId, options: JobOptions): Promise<void>;
  /** Close a native poll and read its counts. */
  closing(
    platform: PlatformName,
    season: SeasonId,
    round: RoundNumber,
    poll: NativePollId,
    options: JobOptions,
  ): Promise<void>;
  /**
   * Count batches; all of one poll take the same lane, in order. Resolves once durable, and retries until then.
   * Rejects only if the queues are closed first.
   */
  ballots(batches: readonly BallotBatch[]): Promise<void>;
  /** Starts working. Handlers that throw are retried with backoff. */
  work(handlers: JobHandlers): Promise<void>;
  /** Takes no new work, waits for running work (at most `withinMs`), closes. */
  stop(withinMs: number): Promise<void>;
  /** Waiting and delayed jobs by queue, for health and metrics. */
  depth(): Promise<Readonly<Record<string, number>>>;
}

export interface JobOptions {
  readonly notBefore?: Instant;
  /** Closing polls and results go before drops. */
  readonly urgent?: boolean;
}

export interface JobHandlers {
  effect(season: SeasonId, effect: EffectId): Promise<void>;
  delivery(season: SeasonId, outlet: OutletId): Promise<void>;
  closing(season: SeasonId, round: RoundNumber, poll: NativePollId): Promise<void>;
  ballots(batch: BallotBatch): Promise<void>;
}
