import type { Queue, Worker } from 'bullmq';
import type { Log } from '../ports/log.ts';

const CONNECTION_TROUBLE =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|Connection is closed|Socket timeout|connect ETIMEDOUT/;

/**
 * Gives BullMQ's own errors to the log; without a listener they would end the process. An outage is already
 * reported once, by the connection; here it would be a line for each queue and attempt.
 */
export function reportWorkerErrors(source: Queue | Worker, log: Log): void {
  const report = (error: Error) => {
    const fields = { queue: source.name, why: error.message };
    if (CONNECTION_TROUBLE.test(error.message)) log.debug(fields, 'A queue has no connection');
    else log.warn(fields, 'A queue reports an error');
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
