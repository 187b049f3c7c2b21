import { pino } from 'pino';
import { readSettings } from '../../../config/settings.ts';
import { startBot } from '../../compose/bot.ts';
import { StartupError } from '../../ports/startup-error.ts';
import type { BotNotice, ClockNotice } from './notices.ts';
import { clockAhead, setAhead } from './travel.ts';

/**
 * The unchanged bot in a process of its own, so that the sandbox can kill it. Its settings are the environment, its log goes to
 * standard output, and it tells the sandbox over the process's channel when it is ready. It ends with the sandbox.
 */
async function main(): Promise<void> {
  setAhead(Number(process.env.SANDBOX_CLOCK_AHEAD ?? 0));
  process.on('message', ({ ahead }: ClockNotice) => setAhead(ahead));
  const log = pino({ base: null, level: 'debug', serializers: { error: pino.stdSerializers.err } });
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => ending.abort());
  process.once('disconnect', () => ending.abort());
  process.on('unhandledRejection', (error) => log.error({ error }, 'unhandled rejection'));
  const stopped = new Promise<void>((resolve) =>
    ending.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  const bot = await startBot(readSettings(process.env), log, ending.signal, {
    // Redis keeps the real time, for leases and limits; what the season promises is told by the sandbox's clock.
    clockOver: (clock) => ({
      now: async () => ((await clock.now()) + clockAhead()) as Awaited<ReturnType<typeof clock.now>>,
    }),
  });
  tell({ kind: 'ready', address: bot.address });
  await Promise.race([stopped, bot.refused.then(refuse), bot.displaced.then(refuse)]);
  await bot.stop();
}

function refuse(why: unknown): never {
  throw why instanceof Error ? why : new Error(String(why));
}

function tell(notice: BotNotice): void {
  if (process.connected) process.send?.(notice);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const fix = error instanceof StartupError ? error.hint : undefined;
    tell({
      kind: 'failed',
      what: error instanceof Error ? error.message : String(error),
      ...(fix !== undefined && { fix }),
    });
    // The channel is written in the background; an exit at once would cut it.
    setTimeout(() => process.exit(1), 100);
  },
);
