import { tooFewFiles } from '../terminal/few-files.ts';

// The command line. Its parts are loaded from here, so that a machine that cannot load them gets a sentence
// instead of a stack.
import('./own-process.ts').then(
  ({ runOwnProcess }) => runOwnProcess(),
  (error: Error) => {
    const why =
      tooFewFiles(error) ??
      `The program cannot be loaded: ${error.message}\nRun "npm run setup", then try again.`;
    process.stderr.write(`\n${why}\n`);
    process.exitCode = 1;
  },
);
