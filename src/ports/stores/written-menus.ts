/**
 * Where on a platform this bot has written its commands, so that they can be removed when it writes them elsewhere.
 * Stored with the seasons. Every call rejects while the store is away.
 */
export interface WrittenMenus {
  /** In the platform's own words; empty if nothing was ever noted, as with data of an older version. */
  all(): Promise<readonly string[]>;
  /** Called before anything is written there. */
  add(places: readonly string[]): Promise<void>;
  /** Nothing of the bot is there any more. */
  remove(place: string): Promise<void>;
}
