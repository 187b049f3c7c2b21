import type { Queue } from 'bullmq';
import type { Milliseconds } from '../core/ids.ts';

export type JobsHealth = { readonly ok: true } | { readonly ok: false; readonly why: string };

export interface HealthLimits {
  /** A handler that runs longer than this is stuck; a delivery may wait long for its place under a rate limit. */
  readonly longestRun: Milliseconds;
  /** Jobs that wait this long while nobody works on their queue: its workers are stuck. */
  readonly longestIdle: Milliseconds;
}

const LOOK_EVERY_MS = 5_000;

/** Watches what a process's workers have under way, and whether anybody takes what waits. */
export class WorkWatch {
  readonly #limits: HealthLimits;
  readonly #running = new Map<object, { readonly what: string; readonly since: number }>();
  readonly #untaken = new Map<string, number>();
  readonly #failing = new Map<string, { readonly why: string; readonly since: number }>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  /** Since when Redis owes an answer. */
  #silentSince: number | undefined;

  constructor(limits: HealthLimits) {
    this.#limits = limits;
  }

  /** Notes a handler for as long as it runs. */
  async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    const entry = {};
    this.#running.set(entry, { what, since: performance.now() });
    try {
      return await work();
    } finally {
      this.#running.delete(entry);
    }
  }

  /** A lane does not go on until its batch is counted: that it fails is a matter of its own. */
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

  /** One look at all queues; a look that is still waiting for Redis is not repeated. */
  async look(queues: readonly Queue[]): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    this.#silentSince ??= performance.now();
    try {
      for (const queue of queues) await this.#lookAt(queue);
      this.#silentSince = undefined;
    } catch {
      // Stays unanswered, which is what `health` reports.
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

  health(): JobsHealth {
    const now = performance.now();
    const { longestRun, longestIdle } = this.#limits;
    const seconds = (since: number) => Math.round((now - since) / 1_000);
    if (this.#silentSince !== undefined && now - this.#silentSince > longestIdle)
      return { ok: false, why: `Redis has not answered for ${seconds(this.#silentSince)} s` };
    for (const [lane, { why, since }] of this.#failing) {
      if (now - since > longestIdle)
        return { ok: false, why: `${lane} has failed to count a batch for ${seconds(since)} s: ${why}` };
    }
    for (const [queue, since] of this.#untaken) {
      if (now - since > longestIdle)
        return { ok: false, why: `jobs wait in ${queue}, and nobody has taken one for ${seconds(since)} s` };
    }
    for (const { what, since } of this.#running.values()) {
      if (now - since > longestRun)
        return { ok: false, why: `${what} has been running for ${seconds(since)} s` };
    }
    return { ok: true };
  }
}
