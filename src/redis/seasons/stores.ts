import type { Connections } from '../../ports/stores/connections.ts';
import type { FeedStore } from '../../ports/stores/feed-store.ts';
import type { Outbox } from '../../ports/stores/outbox.ts';
import type { RoundCounts } from '../../ports/stores/round-counts.ts';
import type { SeasonLog } from '../../ports/stores/season-log.ts';
import type { SeasonOutlets } from '../../ports/stores/season-outlets.ts';
import type { RedisClient } from '../connection/connection.ts';
import { createRedisConnections } from './connections.ts';
import { createRedisRoundCounts } from './counts.ts';
import { createRedisFeedStore } from './feeds.ts';
import { createRedisSeasonLog } from './log.ts';
import { createRedisOutbox } from './outbox.ts';
import { createRedisSeasonOutlets } from './outlets.ts';
import type { SeasonShapes } from './season-shapes.ts';

/** What is stored of seasons, each under its name in the application's context. */
export interface SeasonStores {
  readonly seasons: SeasonLog;
  readonly outbox: Outbox;
  readonly counts: RoundCounts;
  readonly outlets: SeasonOutlets;
  readonly connections: Connections;
  readonly feeds: FeedStore;
}

/**
 * All of them over one connection, which the caller owns and closes.
 * @param shapes of the records that can be read.
 */
export const createRedisSeasonStores = (redis: RedisClient, shapes: SeasonShapes): SeasonStores => ({
  seasons: createRedisSeasonLog(redis, shapes),
  outbox: createRedisOutbox(redis),
  counts: createRedisRoundCounts(redis),
  outlets: createRedisSeasonOutlets(redis),
  connections: createRedisConnections(redis, shapes),
  feeds: createRedisFeedStore(redis),
});
