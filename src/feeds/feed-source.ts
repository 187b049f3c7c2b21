import type { FeedAnswer, FeedSource, WatchedFeed } from '../ports/feed-source.ts';
import type { Resolve } from './allowed-addresses.ts';
import { FEED_LIMITS, type Fetched, type FetchLimits, fetchSafely } from './fetch-safely.ts';
import { READ_WORKER, READING_LIMITS, type ReadingLimits, readApart } from './read-apart.ts';

export interface FeedSourceOptions {
  /** The header `User-Agent`: name, version, and perhaps an address. */
  readonly userAgent: string;
  /** The built `read-worker`. Default: the one beside this file. */
  readonly worker?: URL;
  readonly fetching?: FetchLimits;
  readonly reading?: ReadingLimits;
  /** Default: the system's resolver. */
  readonly resolve?: Resolve;
}

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

/** Reads feeds over HTTP, each in a thread of its own. */
export function createFeedSource(options: FeedSourceOptions): FeedSource {
  const { worker = READ_WORKER, fetching = FEED_LIMITS, reading = READING_LIMITS } = options;

  const fetched = (feed: WatchedFeed, signal: AbortSignal): Promise<Fetched> =>
    fetchSafely({
      url: feed.movedTo ?? feed.address,
      accept: ACCEPT,
      userAgent: options.userAgent,
      limits: fetching,
      signal,
      ...(feed.etag !== undefined && { etag: feed.etag }),
      ...(feed.lastModified !== undefined && { lastModified: feed.lastModified }),
      ...(feed.private && { privateAt: feed.address }),
      ...(options.resolve !== undefined && { resolve: options.resolve }),
    });

  return {
    async read(feed, signal): Promise<FeedAnswer> {
      const answer = await fetched(feed, signal);
      const movedTo = ('movedTo' in answer ? answer.movedTo : undefined) ?? feed.movedTo;
      const moved = movedTo !== undefined && { movedTo };
      switch (answer.kind) {
        case 'failed': {
          const { what, lasting, retryAfter } = answer.fault;
          return { kind: 'failed', what, lasting, ...(retryAfter !== undefined && { retryAfter }) };
        }
        case 'unchanged':
          return { kind: 'unchanged', ...moved };
        case 'body': {
          const { body, type, url, etag, lastModified } = answer;
          const { only, skip } = feed;
          const content = await readApart(
            {
              body,
              url,
              ...(type !== undefined && { type }),
              ...(only !== undefined && { only }),
              ...(skip !== undefined && { skip }),
            },
            worker,
            reading,
            signal,
          );
          if (!content.ok) return { kind: 'failed', what: content.what, lasting: content.lasting };
          const { items, unusable, remarks } = content;
          return {
            kind: 'read',
            items,
            unusable,
            remarks,
            ...(etag !== undefined && { etag }),
            ...(lastModified !== undefined && { lastModified }),
            // Only now: a page that a hotel's network puts in between moves nothing.
            ...moved,
          };
        }
      }
    },
  };
}
