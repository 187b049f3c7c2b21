import type { Queue, Worker } from 'bullmq';
import type { Log } from '../ports/log.ts';

const CONNECTION_TROUBLE =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|Connection is closed|Socket timeout|connect ETIMEDOUT/;

/** Workers ask again several times a second. */
const SAME_ERROR_WITHIN_MS = 30_000;

/**
 * Gives BullMQ's own errors to the log; without a listener they would end the process. An outage is already
 * reported once, by the connection; here it would be a line for each queue and attempt.
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
    source.on('stalled', (job) =>
      log.warn({ queue: source.name, job }, 'The job of a lost worker runs again'),
    );
  } else {
    source.on('error', report);
  }
}
