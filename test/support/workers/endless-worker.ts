import { createBullmqJobs } from '../../../src/queues/jobs.ts';
import { connectRedis } from '../../../src/redis/connection/connection.ts';
import { createRedisClock } from '../../../src/redis/shared/clock.ts';
import { logLines } from '../log-lines.ts';

// Begins every job that it gets, says so, and never ends one, so that a test can kill it while it works.
const [, , url = '', lockDuration = ''] = process.argv;
const { log } = logLines();
const jobs = createBullmqJobs({
  platforms: ['discord', 'telegram'],
  connect: (role) => connectRedis(url, role, { log }),
  clock: createRedisClock(connectRedis(url, 'store', { log })),
  log,
  lockDuration: Number(lockDuration),
});
const begin = async (what: string) => {
  process.stdout.write(`${what}\n`);
  await new Promise(() => undefined);
};
void jobs.work({
  effect: (_, effect) => begin(`effect ${effect}`),
  delivery: (_, outlet) => begin(`delivery ${outlet}`),
  closing: (_, round) => begin(`closing ${round}`),
  ballots: ({ number }) => begin(`batch ${number}`),
});
