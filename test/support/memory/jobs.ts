import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant, NativePollId, PlatformName, SeasonId } from '../../../src/core/ids.ts';
import type { JobHandlers, JobOptions, Jobs } from '../../../src/ports/jobs.ts';
import type { BallotBatch } from '../../../src/ports/stores/ballot-store.ts';

const AT_ONCE = 10;
const AGAIN_AFTER_MS = 5;

/** Something that somebody has to do, once for all who ask for it while it waits. */
interface WakeUp {
  readonly key: string;
  readonly queue: string;
  readonly due: Instant;
  readonly urgent: boolean;
  readonly run: (handlers: JobHandlers) => Promise<void>;
}

/** What waits to be done, of all processes that share it. */
export class JobBoard {
  readonly waiting = new Map<string, WakeUp>();
  readonly lanes = new Map<NativePollId, { readonly batches: BallotBatch[]; busy: boolean }>();
  readonly workers = new Set<() => void>();

  /** Has every process look at what waits. */
  ring(): void {
    for (const look of [...this.workers]) look();
  }
}

/** Background work of one process, kept in memory. */
export class MemoryJobs implements Jobs {
  readonly #board: JobBoard;
  readonly #underWay = new Set<Promise<void>>();
  #handlers: JobHandlers | undefined;
  #alarm: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(board = new JobBoard()) {
    this.#board = board;
  }

  async effect(...[season, effect, due]: Parameters<Jobs['effect']>): Promise<void> {
    const run = (handlers: JobHandlers) => handlers.effect(season, effect);
    this.#put({ key: `effect ${season} ${effect}`, queue: 'season', due, urgent: false, run });
  }

  async delivery(...[platform, season, outlet, options]: Parameters<Jobs['delivery']>): Promise<void> {
    this.#wake(platform, season, `delivery ${outlet}`, options, (handlers) =>
      handlers.delivery(season, outlet),
    );
  }

  async closing(...[platform, season, round, poll, options]: Parameters<Jobs['closing']>): Promise<void> {
    this.#wake(platform, season, `closing ${poll}`, options, (handlers) =>
      handlers.closing(season, round, poll),
    );
  }

  async ballots(batches: readonly BallotBatch[]): Promise<void> {
    if (this.#stopping) throw new Error('the jobs are stopping');
    for (const batch of batches) {
      const lane = this.#board.lanes.get(batch.poll) ?? { batches: [], busy: false };
      lane.batches.push(batch);
      this.#board.lanes.set(batch.poll, lane);
    }
    this.#board.ring();
  }

  async work(handlers: JobHandlers): Promise<void> {
    this.#handlers = handlers;
    this.#board.workers.add(this.#look);
    this.#look();
  }

  async stop(withinMs: number): Promise<void> {
    this.#stopping = true;
    this.#board.workers.delete(this.#look);
    clearTimeout(this.#alarm);
    const ending = new AbortController();
    const late = sleep(withinMs, undefined, { signal: ending.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.#underWay), late]);
    ending.abort();
    this.#board.ring();
  }

  async depth(): Promise<Readonly<Record<string, number>>> {
    const depth: Record<string, number> = {};
    for (const { queue } of this.#board.waiting.values()) depth[queue] = (depth[queue] ?? 0) + 1;
    return depth;
  }

  #wake(
    platform: PlatformName,
    season: SeasonId,
    what: string,
    { notBefore, urgent = false }: JobOptions,
    run: WakeUp['run'],
  ): void {
    // One that waits for later does not stand for one that is to come at once.
    const key = `${season} ${what} ${notBefore === undefined ? '' : 'later'}`;
    this.#put({ key, queue: `${platform}-deliveries`, due: notBefore ?? 0, urgent, run });
  }

  #put(wakeUp: WakeUp): void {
    if (this.#board.waiting.has(wakeUp.key)) return;
    this.#board.waiting.set(wakeUp.key, wakeUp);
    this.#board.ring();
  }

  readonly #look = (): void => {
    const handlers = this.#handlers;
    if (handlers === undefined || this.#stopping) return;
    for (const lane of this.#board.lanes.values()) {
      if (!lane.busy && lane.batches.length > 0) this.#do(() => this.#empty(lane, handlers));
    }
    const now = Date.now();
    const waiting = [...this.#board.waiting.values()];
    const due = waiting.filter((one) => one.due <= now);
    for (const wakeUp of [...due.filter(({ urgent }) => urgent), ...due.filter(({ urgent }) => !urgent)]) {
      if (this.#underWay.size >= AT_ONCE) break;
      this.#board.waiting.delete(wakeUp.key);
      this.#do(() => this.#perform(wakeUp, handlers));
    }
    const next = Math.min(...waiting.map((one) => one.due).filter((at) => at > now));
    clearTimeout(this.#alarm);
    if (Number.isFinite(next)) this.#alarm = setTimeout(this.#look, Math.min(next - now, 60_000)).unref();
  };

  #do(work: () => Promise<void>): void {
    const done = work().finally(() => {
      this.#underWay.delete(done);
      this.#board.ring();
    });
    this.#underWay.add(done);
  }

  async #perform(wakeUp: WakeUp, handlers: JobHandlers): Promise<void> {
    await wakeUp
      .run(handlers)
      .catch(() => this.#put({ ...wakeUp, due: Math.max(wakeUp.due, Date.now() + AGAIN_AFTER_MS) }));
  }

  /** One batch at a time, in order; one that fails is tried again before the next. */
  async #empty(
    lane: { readonly batches: BallotBatch[]; busy: boolean },
    handlers: JobHandlers,
  ): Promise<void> {
    lane.busy = true;
    for (let [batch] = lane.batches; batch !== undefined && !this.#stopping; [batch] = lane.batches) {
      const isCounted = await handlers.ballots(batch).then(
        () => true,
        () => false,
      );
      if (isCounted) lane.batches.shift();
      else await sleep(AGAIN_AFTER_MS);
    }
    lane.busy = false;
  }
}
