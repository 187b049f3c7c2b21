import { type Job, Queue } from 'bullmq';
import type { PlatformName, SeasonId } from '../core/ids.ts';
import type { RedisClient } from '../redis/connection/connection.ts';
import { deliveryQueue, queueOptions, SEASON_QUEUE } from './queues.ts';
import type { WakeJob } from './wake-jobs.ts';

const PAGE = 1_000;

/**
 * Removes a season's waiting wake-ups. One that is being worked on ends by itself and finds nothing to do. There are many of
 * them only while the season is running.
 */
export const seasonJobRemover =
  (redis: RedisClient, platforms: readonly PlatformName[]) =>
  async (season: SeasonId): Promise<void> => {
    for (const name of [SEASON_QUEUE, ...platforms.map(deliveryQueue)]) {
      const queue = new Queue<WakeJob>(name, queueOptions(redis));
      try {
        for (const job of await jobsOf(queue, season)) {
          // A worker has taken it since.
          await job.remove().catch(() => undefined);
        }
      } finally {
        await queue.close();
      }
    }
  };

async function jobsOf(queue: Queue<WakeJob>, season: SeasonId): Promise<readonly Job<WakeJob>[]> {
  const found: Job<WakeJob>[] = [];
  for (let start = 0; ; start += PAGE) {
    const page = await queue.getJobs(['delayed', 'wait', 'prioritized'], start, start + PAGE - 1);
    // A job that was finished while the list was read has no content any more.
    found.push(...page.filter((job) => job?.data?.season === season));
    if (page.length === 0) return found;
  }
}
