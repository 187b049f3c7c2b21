import type { UnusableWhy } from '../core/bot-alert.ts';
import type { Milliseconds } from '../core/ids.ts';
import type { Item } from '../core/story/item.ts';

/** Reads feeds from the internet. */
export interface FeedSource {
  /**
   * Fetches and reads a feed, within limits of time and memory. Rejects only with the signal's reason; everything else that
   * may happen is an answer.
   */
  read(feed: WatchedFeed, signal: AbortSignal): Promise<FeedAnswer>;
}

export interface WatchedFeed {
  /** Address in the operator's file. */
  readonly address: string;
  /** Where its server said that it has moved to. */
  readonly movedTo?: string;
  /** What the last answer was known by. If it is still the same, the answer is `unchanged`. */
  readonly etag?: string;
  readonly lastModified?: string;
  /** Regular expressions that `readPattern` accepts: items that are not episodes. */
  readonly only?: string;
  readonly skip?: string;
  /** Host and port of `address` may be in a private network. */
  readonly private: boolean;
}

export type FeedAnswer =
  | ({
      readonly kind: 'read';
      readonly etag?: string;
      readonly lastModified?: string;
      readonly movedTo?: string;
    } & FeedContent)
  | { readonly kind: 'unchanged'; readonly movedTo?: string }
  | ({ readonly kind: 'failed' } & FeedFailure);

export interface FeedFailure {
  /** A sentence for showrunners: what is wrong, and with which server. */
  readonly what: string;
  /** It will hardly go away by itself. */
  readonly lasting: boolean;
  /** The server asks us to wait for so long. */
  readonly retryAfter?: Milliseconds;
}

export interface FeedContent {
  /** The oldest first; without dates, the last of the feed first. Each key once. */
  readonly items: readonly FeedItem[];
  readonly unusable: readonly UnusableItem[];
  /** Sentences about what is odd in the feed, for the log. */
  readonly remarks: readonly string[];
}

export interface FeedItem {
  readonly item: Item;
  /** `only` and `skip` let it pass. */
  readonly wanted: boolean;
}

/** Something in the feed that can't be posted. */
export interface UnusableItem {
  readonly key: string;
  /** As people may recognise it, perhaps empty. */
  readonly title: string;
  readonly why: UnusableWhy;
}
