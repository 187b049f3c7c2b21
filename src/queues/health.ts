import type { Queue } from 'bullmq';
import type { Milliseconds } from '../core/ids.ts';
import type { Health } from '../ports/health.ts';
import type { LogFields } from '../ports/log.ts';

export interface HealthLimits {
  /** A handler that runs longer than this is stuck; a delivery may wait long for its place under a rate limit. */
  readonly longestRun: Milliseconds;
  /** Jobs that wait this long while none of their queue is being worked on: the workers are stuck. */
  readonly longestIdle: Milliseconds;
}

const LOOK_EVERY_MS = 5_000;

/** Watches what a process's workers are doing, and whether waiting jobs are taken. */
export class WorkWatch {
  readonly #limits: HealthLimits;
  readonly #running = new Map<
    object,
    { readonly kind: string; readonly job: string; readonly since: number }
  >();
  readonly #untaken = new Map<string, number>();
  readonly #failing = new Map<string, { readonly why: string; readonly since: number }>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  /** Since when we have been waiting for an answer from Redis. */
  #silentSince: number | undefined;

  constructor(limits: HealthLimits) {
    this.#limits = limits;
  }

  /**
   * Records a handler while it runs.
   * @param kind may be shown to anybody
   * @param job goes to the log
   */
  async during<T>(kind: string, job: string, work: () => Promise<T>): Promise<T> {
    const entry = {};
    this.#running.set(entry, { kind, job, since: performance.now() });
    try {
      return await work();
    } finally {
      this.#running.delete(entry);
    }
  }

  /** A lane does not continue until its batch is counted, so a failing batch is reported apart. */
  laneFails(lane: string, why: string): void {
    this.#failing.set(lane, { why, since: this.#failing.get(lane)?.since ?? performance.now() });
  }

  laneGoesOn(lane: string): void {
    this.#failing.delete(lane);
  }

  watch(queues: readonly Queue[]): void {
    this.#timer = setInterval(() => void this.look(queues), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Looks at all queues once. If an earlier look still waits for Redis, no second one starts. */
  async look(queues: readonly Queue[]): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    this.#silentSince ??= performance.now();
    try {
      for (const queue of queues) await this.#lookAt(queue);
      this.#silentSince = undefined;
    } catch {
      // This stays unanswered, and `health` reports it.
    } finally {
      this.#looking = false;
    }
  }

  async #lookAt(queue: Queue): Promise<void> {
    const {
      wait = 0,
      prioritized = 0,
      active = 0,
    } = await queue.getJobCounts('wait', 'prioritized', 'active');
    if (active > 0 || wait + prioritized === 0) this.#untaken.delete(queue.name);
    else if (!this.#untaken.has(queue.name)) this.#untaken.set(queue.name, performance.now());
  }

  health(): Health {
    const now = performance.now();
    const { longestRun, longestIdle } = this.#limits;
    if (this.#silentSince !== undefined && now - this.#silentSince > longestIdle)
      return notOk('Redis does not answer', { since: instant(this.#silentSince) });
    for (const [lane, { why, since }] of this.#failing) {
      if (now - since > longestIdle)
        return notOk('a worker is stuck: ballots cannot be counted', {
          lane,
          cause: why,
          since: instant(since),
        });
    }
    for (const [queue, since] of this.#untaken) {
      if (now - since > longestIdle)
        return notOk('jobs are waiting and no worker takes them', { queue, since: instant(since) });
    }
    for (const { kind, job, since } of this.#running.values()) {
      if (now - since > longestRun)
        return notOk(`a worker is stuck: ${kind}`, { job, since: instant(since) });
    }
    return { ok: true };
  }
}

const notOk = (why: string, inside: LogFields): Health => ({ ok: false, why, inside });

/** On this machine's clock, for a person who compares lines of the log. Stays the same at every look. */
const instant = (since: number): string => new Date(performance.timeOrigin + since).toISOString();
