import { withoutTokens } from '../log.ts';
import { StartupError } from '../ports/startup-error.ts';
import { systemTrouble } from './system-trouble.ts';
import { visible } from './visible.ts';

/** Tells a person why the program ends: what happened and what to do. Prints a stack only if the fault is ours. */
export function tell(error: unknown): void {
  const known = error instanceof StartupError ? error : systemTrouble(error);
  if (known !== undefined) {
    process.stderr.write(visible(withoutTokens(`\n${known.message}\n${known.hint}\n`)));
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    visible(withoutTokens(`\nThis is a bug in the bot. Please report it with these lines:\n${stack}\n`)),
  );
}

export const exitCodeFor = (error: unknown): number => (error instanceof StartupError ? error.exitCode : 1);
