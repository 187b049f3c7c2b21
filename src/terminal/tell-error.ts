import { withoutTokens } from '../log.ts';
import { StartupError } from '../ports/startup-error.ts';
import { systemTrouble } from './system-trouble.ts';
import { visible } from './visible.ts';

/** What a person is told when the program ends with an error: what happened and what to do. Has a stack only if the fault is ours. */
export function told(error: unknown): string {
  const known = error instanceof StartupError ? error : systemTrouble(error);
  if (known !== undefined) return visible(withoutTokens(`\n${known.message}\n${known.hint}\n`));
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return visible(withoutTokens(`\nThis is a bug in the bot. Please report it with these lines:\n${stack}\n`));
}

export function tell(error: unknown): void {
  process.stderr.write(told(error));
}

export const exitCodeFor = (error: unknown): number => (error instanceof StartupError ? error.exitCode : 1);
