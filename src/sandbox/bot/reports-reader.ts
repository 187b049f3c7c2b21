import type { readSettings } from '../../../config/settings.ts';
import { openReports, type Reports } from '../../compose/reports.ts';

const AGAIN_AFTER_MS = 2_000;

/**
 * The reports of a bot that may come and go. They are opened only while a bot is there: a reader without one would bring its
 * own Redis, and hold the data folder against a bot that starts.
 */
export class ReportsReader {
  readonly #settings: ReturnType<typeof readSettings>;
  readonly #isThere: () => boolean;
  #reports: Reports | undefined;
  #opening: Promise<void> | undefined;
  #nextAt = 0;

  constructor(settings: ReturnType<typeof readSettings>, isThere: () => boolean) {
    this.#settings = settings;
    this.#isThere = isThere;
  }

  /** Undefined until they are open; asking opens them. */
  get reports(): Reports | undefined {
    if (this.#reports === undefined && this.#isThere() && Date.now() >= this.#nextAt) {
      this.#nextAt = Date.now() + AGAIN_AFTER_MS;
      this.#opening ??= this.#open();
    }
    return this.#reports;
  }

  async close(): Promise<void> {
    await this.#opening;
    await this.#reports?.close();
  }

  async #open(): Promise<void> {
    this.#reports = await openReports(this.#settings).catch(() => undefined);
    this.#opening = undefined;
  }
}
