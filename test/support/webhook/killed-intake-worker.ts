// Takes an episode and is killed before its answer is kept; test/app/answer-once.test.ts sends the request again.
import { answerOnce } from '../../../src/app/webhook/answer-once.ts';
import { silentLog } from '../../../src/log.ts';
import type { PostedRequest } from '../../../src/ports/stores/posted-requests.ts';
import { createRedisPostedRequests } from '../../../src/redis/bot/posted-requests.ts';
import { connectRedis } from '../../../src/redis/connection/connection.ts';

const [address = '', request = ''] = process.argv.slice(2);
const redis = connectRedis(address, 'store', { log: silentLog });
void answerOnce(
  createRedisPostedRequests(redis, { lease: 1_000 }),
  JSON.parse(request) as PostedRequest,
  async () => {
    await redis.sadd('episodes', 'ep-1');
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => {});
  },
);
