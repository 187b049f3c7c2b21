/**
 * Where on a platform this bot has written its commands, so that they are taken back once it writes them elsewhere. Kept
 * with the seasons. Every call rejects while the store is away.
 */
export interface WrittenMenus {
  /** In the platform's own words; none where nothing was ever noted, as over data of an older version. */
  all(): Promise<readonly string[]>;
  /** Called before anything is written there. */
  add(places: readonly string[]): Promise<void>;
  /** Nothing of the bot is there any more. */
  remove(place: string): Promise<void>;
}
