import type { PageContent } from '../../core/page/page-of.ts';
import type { PageSnapshot } from '../../core/page/snapshot.ts';
import type { Log } from '../../ports/log.ts';

/** How old a snapshot may be when somebody asks for it, and how often those who watch are told. */
const FRESH_FOR_MS = 1_000;

interface LatestPageOptions {
  /** Reads the stores. */
  readonly read: () => Promise<PageContent>;
  /** The wall clock, for `changedAt`. */
  readonly now: () => number;
  readonly log: Log;
}

/**
 * The snapshot of one show. It is read again when somebody asks and the last one is older than a second, and every second
 * while somebody watches: never once per reader.
 */
export class LatestPage {
  readonly #options: LatestPageOptions;
  readonly #watchers = new Set<(snapshot: PageSnapshot) => void>();
  #last: { readonly text: string; readonly snapshot: PageSnapshot } | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #underWay: Promise<PageSnapshot> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failing = false;

  constructor(options: LatestPageOptions) {
    this.#options = options;
  }

  /** Rejects if it could never be read; else gives the last one while the stores are away. */
  async get(): Promise<PageSnapshot> {
    if (this.#last !== undefined && performance.now() - this.#readAt < FRESH_FOR_MS)
      return this.#last.snapshot;
    return this.#refresh();
  }

  watch(changed: (snapshot: PageSnapshot) => void): () => void {
    this.#watchers.add(changed);
    this.#timer ??= setInterval(() => {
      this.#refresh().catch(() => undefined);
    }, FRESH_FOR_MS).unref();
    return () => {
      this.#watchers.delete(changed);
      if (this.#watchers.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  #refresh(): Promise<PageSnapshot> {
    this.#underWay ??= this.#read().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #read(): Promise<PageSnapshot> {
    try {
      const content = await this.#options.read();
      this.#failing = false;
      this.#readAt = performance.now();
      return this.#take(content);
    } catch (error) {
      if (!this.#failing) this.#options.log.warn({ error }, 'could not read what a page shows');
      this.#failing = true;
      if (this.#last === undefined) throw error;
      // Readers must not make up for an absent store by asking it more often.
      this.#readAt = performance.now();
      return this.#last.snapshot;
    }
  }

  #take(content: PageContent): PageSnapshot {
    const text = JSON.stringify(content);
    if (this.#last !== undefined && this.#last.text === text) return this.#last.snapshot;
    const snapshot = { ...content, changedAt: new Date(this.#options.now()).toISOString() };
    this.#last = { text, snapshot };
    for (const changed of this.#watchers) changed(snapshot);
    return snapshot;
  }
}
