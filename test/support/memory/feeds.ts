import type { SeasonId } from '../../../src/core/ids.ts';
import type { FeedState, FeedStore } from '../../../src/ports/stores/feed-store.ts';

/** The feed of every season in this process alone. */
export class MemoryFeeds implements FeedStore {
  readonly #states = new Map<SeasonId, FeedState>();
  readonly #marks = new Map<SeasonId, Map<string, string>>();

  async state(season: SeasonId): Promise<FeedState | undefined> {
    return this.#states.get(season);
  }

  async marks(season: SeasonId, marks: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const all = this.#marks.get(season) ?? new Map<string, string>();
    return new Map([...all].filter(([mark]) => marks.includes(mark)));
  }

  async size(season: SeasonId): Promise<number> {
    return this.#marks.get(season)?.size ?? 0;
  }

  async put(
    season: SeasonId,
    state: FeedState,
    marks: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    this.#states.set(season, state);
    if (marks.size > 0) this.#marks.set(season, new Map([...(this.#marks.get(season) ?? []), ...marks]));
  }

  erase(season: SeasonId): void {
    this.#states.delete(season);
    this.#marks.delete(season);
  }
}
