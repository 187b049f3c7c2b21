import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../config/settings.ts';
import type { Log } from './ports/log.ts';
import { tooFewFiles } from './terminal/few-files.ts';

type StartBot = typeof import('./compose/bot.ts').startBot;

/** Longest time from a signal to the end of the process. */
const STOP_WITHIN_MS = 9_500;

async function main(): Promise<void> {
  // Loaded from here, so that a machine that can't load it gets a sentence instead of a stack.
  const { withEnvFile } = await import('../config/env-file.ts');
  const { readSettings } = await import('../config/settings.ts');
  const { createLog } = await import('./log.ts');
  const settings = readSettings(withEnvFile(process.env));
  const log = createLog(settings.logLevel, settings.logFormat ?? (process.stdout.isTTY ? 'pretty' : 'json'));
  for (const warning of settings.warnings) log.warn({}, warning);
  const ending = new AbortController();
  const stopSignal = firstSignal().then((signal) => {
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({}, 'stopping took too long; the next start settles what is still running');
      process.exit(0);
      // Not unreferenced: it also keeps the process alive after the closed parts no longer do.
    }, STOP_WITHIN_MS);
    ending.abort();
    return signal;
  });
  // A library's stray promise must not take a season down; sweep and reconciliation repeat its work.
  process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => giveUp(error, log));
  // Loaded last: it takes a second, and a signal or a wrong setting must count before.
  const code = await Promise.race([import('./compose/bot.ts'), stopSignal]);
  if (typeof code !== 'string') await run(settings, log, code.startBot, stopSignal, ending.signal);
  log.info({}, 'stopped');
  process.exit(0);
}

/** @throws what ends the bot by itself. */
async function run(
  settings: Settings,
  log: Log,
  startBot: StartBot,
  stopSignal: Promise<NodeJS.Signals>,
  ending: AbortSignal,
): Promise<void> {
  const bot = await startBot(settings, log, ending).catch((error: unknown) => {
    if (ending.aborted) return undefined;
    throw error;
  });
  if (bot === undefined) return;
  log.info({ address: bot.address }, 'health at /healthz and /readyz');
  const reason = await Promise.race([
    stopSignal.then(() => undefined),
    bot.displaced.then((why) => ({ why })),
    bot.refused.then((error) => ({ error })),
  ]);
  if (reason === undefined) return bot.stop();
  if ('why' in reason) log.error({ why: reason.why }, 'this process stops, because another one took over');
  await Promise.race([bot.stop(), sleep(STOP_WITHIN_MS)]);
  if ('error' in reason) throw reason.error;
  log.info({}, 'stopped');
  process.exit(1);
}

/**
 * After an exception outside every promise, we can't know what is half done. So the process ends at once, as if it had
 * been killed, and the next start settles what was running. We don't print what Node would, because that contains
 * everything attached to the error.
 */
function giveUp(error: unknown, log: Log): never {
  try {
    log.error({ error }, 'uncaught exception; the process ends');
  } finally {
    process.exit(1);
  }
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
  });
}

main().catch(async (error: unknown) => {
  const few = tooFewFiles(error);
  if (few !== undefined) {
    process.stderr.write(`\n${few}\n`);
    process.exit(1);
  }
  const { exitCodeFor, tell } = await import('./terminal/tell-error.ts');
  tell(error);
  process.exit(exitCodeFor(error));
});
