import { withEnvFile } from '../config/env-file.ts';
import { readSettings } from '../config/settings.ts';
import type { RunningBot } from './compose.ts';
import { createLog } from './log.ts';
import type { Log } from './ports/log.ts';
import { exitCodeFor, tell } from './terminal/tell-error.ts';

/** Longest time from a signal to the end of the process. */
const STOP_WITHIN_MS = 9_500;

async function main(): Promise<void> {
  const settings = readSettings(withEnvFile(process.env));
  const log = createLog(settings.logLevel, settings.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json'));
  const stopSignal = firstSignal();
  // A library's stray promise must not take a season down; what it stood for is brought back by sweep and reconciliation.
  process.on('unhandledRejection', (error) => log.error({ error }, 'a rejection that nobody handled'));
  process.on('uncaughtException', (error) => giveUp(error, log));
  // Loaded last: it takes a second, in which a signal or a wrong setting already counts.
  const starting = import('./compose.ts').then(({ startBot }) => startBot(settings, log));
  const bot = await Promise.race([starting, stopSignal.then(() => undefined)]);
  if (bot === undefined) return abandonStart(starting);
  log.info({ address: bot.address }, 'health at /healthz and /readyz');
  const reason = await Promise.race([stopSignal, bot.displaced]);
  const displaced = reason !== 'SIGTERM' && reason !== 'SIGINT';
  if (displaced) log.error({ why: reason }, 'this process gives way');
  else log.info({ signal: reason }, 'stopping');
  setTimeout(() => {
    log.error({}, 'stopping took too long: what is still under way is settled at the next start');
    process.exit(displaced ? 1 : 0);
  }, STOP_WITHIN_MS).unref();
  await bot.stop();
  log.info({}, 'stopped');
  process.exit(displaced ? 1 : 0);
}

/** A signal before the bot is up: what has been opened is closed again, as far as the time goes. */
async function abandonStart(starting: Promise<RunningBot>): Promise<void> {
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  await starting.then(
    (bot) => bot.stop(),
    () => undefined,
  );
  process.exit(0);
}

/**
 * An exception outside every promise leaves nobody knows what half done. So the process ends at once, as if it had been
 * killed, and the next start settles what was under way; Node's own words would hold whatever hangs onto the error.
 */
function giveUp(error: unknown, log: Log): never {
  try {
    log.error({ error }, 'an exception that nobody caught: the process ends');
  } finally {
    process.exit(1);
  }
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
  });
}

main().catch((error: unknown) => {
  tell(error);
  process.exit(exitCodeFor(error));
});
