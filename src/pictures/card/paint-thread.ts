import { Worker } from 'node:worker_threads';
import { MINUTE, SECOND } from '../../core/durations.ts';
import type { Milliseconds } from '../../core/ids.ts';
import type { PaintOutcome, PaintTask } from './paint-task.ts';

export interface PaintLimits {
  /** For one card. */
  readonly time: Milliseconds;
  /** Of the thread's heap. */
  readonly megabytes: number;
  /** Without work for so long, the thread ends: fonts and emoji take memory. */
  readonly idle: Milliseconds;
}

export const PAINT_LIMITS: PaintLimits = { time: 15 * SECOND, megabytes: 256, idle: 5 * MINUTE };

/** Built, it lies beside this file. */
export const PAINT_WORKER = new URL('./paint-worker.js', import.meta.url);

/**
 * The thread that draws, one card at a time. It is started for the first card, and again after it has died or was ended for
 * taking too long. It sees nothing of the environment.
 */
export class PaintThread {
  readonly #file: URL;
  readonly #limits: PaintLimits;
  #thread: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param file the built `paint-worker` */
  constructor(file: URL, limits: PaintLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  /** Draws after all cards before it. A card whose thread died is tried once more. Never rejects. */
  draw(task: PaintTask): Promise<PaintOutcome> {
    const drawing = this.#last.then(async () => {
      const outcome = await this.#attempt(task);
      return outcome === DIED ? this.#attempt(task) : outcome;
    });
    this.#last = drawing;
    return drawing.then((outcome) => (outcome === DIED ? failed('its thread died twice') : outcome));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#end();
  }

  async #attempt(task: PaintTask): Promise<PaintOutcome | typeof DIED> {
    if (this.#stopped) return failed('the bot is stopping');
    clearTimeout(this.#idle);
    const thread = this.#thread ?? this.#start();
    const outcome = await answerOf(thread, task, this.#limits.time);
    if (outcome === DIED || outcome === LATE) await this.#end();
    else this.#idle = setTimeout(() => void this.#end(), this.#limits.idle).unref();
    return outcome === LATE ? failed(`it took longer than ${this.#limits.time / SECOND} seconds`) : outcome;
  }

  #start(): Worker {
    const thread = new Worker(this.#file, {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.megabytes },
    });
    // The one who waits for an answer hears of it in `answerOf`.
    thread.on('error', () => undefined);
    thread.once('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    thread.unref();
    this.#thread = thread;
    return thread;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.terminate();
  }
}

const DIED = Symbol('the thread died');
const LATE = Symbol('the thread took too long');

const failed = (what: string): PaintOutcome => ({ kind: 'failed', what });

function answerOf(
  thread: Worker,
  task: PaintTask,
  time: Milliseconds,
): Promise<PaintOutcome | typeof DIED | typeof LATE> {
  return new Promise((done) => {
    const end = (outcome: PaintOutcome | typeof DIED | typeof LATE): void => {
      clearTimeout(timer);
      thread.off('message', end).off('exit', died).off('error', died);
      done(outcome);
    };
    const died = (): void => end(DIED);
    const timer = setTimeout(() => end(LATE), time);
    thread.once('message', end).once('exit', died).once('error', died);
    thread.postMessage(task);
  });
}
