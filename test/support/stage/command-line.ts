import { runProgram } from '../../../src/cli/program.ts';
import type { Environment } from './bots.ts';

export interface Printed {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the unchanged command line in this process, to its end. What only a process can show (signals, its own terminal,
 * limits of the system) is tested on a process.
 */
export async function runCommandLine(
  environment: Environment,
  ...words: readonly string[]
): Promise<Printed> {
  const [out, errors]: [string[], string[]] = [[], []];
  const code = await runProgram(words, {
    environment: () => environment,
    out: (text) => out.push(text),
    err: (text) => errors.push(text),
  });
  return { code, stdout: out.join(''), stderr: errors.join('') };
}
