/**
 * Under which ids a platform keeps the pictures that this bot uploaded, so that each is uploaded once. Only saves uploads:
 * what is lost here is uploaded again. Every call rejects while the store is away.
 */
export interface SentPictures {
  /** @param key as in `Picture` */
  find(key: string): Promise<string | undefined>;
  /** Forgotten by itself a month after it was last put. */
  put(key: string, id: string): Promise<void>;
  /** The platform refused this id. A newer id stays. */
  forget(key: string, id: string): Promise<void>;
}
