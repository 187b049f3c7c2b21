import { type Job, Queue } from 'bullmq';
import type { PlatformName, SeasonId } from '../core/ids.ts';
import type { RedisClient } from '../redis/connection/connection.ts';
import { deliveryQueue, queueOptions, SEASON_QUEUE } from './queues.ts';
import type { WakeJob } from './wake-jobs.ts';

const PAGE = 1_000;

/**
 * Removes the wake-ups of a season that wait; one that is being worked on ends by itself and finds nothing. They are
 * many only while the season is under way.
 */
export const seasonJobRemover =
  (redis: RedisClient, platforms: readonly PlatformName[]) =>
  async (season: SeasonId): Promise<void> => {
    for (const name of [SEASON_QUEUE, ...platforms.map(deliveryQueue)]) {
      const queue = new Queue<WakeJob>(name, queueOptions(redis));
      try {
        for (const job of await jobsOf(queue, season)) {
          // Taken by a worker since.
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
    // A job that was done while the list was read has no content any more.
    found.push(...page.filter((job) => job?.data?.season === season));
    if (page.length === 0) return found;
  }
}
