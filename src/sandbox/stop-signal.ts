import type { Screen } from './demo/screen.ts';

/** What a shell expects of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * Aborted by the first SIGINT, SIGTERM or SIGHUP; later ones change nothing. npm passes Ctrl-C on to a
 * process that already got it from the terminal, so a second one doesn't mean that somebody is impatient.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => controller.abort());
  return controller.signal;
}

/** Resolves once the program is told to stop. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

/** @returns the exit code */
export function interrupted(screen: Screen): number {
  screen.print('', '  Stopped; cleaning up.');
  return INTERRUPTED;
}
