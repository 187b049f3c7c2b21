import { withEnvFile } from '../../config/env-file.ts';
import { StartupError } from '../ports/startup-error.ts';
import { tell } from '../terminal/tell-error.ts';
import { runProgram } from './program.ts';

/** Runs what the process was started with on its own terminal, and sets its exit code. */
export async function runOwnProcess(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of our output may stop early: `cliffhanger check FILE | head -1`.
    if (error.code === 'EPIPE') process.exit();
    tell(
      new StartupError(
        `Could not write the output: ${error.message}`,
        'What was written so far is incomplete. Free space on that disk, or write somewhere else.',
      ),
    );
    process.exit(1);
  });
  // If stderr is gone, the exit code still tells.
  process.stderr.on('error', () => undefined);
  process.exitCode = await runProgram(process.argv.slice(2), {
    environment: () => withEnvFile(process.env),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
