// The bot's embedded Redis in a child process, for tests that kill it. Prints one JSON line once it is
// running or refused, and stops on SIGTERM.

import { startEmbeddedRedis } from '../../../src/embedded-redis/open.ts';
import { StartupError } from '../../../src/ports/startup-error.ts';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

async function main(): Promise<void> {
  try {
    const redis = await startEmbeddedRedis({ dataDir: process.argv[2] ?? '', log: silent });
    const keepAlive = setInterval(() => undefined, 60_000);
    process.once('SIGTERM', async () => {
      await redis.stop();
      clearInterval(keepAlive);
    });
    console.log(JSON.stringify({ pid: redis.pid, adopted: redis.adopted, socketPath: redis.socketPath }));
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    console.log(JSON.stringify({ refused: error.message }));
  }
}

void main();
