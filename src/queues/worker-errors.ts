import type { Queue, Worker } from 'bullmq';
import type { Log } from '../ports/log.ts';

const CONNECTION_TROUBLE =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|Connection is closed|Socket timeout|connect ETIMEDOUT/;

/** Workers retry several times a second. */
const SAME_ERROR_WITHIN_MS = 30_000;

/**
 * Logs BullMQ's own errors; without a listener they would end the process. The connection has already
 * reported an outage once; here it would be one line per queue and attempt.
 */
export function reportWorkerErrors(source: Queue | Worker, log: Log): void {
  const told = new Map<string, number>();
  const report = (error: Error) => {
    const fields = { queue: source.name, why: error.message };
    if (CONNECTION_TROUBLE.test(error.message)) return log.debug(fields, 'A queue has no connection');
    const now = performance.now();
    for (const [why, at] of told) if (now - at > SAME_ERROR_WITHIN_MS) told.delete(why);
    if (told.has(error.message)) return log.debug(fields, 'A queue reports the same error again');
    told.set(error.message, now);
    log.warn(fields, 'A queue reports an error');
  };
  if ('isRunning' in source) {
    source.on('error', report);
    source.on('stalled', (job) => log.warn({ queue: source.name, job }, 'A lost worker’s job runs again'));
  } else {
    source.on('error', report);
  }
}
