import type { Log } from '../ports/log.ts';

/** Everything opened so far; closed in reverse order, whatever happens. */
export class Opened {
  readonly #log: Log;
  readonly #closers: (() => Promise<void>)[] = [];
  /** For what opened while everything was being closed. */
  readonly #late: Promise<void>[] = [];
  #closing = false;

  constructor(log: Log) {
    this.#log = log;
  }

  add(close: () => Promise<void>): void {
    if (this.#closing) this.#late.push(this.#run(close));
    else this.#closers.push(close);
  }

  /** @param opening may still open something. */
  async close(opening?: Promise<unknown>): Promise<void> {
    this.#closing = true;
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      await this.#run(close);
    }
    await opening?.catch(() => undefined);
    await Promise.all(this.#late);
  }

  async #run(close: () => Promise<void>): Promise<void> {
    await close().catch((error: unknown) => this.#log.warn({ error }, 'a part did not stop cleanly'));
  }
}
